"""Claims → incidents, for the book: what joining needs out of the store, and its answer back into rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from claimbook import store
from claimbook.fuse import (
    Fingerprint,
    Independence,
    Rulings,
    Source,
    block_keys,
    fingerprint,
    fuse,
    fuse_update,
    judge_by_chains_and_texts,
)
from claimbook.model import Act, Claim, Decision, Harm
from claimbook.model.incident import Incident
from claimbook.review import Standing, State, stand

MOST_CHANGED = 50  # reports; beyond that and
FEW = 0.2  # of the book, computing all is quicker
HELD = 500  # claims whose keys are computed at a time


def standing_of(connection: Connection) -> Standing:
    """What stands of the book's decisions today."""
    decisions = store.all_decisions(connection)
    claims = store.claims_of_reports(connection, store.reports_ruled(decisions))
    return stand(decisions, {c.as_read.id: c.as_read for c in claims})


def rulings_of(standing: Standing) -> Rulings:
    """Standing decisions as joining takes them.  Of a join and a part of the same two claims the later one holds."""
    joins: set[tuple[str, str]] = set()
    parts: set[tuple[str, str]] = set()
    for decision in sorted((*standing.joins, *standing.parts), key=lambda d: d.number):
        mine, others = (joins, parts) if decision.act is Act.JOIN else (parts, joins)
        for pair in _pairs(decision):
            mine.add(pair)
            others.discard(pair)
    return Rulings(
        joins=frozenset(joins),
        parts=frozenset(parts),
        rejected=frozenset(c for c in standing.states if standing.state(c) is State.REJECTED),
        grades={
            c.claim: (decision.grade or "", f"{decision.why} ({decision.who}, {decision.id})")
            for decision in standing.grades
            for c in decision.claims
        },
        copies=frozenset((d.claims[0].report, d.claims[1].report) for d in standing.copies.values()),
    )


def _pairs(decision: Decision) -> list[tuple[str, str]]:
    """The first claim with each other one, the smaller id first."""
    first, *others = (c.claim for c in decision.claims)
    return [(min(first, other), max(first, other)) for other in others]


def sources_of(connection: Connection) -> dict[str, Source]:
    """The reports, as joining takes them."""
    return {
        identifier: Source(identifier, outlet, date.fromisoformat(published) if published else None, name)
        for identifier, outlet, published, name in store.all_sources(connection)
    }


@dataclass(frozen=True, slots=True)
class Computed:
    """Incidents to write.  `claims` are those whose incidents they replace; None: they are all there are."""

    incidents: tuple[store.IncidentRow, ...]
    keys: Mapping[str, frozenset[tuple[int, bool]]]
    rulings: Rulings
    claims: frozenset[str] | None = None


@cache
def rules_mark() -> str:
    """A mark of the rules that incidents follow from: it changes with their files, and then all are computed anew."""
    package = Path(__file__).parents[1]
    files = [*package.glob("fuse/*.py"), *package.glob("lexicon/**/*.*"), package / "model" / "incident.py"]
    whole = hashlib.sha256()
    for file in sorted(f for f in files if f.suffix in (".py", ".yaml")):
        whole.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()[:16]


class Progress(Protocol):
    """Told while all incidents of a book are computed."""

    def read(self, claims: int, of: int) -> None:
        """So many claims are read; joining them comes after the last."""

    def done(self) -> None:
        """The incidents are computed and written, or could not be."""


def compute(connection: Connection, progress: Progress | None = None) -> Computed:
    """What incidents must be now: only those touched where that is known to be enough, else all."""
    last = store.computed_with(connection)
    changed = store.pending_reports(connection)
    many = len(changed) > MOST_CHANGED and len(changed) > FEW * len(store.all_sources(connection))
    if last.get("rules") != rules_mark() or many:
        return compute_all(connection, progress)
    rulings, sources = rulings_of(standing_of(connection)), sources_of(connection)
    rulings_before = _rulings_from(last["rulings"])
    for claim in store.claims_of_reports(connection, _ruled_anew(connection, rulings_before, rulings) - changed.keys()):
        changed.setdefault(claim.view.report, []).append(claim.view)
    now = [c.view for c in store.claims_of_reports(connection, changed)]
    keys = _keys(now, sources, rulings, reports=changed)
    shelf = BookShelf(connection, keys)
    update = fuse_update(
        now,
        sources,
        shelf,
        before=[c for claims in changed.values() for c in claims],
        rulings=rulings,
        independence=_independence(connection),
        rulings_before=rulings_before,
    )
    return Computed(tuple(incident_row(i) for i in update.incidents), keys, rulings, update.claims)


def _ruled_anew(connection: Connection, before: Rulings, now: Rulings) -> set[str]:
    """The reports that some ruling names which stands now and did not, or stood and does no more.

    They need not be pending: a join no longer stands where the other report of it was erased, or read otherwise.
    """
    pairs = (before.joins ^ now.joins) | (before.parts ^ now.parts)
    graded = {c for c in before.grades.keys() | now.grades.keys() if before.grades.get(c) != now.grades.get(c)}
    claims = {c for pair in pairs for c in pair} | (before.rejected ^ now.rejected) | graded
    found = {c.as_read.report for c in store.get_claims(connection, claims).values()}
    return found | {report for pair in before.copies ^ now.copies for report in pair}


def compute_all(connection: Connection, progress: Progress | None = None) -> Computed:
    """Every incident of the book, computed afresh from claims and decisions."""
    rulings, sources = rulings_of(standing_of(connection)), sources_of(connection)
    keys: dict[str, frozenset[tuple[int, bool]]] = {}
    number = store.count_claims(connection)

    def views() -> Iterator[Claim]:
        """The claims one by one; on the way, the keys of a few reports at a time."""
        held: list[Claim] = []
        for read, claim in enumerate(store.all_claims(connection)):
            if len(held) >= HELD and held[-1].report != claim.view.report:
                keys.update(_keys(held, sources, rulings))
                held.clear()
                if progress:
                    progress.read(read, number)
            held.append(claim.view)
            yield claim.view
        keys.update(_keys(held, sources, rulings))
        if progress:
            progress.read(number, number)

    incidents = fuse(views(), sources, rulings=rulings, independence=_independence(connection))
    return Computed(tuple(incident_row(i) for i in incidents), keys, rulings)


def _independence(connection: Connection) -> Callable[[Rulings], Independence]:
    """Independence of voices by their chains and by the wording of the book's reports, read when it is asked for."""

    @cache
    def print_of(report: str) -> Fingerprint | None:
        found = store.get_report(connection, report)
        return fingerprint(found.text) if found else None

    return judge_by_chains_and_texts(print_of)


def write(connection: Connection, computed: Computed) -> int:
    """Brings the book's incidents to what was computed, writing only what differs; how many that were."""
    if computed.claims is None:
        there = store.all_incident_rows(connection)
        store.drop_all_keys(connection)
    else:
        replaced = set(store.incidents_of(connection, computed.claims).values())
        there = store.incident_rows(connection, replaced | {row.id for row in computed.incidents})
    wanted = {row.id: row for row in computed.incidents}
    gone = [i for i, row in there.items() if wanted.get(i) != row]
    new = [row for i, row in sorted(wanted.items()) if there.get(i) != row]
    store.drop_incidents(connection, gone)
    store.put_incidents(connection, new)
    store.note_incidents(connection, [row.id for row in new])
    store.put_keys(connection, computed.keys)
    store.note_computed(connection, rules=rules_mark(), rulings=_rulings_to(computed.rulings))
    return len({*gone, *(row.id for row in new)})


def _keys(
    claims: Sequence[Claim], sources: Mapping[str, Source], rulings: Rulings, *, reports: Iterable[str] = ()
) -> dict[str, frozenset[tuple[int, bool]]]:
    """(key, asks) by report; `reports` get an entry even where they have no key."""
    found: dict[str, frozenset[tuple[int, bool]]] = {r: frozenset() for r in reports if r in sources}
    for report, keys in block_keys(claims, sources, rulings=rulings).items():
        found[report] = frozenset({*((k, False) for k in keys.posts), *((k, True) for k in keys.asks)})
    return found


def _rulings_to(rulings: Rulings) -> str:
    return json.dumps(
        {
            "joins": sorted(rulings.joins),
            "parts": sorted(rulings.parts),
            "rejected": sorted(rulings.rejected),
            "grades": dict(sorted(rulings.grades.items())),
            "copies": sorted(rulings.copies),
        },
        ensure_ascii=False,
    )


def _rulings_from(words: str) -> Rulings:
    held = json.loads(words)
    return Rulings(
        joins=frozenset((a, b) for a, b in held["joins"]),
        parts=frozenset((a, b) for a, b in held["parts"]),
        rejected=frozenset(held["rejected"]),
        grades={claim: (grade, why) for claim, (grade, why) in held["grades"].items()},
        copies=frozenset((a, b) for a, b in held["copies"]),
    )


def incident_row(incident: Incident) -> store.IncidentRow:
    """The incident with its columns to search by."""
    period = incident.period.value if incident.period else None
    place = incident.place.value if incident.place else None
    named = place or (incident.places[0].value if incident.places else None)
    killed, injured = incident.tally(Harm.KILLED), incident.tally(Harm.INJURED)
    end = (period.end or period.start) if period else None
    return store.IncidentRow(
        id=incident.id,
        body=incident.model_dump_json(),
        claims=incident.claims,
        kind=str(incident.kind.value),
        start=period.start.isoformat() if period else None,
        end=end.isoformat() if end else None,
        grade=str(incident.grade.grade) if incident.grade else None,
        killed_low=killed.low if killed else None,
        killed_high=killed.high if killed else None,
        injured_low=injured.low if injured else None,
        injured_high=injured.high if injured else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        radius_km=place.radius_km if place else None,
        place=_short(named.name, 120) if named else None,
        country=_short(place.country, 60) if place else None,
        admin1=_short(place.admin1, 80) if place else None,
        voices=incident.independent_voices,
        parties=tuple(sorted(_parties(incident))),
    )


def _parties(incident: Incident) -> set[tuple[str, str]]:
    sides = (("initiator", incident.initiators), ("target", incident.targets))
    named = {(side, _short(told.value.name, 160)) for side, told_all in sides for told in told_all}
    return {(side, name) for side, name in named if name}


def _short(words: str | None, most: int) -> str | None:
    """The words as a column can hold them: an index takes no long ones, PostgreSQL no NUL and no half of a pair."""
    if not words:
        return None
    return words[:most].replace("\0", "").encode("utf-8", "replace").decode() or None


class BookShelf:
    """The rest of a book, as an update of incidents asks for it."""

    def __init__(self, connection: Connection, fresh: Mapping[str, frozenset[tuple[int, bool]]]) -> None:
        """`fresh` are the keys of changed reports, which are not in the store yet."""
        self._connection = connection
        self._fresh = fresh

    def sharing(self, keys: Collection[int]) -> Iterator[Claim]:
        """The claims of reports that lie under one of these keys."""
        return self._of(self._with(keys, asks=False))

    def asking(self, keys: Collection[int]) -> Iterator[Claim]:
        """The claims of reports that look under one of these keys."""
        return self._of(self._with(keys, asks=True))

    def of_claims(self, claims: Collection[str]) -> Iterator[Claim]:
        """The claims of the reports that hold these claims."""
        return self._of({c.as_read.report for c in store.get_claims(self._connection, claims).values()})

    def _with(self, keys: Collection[int], *, asks: bool) -> set[str]:
        wanted = {(key, asks) for key in keys}
        found = store.reports_with_keys(self._connection, keys, asks=asks) - self._fresh.keys()
        return found | {report for report, own in self._fresh.items() if not own.isdisjoint(wanted)}

    def _of(self, reports: Collection[str]) -> Iterator[Claim]:
        return (c.view for c in store.claims_of_reports(self._connection, reports))
