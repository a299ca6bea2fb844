"""What joining works on: claims made light, gathered into happenings.

A book holds claims by the hundred thousand, and a claim's words and spans are not needed to compare it.  A `Record`
keeps the values only, and equal values are kept once.  A `Happening` is what one report says of one happening: the
unit of joining.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from claimbook.model import Actor, Basis, Claim, Kind, Link, Modality, Outcome, Period, Place, Site, Toll

T = TypeVar("T")
NEWS_DAYS = 1  # news is of the day of publication or the day before
RECALLED_DAYS = 2  # what lies more days back is recalled by a report that has news
MOST_DAYS_OF_NEWS = 3
NOT_TOLD = frozenset({Modality.PLANNED, Modality.CONDITIONAL, Modality.GENERAL})


@dataclass(frozen=True, slots=True)
class Source:
    """What joining needs of a report besides its claims.  `report` is its id, `name` what people call it."""

    report: str
    outlet: str | None
    published: date | None
    name: str


@dataclass(frozen=True, slots=True)
class Rulings:
    """What people's decisions mean for joining, in ids of claims and reports.

    A join holds for the happenings of both claims, a part too; of two that contradict, the part goes before.  Claims
    in `rejected` take no part.  `grades` gives, by claim, the grade that the incident holding it shall have, and why.
    `copies` are pairs (copying report, copied report).  Corrections are made to the claims before they come here.
    """

    joins: frozenset[tuple[str, str]] = frozenset()
    parts: frozenset[tuple[str, str]] = frozenset()
    rejected: frozenset[str] = frozenset()
    grades: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    copies: frozenset[tuple[str, str]] = frozenset()


NO_RULINGS = Rulings()


@dataclass(frozen=True, slots=True)
class Record:
    """A claim's values, without words and spans.  `dated` is how the period was reached; None where there is none."""

    claim: str
    report: str
    happening: int
    kind: Kind
    modality: Modality
    background: bool
    aggregate: bool
    period: Period | None
    dated: Basis | None
    places: tuple[Place, ...]
    initiators: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    tolls: tuple[Toll, ...]
    sites: tuple[Site, ...]
    outcome: Outcome | None
    speakers: tuple[Link, ...]
    words: str


@dataclass(slots=True)
class Happening:
    """What one report says of one happening.  `key` is the first of its claims' ids; claims are in id order.

    `around` are all claims of the report, those left aside too: what the report speaks of.
    """

    key: str
    source: Source
    claims: tuple[Record, ...]
    around: tuple[Record, ...]

    @property
    def report(self) -> str:
        """The report's id."""
        return self.source.report

    @property
    def order(self) -> tuple[int, str, str]:
        """Earliest published first, undated last: the order that names incidents."""
        published = self.source.published
        return (published.toordinal() if published else 10**7, self.source.name, self.key)


class Lightener:
    """Makes records, keeping equal values once."""

    def __init__(self) -> None:
        self._kept: dict[Any, Any] = {}

    def record(self, claim: Claim) -> Record:
        """The claim's record."""
        period = claim.period
        return Record(
            claim=claim.id,
            report=claim.report,
            happening=claim.happening,
            kind=claim.kind.value or Kind.ATTACK,
            modality=claim.modality.value or Modality.ASSERTED,
            background=bool(claim.background.value),
            aggregate=bool(claim.aggregate.value),
            period=self._keep(period.value, _period_key) if period and period.value else None,
            dated=period.basis if period and period.value else None,
            places=self._keep_all((p.value for p in claim.places), _place_key, _slim_place),
            initiators=self._keep_all((a.value for a in claim.initiators), _actor_key),
            targets=self._keep_all((a.value for a in claim.targets), _actor_key),
            tolls=self._keep_all((t.value for t in claim.tolls), _toll_key),
            sites=tuple(s.value for s in claim.sites if s.value is not None),
            outcome=claim.outcome.value if claim.outcome else None,
            speakers=self._keep_all((link.value for link in claim.speakers), _link_key),
            words=" ".join((claim.kind.wording, claim.quote.wording, claim.means.wording if claim.means else "")),
        )

    def _keep(self, value: T, key: Callable[[T], Any], slim: Callable[[T], T] | None = None) -> T:
        name = key(value)
        kept: T | None = self._kept.get(name)
        if kept is None:
            kept = self._kept[name] = slim(value) if slim else value
        return kept

    def _keep_all(
        self, values: Iterable[T | None], key: Callable[[T], Any], slim: Callable[[T], T] | None = None
    ) -> tuple[T, ...]:
        return tuple(self._keep(v, key, slim) for v in values if v is not None)


def gather(
    claims: Iterable[Claim], sources: Mapping[str, Source], rulings: Rulings
) -> tuple[list[Happening], dict[str, str]]:
    """The happenings that may join, and the claims left aside with the reason in words.

    Claims of one report with one happening number stay together, unless a person parted them.
    """
    light = Lightener()
    ruled_in = {c for pair in rulings.joins for c in pair}
    reports: dict[str, dict[int, list[Record]]] = {}
    aside: dict[str, str] = {}
    for claim in claims:
        if claim.id in rulings.rejected:
            aside[claim.id] = "A person rejected it."
            continue
        reports.setdefault(claim.report, {}).setdefault(claim.happening, []).append(light.record(claim))
    happenings = []
    for report, numbered in reports.items():
        source = sources.get(report) or Source(report, None, None, report)
        around = tuple(sorted((r for records in numbered.values() for r in records), key=lambda r: r.claim))
        looking_from = _looks_back_from(around, source.published)
        for records in numbered.values():
            for part in _split(sorted(records, key=lambda r: r.claim), rulings.parts):
                reason = None if any(r.claim in ruled_in for r in part) else _why_aside(part, looking_from)
                if reason:
                    aside.update({r.claim: reason for r in part})
                else:
                    happenings.append(Happening(part[0].claim, source, tuple(part), around))
    happenings.sort(key=lambda h: h.key)
    return happenings, dict(sorted(aside.items()))


def _looks_back_from(records: Sequence[Record], published: date | None) -> date | None:
    """The day of publication, where the report has news of it or of the day before; None where it has not.

    A report that tells of more than three days is a round-up or a chronicle: nothing in it is merely recalled.
    """
    if published is None:
        return None
    news = (r for r in records if not (r.background or r.aggregate or r.modality in NOT_TOLD))
    days = {end for r in news if (end := _last_day(r))}
    has_news = any(0 <= (published - day).days <= NEWS_DAYS for day in days)
    return published if has_news and len(days) <= MOST_DAYS_OF_NEWS else None


def _last_day(record: Record) -> date | None:
    return (record.period.end or record.period.start) if record.period else None


def _why_aside(records: Sequence[Record], looking_from: date | None) -> str | None:
    """Why the happening joins nothing and makes no incident, or None."""
    ends = [end for r in records if (end := _last_day(r))]
    if looking_from and ends and (looking_from - max(ends)).days > RECALLED_DAYS:
        return "The report recalls it: its news is of later days."
    if any(r.background for r in records):
        return "It is background: history, or more than 31 days before the report."
    if any(r.aggregate for r in records):
        return "It is a roll-up of several happenings."
    if all(r.modality in NOT_TOLD for r in records):
        return f"It is {records[0].modality}: the report does not say that it happened."
    return None


def _split(records: list[Record], parts: frozenset[tuple[str, str]]) -> list[list[Record]]:
    """The claims of one happening, apart where a person parted them."""
    groups: list[list[Record]] = []
    for record in records:
        for group in groups:
            if not any((r.claim, record.claim) in parts or (record.claim, r.claim) in parts for r in group):
                group.append(record)
                break
        else:
            groups.append([record])
    return groups


def _period_key(p: Period) -> Any:
    return (p.start, p.end, p.precision, p.part_of_day, p.ongoing)


def _place_key(p: Place) -> Any:
    """All that `_slim_place` leaves: if two places that differ were one, the first to come would stand for both."""
    return (
        p.name, p.relation, p.kind, p.entry, p.country, p.admin1, p.admin1_code, p.admin2, p.admin2_code,
        p.lat, p.lon, p.radius_km, p.geo_precision, p.where_prec,
    )  # fmt: skip


def _slim_place(p: Place) -> Place:
    return p.model_copy(update={"candidates": (), "reason": ""}) if p.candidates or p.reason else p


def _actor_key(a: Actor) -> Any:
    return ("a", a.name, a.entry, a.kind, a.country, a.backer)


def _toll_key(t: Toll) -> Any:
    return (t.harm, t.low, t.high, t.group, t.status, t.side, t.part)


def _link_key(link: Link) -> Any:
    return ("l", link.name, link.entry, link.kind, link.stance)
