"""Pairs → groups: the surest pairs first, never two happenings of one report, never two that a person parted.

Two groups become one where the happenings of the one look on average like those of the other.  Pairs are taken by
falling score, ties by their keys, so that the order of arrival does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Pair = tuple[str, str]
MEAN_AT = 2.5  # bits: the least mean score between two groups that become one
FORBIDDEN = -20.0  # bits: a pair of two groups that cannot be one keeps the groups apart


@dataclass(frozen=True, slots=True)
class Constraints:
    """What people ruled, on keys of happenings."""

    joins: frozenset[Pair] = frozenset()
    parts: frozenset[Pair] = frozenset()

    def parted(self, a: str, b: str) -> bool:
        """Whether a person parted the two."""
        return (a, b) in self.parts or (b, a) in self.parts

    def joined(self, a: str, b: str) -> bool:
        """Whether a person joined the two."""
        return (a, b) in self.joins or (b, a) in self.joins


@dataclass(slots=True)
class _Group:
    members: list[str]
    reports: set[str]


def components(keys: Iterable[str], pairs: Iterable[Pair]) -> list[list[str]]:
    """Keys that hang together by pairs, each list in order, the lists by their first key."""
    parent = {k: k for k in keys}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for a, b in pairs:
        left, right = root(a), root(b)
        if left != right:
            parent[max(left, right)] = min(left, right)
    groups: dict[str, list[str]] = {}
    for key in sorted(parent):
        groups.setdefault(root(key), []).append(key)
    return list(groups.values())


def cluster(
    keys: Iterable[str],
    scores: Mapping[Pair, float],
    report_of: Callable[[str], str],
    compare: Callable[[str, str], float],
    constraints: Constraints,
) -> list[list[str]]:
    """Groups of one component.  `scores` are its pairs that look like one; `compare` scores any pair."""
    groups = {k: _Group([k], {report_of(k)}) for k in keys}
    of = {k: k for k in groups}
    for a, b in sorted(p for p in constraints.joins if p[0] in groups and p[1] in groups):
        _merge_if(groups, of, a, b, lambda left, right: not _any_parted(left, right, constraints))
    for a, b in sorted(scores, key=lambda p: (-scores[p], p)):
        _merge_if(groups, of, a, b, lambda left, right: _alike(left, right, compare, constraints))
    return sorted(sorted(g.members) for g in groups.values())


def _merge_if(
    groups: dict[str, _Group], of: dict[str, str], a: str, b: str, may: Callable[[_Group, _Group], bool]
) -> None:
    left, right = of[a], of[b]
    if left == right or not may(groups[left], groups[right]):
        return
    keep, drop = min(left, right), max(left, right)
    taken = groups.pop(drop)
    groups[keep].members += taken.members
    groups[keep].reports |= taken.reports
    for member in taken.members:
        of[member] = keep


def _alike(left: _Group, right: _Group, compare: Callable[[str, str], float], constraints: Constraints) -> bool:
    if left.reports & right.reports or _any_parted(left, right, constraints):
        return False
    total = 0.0
    for a in left.members:
        for b in right.members:
            total += max(compare(a, b), FORBIDDEN)
    return total / (len(left.members) * len(right.members)) >= MEAN_AT


def _any_parted(left: _Group, right: _Group, constraints: Constraints) -> bool:
    return any(constraints.parted(a, b) for a in left.members for b in right.members) if constraints.parts else False
