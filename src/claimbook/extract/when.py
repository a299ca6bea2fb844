"""When did a happening take place?  Every time expression near its mentions, and the report's own day, looked at at once.

The date step says how a time expression stands to one trigger.  A happening is told several times, and its day often
only in one of the tellings, or some sentences before ("On 4 March ... . The clashes ..."); and whether the report's own
day may stand in hangs on which days were told.  So they are put side by side here, as places are in `where.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from claimbook.model import Basis, Period, Phrase, Precision

from .happening import StandIn
from .pairs import KINDS
from .parts import Asked
from .roles import tense
from .same import Trigger, distances
from .trees import Matrix, Trees

READ_FOR_TIMES = 6  # how many of a happening's mentions are asked for its time
BACK, AHEAD = 6, 1  # sentences round the mention that tells it best in which a time is looked for

Told = Phrase[Period | None]
Time = Told | StandIn

_WHAT = {StandIn.DAY: 1, StandIn.MONTH: 2, StandIn.NONE: 3}
_PRECISIONS = {precision: n for n, precision in enumerate(Precision)}
_TENSES = ("VBD", "VBN", "VBZ", "VBP", "VBG", "VB", "MD")
_UNKNOWN = -50.0  # days, past the least that is told apart
_OF_CHOICE = (
    "what", "chance by the best mention", "chance by any mention", "chance of the same time", "chance for other happenings",
    "chance of another time", "likeliest", "precision", "days long", "goes on", "days before the report", "part of a day",
    "in so many words", "resolved", "sentences from the best mention", "sentences from the nearest mention",
    "words from the best mention", "words from the nearest mention", "in the best mention's paragraph", "sentence",
    "begins its sentence", "times between", "tellings of this time", "first in the report",
)  # fmt: skip
_OF_HAPPENING = (
    *(f"chance of the report's {d}" for d in StandIn), "likeliest time", "times in the best mention's sentence",
    "times before the best mention", "times in the report", "report's day known", "kind", "mentions", "happenings",
    "an optional one", "sentence of the best mention", "form of the verb",
)  # fmt: skip
COLUMNS = (*_OF_CHOICE, *_OF_HAPPENING)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where a time expression stands, and what it tells: two of one `time` tell the same."""

    sentence: int
    token: int
    order: int
    time: Hashable


class TimeView:
    """A report's happenings, each a group of triggers (best first), and the times at which they may have taken place."""

    def __init__(self, asked: Asked, groups: Sequence[Sequence[Trigger]]) -> None:
        self.asked = asked
        self.reading = asked.reading
        self.groups = [group[:READ_FOR_TIMES] for group in groups]
        told = [(s, phrase) for s, row in enumerate(self.reading.periods_in) for phrase in row]
        self._seen = {
            phrase.start: _Seen(s, self.reading.tokens_of(phrase)[0], n, _time(phrase))
            for n, (s, phrase) in enumerate(told)
        }
        self._tellings = Counter(seen.time for seen in self._seen.values())
        # By group: what its best mention and any mention say of the times around them.
        self._best = [self._chances(group[:1]) for group in self.groups]
        self._any = [self._chances(group) for group in self.groups]

    def likeliest(self, trees: Trees, least: float) -> list[Time]:
        """For each happening its likeliest time; none where no time is likely enough."""
        pools = [self.pool(n) for n in range(len(self.groups))]
        answers = trees.chances([self.rows(n, pool) for n, pool in enumerate(pools)])
        out: list[Time] = []
        for chances, pool in zip(answers, pools, strict=True):
            best = chances.index(max(chances))
            out.append(pool[best] if chances[best] >= least else StandIn.NONE)
        return out

    def pool(self, n: int) -> list[Time]:
        """What may stand in for a time; the times round a group's mentions, and those of the first sentence."""
        reading = self.reading
        home = self._sentences(n)[0]
        near = {0, *range(max(0, home - BACK), min(home + AHEAD + 1, len(reading.sentences)))}
        told = [p for s, row in enumerate(reading.periods_in) for p in row if s in near or p.start in self._any[n]]
        return [*(d for d in StandIn if d is StandIn.NONE or reading.published is not None), *told]

    def rows(self, n: int, pool: Sequence[Time]) -> Matrix:
        """One row of `COLUMNS` for each choice of the pool."""
        best = self.groups[n][0].candidate
        times: dict[Hashable, float] = {}
        for choice in pool:
            if not isinstance(choice, StandIn):
                time = self._seen[choice.start].time
                times[time] = max(self._any[n].get(choice.start, 0.0), times.get(time, 0.0))
        stand_ins = {d: self.asked.default(best, d) if d in pool else 0.0 for d in StandIn}
        chances = [*stand_ins.values(), max(times.values(), default=0.0)]
        before = sum(seen.token < best.index for seen in self._seen.values())
        shared = [*chances, *self._of_happening(n, before)]
        rows = [
            self._of_stand_in(choice, stand_ins[choice], max(chances), times)
            if isinstance(choice, StandIn)
            else self._of_told(n, choice, max(chances), times, before)
            for choice in pool
        ]
        return np.array([[*row, *shared] for row in rows], dtype=np.float32)

    def _chances(self, group: Sequence[Trigger]) -> dict[int, float]:
        found: dict[int, float] = {}
        for trigger in group:
            for phrase, chance in self.asked.dates(trigger.candidate):
                found[phrase.start] = max(chance, found.get(phrase.start, 0.0))
        return found

    def _sentences(self, n: int) -> list[int]:
        return [self.reading.sentence_of[t.candidate.index] for t in self.groups[n]]

    @staticmethod
    def _of_stand_in(what: StandIn, chance: float, top: float, times: dict[Hashable, float]) -> list[float]:
        """A row of `_OF_CHOICE` for what may stand in."""
        row = dict.fromkeys(_OF_CHOICE, 0.0)
        row |= {"what": _WHAT[what], "chance by the best mention": chance, "chance by any mention": chance,
                "chance of another time": max(times.values(), default=0.0), "likeliest": chance >= top}  # fmt: skip
        return list(row.values())

    def _of_told(self, n: int, told: Told, top: float, times: dict[Hashable, float], before: int) -> list[float]:
        """A row of `_OF_CHOICE` for a time expression."""
        reading, start, seen = self.reading, told.start, self._seen[told.start]
        sentences, words = self._sentences(n), [t.candidate.index for t in self.groups[n]]
        others = (said.get(start, 0.0) for k, said in enumerate(self._any) if k != n)
        rivals = (chance for time, chance in times.items() if time != seen.time)
        return [
            0, self._best[n].get(start, 0.0), self._any[n].get(start, 0.0), times[seen.time], max(others, default=0.0),
            max(rivals, default=0.0), times[seen.time] >= top, *self._look(told.value), told.basis is Basis.STATED,
            told.value is not None, *distances(seen.sentence, sentences, 12, len(reading.sentences)),
            *distances(seen.token, words, 60, 80), reading.paragraph_of[seen.sentence] == reading.paragraph_of[sentences[0]],
            seen.sentence, seen.token - reading.sentences[seen.sentence].start < 3,
            # From -1, told last before the mention, and 0, told first after it.
            seen.order - before, self._tellings[seen.time], seen.order == 0,
        ]  # fmt: skip

    def _look(self, value: Period | None) -> list[float]:
        """Precision, days long, whether it goes on, days before the report, whether it is a part of a day."""
        published = self.reading.published
        if value is None:
            return [len(_PRECISIONS), 0, 0, _UNKNOWN, 0]
        age = max(-40, min((published - value.start).days, 800)) if published else _UNKNOWN
        length = min((value.end - value.start).days, 400) if value.end else -1
        return [_PRECISIONS[value.precision], length, value.ongoing, age, value.part_of_day is not None]

    def _of_happening(self, n: int, before: int) -> list[float]:
        """A row of `_OF_HAPPENING`, past the chances."""
        reading, group = self.reading, self.groups[n]
        best = group[0].candidate
        home = reading.sentence_of[best.index]
        form = tense(reading, best)
        return [
            len(reading.periods_in[home]), before, len(self._seen), reading.published is not None, KINDS[group[0].kind],
            len(group), len(self.groups), group[0].optional > group[0].main, home,
            next((k for k, tag in enumerate(_TENSES) if form.startswith(tag)), len(_TENSES)),
        ]  # fmt: skip


def _time(told: Told) -> Hashable:
    """What it tells, whatever the part of the day; a time that is not resolved tells what no other does."""
    value = told.value
    return (value.start, value.end, value.precision) if value else told.start
