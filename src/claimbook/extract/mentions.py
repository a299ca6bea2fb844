"""The phrases that may fill a part in a happening: noun phrases, modifiers such as "Turkish", and names.

A mention is a stretch of tokens, its head, and what sort of thing its words show.  Which part it plays is decided later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from claimbook.lexicon.parties import load_demonyms, load_roles

from .reading import Reading

_PARTICLE = r"(?:al|el|as|ash|ar|ad|an|az|at|de|del|la|las|los|san|abu|bin|ibn|umm|ul|ed|es|et|us|uz)"
_NAME = re.compile(
    rf"(?:\b{_PARTICLE}[- ])?\b[A-Z][\w'’ʿ`]*(?:(?:-| |\s?-\s?)(?:{_PARTICLE}[- ])?(?:[A-Z][\w'’ʿ`]*|\d+(?=\b)))*"
)


_WORDS = re.compile(r":[^>^<]+")


class Sort(StrEnum):
    """How a mention was found."""

    PHRASE = "phrase"  # a noun phrase
    MODIFIER = "modifier"  # an actor's name or adjective inside a noun phrase
    NAME = "name"  # a run of capitals


# Words at the front of a phrase that name nothing; the last two are "so-called".
_NAMELESS = frozenset({"several", "many", "some", "other", "least", "at", "more", "than", "so", "called"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens [start, end), the head token, and what the words show."""

    start: int
    end: int
    head: int
    sort: Sort
    shows: tuple[str, ...]


def find_mentions(reading: Reading) -> list[list[Mention]]:
    """The mentions of each sentence, in text order."""
    rows: list[list[Mention]] = [[] for _ in reading.sentences]
    covered: set[tuple[int, int]] = set()
    roles, pos = load_roles(), reading.pos
    for chunk in reading.doc.noun_chunks:
        head = chunk.root.i
        if pos[head] == "PRON":
            continue
        start = _trim(reading, chunk.start, head)
        _add(reading, rows, covered, start, head + 1, head, Sort.PHRASE)
        if reading.lemmas[head] in roles["force"] or reading.lemmas[head] in roles["civilian"]:
            continue  # "Turkish forces" is the actor; "Turkish" inside it is none
        for first, last in _modifiers(reading, chunk.start, head):
            if last == head and pos[head] == "PROPN" and first not in reading.actor_at:
                continue  # a nationality that opens a name, such as "Syrian" of Syrian Observatory
            _add(reading, rows, covered, first, last, last - 1, Sort.MODIFIER)
    for m in _NAME.finditer(reading.clean.text):
        span = reading.doc.char_span(m.start(), m.end(), alignment_mode="expand")
        if span is None:
            continue
        first, last = span.start, span.end
        sentence = reading.sentences[reading.sentence_of[first]]
        begins = sentence.start
        if first == begins and pos[first] not in ("PROPN", "NOUN", "ADJ"):
            first += 1
        last = min(last, sentence.end)
        if first == begins and last == first + 1 and pos[first] != "PROPN":
            continue  # a capital only because it begins the sentence
        if first < last and not all(i in reading.actor_at for i in range(first, last)):
            _add(reading, rows, covered, first, last, last - 1, Sort.NAME)
    for row in rows:
        row.sort(key=lambda m: (m.start, m.end, m.sort))
    return rows


def _trim(reading: Reading, start: int, head: int) -> int:
    """Past the words at the front that name nothing: articles, numbers, "several"."""
    while start < head:
        dep, pos = reading.deps[start], reading.pos[start]
        names_something = not (
            dep in ("det", "nummod", "predet", "cc", "preconj", "quantmod")
            or reading.nothing[start]
            or (dep == "poss" and pos == "PRON")
            or pos in ("NUM", "ADV")
            or reading.lower[start] in _NAMELESS
        )
        if names_something:
            break
        start += 1
    return start


def _modifiers(reading: Reading, start: int, head: int) -> list[tuple[int, int]]:
    """Actors' names, adjectives of nationality and other names before the head of a noun phrase."""
    out = []
    demonyms, pos = load_demonyms(), reading.pos
    i = start
    while i < head:
        if i in reading.actor_at:
            j = i + 1
            while j < head and reading.actor_at.get(j) == reading.actor_at[i]:
                j += 1
            if head not in reading.actor_at or reading.actor_at[head] != reading.actor_at[i]:
                out.append((i, j))
            i = j
            continue
        if reading.lower[i] in demonyms:
            out.append((i, i + 1))
        elif pos[i] == "PROPN" and pos[head] != "PROPN" and not _is_dated(reading, i):
            j = i + 1
            while j < head and pos[j] == "PROPN" and j not in reading.actor_at:
                j += 1
            out.append((i, j))
            i = j
            continue
        i += 1
    return out


def _is_dated(reading: Reading, index: int) -> bool:
    """Whether the token is a word of a time expression, such as the "Monday" of "Monday attack"."""
    periods = map(reading.tokens_of, reading.periods_in[reading.sentence_of[index]])
    return any(first <= index < past for first, past in periods)


def _add(
    reading: Reading,
    rows: list[list[Mention]],
    covered: set[tuple[int, int]],
    start: int,
    end: int,
    head: int,
    sort: Sort,
) -> None:
    while start < end and reading.nothing[start]:
        start += 1
    while end > start and (reading.nothing[end - 1] or reading.lower[end - 1] in ("'s", "’s")):
        end -= 1
    if start >= end or (start, end) in covered:
        return
    covered.add((start, end))
    head = min(head, end - 1)
    rows[reading.sentence_of[start]].append(Mention(start, end, head, sort, _shows(reading, start, end, head, sort)))


def _shows(reading: Reading, start: int, end: int, head: int, sort: Sort) -> tuple[str, ...]:
    """Features of the mention itself."""
    roles = load_roles()
    lemma, pos = reading.lemmas[head], reading.pos[head]
    out = [f"sort:{sort}", f"pos:{pos}"]
    known = False
    for role, words in roles.items():
        if lemma in words:
            out.append(f"role:{role}")
            known = True
            if role == "force" or role == "civilian":
                out.append(f"kind:{int(words[lemma])}")
    if not known:
        out.append("role:none")
    if any(i in reading.actor_at for i in range(start, end)):
        out.append("actor")
    if any(i in reading.speaker_at for i in range(start, end)):
        out.append("speaker")
    if reading.lower[start] in load_demonyms():
        out.append("demonym")
    name = reading.doc[start:end].text
    capital = name[:1].isupper() or (end - start > 2 and reading.doc[end - 1].text[:1].isupper())
    if capital:
        out.append("capital")
        if sort is not Sort.PHRASE or pos == "PROPN":
            place = reading.found.known_place(name)
            out.append("known_place" if place else "unknown_name")
    if not capital and pos == "NOUN":
        out.append(f"hl:{lemma}")
    return tuple(out)


def path(reading: Reading, source: int, target: int) -> str:
    """The way through the parse from one token to another, prepositions and light steps named."""
    heads, deps = reading.heads, reading.deps
    up = [source]
    while heads[up[-1]] != up[-1] and len(up) < 9:
        up.append(heads[up[-1]])
    down = [target]
    while down[-1] not in up and heads[down[-1]] != down[-1] and len(down) < 9:
        down.append(heads[down[-1]])
    if down[-1] not in up:
        return "far"
    rising = [deps[i] for i in up[: up.index(down[-1])] if deps[i] != "conj"]
    falling = [
        f"{deps[i]}:{reading.lower[i]}" if deps[i] in ("prep", "agent") else deps[i]
        for i in reversed(down[:-1])
        if deps[i] != "conj"
    ]
    if len(rising) > 3 or len(falling) > 4:
        return "long"
    return "<".join(rising) + "^" + ">".join(falling)


def bare_path(way: str) -> str:
    """The path without its words."""
    return _WORDS.sub("", way) if ":" in way else way
