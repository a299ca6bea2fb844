"""Keys for place names: strict (spelling folded) and phonetic (the spellings of one sound fall together)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ARTICLE = re.compile(r"^(?:al|el|as|ash|ar|ad|an|az|at|ul|the)[- ](?=\w{2})")
_ARABIC_MARKS = re.compile("[\u064b-\u0652\u0640]")
_DIGRAPHS = (
    ("sch", "s"), ("tch", "s"), ("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("ph", "f"),
    ("zh", "s"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"), ("ai", "i"), ("ay", "i"), ("ey", "i"), ("ie", "i"),
    ("aa", "a"), ("iy", "i"), ("uw", "u"), ("aw", "u"), ("au", "u"), ("ow", "u"),
)  # fmt: skip
_LETTERS = str.maketrans(
    {"q": "k", "c": "k", "j": "g", "z": "s", "e": "i", "o": "u", "y": "i", "w": "u", "v": "f", "x": "k"}
)


@lru_cache(maxsize=100_000)
def strict_key(name: str) -> str:
    """Case, marks, hyphens, apostrophes and the article folded; Arabic letters unified."""
    text = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    text = _ARABIC_MARKS.sub("", text).translate(str.maketrans("أإآىةؤئ", "اااىهوي"))
    text = re.sub(r"['’‘`ʿʾʼ\"]", "", text)
    text = re.sub(r"[-–_./]", " ", text)
    text = " ".join(text.split())
    text = _ARTICLE.sub("", text)
    return re.sub(r" (?:al|el|as|ash|ar|ad|an|az|at) ", " ", text).removeprefix("ال").replace(" ", "")


@lru_cache(maxsize=100_000)
def phonetic_key(name: str) -> str:
    """The strict key with digraphs, vowels and doubled letters folded: Kinsabba and Kansaba fall together."""
    text = strict_key(name)
    for long, short in _DIGRAPHS:
        text = text.replace(long, short)
    text = re.sub(r"(.)\1+", r"\1", text.translate(_LETTERS))
    return re.sub(r"(?:ah|ih|a|i|h)$", "a", text)
