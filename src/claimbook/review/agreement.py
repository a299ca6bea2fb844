"""Agreement between coders: Krippendorff's alpha for one field, with an interval by bootstrap.

After Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011).  Units that fewer than two coders valued pair
with nothing and do not count.  The same values and seed give the same figures.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SAMPLES = 1000
SEED = 20
Unit = Sequence[Hashable]
"""The values that coders gave one thing; those who gave none are left out."""


class Level(StrEnum):
    """How values differ: not at all or wholly, by rank, by distance, or by proportion."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Agreement:
    """`alpha` is 1 where all agree and 0 where they do no better than chance; None where nothing can be compared, or
    where every value is the same, so that chance itself would agree.  `low` to `high` hold 95 in 100 of the alphas of
    samples of the units, drawn with replacement.  `units` could be compared; `agreed` of them had one value only."""

    alpha: float | None
    low: float | None
    high: float | None
    units: int
    agreed: int


def agree(units: Sequence[Unit], level: Level, *, samples: int = SAMPLES, seed: int = SEED) -> Agreement:
    """The agreement on one field.  Values of the levels other than nominal are numbers."""
    paired = [tuple(unit) for unit in units if len(unit) > 1]
    alpha = krippendorff_alpha(paired, level)
    agreed = sum(len(set(unit)) == 1 for unit in paired)
    if alpha is None or samples < 1:
        return Agreement(alpha, None, None, len(paired), agreed)
    chance = random.Random(seed)
    drawn = (krippendorff_alpha(chance.choices(paired, k=len(paired)), level) for _ in range(samples))
    # A sample whose values are all the same holds no disagreement at all.
    found = sorted(1.0 if a is None else a for a in drawn)
    return Agreement(alpha, _quantile(found, 0.025), _quantile(found, 0.975), len(paired), agreed)


def krippendorff_alpha(units: Sequence[Unit], level: Level) -> float | None:
    """Alpha: one less the disagreement seen, divided by the disagreement that chance would bring."""
    pairs: defaultdict[tuple[Any, Any], float] = defaultdict(float)  # coincidences of values within units
    for unit in units:
        if len(unit) < 2:
            continue
        counts = Counter(unit)
        for a, n in counts.items():
            for b, m in counts.items():
                pairs[a, b] += n * (m - (a == b)) / (len(unit) - 1)
    totals: defaultdict[Any, float] = defaultdict(float)
    for (a, _), weight in pairs.items():
        totals[a] += weight
    whole = sum(totals.values())
    if whole < 2:
        return None
    differ = _difference(level, totals)
    seen = sum(n * differ(a, b) for (a, b), n in pairs.items())
    expected = sum(n * m * differ(a, b) for a, n in totals.items() for b, m in totals.items()) / (whole - 1)
    return 1 - seen / expected if expected else None


def _difference(level: Level, totals: Mapping[Any, float]) -> Callable[[Any, Any], float]:
    """How far two values lie apart, squared."""
    if level is Level.NOMINAL:
        return lambda a, b: float(a != b)
    if level is Level.INTERVAL:
        return lambda a, b: float(a - b) ** 2
    if level is Level.RATIO:
        return lambda a, b: ((a - b) / (a + b)) ** 2 if a + b else 0.0
    order = sorted(totals)
    below = {value: sum(totals[v] for v in order[:n]) for n, value in enumerate(order)}

    def ranks(a: Any, b: Any) -> float:
        first, last = (a, b) if a <= b else (b, a)
        between = below[last] + totals[last] - below[first]
        return float(between - (totals[first] + totals[last]) / 2) ** 2 if first != last else 0.0

    return ranks


def _quantile(ordered: Sequence[float], part: float) -> float:
    """Between the two values that lie next to the part, in proportion."""
    at = part * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)
