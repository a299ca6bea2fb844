"""What the rest of a report says for each entry that a name may mean.

A landmark supports an entry that it holds, that holds it, or that lies near it; one that stands beside the name and
holds places elsewhere denies it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .cues import Cues
from .geometry import distance_km
from .index import Entry, Found
from .keys import strict_key
from .kinds import FIRST
from .landmarks import Landmark, in_one_sentence, must_hold, stands_beside


class _Witness(NamedTuple):
    weight: float  # how near the landmark stands
    holds: bool  # the words say that it holds the place


class Supported(NamedTuple):
    """An entry that a name may mean, how much the report says for it, and the best of that in words."""

    found: Found
    support: float
    why: str


def support_all(
    text: str, landmarks: Sequence[Landmark], span: tuple[int, int], framed: frozenset[str], found: list[Found]
) -> list[Supported]:
    """What the landmarks around a name say for each entry, up to 2, below 0 if one beside it denies it; and in words."""
    beside: dict[tuple[Entry, ...], _Witness] = {}
    for landmark in landmarks:
        if landmark.start < span[1] and span[0] < landmark.end:
            continue
        witness = _witness(text, span, landmark)
        known = beside.get(landmark.entries)
        if known is None or witness.weight > known.weight:
            beside[landmark.entries] = witness
    return [Supported(f, *_support(framed, f.entry, beside)) for f in found]


def share_support(cues: list[Cues], supported: list[list[Supported]]) -> list[list[Supported]]:
    """One name means one place throughout a report: what is said at one mention of it holds for the others."""
    best: dict[tuple[str, str], Supported] = {}
    for cue, options in zip(cues, supported, strict=True):
        for option in options:
            key = (strict_key(cue.bare), option.found.entry.id)
            if key not in best or option.support > best[key].support:
                best[key] = option
    return [
        [o if o.support < 0 else best[strict_key(cue.bare), o.found.entry.id] for o in options]
        for cue, options in zip(cues, supported, strict=True)
    ]


def _witness(text: str, span: tuple[int, int], landmark: Landmark) -> _Witness:
    if stands_beside(text, span, landmark):
        return _Witness(2.0, must_hold(text, span, landmark))
    return _Witness(0.9 if in_one_sentence(text, span, landmark) else 0.4, False)


def _support(framed: frozenset[str], entry: Entry, beside: dict[tuple[Entry, ...], _Witness]) -> tuple[float, str]:
    best, why, denied = 0.0, "", False
    for entries, witness in beside.items():
        hold, by = max(((_holds(e, entry), e.name) for e in entries), default=(0.0, ""))
        if witness.weight * hold > best:
            best = witness.weight * hold
            why = f"{by} is named {'beside it' if witness.weight > 1 else 'in the report'}"
        if hold == 0.0 and witness.holds and entry.kind != FIRST:
            denied |= any(e.kind != "country" and e.country in framed for e in entries)
    return (best - 1.0 if denied and best < 1.0 else best), why


def _holds(landmark: Entry, entry: Entry) -> float:
    """How far a landmark speaks for an entry, 0 to 1: one contains the other, or they lie near each other."""
    if landmark.id == entry.id or not landmark.country:  # a sea or continent holds too much to tell of anything
        return 0.0
    same = landmark.country == entry.country
    if landmark.kind == "country" or entry.kind == "country":
        return 0.4 if same else 0.0
    if FIRST in (landmark.kind, entry.kind):
        if landmark.admin1_code and entry.admin1_code:
            return 1.0 if landmark.admin1_code == entry.admin1_code else 0.0
        if landmark.admin1 and same and landmark.admin1 == entry.admin1:
            return 1.0
    away = distance_km(landmark, entry)
    reach = max(landmark.radius_km, entry.radius_km, 40.0)
    return max(0.0, 1.0 - 0.5 * away / reach) if away < 1.3 * reach else 0.0
