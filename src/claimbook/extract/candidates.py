"""Every word that may tell of a happening, with the kinds that the lexicon gives it.

This step is generous: it should hold every trigger, and the steps after decide which of them count.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimbook.lexicon.triggers import load_triggers
from claimbook.model import Kind

from .reading import Reading

GAP = 3  # how many tokens on the next word of a phrase may stand


@dataclass(frozen=True, slots=True)
class Candidate:
    """Token `index` of the reading may tell of a happening of one of `kinds`; `phrase` is its last token."""

    index: int
    kinds: tuple[Kind, ...]
    phrase_kinds: tuple[Kind, ...]
    last: int


def find_candidates(reading: Reading) -> list[Candidate]:
    """All candidates, in text order."""
    triggers = load_triggers()
    found = []
    lemmas = reading.lemmas
    for i, lemma in enumerate(lemmas):
        kinds: tuple[Kind, ...] = ()
        if reading.pos[i] in ("VERB", "AUX"):
            kinds = triggers.verbs.get(lemma, ())
        elif reading.pos[i] in ("NOUN", "PROPN", "ADJ"):
            kinds = triggers.nouns.get(lemma, ())
        phrase_kinds: list[Kind] = []
        last = i
        for rest, kind in triggers.phrases.get(lemma, ()):
            end = _match(reading, i, rest)
            if end is not None and kind not in phrase_kinds:
                phrase_kinds.append(kind)
                last = max(last, end)
        if kinds or phrase_kinds:
            found.append(Candidate(index=i, kinds=kinds, phrase_kinds=tuple(phrase_kinds), last=last))
    return found


def _match(reading: Reading, at: int, rest: tuple[str, ...]) -> int | None:
    """The token where the phrase that begins at `at` ends, or None."""
    end = reading.sentences[reading.sentence_of[at]].end
    for word in rest:
        for j in range(at + 1, min(at + 1 + GAP, end)):
            if reading.lemmas[j] == word or reading.lower[j] == word:
                at = j
                break
        else:
            return None
    return at
