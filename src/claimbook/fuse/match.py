"""Outside rows → incidents, by the comparisons and thresholds of joining: the surest pairs first, each used once.

A row is a happening that somebody else coded.  It matches an incident where it looks like one of the incident's
happenings, and on average like all of them; it never changes what an incident is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimbook.model import Level

from .block import Keys, keys_of
from .cluster import FORBIDDEN, MEAN_AT
from .compare import JOIN_AT, explain, score
from .facets import FacetMaker, Facets
from .parties import Relations
from .records import Happening


@dataclass(frozen=True, slots=True)
class Fit:
    """How one row fits one incident: the best score in bits, the mean over its happenings, and the best's levels."""

    row: str
    incident: str
    best: float
    mean: float
    levels: tuple[Level, ...]

    @property
    def holds(self) -> bool:
        """Whether joining would make them one."""
        return self.best >= JOIN_AT and self.mean >= MEAN_AT


@dataclass(frozen=True, slots=True)
class Matches:
    """`pairs` are what belongs together.  `nearest` gives, for each row and incident without a partner, its best fit
    with anything, or None where nothing shares time and place with it."""

    pairs: tuple[Fit, ...]
    nearest_incident: Mapping[str, Fit | None]
    nearest_row: Mapping[str, Fit | None]


def match(rows: Sequence[Happening], incidents: Mapping[str, Sequence[Happening]]) -> Matches:
    """Pairs rows with incidents; both are named by their keys.  The order in which they come does not matter."""
    relations = Relations.load()
    maker = FacetMaker()
    row_facets = {r.key: maker.facets(r) for r in rows}
    parts = {i: [maker.facets(h) for h in happenings] for i, happenings in incidents.items()}
    fits = [
        _fit(row, row_facets[row], incident, parts[incident], relations)
        for row, incident in sorted(_candidates(row_facets, parts))
    ]
    pairs: list[Fit] = []
    rows_taken: set[str] = set()
    incidents_taken: set[str] = set()
    for fit in sorted(fits, key=lambda f: (-f.best, -f.mean, f.row, f.incident)):
        if fit.holds and fit.row not in rows_taken and fit.incident not in incidents_taken:
            pairs.append(fit)
            rows_taken.add(fit.row)
            incidents_taken.add(fit.incident)
    by_row: dict[str, list[Fit]] = defaultdict(list)
    by_incident: dict[str, list[Fit]] = defaultdict(list)
    for fit in fits:
        by_row[fit.row].append(fit)
        by_incident[fit.incident].append(fit)
    return Matches(
        pairs=tuple(sorted(pairs, key=lambda f: f.row)),
        nearest_incident={r: _best(by_row[r]) for r in sorted(row_facets) if r not in rows_taken},
        nearest_row={i: _best(by_incident[i]) for i in sorted(parts) if i not in incidents_taken},
    )


def _candidates(rows: Mapping[str, Facets], parts: Mapping[str, Sequence[Facets]]) -> set[tuple[str, str]]:
    """Rows and incidents that share a key of joining, so that they are worth comparing."""
    posts: dict[int, set[str]] = defaultdict(set)
    asks: dict[int, set[str]] = defaultdict(set)
    for row, facets in rows.items():
        keys = keys_of(facets)
        for key in keys.posts:
            posts[key].add(row)
        for key in keys.asks:
            asks[key].add(row)
    found = set()
    for incident, happenings in parts.items():
        for keys in map(keys_of, happenings):
            found |= {(row, incident) for row in _sharing(keys, posts, asks)}
    return found


def _sharing(keys: Keys, posts: Mapping[int, set[str]], asks: Mapping[int, set[str]]) -> Iterable[str]:
    for key in keys.asks:
        yield from posts.get(key, ())
    for key in keys.posts:
        yield from asks.get(key, ())


def _fit(row: str, facets: Facets, incident: str, parts: Sequence[Facets], relations: Relations) -> Fit:
    scores = [score(facets, part, relations) for part in parts]
    best = max(range(len(parts)), key=lambda at: (scores[at], parts[at].key))
    return Fit(
        row=row,
        incident=incident,
        best=scores[best],
        mean=sum(max(s, FORBIDDEN) for s in scores) / len(scores),
        levels=explain(facets, parts[best], relations),
    )


def _best(fits: Sequence[Fit]) -> Fit | None:
    return max(fits, key=lambda f: (f.best, f.mean, f.row, f.incident), default=None)
