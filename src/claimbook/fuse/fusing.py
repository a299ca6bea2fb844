"""Claims → incidents: the whole book, or only what a change touches.  The order in which claims come does not matter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from claimbook.model import Claim, Incident, Joining, Level

from .block import Keys, keys_of
from .compare import JOIN_AT, explain, score
from .facets import FacetMaker, Facets
from .independence import plain_independence
from .join import Joined, constrain, join
from .parties import Relations
from .records import NO_RULINGS, Happening, Rulings, Source, gather
from .tell import tell
from .voices import Independence

MakeIndependence = Callable[[Rulings], Independence]


class Shelf(Protocol):
    """Where a book's other claims lie, found by the keys that `block_keys` gave for them."""

    def sharing(self, keys: Collection[int]) -> Iterable[Claim]:
        """All claims, corrected, of every report one of whose posts is among `keys`."""

    def asking(self, keys: Collection[int]) -> Iterable[Claim]:
        """All claims, corrected, of every report one of whose asks is among `keys`."""

    def of_claims(self, claims: Collection[str]) -> Iterable[Claim]:
        """All claims, corrected, of the reports that hold these claims."""


def fuse(
    claims: Iterable[Claim],
    sources: Mapping[str, Source],
    *,
    rulings: Rulings = NO_RULINGS,
    independence: MakeIndependence = plain_independence,
) -> tuple[Incident, ...]:
    """The incidents of a whole book, by id.  Background, roll-ups, plans and rejected claims are in none (see `aside`).

    `claims` may be an iterator: they are made light one by one.  `sources` are by report.
    """
    happenings, _ = gather(claims, sources, rulings)
    relations = Relations.load()
    return _tell_all(happenings, join(happenings, rulings, relations), independence(rulings), relations, rulings)


def aside(claims: Iterable[Claim], sources: Mapping[str, Source], *, rulings: Rulings = NO_RULINGS) -> dict[str, str]:
    """The claims that join nothing and stand in no incident: id → the reason in words."""
    return gather(claims, sources, rulings)[1]


def block_keys(
    claims: Iterable[Claim], sources: Mapping[str, Source], *, rulings: Rulings = NO_RULINGS
) -> dict[str, Keys]:
    """Report → the keys of all its happenings, for a book to keep: whole reports' claims must be given."""
    happenings, _ = gather(claims, sources, rulings)
    maker = FacetMaker()
    found: dict[str, Keys] = {}
    for happening in happenings:
        keys = keys_of(maker.facets(happening))
        old = found.get(happening.report, Keys(frozenset(), frozenset(), plain=True))
        found[happening.report] = Keys(old.posts | keys.posts, old.asks | keys.asks, plain=old.plain and keys.plain)
    return found


@dataclass(frozen=True, slots=True)
class Update:
    """`incidents` take the place of every incident that holds one of `claims`."""

    claims: frozenset[str]
    incidents: tuple[Incident, ...]


def fuse_update(
    now: Sequence[Claim],
    sources: Mapping[str, Source],
    shelf: Shelf,
    *,
    before: Sequence[Claim] = (),
    rulings: Rulings = NO_RULINGS,
    rulings_before: Rulings | None = None,
    independence: MakeIndependence = plain_independence,
) -> Update:
    """What changes where reports come, go or change: equal to a full recomputation, for what hangs together with them.

    `now` are all claims of the changed reports as they are, `before` as they were; `shelf` holds the whole book as it
    is.  Where rulings changed, give all claims of the reports that they name as both.  `sources` must hold every
    report that the shelf may give.
    """
    old_rulings = rulings if rulings_before is None else rulings_before
    relations = Relations.load()
    reach = _Reach(sources, shelf, rulings, relations)
    past, _ = gather(before, sources, old_rulings)
    touched = reach.close(gather(now, sources, rulings)[0], past)
    incidents = _tell_all(touched, join(touched, rulings, relations), independence(rulings), relations, rulings)
    claims = {r.claim for h in (*touched, *past) for r in h.claims} | {c.id for c in (*now, *before)}
    return Update(frozenset(claims), incidents)


class _Reach:
    """Finds everything that hangs together with given happenings, fetching from the shelf as it goes."""

    def __init__(self, sources: Mapping[str, Source], shelf: Shelf, rulings: Rulings, relations: Relations) -> None:
        self._sources = sources
        self._shelf = shelf
        self._rulings = rulings
        self._relations = relations
        self._maker = FacetMaker()
        self._known: dict[str, Facets] = {}
        self._keys: dict[str, Keys] = {}
        self._reports: set[str] = set()

    def close(self, now: Sequence[Happening], past: Sequence[Happening]) -> list[Happening]:
        """`now`, what links to it or to `past`, what links to that, and so on, in key order."""
        for happening in now:
            self._learn(happening)
        reached: dict[str, Happening] = {h.key: h for h in now}
        ghosts = FacetMaker()  # what a report said before may have the same keys as what it says now
        frontier = [(f, self._keys[f.key]) for f in (self._known[h.key] for h in now)]
        frontier += [(f, keys_of(f)) for f in map(ghosts.facets, past)]
        while frontier:
            self._fetch(frontier)
            found = [
                (other, self._keys[key])
                for key, other in sorted(self._known.items())
                if key not in reached and any(self._linked(*one, other) for one in frontier)
            ]
            reached.update({f.key: f.happening for f, _ in found})
            frontier = found
        return [reached[key] for key in sorted(reached)]

    def _learn(self, happening: Happening) -> None:
        facets = self._maker.facets(happening)
        self._known[happening.key] = facets
        self._keys[happening.key] = keys_of(facets)
        self._reports.add(happening.report)

    def _fetch(self, frontier: Iterable[tuple[Facets, Keys]]) -> None:
        posts: set[int] = set()
        asks: set[int] = set()
        ruled: set[str] = set()
        joins = self._rulings.joins
        for one, keys in frontier:
            posts |= keys.posts
            asks |= keys.asks
            mine = {r.claim for r in one.happening.claims} if joins else set()
            ruled |= {c for pair in joins if mine.intersection(pair) for c in pair}
        claims: dict[str, Claim] = {}
        for found in (
            self._shelf.sharing(asks),
            self._shelf.asking(posts),
            self._shelf.of_claims(ruled) if ruled else (),
        ):
            claims.update({c.id: c for c in found if c.report not in self._reports})
        for happening in gather(claims.values(), self._sources, self._rulings)[0]:
            self._learn(happening)
        self._reports.update(c.report for c in claims.values())

    def _linked(self, one: Facets, here: Keys, other: Facets) -> bool:
        if constrain((one.happening, other.happening), self._rulings).joins:
            return True
        if one.happening.report == other.happening.report:
            return False
        there = self._keys[other.key]
        if here.asks.isdisjoint(there.posts) and there.asks.isdisjoint(here.posts):
            return False
        return score(one, other, self._relations) >= JOIN_AT


def _tell_all(
    happenings: Sequence[Happening], joined: Joined, judge: Independence, relations: Relations, rulings: Rulings
) -> tuple[Incident, ...]:
    by_key = {h.key: h for h in happenings}
    constraints = constrain(happenings, rulings)
    incidents = [
        tell(
            [by_key[k] for k in group],
            _joinings(group, joined.facets, relations, constraints.joined),
            judge,
            relations,
            rulings,
        )
        for group in joined.groups
    ]
    return tuple(sorted(incidents, key=lambda i: i.id))


def _joinings(
    group: Sequence[str], facets: Mapping[str, Facets], relations: Relations, ruled: Callable[[str, str], bool]
) -> tuple[Joining, ...]:
    """The strongest tie by which each happening after the first hangs with those before it."""
    first, *others = group
    best = {key: (_tie(first, key, facets, relations, ruled), first) for key in others}
    found = []
    while best:
        right = max(best, key=lambda key: (best[key][0], key))
        left = best.pop(right)[1]
        levels = explain(facets[left], facets[right], relations)
        if ruled(left, right):
            said = Level(comparison="decision", level="joined", weight=0.0, sentence="A person joined them.")
            levels = (said, *levels)
        found.append(
            Joining(left=left, right=right, score=round(sum(level.weight for level in levels), 2), levels=levels)
        )
        for key in best:
            best[key] = max(best[key], (_tie(right, key, facets, relations, ruled), right))
    return tuple(found)


def _tie(
    a: str, b: str, facets: Mapping[str, Facets], relations: Relations, ruled: Callable[[str, str], bool]
) -> float:
    return float("inf") if ruled(a, b) else score(facets[a], facets[b], relations)
