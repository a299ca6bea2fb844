"""Tolls of an incident: every figure beside its speakers, the bounds, a best figure by a stated rule, and how it moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from claimbook.model import Clash, Contradiction, Figure, Harm, Side, Status, Tally, Toll

from .records import Happening, Record
from .voices import CIVIL

BEST_AGREED = "The latest figure that most speakers give, each speaker's last word only."
BEST_LATEST = "No two speakers give one figure: the one published last, of several the middle one."
BEST_ONLY = "The only figure."

Range = tuple[int, int | None]


def tallies(happenings: Sequence[Happening]) -> tuple[Tally, ...]:
    """Every toll that the happenings give: of all people, of civilians, of combatants, and by side."""
    found = []
    for harm in Harm:
        of_harm = [t for h in happenings for r in h.claims for t in r.tolls if t.harm is harm]
        there: set[Status | Side | None] = {None, *(t.status for t in of_harm), *(t.side for t in of_harm)}
        if there & CIVIL:
            there.add(Status.CIVILIAN)
        for status, side, read in _READERS if of_harm else ():
            if status not in there or side not in there:
                continue
            figures = _figures(happenings, harm, read)
            if figures:
                found.append(_tally(harm, status, side, figures))
    return tuple(found)


def contradictory_figures(tally: Tally) -> Contradiction | None:
    """Figures of two reports that have no number in common, the lowest and the highest."""
    if len(tally.figures) < 2:
        return None
    bottom = min(tally.figures, key=lambda f: (_top(f), f.low))
    top = max(tally.figures, key=lambda f: (f.low, _top(f)))
    if bottom.high is None or bottom.high >= top.low or bottom.report == top.report:
        return None
    who = f" {tally.status}s" if tally.status else ""
    return Contradiction(
        about=Clash.FIGURES,
        sentence=f"{tally.harm}{who}: {_say(bottom)} do not meet {_say(top)}.",
        claims=tuple(sorted({*bottom.claims, *top.claims})),
    )


def _all(record: Record, harm: Harm) -> Range | None:
    return _sum(_whole(record, harm))


def _civilians(record: Record, harm: Harm) -> Range | None:
    """Civilians surely at least those called so; people of whom nothing is said may be civilians too."""
    of_harm = [t for t in record.tolls if t.harm is harm]
    civil = [t for t in of_harm if t.status in CIVIL]
    if not civil:
        return None
    whole = [t for t in _whole(record, harm) if t.status in CIVIL]
    low, high = _sum(whole or civil) or (0, None)
    unknown = _sum([t for t in _whole(record, harm) if t.status is Status.UNKNOWN])
    if unknown is None:
        return (low, high) if whole else (low, None)
    if high is None or unknown[1] is None:
        return low, None
    return low, high + unknown[1] if whole else max(high, unknown[1])


def _of_status(status: Status) -> Callable[[Record, Harm], Range | None]:
    def read(record: Record, harm: Harm) -> Range | None:
        own = [t for t in record.tolls if t.harm is harm and t.status is status]
        return _sum(_restated([t for t in own if not t.part] or own))

    return read


def _of_side(side: Side) -> Callable[[Record, Harm], Range | None]:
    def read(record: Record, harm: Harm) -> Range | None:
        return _sum([t for t in _whole(record, harm) if t.side is side])

    return read


_READERS: tuple[tuple[Status | None, Side | None, Callable[[Record, Harm], Range | None]], ...] = (
    (None, None, _all),
    (Status.CIVILIAN, None, _civilians),
    *((s, None, _of_status(s)) for s in (Status.COMBATANT, Status.CHILD, Status.WOMAN)),
    *((None, s, _of_side(s)) for s in (Side.INITIATOR, Side.TARGET, Side.BYSTANDER)),
)


def _whole(record: Record, harm: Harm) -> list[Toll]:
    """The tolls that add up: those counted in another left out, those told twice taken once."""
    of_harm = [t for t in record.tolls if t.harm is harm]
    return _restated([t for t in of_harm if not t.part] or of_harm)


def _restated(tolls: Sequence[Toll]) -> list[Toll]:
    """A group told twice is one toll, with the range of both."""
    kept: dict[tuple[str, Status], Toll] = {}
    for toll in tolls:
        name = (toll.group.casefold(), toll.status)
        old = kept.get(name)
        if old is None:
            kept[name] = toll
        elif (old.low, old.high) != (toll.low, toll.high):
            highs = [t.high if t.high is not None else t.low for t in (old, toll)]
            open_ended = old.high is None and toll.high is None
            kept[name] = old.model_copy(
                update={"low": min(old.low, toll.low), "high": None if open_ended else max(highs)}
            )
    return list(kept.values())


def _sum(tolls: Sequence[Toll]) -> Range | None:
    if not tolls:
        return None
    tops = [t.high for t in tolls if t.high is not None]
    return sum(t.low for t in tolls), sum(tops) if len(tops) == len(tolls) else None


def _figures(happenings: Sequence[Happening], harm: Harm, read: Callable[[Record, Harm], Range | None]) -> list[Figure]:
    """One figure for each happening and range, in order of publication."""
    figures = []
    for happening in sorted(happenings, key=lambda h: h.order):
        ranges: dict[Range, list[Record]] = {}
        for record in happening.claims:
            found = read(record, harm)
            if found is not None:
                ranges.setdefault(found, []).append(record)
        for (low, high), records in ranges.items():
            names = dict.fromkeys(r.speakers[-1].name if r.speakers else happening.source.name for r in records)
            figures.append(
                Figure(
                    low=low,
                    high=high,
                    claims=tuple(r.claim for r in records),
                    report=happening.report,
                    published=happening.source.published,
                    speakers=tuple(names),
                )
            )
    return figures


def _tally(harm: Harm, status: Status | None, side: Side | None, figures: list[Figure]) -> Tally:
    best, rule = _best(figures)
    tops = [f.high for f in figures if f.high is not None]
    return Tally(
        harm=harm,
        status=status,
        side=side,
        low=min(f.low for f in figures),
        high=max([*tops, *(f.low for f in figures)]) if tops else None,
        best_low=best.low,
        best_high=best.high,
        rule=rule,
        figures=tuple(figures),
        moved=_movement(figures),
    )


def _best(figures: Sequence[Figure]) -> tuple[Figure, str]:
    """The best figure: agreement first, then the latest word."""
    if len({(f.low, f.high) for f in figures}) == 1:
        return figures[-1], BEST_ONLY if len(figures) == 1 else BEST_AGREED
    last: dict[str, Figure] = {}
    for figure in figures:  # in order of publication: a later word takes the place of an earlier one
        for speaker in figure.speakers:
            last[speaker] = figure
    votes: dict[int, int] = {}
    for figure in last.values():
        votes[figure.low] = votes.get(figure.low, 0) + 1
    most = max(votes.values())
    if most > 1:
        agreed = [f for f in last.values() if votes[f.low] == most]
        return max(agreed, key=lambda f: (_when(f), f.high is not None, f.low, f.claims)), BEST_AGREED
    latest = max(_when(f) for f in last.values())
    newest = sorted((f for f in last.values() if _when(f) == latest), key=lambda f: (f.low, _top(f), f.claims))
    return newest[(len(newest) - 1) // 2], BEST_LATEST


def _movement(figures: Sequence[Figure]) -> str | None:
    """How the least number moved over the days of publication, where it did."""
    dated = [f for f in figures if f.published is not None]
    days: dict[date, Figure] = {}
    for figure in dated:
        day = figure.published
        if day is not None and (day not in days or figure.low > days[day].low):
            days[day] = figure
    steps = [days[d] for d in sorted(days)]
    moves = [f for at, f in enumerate(steps) if at == 0 or f.low != steps[at - 1].low]
    if len(moves) < 2:
        return None
    return "It moved: " + ", then ".join(f"{_say(f)} on {f.published}" for f in moves) + "."


def _say(figure: Figure) -> str:
    number = (
        f"{figure.low}"
        if figure.low == figure.high
        else f"{figure.low} or more"
        if figure.high is None
        else f"{figure.low} to {figure.high}"
    )
    return f"{number} ({', '.join(figure.speakers)})"


def _top(figure: Figure) -> float:
    return float("inf") if figure.high is None else figure.high


def _when(figure: Figure) -> int:
    return figure.published.toordinal() if figure.published else 0
