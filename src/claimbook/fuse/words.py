"""Keys of names and telling words: what two reports that spell one thing two ways still share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_ARTICLES = frozenset(["al", "el", "as", "ash", "ar", "ad", "an", "az", "at", "ul", "the", "a", "of", "in", "near", "and", "la", "le", "de"])
# Words that say what sort of place or thing a name is, not which one.
_SORTS = frozenset(
    ["town", "city", "village", "villages", "district", "districts", "province", "governorate", "state", "oblast", "region", "regions", "area", "areas", "neighborhood", "neighbourhood", "neighborhoods", "neighbourhoods", "quarter", "camp", "hill", "mountain", "mountains", "county", "municipality", "suburb", "suburbs", "river", "island", "crossing", "border", "airport", "international", "base", "road", "highway", "valley", "center", "centre", "central", "countryside", "outskirts", "reef", "rif", "rural", "north", "south", "east", "west", "northern", "southern", "eastern", "western", "northeast", "northwest", "southeast", "southwest", "northeastern", "northwestern", "southeastern", "southwestern", "vicinity", "axis", "street", "tel", "tell", "tal", "old", "new", "upper", "lower", "greater", "around", "between", "refugee"]
)
# Words so common in reports of conflict that sharing them tells nothing.
_DULL = frozenset(
    ["about", "after", "again", "against", "air", "airstrike", "airstrikes", "all", "also", "among", "another", "area", "areas", "armed", "army", "artillery", "attack", "attacked", "attacks", "been", "before", "being", "between", "blast", "bomb", "bombed", "bomber", "bombing", "bombs", "bring", "called", "car", "carried", "casualties", "causing", "citizens", "city", "civilian", "civilians", "claimed", "clashes", "combatants", "command", "conducted", "country", "countryside", "crime", "dead", "deadly", "death", "deaths", "defence", "defense", "died", "down", "drone", "drones", "during", "early", "eight", "eleven", "enemy", "explosion", "explosive", "explosives", "fell", "fighter", "fighters", "fighting", "fire", "fired", "first", "five", "force", "forces", "four", "from", "government", "group", "groups", "have", "here", "hit", "including", "injured", "injuring", "injuries", "into", "killed", "killing", "kills", "large", "last", "late", "least", "left", "local", "many", "members", "militants", "military", "militia", "missile", "missiles", "monday", "more", "morning", "multiple", "nine", "number", "occupation", "official", "officials", "other", "over", "people", "person", "persons", "planes", "police", "positions", "regime", "region", "reported", "reports", "residents", "rocket", "rockets", "said", "saturday", "several", "seven", "shell", "shelled", "shelling", "shells", "since", "six", "soldiers", "some", "source", "sources", "strike", "strikes", "struck", "sunday", "targeted", "targeting", "targets", "ten", "terrorist", "terrorists", "that", "their", "them", "there", "they", "this", "three", "thursday", "today", "took", "town", "tuesday", "twelve", "twenty", "under", "units", "vehicle", "vehicles", "village", "wake", "warplanes", "was", "weapons", "wednesday", "were", "what", "when", "where", "which", "while", "with", "women", "wounded", "wounding", "wounds", "friday", "night", "when", "also", "troops", "civil", "died", "result", "resulting", "damage", "damaged", "least", "children", "child", "woman", "man", "men", "launched", "across", "amid", "ongoing", "operation", "operations", "explosions", "exploded", "detonated", "attacker", "suicide", "gunmen"]
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_FOLDS = (("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("zh", "s"))
_LETTERS = str.maketrans({"q": "k", "c": "k", "j": "g", "z": "s", "v": "f", "x": "k"})


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonants of a word, sounds of one kind unified: Tokhar and Tukhar fall together.

    A script without Latin letters keeps its own, marks folded.
    """
    text = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).lower()
    text = re.sub(r"[^\w]|_", "", text)
    for long, short in _FOLDS:
        text = text.replace(long, short)
    bare = re.sub(r"[aeiouwyh]", "", text.translate(_LETTERS))
    return re.sub(r"(.)\1+", r"\1", bare) or text


@lru_cache(maxsize=100_000)
def name_keys(name: str) -> tuple[str, frozenset[str]]:
    """The key of a place's name, and the telling keys of its parts: articles and sorts of place left out."""
    words = [w for w in _WORD.findall(re.sub(r"[-–_./]", " ", name)) if w.lower() not in _ARTICLES]
    telling = [w for w in words if w.lower() not in _SORTS] or words
    keys = [skeleton(w) for w in telling]
    whole = "".join(keys)
    return whole, frozenset(k for k in (*keys, whole) if len(k) >= 3)


@lru_cache(maxsize=200_000)
def telling_words(text: str) -> frozenset[str]:
    """The words that few reports of conflict share: folded, plural s cut, dull ones and short ones left out."""
    return frozenset(
        _fold(w) for w in _WORD.findall(text) if len(w) >= 4 and w.lower() not in _DULL and not w.isdigit()
    )


def union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """All of them."""
    return frozenset().union(*sets)


def _fold(word: str) -> str:
    text = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).lower()
    return re.sub(r"(?:['’]s|s)$", "", text)
