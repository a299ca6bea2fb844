"""A report under the parser's eyes: its clean text, its parse, and what the resolvers recognised in it.

Everything counts in clean-text offsets or tokens here; `span_of` goes back to the report's own characters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import Any

from spacy.tokens import Doc, Span, Token

from claimbook.lexicon.triggers import load_cues
from claimbook.model import CleanText, Count, Period, Phrase, Report
from claimbook.model import Span as TextSpan


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the resolvers found in the clean text, in text order; offsets are the clean text's."""

    periods: Sequence[Phrase[Period | None]] = ()
    counts: Sequence[Phrase[Count]] = ()
    actors: Sequence[Phrase[str]] = ()
    speakers: Sequence[Phrase[str]] = ()
    known_place: Callable[[str], bool] = field(default=lambda name: False)


@dataclass(slots=True)
class Reading:
    """One report, parsed.  `sentence_of[i]` is the index of token i's sentence in `sentences`."""

    report: Report
    clean: CleanText
    doc: Doc
    found: Recognised
    published: date | None
    sentences: list[Span]
    sentence_of: list[int]
    cues: list[tuple[str, ...]]  # the cue groups of every token
    lemmas: list[str]
    periods_in: list[list[Phrase[Period | None]]]  # by sentence
    counts_in: list[list[Phrase[Count]]]
    actor_at: dict[int, str]  # token → the lexicon entry of the actor name that covers it
    speaker_at: dict[int, str]
    paragraph_of: list[int]  # by sentence
    starts: list[int]  # the clean-text offset of every token
    heads: list[int]  # the parse as plain lists, by token: asking spaCy's tokens again and again is slow
    deps: list[str]
    pos: list[str]
    lower: list[str]
    children: list[list[int]]
    nothing: list[bool]  # whether a token is a space or a stop
    names_before: list[int]  # how many of the tokens before it are words of names

    def span_of(self, start: int, end: int) -> TextSpan:
        """The report's characters that tokens [start, end) came from."""
        tokens = self.doc[start:end]
        return self.clean.span(tokens.start_char, tokens.end_char)

    def text_span(self, start: int, end: int) -> TextSpan:
        """The report's characters that clean characters [start, end) came from."""
        return self.clean.span(start, end)

    def tokens_of(self, phrase: Phrase[Any]) -> tuple[int, int]:
        """First token and the one past the last of a phrase of the clean text."""
        return self._token_at(phrase.start), self._token_at(phrase.end - 1) + 1

    def _token_at(self, offset: int) -> int:
        return max(bisect_right(self.starts, offset) - 1, 0)


def make_reading(report: Report, clean: CleanText, doc: Doc, found: Recognised) -> Reading:
    """Lay the resolvers' findings over the parse, once, so that the steps after need no searching."""
    cues = load_cues()
    sentences = list(doc.sents)
    sentence_of = [0] * len(doc)
    paragraph_of = []
    paragraph = 0
    for index, sentence in enumerate(sentences):
        if index and "\n\n" in clean.text[sentences[index - 1].end_char - 2 : sentence.start_char + 2]:
            paragraph += 1
        paragraph_of.append(paragraph)
        for i in range(sentence.start, sentence.end):
            sentence_of[i] = index
    tokens = list(doc)
    lemmas = [lemma_of(t) for t in tokens]
    lower = [t.lower_ for t in tokens]
    heads = [t.head.i for t in tokens]
    children: list[list[int]] = [[] for _ in heads]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    reading = Reading(
        report=report,
        clean=clean,
        doc=doc,
        found=found,
        published=report.published.value if report.published else None,
        sentences=sentences,
        sentence_of=sentence_of,
        cues=[cues.get(lemma) or cues.get(word, ()) for lemma, word in zip(lemmas, lower, strict=True)],
        lemmas=lemmas,
        periods_in=[[] for _ in sentences],
        counts_in=[[] for _ in sentences],
        actor_at={},
        speaker_at={},
        paragraph_of=paragraph_of,
        starts=[t.idx for t in tokens],
        heads=heads,
        deps=[t.dep_ for t in tokens],
        pos=[t.pos_ for t in tokens],
        lower=lower,
        children=children,
        nothing=[t.is_space or t.is_punct for t in tokens],
        names_before=[0],
    )
    starts = [s.start_char for s in sentences]
    for phrases, rows in ((found.periods, reading.periods_in), (found.counts, reading.counts_in)):
        for phrase in phrases:
            rows[max(bisect_right(starts, phrase.start) - 1, 0)].append(phrase)  # type: ignore[arg-type]
    for names, table in ((found.actors, reading.actor_at), (found.speakers, reading.speaker_at)):
        for name in names:
            first, last = reading.tokens_of(name)
            for i in range(first, last):
                table[i] = name.value
    named = (pos == "PROPN" or i in reading.actor_at for i, pos in enumerate(reading.pos))
    reading.names_before = list(accumulate(named, initial=0))
    return reading


def lemma_of(token: Token) -> str:
    """The lemma in lower case; spaCy leaves names and shouted words as they stand."""
    lemma: str = token.lemma_.lower()
    if token.pos_ == "PROPN" and lemma.endswith("s") and len(lemma) > 4 and not lemma.endswith("ss"):
        return lemma[:-1]  # headline words such as "Strikes" come out as names
    return lemma
