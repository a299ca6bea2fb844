"""Incidents over time: bars by day, week or month, and what changed from one week to the next.

A period longer than a day is in no bar, for nobody said on which of its days it happened; the note counts it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .wording import FAMILIES, count_of, family_of, name_of

MOST_BARS = 120
LEAST_DAYS = 7
HEIGHT = 44  # of the highest bar, in the chart's own units
WIDTH = 1000
WEEK = timedelta(days=7)
ONE = timedelta(days=1)
SHARE_SHOWN = 0.99  # of the dated: the few that lie long before (histories) would leave the news no room
Days = Iterable[tuple[str, str, str, int]]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its days, how many incidents, and its parts as (family, y, height) from the foot up."""

    first: date
    last: date
    count: int
    x: float
    width: float
    parts: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars, the words under them, and a note of what is in none."""

    bars: tuple[Bar, ...]
    unit: str
    ticks: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Week:
    """One week from Monday: how many incidents, and how many more than in the week before."""

    monday: date
    count: int
    change: int
    height: float


def draw_timeline(days: Days) -> Timeline:
    """Bars of single days, in units that leave no more than MOST_BARS; the first per cent may be left to the note."""
    single: Counter[tuple[date, str]] = Counter()
    long = 0
    for start, end, kind, n in days:
        if start == end:
            single[date.fromisoformat(start), family_of(kind)] += n
        else:
            long += n
    if not single:
        return Timeline((), "day", (), f"{count_of(long, 'period')} longer than a day" if long else "")
    ordered = sorted(single)
    first, last = _news(ordered, single), ordered[-1][0]
    missing = max(0, LEAST_DAYS - (last - first).days - 1)
    first, last = first - ONE * (missing // 2), last + ONE * (missing - missing // 2)
    length = (last - first).days + 1
    unit = "day" if length <= MOST_BARS else "week" if length <= MOST_BARS * 7 else "month"
    edges = _edges(first, last, unit)
    counts: list[Counter[str]] = [Counter() for _ in edges]
    earlier = at = 0
    for (day, family), n in sorted(single.items()):
        if day < edges[0][0]:
            earlier += n
            continue
        while day > edges[at][1]:
            at += 1
        counts[at][family] += n
    top = max(1, *(c.total() for c in counts))
    wide = WIDTH / len(edges)
    bars = tuple(_bar(i * wide, wide, *edges[i], counts[i], top) for i in range(len(edges)))
    notes = [f"{n:,} {what}" for n, what in ((earlier, "earlier"), (long, "over more than a day")) if n]
    return Timeline(bars, unit, _ticks(edges, unit), " · ".join([f"by {unit}", *notes]))


def weeks_of(days: Days, *, most: int = 8) -> tuple[tuple[Week, ...], str]:
    """The last weeks, and a sentence on what changed in the last of them."""
    by_week: dict[date, Counter[str]] = {}
    for start, end, kind, n in days:
        if start == end:
            day = date.fromisoformat(start)
            by_week.setdefault(day - ONE * day.weekday(), Counter())[kind] += n
    if not by_week:
        return (), ""
    latest = max(by_week)
    mondays = [latest - WEEK * k for k in range(most - 1, -1, -1)]
    totals = [by_week.get(m, Counter()).total() for m in mondays]
    before = by_week.get(mondays[0] - WEEK, Counter()).total()
    top = max(1, *totals)
    weeks = tuple(
        Week(m, n, n - was, HEIGHT * n / top) for m, n, was in zip(mondays, totals, [before, *totals[:-1]], strict=True)
    )
    return weeks, _tell_change(latest, by_week.get(latest, Counter()), by_week.get(latest - WEEK, Counter()))


def _tell_change(monday: date, now: Counter[str], before: Counter[str]) -> str:
    """ "Week of 2020-08-03: 12 incidents, 5 more than the week before. More: shelling +4. Fewer: protest −2." """
    change = now.total() - before.total()
    how = "as many as" if change == 0 else f"{abs(change):,} {'more' if change > 0 else 'fewer'} than"
    said = [f"Week of {monday}: {count_of(now.total(), 'incident')}, {how} the week before."]
    moved = sorted(((now[k] - before[k], k) for k in {*now, *before}), key=lambda m: (-abs(m[0]), m[1]))
    for word, sign in (("More", 1), ("Fewer", -1)):
        some = [f"{name_of(k)} {'+' if n > 0 else '−'}{abs(n)}" for n, k in moved if n * sign > 0][:3]
        if some and before:
            said.append(f"{word}: {', '.join(some)}.")
    return " ".join(said)


def _news(ordered: Sequence[tuple[date, str]], single: Counter[tuple[date, str]]) -> date:
    """The first day shown: all but the last per cent of incidents lie on or after it."""
    left = single.total() * (1 - SHARE_SHOWN)
    for day, family in ordered:
        left -= single[day, family]
        if left < 0:
            return day
    return ordered[0][0]


def _edges(first: date, last: date, unit: str) -> list[tuple[date, date]]:
    edges = []
    start = first if unit == "day" else first - ONE * first.weekday() if unit == "week" else first.replace(day=1)
    while start <= last:
        after = start + (ONE if unit == "day" else WEEK) if unit != "month" else (start + ONE * 32).replace(day=1)
        edges.append((start, after - ONE))
        start = after
    return edges


def _bar(x: float, wide: float, first: date, last: date, counts: Counter[str], top: int) -> Bar:
    parts = []
    foot = float(HEIGHT)
    for family in FAMILIES:
        if n := counts[family]:
            height = HEIGHT * n / top
            foot -= height
            parts.append((family, round(foot, 2), round(height, 2)))
    gap = min(wide * 0.15, 2)
    return Bar(first, last, counts.total(), round(x + gap / 2, 2), round(wide - gap, 2), tuple(parts))


def _ticks(edges: Sequence[tuple[date, date]], unit: str) -> tuple[str, ...]:
    """First, middle and last, as words."""
    shown = [edges[0][0], edges[len(edges) // 2][0], edges[-1][0]]
    return tuple(day.isoformat()[:7] if unit == "month" else day.isoformat() for day in shown)
