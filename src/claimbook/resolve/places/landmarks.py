"""The well-known places that a report names anywhere, for what they say of the others.

Countries, first-level regions, areas and larger towns are found by their exact names; what they mean is not decided
here.  A landmark supports a candidate that it contains or that lies near it.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimbook.lexicon.parties import load_demonyms

from .gazetteer import Gazetteer
from .index import Entry
from .keys import strict_key
from .kinds import TOWN, WORD, split_kind

# "at", "as" and "an" are English words too, unless a hyphen follows or they are written large.
_PARTICLE = r"(?:(?:al|el|ash|ar|ad|az|ez|es)[- ]|(?:as|an|at)-|(?:Al|El|Ash|Ar|As|Ad|Az|An|At)[- ])"
_NAME = re.compile(
    rf"(?<!\w)(?:(?:[A-Z]\. ?)+(?:[A-Z]\.?|[A-Z][a-z]+\.)"  # "N.J.", "W. Va."
    rf"|(?:[Rr]eef |[Rr]if )?(?:{_PARTICLE})?[A-Z\u0400-\u042f\u0600-\u06ff][\w'’ʿʻ`]*(?:-[\w'’]+)*\.?)"
)
_POSSESSIVE = re.compile(r"['’]s?\.?$")
_BREAKS = re.compile(r"\.$")  # a full stop ends a name, but for "St. Louis", "Ft. Hood"
_SHORT = re.compile(r"^(?:St|Ft|Mt|Sta|Ste)\.$")
_LONGEST = 3  # words of a landmark's name
_LARGE = 15_000
CITY = 300_000  # a city of this size speaks for its country alone
_FILLER = re.compile(
    rf"(?i)^(?:['’]s)?[\s,(]*(?:(?:in|of|near|at|the|a|an|within|area|western|eastern|northern|southern|south|north|east|west|north-?west(?:ern)?|north-?east(?:ern)?|south-?east(?:ern)?|south-?west(?:ern)?|central|rural|countryside|reef|rif|side|part|located|situated|outside|{WORD}s?)(?:['’]s)?[\s,(]*)*$"
)
_HOLDS = re.compile(r"(?i)(?:\(|\bin\b|\bof\b|['’]s\b)")
_OWNS = re.compile(
    r"(?i)^(?:['’]s\b| (?:[\w-]+ )?(?:countryside|province|governorate|district)\b| (?:suburb|neighbou?rhood|town|village) of\b)"
)  # "Aleppo's al-Bab", "the Aleppo suburb of Handarat"
_IS_CALLED = re.compile(r"(?i)^[^(,]*\b(?:suburb|neighbou?rhood|town|village|city) of (?:the )?$")
# Words that begin sentences and titles, peoples and bodies, all of which some town somewhere is called like.
_CALENDAR = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december
"""
_HEADS = """
tel tal tell tall til ain ayn ein deir dayr der kafr kafar khirbet khirbat jabal jebel umm um abu bani beni sheikh
shaykh wadi bir beit bayt ras qalat nahr marj ibn bin
"""
_PEOPLES = """
arab arabs kurd kurds kurdish shia shiite sunni druze alawite christian christians muslim muslims jewish islam
congress parliament senate tomahawk americas free haj god art day big key law care hall king queen
"""
_COMMON = """
after air all also an and army as at base bay before both but by central committee council during each earlier east
eastern eight federal first five for force forces four from front general government great group had has he her here
his how however human i if in international is islamic it its later local lower many meanwhile media minister
ministry more most national new news nine no north northern not of official officials old on one or other our party
people police president press report reports republic rights road second security seven she since six so some south
southern state ten than that the their then there these they this those three to two union until upper was we were
west western what when where while who why with you
"""
EVERYDAY = frozenset((_CALENDAR + _HEADS + _PEOPLES + _COMMON).split())
_WITHIN = re.compile(
    r"(?i)\b(?:in|inside|into|across|within|throughout|(?:north|south|east|west)\w*|central|rural)(?: of)?(?: the)? $"
)
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
    lower = set(re.findall(r"(?<!\w)[a-z][a-z'’]+", text))
    found: list[Landmark] = []
    at = 0
    while at < len(words):
        for last in range(min(at + _LONGEST, len(words)) - 1, at - 1, -1):
            start, end = words[at][0], words[last][1]
            if end - start > 45 or not _is_one_name(text, words[at : last + 1]):
                continue
            name = _POSSESSIVE.sub("", text[start:end])
            entries = _large(gazetteer.exact(name)) if strict_key(name).endswith(".") else ()
            if not entries:
                name = name.rstrip(".")
                if name.lower() in EVERYDAY or name.lower() in lower:
                    continue
                entries = _large(gazetteer.exact(split_kind(name)[0]))
                if last == at and (is_acronym(name) or _is_half(text, words, at)):
                    entries = tuple(e for e in entries if e.kind != TOWN or e.population >= CITY)
            if entries:
                found.append(Landmark(start, start + len(name), entries))
                at = last
                break
        at += 1
    return found


def _is_one_name(text: str, words: Sequence[tuple[int, int]]) -> bool:
    for (start, end), (following, _) in itertools.pairwise(words):
        if text[end:following] not in (" ", "-"):
            return False
        if _BREAKS.search(text[start:end]) and not _SHORT.match(text[start:end]):
            return False
    return True


def is_acronym(name: str) -> bool:
    """Whether a name is up to four capitals, such as a force's abbreviation."""
    return name.isupper() and len(name) <= 4


def _is_half(text: str, words: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether the next word before or after is a name too: "Perry" of "Tom Perry", "Issa" of "Ayn Issa"."""
    (start, end) = words[at]
    before = at > 0 and text[words[at - 1][1] : start] == " " and not _is_everyday(text, words[at - 1])
    after = at + 1 < len(words) and text[end : words[at + 1][0]] == " " and not _is_everyday(text, words[at + 1])
    return before or after


def _is_everyday(text: str, word: tuple[int, int]) -> bool:
    name = text[word[0] : word[1]]
    return name.endswith(".") or name.lower() in EVERYDAY


def _large(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(e for e in entries if _is_large(e))


@dataclass(frozen=True, slots=True)
class Votes:
    """What speaks for each country: what names it, and towns by their names."""

    named: Mapping[str, float]
    places: tuple[tuple[str, str, float], ...]  # strict key of a region's or town's name, country, weight

    def without(self, key: str) -> dict[str, float]:
        """How much speaks for each country beside places of the name of `key`: a name is no reason for itself."""
        votes = defaultdict(float, self.named)
        for name, country, weight in self.places:
            if name != key:
                votes[country] += weight
        return dict(votes)


def count_votes(
    text: str,
    landmarks: Sequence[Landmark],
    spans: Sequence[tuple[int, int]],
    names: Mapping[str, Sequence[Entry]],
    hint: str | None,
) -> Votes:
    """How much speaks for each country: its name, its demonyms, its regions and towns, the report's own country.

    `names` holds, by its strict key, all that each of the report's place names may mean.
    """
    votes: dict[str, float] = defaultdict(float)
    regions: list[tuple[str, str, float]] = []
    starts = {start for start, _ in spans}
    for landmark in landmarks:
        key = strict_key(text[landmark.start : landmark.end])
        for country in _countries_named(landmark):
            within = landmark.start in starts or _WITHIN.search(text, max(0, landmark.start - 30), landmark.start)
            weight = 1.5 if within else 0.6  # "Russia said" names a party, "in Russia" a place
            if any(e.kind == "country" for e in landmark.entries):
                votes[country] += weight
            else:
                city = any(e.kind == TOWN and e.population >= CITY for e in landmark.entries)
                regions.append((key, country, 0.7 if city else weight))  # bylines name cities
    demonyms = load_demonyms()
    for word in re.findall(r"\b[A-Z][\w.]+", text):
        if code := demonyms.get(word.lower().rstrip(".")):
            votes[code] += 0.3  # forces fight abroad: an adjective says less than a place
    if hint:
        votes[hint] += 1.5
    # Towns bear each other's names the world over: they speak for countries that something else speaks for, for that
    # of a large city, and for one in which two of them lie alone.
    towns = regions
    spoken_for = {*votes, *(country for _, country, _ in regions)}
    lonely: dict[str, set[str]] = defaultdict(set)
    heard = [(strict_key(text[m.start : m.end]), m.entries, 0.7) for m in landmarks if not _countries_named(m)]
    for key, entries, weight in [*heard, *((key, entries, 0.7) for key, entries in names.items())]:
        if not entries:
            continue
        inside = [e for e in entries if e.country in spoken_for]
        best = max(inside or entries, key=lambda e: (e.population, e.id))
        if inside or best.population >= CITY:
            towns.append((key, best.country, weight))
        elif len({e.country for e in entries}) == 1:
            lonely[best.country].add(key)
    towns += [(key, country, 0.7) for country, keys in lonely.items() if len(keys) > 1 for key in sorted(keys)]
    return Votes(votes, tuple(towns))


def _countries_named(landmark: Landmark) -> set[str]:
    """The countries of a landmark that is a country, or a region or area of one country."""
    countries = {e.country for e in landmark.entries if e.kind == "country"}
    if countries:
        return countries
    others = {e.country for e in landmark.entries if e.country}
    return others if len(others) == 1 and any(e.kind != TOWN for e in landmark.entries) else set()


def stands_beside(text: str, span: tuple[int, int], landmark: Landmark) -> bool:
    """Whether only words such as ", in the countryside of" part a name from a landmark after it, or "'s" before it."""
    if landmark.start >= span[1]:
        gap = text[span[1] : landmark.start]
        if _IS_CALLED.match(gap) and not re.search(r"(?i)\b(?:in|at|near)\b", gap):
            return False  # "the Aleppo suburb of Handarat": the second is what the first holds
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
