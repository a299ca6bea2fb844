"""Annotated reports and what the extractor makes of them → rows of the trees: pairs of mentions, groups, times, places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import examples as ex
import numpy as np

from claimbook.extract.extractor import Extractor
from claimbook.extract.grouping import Groups, group_rows
from claimbook.extract.happening import StandIn
from claimbook.extract.mentions import Mention
from claimbook.extract.pairs import PairView
from claimbook.extract.parts import Asked
from claimbook.extract.reading import Reading
from claimbook.extract.trees import Matrix
from claimbook.extract.when import COLUMNS as WHEN_COLUMNS
from claimbook.extract.when import Time, TimeView
from claimbook.extract.where import COLUMNS as WHERE_COLUMNS
from claimbook.extract.where import PlaceView


def pair_rows(row: ex.Prepared, extractor: Extractor) -> tuple[Matrix, list[str]]:
    """Pairs of what the extractor takes for mentions, and whether they are of one event.

    The extractor should not have been trained on this report.
    """
    reading = row.annotated.reading
    asked = extractor.ask(reading, row.findings)
    at = {c.index: n for n, c in enumerate(row.findings.candidates)}
    unlisted = {n for n in row.annotated.marks if not row.events[n]}
    triggers = [t for t in extractor.triggers(asked) if at[t.candidate.index] not in unlisted]
    view = PairView(reading, row.findings.around, triggers, asked.opinions)
    events = [set(row.events[at[t.candidate.index]]) for t in view.triggers]
    # Of two words that tell of nothing nobody said whether they belong together.
    pairs = [(x, y) for x, y in view.pairs() if events[x] or events[y]]
    return view.rows(pairs), ["yes" if events[x] & events[y] else "no" for x, y in pairs]


@dataclass
class Grouped:
    """The extractor's groups for one report, and the gold event that each tells; None for a group that tells of none."""

    asked: Asked
    groups: Groups
    events: list[int | None]
    owners: dict[int, int]  # gold event → the group that tells it best
    unlisted: set[int]  # groups of something that the annotation does not list


def grouped(row: ex.Prepared, extractor: Extractor) -> Grouped:
    """What the extractor groups.  It should not have been trained on this report."""
    asked = extractor.ask(row.annotated.reading, row.findings)
    groups = extractor.groups(asked)
    out = Grouped(asked, groups, [], {}, set())
    at = {c.index: n for n, c in enumerate(row.findings.candidates)}
    sure: list[float] = []
    for g in range(len(groups.members)):
        triggers = groups.triggers(g)
        votes: Counter[int] = Counter()
        for t in triggers:
            for i in row.events[at[t.candidate.index]]:
                votes[i] += t.main + 0.1 * t.eventive  # type: ignore[assignment]
        best = at[triggers[0].candidate.index]
        if best in row.annotated.marks and not row.events[best]:
            out.unlisted.add(g)
        event = row.events[best][0] if row.events[best] else max(votes, key=lambda i: (votes[i], -i), default=None)
        out.events.append(event)
        sure.append(votes[event] if event is not None else 0.0)
        if event is not None and (event not in out.owners or sure[g] > sure[out.owners[event]]):
            out.owners[event] = g
    return out


def whole_rows(row: ex.Prepared, found: Grouped) -> tuple[Matrix, list[str]]:
    """The groups: the best of a main event, the best of an optional one, or none (nothing, or told already)."""
    labels = []
    for g, event in enumerate(found.events):
        if event is None or found.owners[event] != g:
            labels.append("none")
        else:
            labels.append("optional" if row.annotated.optional(event) else "main")
    kept = [g for g in range(len(labels)) if g not in found.unlisted]
    return group_rows(found.groups, row.findings.view)[kept], [labels[g] for g in kept]


def where_rows(row: ex.Prepared, found: Grouped) -> tuple[Matrix, list[str]]:
    """Is this phrase a place of that group's event?"""
    return _pool_rows(row, found, PlaceView, WHERE_COLUMNS, _right_places)


def when_rows(row: ex.Prepared, found: Grouped) -> tuple[Matrix, list[str]]:
    """Is this time, or what stands in for one, that group's event's?"""
    return _pool_rows(row, found, TimeView, WHEN_COLUMNS, _right_times)


def _pool_rows(
    row: ex.Prepared, found: Grouped, kind: Any, columns: Sequence[str], right: Callable[..., list[bool]]
) -> tuple[Matrix, list[str]]:
    """What such a view puts to choice for each group that tells an event best, and whether it is `right` for the event."""
    owners = sorted(found.owners.items(), key=lambda pair: pair[1])
    view = kind(found.asked, [found.groups.triggers(g) for _, g in owners])
    matrix = [np.zeros((0, len(columns)), dtype=np.float32)]  # a report may tell of nothing
    labels: list[str] = []
    for n, (event, _) in enumerate(owners):
        pool = view.pool(n)
        matrix.append(view.rows(n, pool))
        answers = right(pool, row.annotated.events[event], row.annotated.reading)
        labels += ["yes" if one else "no" for one in answers]
    return np.concatenate(matrix), labels


def _right_places(pool: Sequence[Mention], event: dict[str, Any], reading: Reading) -> list[bool]:
    """Whether the words of each phrase name a place of the event."""
    places = [p["text"] for p in event["places"]]
    return [ex.names_one(reading.doc[m.start : m.end].text, places) for m in pool]


def _right_times(pool: Sequence[Time], event: dict[str, Any], reading: Reading) -> list[bool]:
    """The words that tell the event's time, else those that tell its first day, else what stands in."""
    published = reading.published
    told = [time for time in pool if not isinstance(time, StandIn) and ex.begins(time.value, event)]
    exact = [time for time in told if time.value and ex.written(time.value) == ex.time_of(event)]
    own: dict[StandIn, str | None] = {StandIn.NONE: None}
    if published is not None:
        own |= {StandIn.DAY: published.isoformat(), StandIn.MONTH: published.isoformat()[:7]}
    right: list[Time] = [*(exact or told)] or [s for s, start in own.items() if start == event["date_start"]]
    return [time in right for time in pool]
