"""What a report says about its own names: abbreviations it defines, parties and countries it names, who published it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from claimbook.lexicon.crosswalks import load_countries
from claimbook.lexicon.parties import SpeakerEntry, load_demonyms

from .frame import CountryFrame
from .names import key_of, words_of

_WORD = r"(?:[A-Z][\w'’-]*|of|the|for|and|al-\w+|de|in)"
_ABBREVIATION = re.compile(rf"({_WORD}(?: {_WORD})*) \((?:the )?[\"“]?([A-Z][A-Za-z-]{{1,7}})[\"”]?\)")
_EXPANSION = re.compile(rf"\b([A-Z]{{2,7}}) \(({_WORD}(?: {_WORD})+)\)")


class Named(NamedTuple):
    """A name of the lexicon in a report's clean text: where it begins, the entry, and its folded words."""

    start: int
    entry: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActorContext:
    """What a report says about its own names.

    `outlet` is its name as given, `speaker` the outlet's entry; `named` are the parties that the text names, in order;
    `countries` counts the countries that it names, by themselves, by an adjective or by a place; `year` is that of
    publication; `frame` tells the country that the report, or a part of it, is about.
    """

    outlet: str | None = None
    speaker: SpeakerEntry | None = None
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    countries: Mapping[str, float] = field(default_factory=dict)
    year: int | None = None
    frame: CountryFrame = field(default_factory=CountryFrame)

    def uses_label_of(self, by: str) -> bool:
        """Whether the outlet is `by`: a speaker's name, or the id of the actor that the outlet is aligned with."""
        if self.speaker is not None:
            if self.speaker.alignment == by:
                return True
            return key_of(by) in {key_of(n) for n in (self.speaker.name, *self.speaker.names)}
        return self.outlet is not None and key_of(by) == key_of(self.outlet)


def find_abbreviations(text: str) -> dict[str, str]:
    """ "National Defense Forces (NDF)", "NDF (National Defense Forces)" → {"NDF": "National Defense Forces"}.

    The initials must agree.
    """
    found: dict[str, str] = {}
    for m in _ABBREVIATION.finditer(text):
        if full := _expand(m.group(2), m.group(1).split()):
            found.setdefault(m.group(2), full)
    for m in _EXPANSION.finditer(text):
        if full := _expand(m.group(1), m.group(2).split()):
            found.setdefault(m.group(1), full)
    return found


def count_countries(text: str, extra: Iterable[str]) -> dict[str, int]:
    """How often each country is named, by name or adjective; `extra` are countries told otherwise, such as by parties."""
    counts: Counter[str] = Counter(extra)
    demonyms, names = load_demonyms(), _country_names()
    words = words_of(text)
    folded = [w.lower() for w, _, _ in words]
    for i, (word, _, _) in enumerate(words):
        if not word[0].isupper():
            continue
        pair = " ".join(folded[i : i + 2])
        plain = folded[i].removesuffix("'s").removesuffix("’s").removesuffix(".")
        country = names.get(pair) or names.get(plain) or demonyms.get(plain)
        if country:
            counts[country] += 1
    return dict(counts)


def country_named(name: str) -> str | None:
    """The country of exactly this name, or None."""
    return _country_names().get(
        name.lower().replace("’", "'").removesuffix("'s").removesuffix(".").removeprefix("the ")
    )


@cache
def _country_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for entry in load_countries().values():
        for name in (entry.name, *entry.also):
            names.setdefault(name.lower().removesuffix("."), entry.country)
    return names


def _expand(short: str, words: list[str]) -> str | None:
    """The end of `words` whose capitals are the letters of `short`."""
    letters = [c for c in short if c.isupper()]
    initials = [(part[0], i) for i, word in enumerate(words) for part in word.split("-") if part and part[0].isupper()]
    start = len(initials) - len(letters)
    if len(letters) < 2 or start < 0 or [letter for letter, _ in initials[start:]] != letters:
        return None
    return " ".join(words[initials[start][1] :])
