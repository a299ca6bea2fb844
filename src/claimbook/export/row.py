"""One claim as one flat row: the columns that `csv` and `geojson` share.

Lost: which words and offsets belong to which value (only the quote keeps its own), the groups of a toll, the
candidates of a place, and every place but the first in the columns of coordinates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimbook.model import Actor, ActorKind, Claim, Harm, Place, Report, Sourced, Toll

Cell = str | int | float | bool | None
JOINT = "; "
CHAIN = " > "

# Every column of a row, in order, with what it holds; docs/reference/outputs.md tells the same, and a test compares them.
COLUMNS: dict[str, str] = {
    "report": "the report's name: its path below the root, without its ending",
    "outlet": "who published it",
    "published": "the day of publication",
    "published_basis": "how that day was reached: stated, inferred or assumed",
    "claim": "the claim's id",
    "happening": "the number of the happening within the report; claims on one happening share it",
    "kind": "what kind of happening",
    "modality": "how the report puts it: asserted, claimed, denied, conditional, planned or general",
    "background": "true for what lies more than 31 days before the report, or is history",
    "aggregate": "true for a roll-up of several happenings",
    "start": "first day of the period",
    "end": "last day of the period; empty where it is open",
    "precision": "the unit to which the period is known: day, month or year",
    "part_of_day": "evening, overnight and the like, where it was said",
    "ongoing": "true where the period was still open when the report was written",
    "period_basis": "how the period was reached",
    "places": "every place, as named, with how the happening lies to it unless it is in it",
    "country": "ISO 3166 code of the first place",
    "admin1": "first-level area of the first place",
    "admin1_code": "its P-code, where known",
    "admin2": "second-level area of the first place, where known",
    "admin2_code": "its P-code, where known",
    "lat": "latitude of the centre of the first located place, in degrees",
    "lon": "its longitude, in degrees",
    "radius_km": "the happening lies within so many kilometres of that centre",
    "geo_precision": "ACLED's scale: 1 exact, 2 part of a region or near, 3 region",
    "where_prec": "UCDP's scale: 1 exact to 7 international",
    "initiators": "who acted",
    "targets": "who or what was acted on",
    "means": "the weapon or means",
    "sites": "what was struck or used, such as a hospital or a checkpoint",
    "killed_low": "least number killed, over all groups",
    "killed_high": "highest number; empty where the words give only a lower bound",
    "injured_low": "least number injured",
    "injured_high": "highest number injured",
    "captured_low": "least number captured",
    "captured_high": "highest number captured",
    "missing_low": "least number missing",
    "missing_high": "highest number missing",
    "displaced_low": "least number displaced",
    "displaced_high": "highest number displaced",
    "outcome": "how it ended, where the report says so",
    "speakers": "the chain of speakers, the outlet first",
    "stance": "what the last of them does with the words: asserts, reports, claims, denies or doubts",
    "quote": "a few words of the report around the claim, on one line",
    "quote_start": "first character of these words in the report's text",
    "quote_end": "the character after the last one",
}


def flatten(report: Report, claim: Claim) -> dict[str, Cell]:
    """The claim as {column: cell}, in the order of COLUMNS; None is an empty cell."""
    period = claim.period.value if claim.period else None
    first = claim.places[0].value if claim.places else None
    located = next((p.value for p in claim.places if p.value and p.value.lat is not None), None)
    last = claim.speakers[-1].value if claim.speakers else None
    row: dict[str, Cell] = {
        "report": report.name,
        "outlet": report.outlet.value if report.outlet else None,
        "published": report.published.value.isoformat() if report.published and report.published.value else None,
        "published_basis": str(report.published.basis) if report.published else None,
        "claim": claim.id,
        "happening": claim.happening,
        "kind": str(claim.kind.value) if claim.kind.value else None,
        "modality": str(claim.modality.value) if claim.modality.value else None,
        "background": claim.background.value,
        "aggregate": claim.aggregate.value,
        "start": period.start.isoformat() if period else None,
        "end": period.end.isoformat() if period and period.end else None,
        "precision": str(period.precision) if period else None,
        "part_of_day": period.part_of_day if period else None,
        "ongoing": period.ongoing if period else None,
        "period_basis": str(claim.period.basis) if claim.period else None,
        "places": _join(map(name_place, claim.places)),
        "country": first.country if first else None,
        "admin1": first.admin1 if first else None,
        "admin1_code": first.admin1_code if first else None,
        "admin2": first.admin2 if first else None,
        "admin2_code": first.admin2_code if first else None,
        "lat": located.lat if located else None,
        "lon": located.lon if located else None,
        "radius_km": located.radius_km if located else None,
        "geo_precision": located.geo_precision if located else None,
        "where_prec": located.where_prec if located else None,
        "initiators": _join(map(name_actor, claim.initiators)),
        "targets": _join(map(name_actor, claim.targets)),
        "means": fold(claim.means.wording) if claim.means else None,
        "sites": _join(str(s.value) if s.value else fold(s.wording) for s in claim.sites),
    }
    tolls = [t.value for t in claim.tolls if t.value is not None]
    for harm in Harm:
        low, high = (sum_tolls(tolls, harm) if tolls else None) or (None, None)
        row[f"{harm}_low"] = low
        row[f"{harm}_high"] = high
    quote = claim.quote.spans
    row |= {
        "outcome": str(claim.outcome.value) if claim.outcome and claim.outcome.value else None,
        "speakers": CHAIN.join(link.value.name if link.value else fold(link.wording) for link in claim.speakers)
        or None,
        "stance": str(last.stance) if last else None,
        "quote": fold(claim.quote.wording),
        "quote_start": quote[0].start if quote else None,
        "quote_end": quote[-1].end if quote else None,
    }
    return row


def sum_tolls(tolls: Sequence[Toll], harm: Harm) -> tuple[int, int | None] | None:
    """Least and highest number over the groups of one claim, people counted in another group left out."""
    of_harm = [t for t in tolls if t.harm is harm]
    whole = [t for t in of_harm if not t.part] or of_harm
    if not whole:
        return None
    tops = [t.high for t in whole if t.high is not None]
    return sum(t.low for t in whole), sum(tops) if len(tops) == len(whole) else None


def name_place(place: Sourced[Place]) -> str:
    """ "Jundya (near)": the name, and how the happening lies to it unless it is in it."""
    if place.value is None:
        return fold(place.wording)
    relation = place.value.relation
    return place.value.name if relation == "in" else f"{place.value.name} ({relation})"


def name_actor(actor: Sourced[Actor]) -> str:
    """The actor's name, or the words where the lexicon does not know it."""
    return actor.value.name if actor.value else fold(actor.wording)


def is_party(actor: Actor) -> bool:
    """Whether a party is named: things that were struck ("the depot") have no kind and no name of their own."""
    return actor.kind is not ActorKind.UNKNOWN or actor.entry is not None


def fold(words: str) -> str:
    """Words on one line, single spaces."""
    return " ".join(words.split())


def _join(names: Iterable[str]) -> str | None:
    return JOINT.join(dict.fromkeys(n for n in names if n)) or None
