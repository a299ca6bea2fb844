"""Claims with the why: every value with its words, its basis and its method; what each step weighed; and where each
place was put, and for which reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from claimbook.model import Claim, Place, Reason, Report, Sourced

from .row import fold, name_place
from .table import plain

Explained = tuple[Claim, Sequence[Reason]]
_PRECISIONS = {1: "exact", 2: "near or part of a region", 3: "region"}


def to_explained(readings: Iterable[tuple[Report, Sequence[Explained]]]) -> Iterator[str]:
    """A block of lines for each claim."""
    for report, claims in readings:
        lines = [report.name, "" if claims else "  nothing to report"]
        for number, (claim, reasons) in enumerate(claims, 1):
            lines += [f"  {number}  {claim.id}", *_values(claim), *_reasons(reasons), ""]
        lines += explain_places([claim for claim, _ in claims])
        yield "".join(f"{plain(line)}\n" for line in lines)


def _values(claim: Claim) -> Iterator[str]:
    yield "     values"
    for name in type(claim).model_fields:
        held = getattr(claim, name)
        for sourced in held if isinstance(held, tuple) else (held,):
            if isinstance(sourced, Sourced):
                words = f" “{fold(sourced.wording)}”" if sourced.wording else ""
                spans = ", ".join(f"{s.start}-{s.end}" for s in sourced.spans)
                where = f" at {spans}" if spans else ""
                yield f"       {name}: {_value(sourced.value)}{words}{where} ({sourced.basis}, {sourced.method})"


def _value(value: Any) -> str:
    """A value on one line; of a place or a party its name and entry."""
    name = getattr(value, "name", None)
    if isinstance(name, str) and hasattr(value, "entry"):
        return name + (f" = {value.entry}" if value.entry else "")
    if hasattr(value, "start"):
        return f"{value.start} to {value.end or 'unknown'}" if value.end != value.start else str(value.start)
    if hasattr(value, "harm"):
        high = "or more" if value.high is None else "" if value.high == value.low else f"to {value.high}"
        return " ".join(filter(None, (str(value.harm), str(value.low), high, value.group)))
    return str(value)


def _reasons(reasons: Sequence[Reason]) -> Iterator[str]:
    yield "     why"
    for reason in reasons:
        because = "; ".join(f"{what} ({weight:+.1f})" for what, weight in reason.because)
        yield f"       {reason.step}: {reason.answer} of “{fold(reason.words)}”, {reason.chance:.2f}: {because}"


def explain_places(claims: Sequence[Claim]) -> Iterator[str]:
    """Lines of text: each named place once, in the order of the claims."""
    told: set[tuple[str, str]] = set()
    for claim in claims:
        for place in claim.places:
            if place.value is None or (key := (place.wording, place.value.reason)) in told:
                continue
            told.add(key)
            yield from _explain(place, place.value)


def _explain(place: Sourced[Place], value: Place) -> Iterator[str]:
    yield f"  {name_place(place)}  “{fold(place.wording)}”"
    yield from explain_place(value)


def explain_place(value: Place) -> Iterator[str]:
    """Lines of text: where the place is, its regions and precision codes, and why; or its candidates."""
    if value.lat is None:
        yield f"    left open: {value.reason}"
        for candidate in value.candidates:
            where = ", ".join(filter(None, (candidate.admin1, candidate.country)))
            yield f"      {candidate.name} ({where}) {candidate.lat:.3f}, {candidate.lon:.3f}; score {candidate.score:g}"
        return
    regions = [
        f"{name} [{code}]" if code else name
        for name, code in ((value.admin2, value.admin2_code), (value.admin1, value.admin1_code), (value.country, None))
        if name
    ]
    yield f"    {value.lat}, {value.lon}, within {value.radius_km} km; {', '.join(regions) or 'no one country'}"
    yield (
        f"    geo_precision {value.geo_precision} ({_PRECISIONS.get(value.geo_precision or 0, '?')}),"
        f" where_prec {value.where_prec}; entry {value.entry}"
    )
    yield f"    why: {value.reason}"
