"""Keys for place names, from loose to strict.

strict   spelling folded: case, marks, hyphens, articles
sound    digraphs, vowels and doubled letters folded too; Arabic and Cyrillic are turned into Latin letters first
skeleton the consonants of the sound: finds nearly every spelling, and many others, so it only gathers candidates
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

_ARTICLES = frozenset(
    [
        "al",
        "el",
        "as",
        "ash",
        "ar",
        "ad",
        "an",
        "az",
        "at",
        "ez",
        "es",
        "er",
        "ed",
        "en",
        "et",
        "ul",
        "il",
        "the",
        "adh",
        "ath",
    ]
)
_ARABIC_MARKS = re.compile("[\u064b-\u0652\u0640]")
_QUOTES = re.compile(r"['’‘`ʿʾʼ\"ʻ′´]")
_NOT_WORD = re.compile(r"[\W_]+")
_DOUBLED = re.compile(r"(.)\1+")
# An abbreviation is only met by an abbreviation: "La." is not "La".
_ABBREVIATION = re.compile(r"[A-Z][a-z]{1,4}\.|(?:[A-Z]\. ?)+(?:[A-Z]\.?|[A-Z][a-z]+\.)")
_BOUND_ENDING = re.compile(r"(?:at|et|it|ah|eh)$")
_LAST_VOWEL = re.compile(r"[aiu]h?$")
_VOWELS = re.compile("[aiu]")
_ARABIC = str.maketrans(
    {
        "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z",
        "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "gh", "ف": "f", "ق": "q", "ك": "k",
        "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ى": "a", "ة": "a", "ء": "", "ئ": "y", "ؤ": "w",
        "گ": "g", "پ": "b", "چ": "ch", "ژ": "zh", "ک": "k", "ی": "y", "ە": "a", "ۆ": "u", "ێ": "i", "ڕ": "r", "ھ": "h",
    }
)  # fmt: skip
_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "e", "ё": "e", "ж": "zh", "з": "z",
        "и": "i", "і": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ы": "i", "э": "e",
        "ю": "iu", "я": "ia", "ь": "", "ъ": "",
    }
)  # fmt: skip
_DIGRAPHS = (
    ("sch", "s"), ("tch", "s"), ("dj", "g"), ("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"),
    ("dh", "d"), ("ph", "f"), ("zh", "s"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"), ("ai", "i"),
    ("ay", "i"), ("ey", "i"), ("ie", "i"), ("iy", "i"), ("uw", "u"), ("aw", "u"), ("au", "u"), ("ow", "u"),
)  # fmt: skip
_LETTERS = str.maketrans(
    {"q": "k", "c": "k", "j": "g", "z": "s", "e": "i", "o": "u", "y": "i", "w": "u", "v": "f", "x": "k", "p": "b", "ı": "i"}
)  # fmt: skip
# Head words whose spellings differ by more than vowels, in the form of their sound key.
_HEADS = {"til": "tal", "tul": "tal", "in": "in", "an": "in", "bu": "abu", "um": "um", "am": "um", "im": "um", "gabl": "gabal", "gibil": "gabal", "gabil": "gabal"}  # fmt: skip


class Keys(NamedTuple):
    """The three keys of one name."""

    strict: str
    sound: str
    skeleton: str


def make_keys(name: str) -> Keys:
    """All keys of a name."""
    words = _words(name)
    return _keys(name, words)


def keys_of_all(names: Iterable[str]) -> Iterator[Keys]:
    """The keys of one place's names, those of the same strict key once; much faster than one by one."""
    seen: set[str] = set()
    for name in names:
        words = _words(name)
        strict = "".join(words)
        if len(strict) > 1 and (strict not in seen or name.endswith(".")):
            seen.add(strict)
            yield _keys(name, words)


def _keys(name: str, words: list[str]) -> Keys:
    sounds = [_sound(word, last=n == len(words) - 1) for n, word in enumerate(words)]
    if len(sounds) > 1:
        sounds[0] = _HEADS.get(sounds[0], sounds[0])
    sound = "".join(sounds)
    strict = "".join(words) + ("." if _ABBREVIATION.fullmatch(name) else "")
    return Keys(strict, sound, _skeleton(sound))


@lru_cache(maxsize=100_000)
def keys_of(name: str) -> Keys:
    """All keys of a name, kept for names that come again."""
    return make_keys(name)


def strict_key(name: str) -> str:
    """Case, marks, hyphens, apostrophes and articles folded; Arabic letters unified."""
    return keys_of(name).strict


def phonetic_key(name: str) -> str:
    """The strict key with digraphs, vowels and doubled letters folded."""
    return keys_of(name).sound


def similarity(a: Keys, b: Keys) -> float:
    """How alike two names are, 0 to 1.  The weights were set on alias pairs of one country (docs/reference/places.md)."""
    if a.strict == b.strict:
        return 1.0
    ratio = fuzz.ratio
    return (0.4 * ratio(a.sound, b.sound) + 0.4 * ratio(a.skeleton, b.skeleton) + 0.2 * ratio(a.strict, b.strict)) / 100


def _fold(name: str) -> str:
    if name.isascii():
        return _QUOTES.sub("", name.lower())
    text = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return _QUOTES.sub("", _ARABIC_MARKS.sub("", text))


def _words(name: str) -> list[str]:
    words = _NOT_WORD.sub(" ", _fold(name)).split()
    if not name.isascii():
        words = [_to_latin(word) for word in words]
    kept = [word for word in words if word not in _ARTICLES]
    return kept or words


def _to_latin(word: str) -> str:
    if "\u0600" <= word[0] <= "\u06ff":
        if word.startswith("ال") and len(word) > 4:
            word = word[2:]
        if word.endswith("ه"):
            word = word[:-1] + "ة"
        return word.translate(_ARABIC)
    return word.translate(_CYRILLIC)


@lru_cache(maxsize=50_000)
def _sound(word: str, *, last: bool) -> str:
    if not last and len(word) > 3:
        word = _BOUND_ENDING.sub("a", word)  # khirbat X, khirbet X, khirba
    for long, short in _DIGRAPHS:
        if long in word:
            word = word.replace(long, short)
    word = _DOUBLED.sub(r"\1", word.translate(_LETTERS))
    return _LAST_VOWEL.sub("a", word) if len(word) > 2 else word


def _skeleton(sound: str) -> str:
    bones = _DOUBLED.sub(r"\1", _VOWELS.sub("", sound.replace("mb", "nb")))
    return bones or sound
