"""The well-known places that a report names anywhere, for what they say of the others.

Countries, first-level regions, areas and larger towns are found by their exact names; what they mean is not decided
here.  A landmark supports a candidate that it contains or that lies near it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from claimbook.lexicon.parties import load_demonyms

from .gazetteer import Gazetteer
from .index import Entry
from .kinds import TOWN, WORD, split_kind

_NAME = re.compile(
    r"(?:(?:[Rr]eef|[Rr]if) )?(?:(?:al|el|as|ash|ar|ad|an|az|at|ez|es|Al|El|Ar|As|Ad|Az)[- ])?[A-Z\u0400-\u042f\u0600-\u06ff][\w'’ʿʻ`]*(?:-[\w'’]+)*\.?"
)
_LONGEST = 3  # words of a landmark's name
_LARGE = 15_000
_CITY = 300_000
_FILLER = re.compile(
    rf"(?i)^(?:['’]s)?[\s,(]*(?:(?:in|of|near|at|the|a|an|within|area|western|eastern|northern|southern|south|north|east|west|north-?west(?:ern)?|north-?east(?:ern)?|south-?east(?:ern)?|south-?west(?:ern)?|central|rural|countryside|reef|rif|side|part|located|situated|outside|{WORD}s?)(?:['’]s)?[\s,(]*)*$"
)
_HOLDS = re.compile(r"(?i)(?:\(|\bin\b|\bof\b|['’]s\b)")
_OWNS = re.compile(
    r"(?i)^(?:['’]s\b| (?:[\w-]+ )?(?:countryside|province|governorate|district)\b)"
)  # "Aleppo's al-Bab"
_LINK = re.compile(r"(?i)(?:,|\(|\bin\b|\bof\b|['’]s|countryside|province|governorate)")


@dataclass(frozen=True, slots=True)
class Landmark:
    """A well-known name in the text and all that it may mean."""

    start: int
    end: int
    entries: tuple[Entry, ...]


def find_landmarks(text: str, gazetteer: Gazetteer) -> list[Landmark]:
    """Landmarks in text order; of overlapping names the longest."""
    words = [(m.start(), m.end()) for m in _NAME.finditer(text)]
    found: list[Landmark] = []
    at = 0
    while at < len(words):
        for last in range(min(at + _LONGEST, len(words)) - 1, at - 1, -1):
            start, end = words[at][0], words[last][1]
            name = text[start:end].rstrip(".")
            if end - start > 45 or any(text[words[i][1] : words[i + 1][0]] not in (" ", "-") for i in range(at, last)):
                continue
            entries = tuple(e for e in gazetteer.exact(split_kind(name)[0]) if _is_large(e))
            if entries:
                found.append(Landmark(start, start + len(name), entries))
                at = last
                break
        at += 1
    return found


def count_countries(
    text: str, landmarks: Sequence[Landmark], spans: Sequence[tuple[int, int]], hint: str | None
) -> dict[str, float]:
    """How much speaks for each country: its name, its demonyms, its regions and cities, the report's own country."""
    votes: dict[str, float] = defaultdict(float)
    starts = {start for start, _ in spans}
    for landmark in landmarks:
        for country in _countries_named(landmark):
            votes[country] += 2.0 if landmark.start in starts else 1.0
    demonyms = load_demonyms()
    for word in re.findall(r"\b[A-Z][\w.]+", text):
        if code := demonyms.get(word.lower().rstrip(".")):
            votes[code] += 0.3  # forces fight abroad: an adjective says less than a place
    if hint:
        votes[hint] += 1.5
    # Towns bear each other's names the world over: they speak only for countries that something else speaks for.
    spoken_for = frozenset(votes)
    for landmark in landmarks:
        if not _countries_named(landmark) and (country_of := _country_of_town(landmark, spoken_for)):
            votes[country_of] += 1.4 if landmark.start in starts else 0.7
    return votes


def _countries_named(landmark: Landmark) -> set[str]:
    """The countries of a landmark that is a country, or a region or area of one country."""
    countries = {e.country for e in landmark.entries if e.kind == "country"}
    if countries:
        return countries
    others = {e.country for e in landmark.entries if e.country}
    return others if len(others) == 1 and any(e.kind != TOWN for e in landmark.entries) else set()


def _country_of_town(landmark: Landmark, spoken_for: frozenset[str]) -> str | None:
    inside = [e for e in landmark.entries if e.country in spoken_for]
    best = max(inside or landmark.entries, key=lambda e: (e.population, e.id))
    alone = len({e.country for e in landmark.entries}) == 1
    return best.country if inside or alone or best.population >= _CITY else None


def stands_beside(text: str, span: tuple[int, int], landmark: Landmark) -> bool:
    """Whether only words such as ", in the countryside of" part a name from a landmark after it, or "'s" before it."""
    if landmark.start >= span[1]:
        gap = text[span[1] : landmark.start]
        return len(gap) < 70 and bool(_LINK.search(gap)) and bool(_FILLER.match(gap))
    if landmark.end <= span[0]:
        gap = text[landmark.end : span[0]]
        return len(gap) < 50 and bool(_OWNS.match(gap)) and bool(_FILLER.match(gap))
    return False


def must_hold(text: str, span: tuple[int, int], landmark: Landmark) -> bool:
    """Whether the words between say that the landmark holds the place: more than a comma, as in a list."""
    gap = text[span[1] : landmark.start] if landmark.start >= span[1] else text[landmark.end : span[0]]
    return bool(_HOLDS.search(gap))


def in_one_sentence(text: str, span: tuple[int, int], landmark: Landmark) -> bool:
    """Whether no full stop parts a name from a landmark within 250 characters."""
    low, high = (span[1], landmark.start) if landmark.start >= span[1] else (landmark.end, span[0])
    return high - low < 250 and not re.search(r"[.!?]\s+[A-Z]|\n", text[low:high])


def _is_large(entry: Entry) -> bool:
    return entry.kind != TOWN or entry.population >= _LARGE
