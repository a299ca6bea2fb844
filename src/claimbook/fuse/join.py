"""Happenings → groups that are one incident each, and which happenings a change touches.

Only pairs that share a key are compared, and only pairs that look like one hang together; whatever hangs together by
such pairs is decided together and by itself.  So a change touches nothing beyond what hangs together with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .block import keys_of
from .cluster import Constraints, Pair, cluster, components
from .compare import JOIN_AT, score
from .facets import FacetMaker, Facets
from .parties import Relations
from .records import Happening, Rulings


@dataclass(slots=True)
class Joined:
    """The groups, each in key order, and the facets they were decided by."""

    groups: list[list[str]]
    facets: dict[str, Facets]
    relations: Relations


def join(happenings: Sequence[Happening], rulings: Rulings, relations: Relations) -> Joined:
    """Groups of happenings that are one; every happening is in exactly one group."""
    maker = FacetMaker()
    facets = {h.key: maker.facets(h) for h in happenings}
    constraints = constrain(happenings, rulings)
    links = _links(facets, relations)
    for pair in constraints.joins:
        links.setdefault(pair, 0.0)
    seen: dict[Pair, float] = dict(links)

    def compare(a: str, b: str) -> float:
        pair = (a, b) if a < b else (b, a)
        known = seen.get(pair)
        if known is None:
            known = seen[pair] = score(facets[pair[0]], facets[pair[1]], relations)
        return known

    by_key: dict[str, dict[Pair, float]] = defaultdict(dict)
    groups: list[list[str]] = []
    hanging = components(facets, links)
    home = {key: part[0] for part in hanging for key in part}
    for pair, bits in links.items():
        by_key[home[pair[0]]][pair] = bits
    for part in hanging:
        if len(part) == 1:
            groups.append(part)
        else:
            groups += cluster(part, by_key[part[0]], lambda k: facets[k].happening.report, compare, constraints)
    groups.sort()
    return Joined(groups, facets, relations)


def constrain(happenings: Iterable[Happening], rulings: Rulings) -> Constraints:
    """Rulings on claims as constraints on happenings."""
    if not rulings.joins and not rulings.parts:
        return Constraints()
    key_of = {r.claim: h.key for h in happenings for r in h.claims}

    def pairs(of_claims: Iterable[Pair]) -> frozenset[Pair]:
        both = ((key_of.get(a), key_of.get(b)) for a, b in of_claims)
        return frozenset((min(a, b), max(a, b)) for a, b in both if a is not None and b is not None and a != b)

    return Constraints(joins=pairs(rulings.joins), parts=pairs(rulings.parts))


def _links(facets: dict[str, Facets], relations: Relations) -> dict[Pair, float]:
    """Every pair that shares a key and looks like one, with its score."""
    names = sorted(facets)
    ordered = [facets[name] for name in names]
    posts: dict[int, list[int]] = defaultdict(list)
    plain: list[bool] = []
    asks: dict[int, frozenset[int]] = {}  # kept for those that are not plain only: they are the few
    for at, one in enumerate(ordered):
        keys = keys_of(one)
        plain.append(keys.plain)
        if not keys.plain:
            asks[at] = keys.asks
        for post in keys.posts:
            posts[post].append(at)
    links: dict[Pair, float] = {}
    for at, mine in enumerate(ordered):
        keys = keys_of(mine)
        report = mine.happening.report
        for other in {other for ask in keys.asks for other in posts.get(ask, ())}:
            if ordered[other].happening.report == report:
                continue
            if other < at and (plain[at] if plain[other] else not asks[other].isdisjoint(keys.posts)):
                continue  # compared when the other asked
            bits = score(mine, ordered[other], relations)
            if bits >= JOIN_AT:
                links[names[min(at, other)], names[max(at, other)]] = bits
    return links
