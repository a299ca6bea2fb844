"""The form of the annotation guide: one line a report, one event a happening, claims of several speakers merged.

Lost: offsets, chains of speakers beyond their names, coordinates, sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from claimbook.model import Claim, Harm, Modality, Period, Precision, Report, Toll

_LENGTH = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


def annotate(report: Report, claims: Sequence[Claim]) -> dict[str, Any]:
    """The report's row: {"doc", "reference_date", "events"}."""
    ordered = sorted(claims, key=lambda c: c.happening)
    published = report.published.value if report.published else None
    return {
        "doc": report.name,
        "reference_date": published.isoformat() if published else None,
        "events": [
            _event(f"e{number}", list(group))
            for number, (_, group) in enumerate(groupby(ordered, key=lambda c: c.happening), 1)
        ],
    }


def _event(identifier: str, claims: list[Claim]) -> dict[str, Any]:
    first = claims[0]
    start, end = _dates(first.period.value if first.period else None)
    return {
        "id": identifier,
        "quote": _fold(first.quote.wording),
        "type": str(first.kind.value),
        "modality": str(_modality(claims)),
        "background": any(bool(c.background.value) for c in claims),
        "aggregate": any(bool(c.aggregate.value) for c in claims),
        "date_start": start,
        "date_end": end,
        "places": [
            {
                "text": p.value.name if p.value else _fold(p.wording),
                "relation": str(p.value.relation) if p.value else "in",
                "country": p.value.country if p.value else None,
                "admin1": p.value.admin1 if p.value else None,
            }
            for p in first.places
        ],
        "initiators": [_fold(a.wording) for a in first.initiators],
        "targets": [_fold(a.wording) for a in first.targets],
        "weapon": _fold(first.means.wording) if first.means else None,
        "killed": _count(claims, Harm.KILLED),
        "injured": _count(claims, Harm.INJURED),
        "captured": _count(claims, Harm.CAPTURED),
        "killed_who": _groups(claims, Harm.KILLED),
        "injured_who": _groups(claims, Harm.INJURED),
        "outcome": str(first.outcome.value) if first.outcome and first.outcome.value else None,
        "attribution": _unique(link.value.name for c in claims for link in c.speakers[1:] if link.value),
    }


def _fold(words: str) -> str:
    return " ".join(words.split())


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(w for w in words if w))


def _modality(claims: list[Claim]) -> Modality:
    """Asserted where the outlet stands behind it in any of the claims."""
    values = [c.modality.value or Modality.ASSERTED for c in claims]
    return Modality.ASSERTED if Modality.ASSERTED in values else values[0]


def _dates(period: Period | None) -> tuple[str | None, str | None]:
    if period is None:
        return None, None
    length = _LENGTH[period.precision]
    if period.ongoing:
        return period.start.isoformat()[:length], period.end.isoformat() if period.end else None
    end = period.end or period.start
    return period.start.isoformat()[:length], end.isoformat()[:length]


def _tolls(claim: Claim, harm: Harm) -> list[Toll]:
    return [t.value for t in claim.tolls if t.value is not None and t.value.harm is harm]


def _count(claims: list[Claim], harm: Harm) -> dict[str, int | None] | None:
    """Summed over the groups of a claim, parts left out; the lowest and highest over the claims."""
    lows: list[int] = []
    highs: list[int | None] = []
    for claim in claims:
        tolls = _tolls(claim, harm)
        whole = [t for t in tolls if not t.part] or tolls
        if whole:
            lows.append(sum(t.low for t in whole))
            tops = [t.high for t in whole if t.high is not None]
            highs.append(sum(tops) if len(tops) == len(whole) else None)
    if not lows:
        return None
    known = [h for h in highs if h is not None]
    return {"low": min(lows), "high": max(known) if len(known) == len(highs) else None}


def _groups(claims: list[Claim], harm: Harm) -> list[str]:
    return _unique(t.group for claim in claims for t in _tolls(claim, harm))
