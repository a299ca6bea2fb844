"""What the encoder makes of a report, step by step: small layers over its vectors answer the same questions as the features.

An answer is a row of logits, in the order of the classes of the linear step that is asked the same; `mixed` puts the two
together, by weights learned on reports that neither had seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .findings import Findings
from .mentions import Mention
from .reading import Reading
from .speech import Speech
from .tolls import Quantity
from .trees import Matrix

Numbers = NDArray[np.int64]
Place = tuple[int, int, int]  # a phrase as three of its tokens; how far off it stands is counted from the first

WORDS = ("event", "kind", "modality", "outcome", "aggregate")  # asked of a trigger alone
PHRASES = ("role", "date", "speech", "toll")  # asked of a trigger and a phrase
PAIRS = "same"  # asked of two triggers
_EDGES = np.array([2, 4, 7, 12, 20, 40, 100])
WORD_STEPS = 2 * (len(_EDGES) + 1)
_FURTHEST = 4
NEAR = 8  # sentences before and after a trigger whose phrases are answered at once
SENTENCE_STEPS = 2 * _FURTHEST + 1


def words_apart(here: Numbers | int, there: Numbers) -> Numbers:
    """How far and on which side the second token stands, as one of `WORD_STEPS` numbers."""
    gap = there - here
    steps: Numbers = np.digitize(abs(gap), _EDGES) + (gap >= 0) * (len(_EDGES) + 1)
    return steps


def sentences_apart(here: Numbers | int, there: Numbers) -> Numbers:
    """The same for the numbers of two sentences: one of `SENTENCE_STEPS`."""
    steps: Numbers = np.clip(there - here, -_FURTHEST, _FURTHEST) + _FURTHEST
    return steps


def place_of(what: Mention | Quantity | Speech | tuple[int, int]) -> Place:
    """The three tokens that stand for a mention, a quantity, a speaker, or a time expression [first, past the last)."""
    match what:
        case Mention():
            return what.head, what.start, what.end - 1
        case Quantity():
            return what.head, what.start, max(what.start, what.group[1] - 1)
        case Speech():
            return what.verb, what.head, what.start
        case (first, past):
            return first, first, max(first, past - 1)


class Heads:
    """The layers: arrays named "step.part".  A head over words is one layer; the others have a hidden one."""

    def __init__(self, arrays: Mapping[str, NDArray[np.float32]]) -> None:
        self.arrays = dict(arrays)
        self.mixes = {
            name.split(".")[0]: (float(a[0]), float(a[1])) for name, a in arrays.items() if name.endswith(".mix")
        }

    @classmethod
    def load(cls, path: Path) -> Heads:
        """From an .npz file without pickles, kept in half precision."""
        with np.load(path, allow_pickle=False) as file:
            return cls({name: file[name].astype(np.float32) for name in file.files})

    def save(self, path: Path) -> None:
        """Write the same."""
        kept: dict[str, Any] = {
            name: array.astype(np.float32 if name.endswith(".mix") else np.float16)
            for name, array in self.arrays.items()
        }
        np.savez_compressed(path, **kept)


class Opinions:
    """The heads' answers for one report: those on words at once, those on phrases when a trigger is first asked."""

    def __init__(self, heads: Heads, vectors: Matrix, reading: Reading, findings: Findings) -> None:
        self._heads = heads
        self._arrays = heads.arrays
        self._vectors = vectors
        self._sentence_of = np.array(reading.sentence_of, dtype=np.int64)
        triggers = [c.index for c in findings.candidates]
        self._row = {index: n for n, index in enumerate(triggers)}
        self._triggers = vectors[triggers]
        self._words = {
            step: (self._triggers @ self._arrays[f"{step}.weights"] + self._arrays[f"{step}.bias"]).tolist()
            for step in WORDS
        }
        periods = [reading.tokens_of(phrase) for row in reading.periods_in for phrase in row]
        self._phrases = {
            step: _Phrases(places, self._sentence_of)
            for step, places in {
                "role": [place_of(m) for row in findings.mentions for m in row],
                "date": [place_of(p) for p in periods],
                "speech": [place_of(s) for s in findings.speeches],
                "toll": [place_of(q) for row in findings.quantities for q in row],
            }.items()
        }
        # By step and trigger: the number of the first phrase that is near, and the answers for it and those after it.
        self._near: dict[tuple[str, int], tuple[int, list[list[float]]]] = {}

    def of(self, step: str, index: int, place: Place | None = None) -> list[float]:
        """What a step answers for the trigger at this token, and a phrase where it is asked of one."""
        return self.of_word(step, index) if place is None else self.of_phrase(step, index, place)

    def of_word(self, step: str, index: int) -> list[float]:
        """What a step of `WORDS` answers for the trigger at this token."""
        row: list[float] = self._words[step][self._row[index]]
        return row

    def of_phrase(self, step: str, index: int, place: Place) -> list[float]:
        """What a step of `PHRASES` answers for the trigger at this token and a phrase."""
        phrases = self._phrases[step]
        number = phrases.number.get(place)
        if number is None:  # a phrase that was put together later
            alone = np.array([place])
            return self._ask(step, index, alone, self._pulls(step, alone))[0]
        if phrases.pulls is None:
            phrases.pulls = self._pulls(step, phrases.places)
        key = step, index
        if key not in self._near:
            home = self._sentence_of[index]
            start, stop = np.searchsorted(phrases.sentences, (home - NEAR, home + NEAR + 1)).tolist()
            self._near[key] = start, self._ask(step, index, phrases.places[start:stop], phrases.pulls[start:stop])
        first, answers = self._near[key]
        if first <= number < first + len(answers):
            return answers[number - first]
        only = slice(number, number + 1)  # from far off
        return self._ask(step, index, phrases.places[only], phrases.pulls[only])[0]

    def _pulls(self, step: str, places: Numbers) -> Matrix:
        """What phrases add to the hidden layer."""
        pulls: Matrix = self._vectors[places].mean(axis=1) @ self._arrays[f"{step}.phrase"]
        return pulls

    def _ask(self, step: str, index: int, places: Numbers, pulls: Matrix) -> list[list[float]]:
        arrays = self._arrays
        own = self._triggers[self._row[index]] @ arrays[f"{step}.trigger"] + arrays[f"{step}.bias"]
        out: list[list[float]] = self._through(step, pulls + own, index, places[:, 0]).tolist()
        return out

    def _through(self, step: str, hidden: Matrix, here: Numbers | int, there: Numbers) -> Matrix:
        """A head's logits, from what its hidden layer holds before it is told how far apart the two stand."""
        arrays = self._arrays
        hidden += arrays[f"{step}.words"][words_apart(here, there)]
        hidden += arrays[f"{step}.sentences"][sentences_apart(self._sentence_of[here], self._sentence_of[there])]
        np.maximum(hidden, 0, out=hidden)
        logits: Matrix = hidden @ arrays[f"{step}.weights"] + arrays[f"{step}.out"]
        return logits

    def of_pairs(self, first: Sequence[int], second: Sequence[int]) -> Matrix:
        """Logits that the triggers at these tokens tell of one happening, pair by pair."""
        arrays = self._arrays
        x, y = [[self._row[i] for i in side] for side in (first, second)]
        meeting = self._triggers @ arrays[f"{PAIRS}.meet"] + arrays[f"{PAIRS}.meet_bias"]
        left = self._triggers @ arrays[f"{PAIRS}.first"] + arrays[f"{PAIRS}.bias"]
        right = self._triggers @ arrays[f"{PAIRS}.second"]
        hidden = left[x] + right[y] + (meeting[x] * meeting[y]) @ arrays[f"{PAIRS}.met"]
        return self._through(PAIRS, hidden, np.array(first), np.array(second))[:, 0]

    def mixed(self, step: str, features: Sequence[float], encoder: Sequence[float]) -> list[float]:
        """One row of logits from both."""
        one, other = self.mix(step)
        return [one * a + other * b for a, b in zip(features, encoder, strict=True)]

    def mix(self, step: str) -> tuple[float, float]:
        """How much the features' and the encoder's logits count."""
        return self._heads.mixes[step]


class _Phrases:
    """The phrases that one step is asked about, numbered in text order."""

    def __init__(self, places: Iterable[Place], sentence_of: Numbers) -> None:
        found = sorted(set(places))
        self.places: Numbers = np.array(found, dtype=np.int64).reshape(-1, 3)
        self.sentences: Numbers = sentence_of[self.places[:, 0]]
        self.number = {place: n for n, place in enumerate(found)}
        self.pulls: Matrix | None = None  # what each adds to the hidden layer
