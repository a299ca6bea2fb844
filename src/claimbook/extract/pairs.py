"""Do two mentions tell of one happening?  What each pair looks like, as numbers, and the chance that it is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from claimbook.model import Kind

from .features import FAMILIES
from .opinions import Opinions
from .reading import Reading
from .same import ASPECTS, Surroundings, Trigger, is_definite, taken_up
from .trees import Matrix, Trees

FAR = 25  # sentences between two mentions of one happening, at most
KINDS = {kind: n for n, kind in enumerate(Kind)}
_aspects = attrgetter(*ASPECTS)
_CONTENT = ("NOUN", "VERB", "PROPN", "ADJ", "NUM")
_NARROWING = ("amod", "compound", "prep", "acl", "relcl", "nummod")
_NEW = frozenset({"a", "an", "another", "other", "second", "separate", "new", "previous", "similar"})

COLUMNS = (
    "sentences apart", "words apart", "paragraphs apart", "sentence", "kinds alike", "first kind",
    "second kind", "first is a verb", "second is a verb", "second is definite", "second is narrowed", "second is new", "one word",
    "taken up", "mentions between", "mentions of the second's kind between", "words shared", "share of words",
    "names shared", "names of the first alone", "names of the second alone", "first: main", "first: optional",
    "second: main", "second: optional",
    *(f"{name} of the mentions" for name in ASPECTS),
    "places of the sentences", "days of the sentences", "actors of the sentences", "counts of the sentences",
    "one by the encoder",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """What a pair asks of one trigger, gathered once."""

    index: int
    sentence: int
    lemma: str
    kind: int
    verb: bool
    definite: bool
    narrowed: bool
    new: bool


class PairView:
    """A report's triggers, in text order, as pairs to be judged."""

    def __init__(
        self,
        reading: Reading,
        around: Surroundings,
        triggers: Sequence[Trigger],
        opinions: Opinions | None = None,
    ) -> None:
        self.reading = reading
        self.opinions = opinions
        self.around = around
        self.triggers = sorted(triggers, key=lambda t: t.candidate.index)
        self.linked = taken_up(reading, self.triggers)
        self._looks = [self._look(t) for t in self.triggers]
        self._kinds = [look.kind for look in self._looks]
        self._words = {look.sentence: self._sentence_words(look.sentence) for look in self._looks}

    def pairs(self) -> list[tuple[int, int]]:
        """Indexes of the triggers of each pair that stands near enough to be one."""
        sentences = [look.sentence for look in self._looks]
        return [
            (x, y)
            for x in range(len(sentences))
            for y in range(x + 1, len(sentences))
            if sentences[y] - sentences[x] <= FAR
        ]

    def rows(self, pairs: Sequence[tuple[int, int]]) -> Matrix:
        """One row of `COLUMNS` for each pair; the encoder's column is 0 where it is not asked."""
        rows = np.zeros((len(pairs), len(COLUMNS)), dtype=np.float32)
        if pairs:
            rows[:, :-1] = [self._row(x, y) for x, y in pairs]
            if self.opinions is not None:
                looks = self._looks
                rows[:, -1] = self.opinions.of_pairs(
                    [looks[x].index for x, _ in pairs], [looks[y].index for _, y in pairs]
                )
        return rows

    def _look(self, trigger: Trigger) -> Look:
        reading, index = self.reading, trigger.candidate.index
        children = reading.children[index]
        return Look(
            index=index,
            sentence=reading.sentence_of[index],
            lemma=reading.lemmas[index],
            kind=KINDS[trigger.kind],
            verb=reading.pos[index] in ("VERB", "AUX"),
            definite=is_definite(reading, index),
            narrowed=any(reading.deps[c] in _NARROWING for c in children),
            new=any(reading.lower[c] in _NEW for c in children),
        )

    def _sentence_words(self, index: int) -> tuple[frozenset[str], frozenset[str]]:
        """The content words and the words of names of a sentence."""
        reading, sentence = self.reading, self.reading.sentences[index]
        tokens, pos, lower = range(sentence.start, sentence.end), reading.pos, reading.lower
        content = frozenset(
            reading.doc[i].lemma_.lower() for i in tokens if pos[i] in _CONTENT and len(reading.doc[i]) > 2
        )
        return content, frozenset(lower[i] for i in tokens if pos[i] == "PROPN")

    def _row(self, x: int, y: int) -> list[float]:
        reading, around = self.reading, self.around
        first, second = self.triggers[x], self.triggers[y]
        a, b = self._looks[x], self._looks[y]
        i, j = a.sentence, b.sentence
        (words, names), (other_words, other_names) = self._words[i], self._words[j]
        shared, namesakes = len(words & other_words), len(names & other_names)
        return [
            j - i, b.index - a.index, reading.paragraph_of[j] - reading.paragraph_of[i], i,
            _ALIKE[a.kind][b.kind], a.kind, b.kind, a.verb, b.verb, b.definite, b.narrowed, b.new,
            a.lemma == b.lemma, (a.index, b.index) in self.linked,
            y - x - 1, self._kinds[x + 1 : y].count(b.kind), shared,
            shared / (1 + min(len(words), len(other_words))), namesakes, len(names) - namesakes,
            len(other_names) - namesakes, first.main, first.optional, second.main, second.optional,
            *map(_overlap, _aspects(first.parts), _aspects(second.parts)),
            _overlap(around.places[i], around.places[j]), _overlap(around.days[i], around.days[j]),
            _overlap(around.actors[i], around.actors[j]), _overlap(around.counts[i], around.counts[j]),
        ]  # fmt: skip


def chances(trees: Trees, view: PairView) -> Matrix:
    """[triggers, triggers]: how likely two are one happening; 0 where they stand too far apart."""
    out = np.zeros((len(view.triggers), len(view.triggers)), dtype=np.float32)
    if pairs := view.pairs():
        x, y = np.array(pairs).T
        out[x, y] = out[y, x] = trees.probabilities(view.rows(pairs))[:, 1]
    return out


def _kinds_alike(one: Kind, other: Kind) -> int:
    """2 for one kind, 1 for kinds of one family."""
    return 2 if one == other else int(any(one in family and other in family for family in FAMILIES))


_ALIKE = [[_kinds_alike(one, other) for other in Kind] for one in Kind]  # by the kinds' numbers


def _overlap(one: frozenset[object], other: frozenset[object]) -> int:
    """0 neither side tells, 1 one side does, 2 they share something, 3 they tell of different things."""
    if not one or not other:
        return int(bool(one or other))
    return 2 if one & other else 3
