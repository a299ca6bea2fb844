"""One incident as one flat row: the columns that `csv`, `xlsx`, `parquet` and the map formats share.

Lost: which claim says what, chains of speakers, the figures of each voice (their bounds and the best one stay), the
reasons for joining.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from claimbook.model import Harm, Incident, Side, Status

from .case import Case, outlets_of
from .row import CHAIN, JOINT, fold
from .sentence import say_incident

Row = dict[str, Any]

_BREAKDOWN: dict[str, tuple[Harm, Status | None, Side | None]] = {
    **{str(harm): (harm, None, None) for harm in Harm},
    "killed_civilians": (Harm.KILLED, Status.CIVILIAN, None),
    "injured_civilians": (Harm.INJURED, Status.CIVILIAN, None),
    "killed_children": (Harm.KILLED, Status.CHILD, None),
    "killed_women": (Harm.KILLED, Status.WOMAN, None),
    "killed_combatants": (Harm.KILLED, Status.COMBATANT, None),
    "killed_initiator_side": (Harm.KILLED, None, Side.INITIATOR),
    "killed_target_side": (Harm.KILLED, None, Side.TARGET),
}

# Every column, in order, with where its value comes from; docs/reference/exports.md tells the same, and a test compares.
COLUMNS: dict[str, str] = {
    "id": "the incident's id",
    "kind": "its kind",
    "start": "first day of its period",
    "end": "last day of its period; empty where it is open",
    "date_precision": "day, month or year",
    "ongoing": "true where the period was still open when reports were written",
    "place": "the name of its place",
    "country": "ISO 3166 code of the place",
    "admin1": "first-level area of the place",
    "admin1_code": "its P-code, where one is known",
    "admin2": "second-level area of the place",
    "admin2_code": "its P-code, where one is known",
    "lat": "latitude of the centre of the place, in degrees",
    "lon": "its longitude, in degrees",
    "radius_km": "the happening lies within so many kilometres of that centre",
    "geo_precision": "ACLED's scale: 1 exact, 2 part of a region or near, 3 region",
    "where_prec": "UCDP's scale: 1 exact to 7 international",
    "other_places": "names of its other places",
    "initiators": "who acted, those that most reports name first",
    "targets": "who or what was acted on",
    "sites": "what was struck or used",
    "outcome": "how it ended, where a claim says so",
    **{
        f"{name}_{bound}": f"{words}: {what}"
        for name, words in {
            "killed": "people killed",
            "injured": "people injured",
            "captured": "people captured",
            "missing": "people missing",
            "displaced": "people displaced",
            "killed_civilians": "civilians killed",
            "injured_civilians": "civilians injured",
            "killed_children": "children killed",
            "killed_women": "women killed",
            "killed_combatants": "combatants killed",
            "killed_initiator_side": "people killed on the side that acted",
            "killed_target_side": "people killed on the side acted on",
        }.items()
        for bound, what in {
            "low": "the least number over all figures",
            "high": "the highest; empty where no voice gives an upper bound",
            "best": "the best figure by the incident's rule, its lower bound",
        }.items()
    },
    "killed_rule": "the rule that chose the best number of killed",
    "grade": "how harm to civilians is borne out",
    "reason": "the reason of the grade",
    "independent_voices": "voices that do not depend on each other",
    "voices_by_side": "the same by the side they speak for",
    "speakers": "every chain of speakers, the outlet first",
    "contradictions": "what the claims contradict each other about",
    "outlets": "outlets of its reports",
    "published_first": "the first day on which one of its reports was published",
    "published_last": "the last such day",
    "reports": "ids of its reports",
    "claims": "ids of its claims",
    "sentence": "a neutral sentence made from these fields",
}

HXL: dict[str, str] = {
    "id": "#event+id",
    "kind": "#event+type",
    "start": "#date+start",
    "end": "#date+end",
    "place": "#loc+name",
    "country": "#country+code+v_iso2",
    "admin1": "#adm1+name",
    "admin1_code": "#adm1+code",
    "admin2": "#adm2+name",
    "admin2_code": "#adm2+code",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
    "radius_km": "#geo+radius+km",
    "initiators": "#org+initiator+name",
    "targets": "#org+target+name",
    **{
        f"{name}_{bound}": f"#affected+{name.replace('_', '+')}+{bound}" for name in _BREAKDOWN for bound in ("low", "high", "best")
    },
    "outlets": "#meta+source",
    "sentence": "#description",
}  # fmt: skip

# What the table cannot hold, and what stands in its place.
LOST: dict[str, str] = {
    "rivals": "the lowest, the highest and the best figure; who gives which is only in jsonl and parquet",
    "attribution": "the chain is written out in `speakers`; its stances are left out",
    "area": "the centre and `radius_km`",
    "places": "the coordinates of the one place that the incident's rule chose",
    "joinings": "left out",
    "words": "left out; `sentence` is made from the fields",
}


def flatten_incident(case: Case) -> Row:
    """The incident as {column: value}, in the order of COLUMNS; days are dates, an empty cell is None."""
    incident = case.incident
    period = incident.period.value if incident.period else None
    place = incident.place.value if incident.place else (incident.places[0].value if incident.places else None)
    row: Row = {
        "id": incident.id,
        "kind": str(incident.kind.value),
        "start": period.start if period else None,
        "end": period.end if period else None,
        "date_precision": str(period.precision) if period else None,
        "ongoing": period.ongoing if period else None,
        "place": fold(place.name) if place else None,
        "country": place.country if place else None,
        "admin1": _line(place.admin1) if place else None,
        "admin1_code": _line(place.admin1_code) if place else None,
        "admin2": _line(place.admin2) if place else None,
        "admin2_code": _line(place.admin2_code) if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "radius_km": place.radius_km if place else None,
        "geo_precision": place.geo_precision if place else None,
        "where_prec": place.where_prec if place else None,
        "other_places": join(p.value.name for p in incident.places if p.value != place),
        "initiators": join(a.value.name for a in incident.initiators),
        "targets": join(a.value.name for a in incident.targets),
        "sites": join(str(s.value) for s in incident.sites),
        "outcome": str(incident.outcome.value) if incident.outcome else None,
    }
    tallies = {(t.harm, t.status, t.side): t for t in reversed(incident.tallies)}
    for name, whose in _BREAKDOWN.items():
        tally = tallies.get(whose)
        row[f"{name}_low"] = tally.low if tally else None
        row[f"{name}_high"] = tally.high if tally else None
        row[f"{name}_best"] = tally.best_low if tally else None
    killed, days = tallies.get((Harm.KILLED, None, None)), published(incident)
    row |= {
        "killed_rule": killed.rule if killed else None,
        "grade": str(incident.grade.grade) if incident.grade else None,
        "reason": fold(incident.grade.reason) if incident.grade else None,
        "independent_voices": incident.independent_voices,
        "voices_by_side": join(f"{side}: {number}" for side, number in incident.voices_by_side.items()),
        "speakers": join(CHAIN.join(s.name for s in v.speakers) for v in incident.voices),
        "contradictions": join((c.sentence for c in incident.contradictions), " "),
        "outlets": join(outlets_of(case)),
        "published_first": days[0] if days else None,
        "published_last": days[-1] if days else None,
        "reports": join(incident.reports),
        "claims": join(incident.claims),
        "sentence": say_incident(incident),
    }
    return row


def published(incident: Incident) -> list[date]:
    """The days on which its reports were published, in order."""
    return sorted({v.published for v in incident.voices if v.published})


def join(names: Iterable[str], joint: str = JOINT) -> str | None:
    """Names in one cell, each once; None where there is none."""
    return joint.join(dict.fromkeys(f for n in names if (f := fold(n)))) or None


def _line(words: str | None) -> str | None:
    return fold(words) if words else None
