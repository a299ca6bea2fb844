"""Where the places of a report's claims were put, and why: one entry for each name, below the table.

Lost: everything else of the claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimbook.model import Claim, Place, Sourced

from .row import fold, name_place

_PRECISIONS = {1: "exact", 2: "near or part of a region", 3: "region"}


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
