"""Words → Actor: names, abbreviations that the text defines, labels of the outlet, nationality and role.

Nothing is forced: a group that the lexicon does not know keeps its words, with the kind that they show.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimbook.lexicon.parties import ActorEntry, load_actors, load_demonyms, load_roles
from claimbook.model import Actor, ActorKind, Phrase

from .names import NameIndex, fold, key_of, words_of

METHOD = "actors.rules@1"
_BACKED = re.compile(
    r"(?i)\b([\w.]+?)(?:ian|ish|i|n)?[- ](?:backed|led|supported|aligned|affiliated|funded|sponsored)\b"
)
_ABBREVIATION = re.compile(
    r"((?:[A-Z][\w'’-]*|of|the|for|and|al-\w+|de|in)(?: (?:[A-Z][\w'’-]*|of|the|for|and|al-\w+|de|in))*) \(([A-Z][A-Za-z-]{1,7})\)"
)


@dataclass(frozen=True, slots=True)
class ActorContext:
    """What a report says about its own names."""

    outlet: str | None = None
    abbreviations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResolvedActor:
    """An actor and how it was reached: "name", "abbreviation", "label", "nationality", "role" or "words"."""

    actor: Actor
    how: str


def find_abbreviations(text: str) -> dict[str, str]:
    """ "National Defense Forces (NDF)" → {"NDF": "National Defense Forces"}: initials must agree."""
    found = {}
    for m in _ABBREVIATION.finditer(text):
        words, short = m.group(1).split(), m.group(2)
        letters = [c for c in short if c.isupper()]
        parts = [w for word in words for w in word.split("-") if w]
        initials = [w[0] for w in parts if w[0].isupper()]
        for start in range(len(initials)):
            if initials[start : start + len(letters)] == letters and start + len(letters) == len(initials):
                capital = [i for i, w in enumerate(words) if w[0].isupper()]
                found[short] = " ".join(words[capital[min(start, len(capital) - 1)] :])
                break
    return found


class ActorIndex:
    """The actor lexicon, ready for finding and resolving."""

    def __init__(self, entries: Sequence[ActorEntry]) -> None:
        self.entries = {e.id: e for e in entries}
        self._names = NameIndex(((n, e.id) for e in entries if not e.people for n in (e.name, *e.names)), METHOD)
        self._labels: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        for entry in entries:
            for label in entry.labels:
                for words in label.words:
                    self._labels.setdefault(key_of(words), []).extend((fold_name(by), entry.id) for by in label.by)
        self._forces = {
            e.country: e.id
            for e in reversed(entries)
            if e.country
            and e.id.endswith(("-armed-forces", "sy-armed-forces", "-tatmadaw", "-saf", "-fama", "-forces"))
        }

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> ActorIndex:
        """The built-in lexicon and a researcher's own files."""
        return cls(load_actors(extra))

    def find(self, text: str) -> tuple[Phrase[str], ...]:
        """Every name of the lexicon in clean text."""
        return self._names.find(text)

    def resolve(self, wording: str, context: ActorContext) -> ResolvedActor:
        """The actor that the words name, as far as they do."""
        name = re.sub(r"(?i)^(?:the|a|an|some|several|many|other)\s+", "", " ".join(wording.split()))
        found = self._names.get(name)
        if found:
            return ResolvedActor(self._actor(name, found), "name")
        full = context.abbreviations.get(name)
        if full:
            found = self._names.get(full)
            return ResolvedActor(
                self._actor(name, found) if found else Actor(name=name, kind=self._kind(full)), "abbreviation"
            )
        if context.outlet:
            for by, entry in self._labels.get(key_of(name), ()):
                if by == fold_name(context.outlet):
                    return ResolvedActor(self._actor(name, entry), "label")
        inside = self._names.find(name)
        if inside:
            # "ISIL commander", "Maute group militants": the longest name inside, if the rest only says what part of it.
            best = max(inside, key=lambda p: (p.end - p.start, -p.start))
            rest = (name[: best.start] + " " + name[best.end :]).strip()
            if self._is_part(rest):
                return ResolvedActor(self._actor(name, best.value), "name")
        country = self._country(name)
        kind = self._kind(name)
        if country and kind == ActorKind.CIVILIANS:
            return ResolvedActor(Actor(name=name, kind=kind, country=country), "role")
        if country and not _BACKED.search(name) and kind in (ActorKind.UNKNOWN, ActorKind.STATE_FORCES):
            entry_id = self._forces.get(country)
            if entry_id:
                return ResolvedActor(self._actor(name, entry_id), "nationality")
        backer = _BACKED.search(name)
        if kind or country or backer:
            return ResolvedActor(
                Actor(
                    name=name,
                    kind=kind,
                    country=None if backer else country,
                    backer=backer.group(1) if backer else None,
                ),
                "role",
            )
        return ResolvedActor(Actor(name=name), "words")

    def _actor(self, name: str, entry_id: str) -> Actor:
        entry = self.entries[entry_id]
        return Actor(name=name, entry=entry.id, kind=entry.kind, country=entry.country)

    @staticmethod
    def _is_part(rest: str) -> bool:
        roles = load_roles()
        for word, _, _ in words_of(rest):
            key = fold(word)
            bare = key.removesuffix("s")
            if key not in _SMALL_WORDS and not any(
                bare in roles[s] or key in roles[s] for s in ("force", "arms", "speaker")
            ):
                return False
        return True

    @staticmethod
    def _country(name: str) -> str | None:
        demonyms = load_demonyms()
        for word, _, _ in words_of(name):
            if (found := demonyms.get(fold(word))) and word[0].isupper():
                return found
        return None

    @staticmethod
    def _kind(name: str) -> ActorKind:
        roles = load_roles()
        for word, _, _ in reversed(words_of(name)):
            key = fold(word)
            for sort in ("force", "civilian"):
                for form in (key, key.removesuffix("s"), key.removesuffix("es"), key.removesuffix("ies") + "y"):
                    kind = roles[sort].get(form)
                    if kind is not None:
                        return kind
        return ActorKind.UNKNOWN


_SMALL_WORDS = {
    "the",
    "a",
    "an",
    "of",
    "s",
    "two",
    "three",
    "four",
    "its",
    "their",
    "senior",
    "local",
    "armed",
    "top",
    "suspected",
    "group",
    "cells",
    "and",
}


def fold_name(name: str) -> str:
    """A name folded for comparison."""
    return " ".join(key_of(name))
