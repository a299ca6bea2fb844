"""Claims → what an incident says: every value from its claims, with the rule that chose it named."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from claimbook.lexicon.crosswalks import load_countries
from claimbook.model import (
    Actor,
    ActorKind,
    Basis,
    Clash,
    Contradiction,
    Incident,
    Joining,
    Kind,
    Outcome,
    Period,
    Place,
    Precision,
    Relation,
    Status,
    Told,
)

from .facets import LOOK_BACK_DAYS, SMALL_KM, km_between
from .grade import grade, rival_parties
from .parties import Relations
from .records import Happening, Record, Rulings
from .tallies import contradictory_figures, tallies
from .voices import Account, Independence, accounts, by_side, count_independent, said_by
from .words import name_keys

T = TypeVar("T")
MOST = "What most reports say; of several, {}."
PLACE_NAMED = (
    "A place before an area, and before a town that bears its region's name; of places the one that most reports name, "
    "then the smaller, then the one named first."
)
PLACE_ELSEWHERE = "The claims name no place but areas; their reports name this one place elsewhere."
PLACE_OFF_MAP = "No place of the claims is on the map; of this one the reports' words tell the country, and no point."
PLACE_REPORTS = "The claims name no place; every place that their reports name lies in this country."
PLACE_PARTIES = "The claims and their reports name no place; the parties are of this country."
COUNTRY_CODES = {"geo_precision": 3, "where_prec": 6}  # as the country itself: nothing finer is known
TOGETHER_KM = 10.0
_AT_HOME = (ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.IDENTITY_MILITIA)
_OF_STATES = (ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES)
VAGUE_KINDS = (Kind.ATTACK, Kind.OPERATION, Kind.OTHER_STRATEGIC)


def tell(
    happenings: Sequence[Happening],
    joinings: tuple[Joining, ...],
    judge: Independence,
    relations: Relations,
    rulings: Rulings,
) -> Incident:
    """The incident that the happenings are."""
    ordered = sorted(happenings, key=lambda h: h.order)
    voices = accounts(ordered, relations)
    counted = tallies(ordered)
    clashes = [
        c for t in counted if t.side is None and t.status in (None, Status.CIVILIAN) and (c := contradictory_figures(t))
    ]
    placed = _place(ordered)
    return Incident(
        id=_identify(ordered[0]),
        happenings=tuple(tuple(r.claim for r in h.claims) for h in ordered),
        reports=tuple(sorted({h.report for h in ordered})),
        kind=_kind(ordered),
        period=_period(ordered),
        place=placed,
        places=tuple(_each(ordered, lambda r: r.places, lambda p: p.entry or p.name.casefold())),
        initiators=tuple(_each(ordered, lambda r: r.initiators, _party)),
        targets=tuple(_each(ordered, lambda r: r.targets, _party)),
        sites=tuple(_each(ordered, lambda r: r.sites, lambda s: s)),
        outcome=_outcome(ordered),
        tallies=counted,
        contradictions=(*clashes, *_rivals(voices, relations), *_denials(voices)),
        voices=tuple(v.voice for v in voices),
        independent_voices=count_independent(voices, judge),
        voices_by_side=by_side(voices, judge, relations),
        grade=grade(voices, judge, relations, rulings),
        joinings=joinings,
    )


def _identify(first: Happening) -> str:
    """By the first claim of the report published first, so that later reports do not change it."""
    return hashlib.sha256(f"incident\x1f{first.key}".encode()).hexdigest()[:16]


def _kind(happenings: Sequence[Happening]) -> Told[Kind]:
    votes = _votes(happenings, lambda r: (r.kind,))
    best = max(votes, key=lambda k: (len(votes[k][0]), k not in VAGUE_KINDS, k))
    return Told(value=best, claims=votes[best][1], rule=MOST.format("the kind that says more, then by name"))


def _period(happenings: Sequence[Happening]) -> Told[Period] | None:
    """The day that most reports give; a day that was assumed counts only where none was told."""
    told = [(h, r) for h in happenings for r in h.claims if r.period and r.dated is not Basis.ASSUMED]
    rule = MOST.format("the shorter period, then the one given first")
    if not told:
        told = [(h, r) for h in happenings for r in h.claims if r.period]
        rule = "No report tells the day: the day of publication is assumed."
    votes: dict[tuple[object, ...], tuple[set[str], list[str], Period]] = {}
    for happening, record in told:
        period = record.period
        if period is not None:
            name = (period.start, period.end, period.precision)
            entry = votes.setdefault(name, (set(), [], period))
            entry[0].add(happening.report)
            entry[1].append(record.claim)
    if not votes:
        return _before_publication(happenings)
    best = min(votes.values(), key=lambda v: (-len(v[0]), _length(v[2]), min(v[1])))
    return Told(value=best[2], claims=tuple(sorted(set(best[1]))), rule=rule)


def _before_publication(happenings: Sequence[Happening]) -> Told[Period] | None:
    """Where no claim has a period: the days up to the earliest publication."""
    days = [h.source.published for h in happenings if h.source.published]
    if not days:
        return None
    period = Period(start=min(days) - timedelta(days=LOOK_BACK_DAYS), end=min(days))
    claims = tuple(sorted(r.claim for h in happenings for r in h.claims))
    return Told(value=period, claims=claims, rule="No report tells the day: the days before publication are assumed.")


def _length(period: Period) -> int:
    days = (period.end - period.start).days if period.end else 40
    return days if period.precision is Precision.DAY else days + 365


def _place(happenings: Sequence[Happening]) -> Told[Place] | None:
    """The place on the map that most reports name; where reports are even, the smaller, then the one named first.

    A town that bears its region's name may stand for the region, so a smaller place goes before it.  Where the claims
    name no place, or only areas, what else their reports name decides if it is one place.
    """
    votes = _votes_on_places(happenings, lambda h: h.claims)
    if all(p.lat is not None for h in happenings for r in h.claims for p in r.places) and all(map(_is_area, votes)):
        small = [v for v in _votes_on_places(happenings, lambda h: h.around) if not _is_area(v)]
        elsewhere = _only_one(small)
        if elsewhere and all(_may_hold(v.place, elsewhere.place) for v in votes):
            claims = tuple(sorted(r.claim for h in happenings for r in h.claims))
            return Told(value=elsewhere.place, claims=claims, rule=PLACE_ELSEWHERE)
    if not votes:
        return _country(happenings)
    best = min(
        votes,
        key=lambda v: (
            _is_area(v),
            v.place.relation in (Relation.FROM, Relation.TOWARD),
            _stands_for_region(v.place),
            -len(v.reports),
            v.place.radius_km,
            v.at,
            v.place.name,
        ),
    )
    return Told(value=best.place, claims=tuple(sorted(best.claims)), rule=PLACE_NAMED)


def _country(happenings: Sequence[Happening]) -> Told[Place] | None:
    """The one country of happenings that have no place on the map, as a place without a point; None where it is not plain.

    Of the claims' own places, else of all places of their reports, else of their parties.
    """
    claims = tuple(sorted(r.claim for h in happenings for r in h.claims))
    own = [p for h in happenings for r in h.claims for p in r.places if p.country]
    if own:
        best = next((p for p in own if p.admin1), own[0])
        if any(p.country != best.country for p in own):
            return None
        return Told(value=best, claims=claims, rule=PLACE_OFF_MAP)
    for countries, rule in (
        ([p.country for h in happenings for r in h.around for p in r.places], PLACE_REPORTS),
        (_of_parties(happenings), PLACE_PARTIES),
    ):
        if countries:
            code = countries[0]
            if code is None or any(c != code for c in countries):
                return None
            known = load_countries().get(code)
            place = Place(name=known.name if known else code, country=code, reason=rule, **COUNTRY_CODES)
            return Told(value=place, claims=claims, rule=rule)
    return None


def _of_parties(happenings: Sequence[Happening]) -> list[str | None]:
    """The countries of the armed parties; none where they are only forces of states, which fight abroad too."""
    actors = {a for h in happenings for r in h.claims for a in (*r.initiators, *r.targets) if a.country}
    armed = [a for a in actors if a.kind in _AT_HOME or a.kind in _OF_STATES]
    return [a.country for a in armed] if any(a.kind in _AT_HOME for a in armed) else []


@dataclass(slots=True)
class _Vote:
    """A place on the map, the reports and claims that name it, and how early a claim names it at best."""

    place: Place
    reports: set[str]
    claims: set[str]
    at: int


def _votes_on_places(happenings: Sequence[Happening], records: Callable[[Happening], Iterable[Record]]) -> list[_Vote]:
    """One vote for each place on the map that `records` name; spellings are folded.

    A report that names it counts, whether or not its own words decided where it is; it is enough that they do anywhere
    in the reports.
    """
    naming: dict[str, list[tuple[Happening, Record, int]]] = {}
    for happening in happenings:
        for record in records(happening):
            for at, place in enumerate(record.places):
                naming.setdefault(name_keys(place.name)[0], []).append((happening, record, at))
    votes: dict[str, _Vote] = {}
    for place in (p for h in happenings for r in h.around for p in r.places):
        named = naming.get(name_keys(place.name)[0])
        if named is None or place.lat is None or place.radius_km is None:
            continue
        vote = votes.setdefault(place.entry or place.name, _Vote(place, set(), set(), len(named)))
        if place.radius_km < (vote.place.radius_km or 0.0):
            vote.place = place
        vote.reports.update(h.report for h, _, _ in named)
        vote.claims.update(r.claim for _, r, _ in named)
        vote.at = min(vote.at, *(at for _, _, at in named))
    return list(votes.values())


def _is_area(vote: _Vote) -> bool:
    return (vote.place.radius_km or 0.0) > SMALL_KM


def _stands_for_region(place: Place) -> bool:
    return bool(place.admin1) and name_keys(place.name)[0] == name_keys(place.admin1 or "")[0]


def _only_one(votes: Sequence[_Vote]) -> _Vote | None:
    """The smallest, where all lie together."""
    if not votes:
        return None
    best = min(votes, key=lambda v: (v.place.radius_km, v.at, v.place.name))
    return best if all(_km(best.place, v.place) <= TOGETHER_KM for v in votes) else None


def _may_hold(area: Place, place: Place) -> bool:
    return _km(area, place) <= (area.radius_km or 0.0)


def _km(a: Place, b: Place) -> float:
    return km_between(a.lat or 0.0, a.lon or 0.0, b.lat or 0.0, b.lon or 0.0)


def _outcome(happenings: Sequence[Happening]) -> Told[Outcome] | None:
    votes = _votes(happenings, lambda r: (r.outcome,) if r.outcome else ())
    if not votes:
        return None
    best = min(votes, key=lambda o: (-len(votes[o][0]), o))
    return Told(value=best, claims=votes[best][1], rule=MOST.format("the first by name"))


def _each(
    happenings: Sequence[Happening], values: Callable[[Record], Iterable[T]], name: Callable[[T], Hashable]
) -> list[Told[T]]:
    """Every value, each once, those that most reports give first."""
    first: dict[Hashable, T] = {}
    votes: dict[Hashable, tuple[set[str], list[str]]] = {}
    for happening in happenings:
        for record in happening.claims:
            for value in values(record):
                key = name(value)
                first.setdefault(key, value)
                reports, claims = votes.setdefault(key, (set(), []))
                reports.add(happening.report)
                claims.append(record.claim)
    ranked = sorted(votes, key=lambda k: -len(votes[k][0]))
    return [
        Told(value=first[k], claims=tuple(dict.fromkeys(votes[k][1])), rule=_in_reports(len(votes[k][0])))
        for k in ranked
    ]


def _in_reports(number: int) -> str:
    return "In 1 report." if number == 1 else f"In {number} reports."


def _votes(
    happenings: Sequence[Happening], values: Callable[[Record], Iterable[T]]
) -> dict[T, tuple[set[str], tuple[str, ...]]]:
    """Value → the reports that give it, and the claims."""
    found: dict[T, tuple[set[str], tuple[str, ...]]] = {}
    for happening in happenings:
        for record in happening.claims:
            for value in values(record):
                reports, claims = found.get(value, (set(), ()))
                found[value] = (reports | {happening.report}, (*claims, record.claim))
    return found


def _party(actor: Actor) -> str:
    return actor.entry or actor.name.casefold()


def _rivals(voices: Sequence[Account], relations: Relations) -> list[Contradiction]:
    rivals = rival_parties(voices, relations)
    if rivals is None:
        return []
    left, right = rivals
    names = [" and ".join(a.name for a in v.blamed) for v in rivals]
    return [
        Contradiction(
            about=Clash.PARTY,
            sentence=f"{said_by(left.voice)} says that {names[0]} acted, {said_by(right.voice)} that {names[1]} did.",
            claims=(left.record.claim, right.record.claim),
        )
    ]


def _denials(voices: Sequence[Account]) -> list[Contradiction]:
    denials = [v for v in voices if v.denies]
    others = [v for v in voices if not v.denies]
    if not denials or not others:
        return []
    said = ", ".join(dict.fromkeys(said_by(v.voice) for v in denials))
    told = ", ".join(dict.fromkeys(said_by(v.voice) for v in others))
    return [
        Contradiction(
            about=Clash.HAPPENED,
            sentence=f"Denied by {said}; told by {told}.",
            claims=tuple(v.record.claim for v in (*denials, *others)),
        )
    ]
