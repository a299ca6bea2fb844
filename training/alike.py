"""Two wordings name one thing, as the annotation scorer sees it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "in",
        "on",
        "at",
        "to",
        "from",
        "near",
        "by",
        "for",
        "with",
        "al",
        "el",
        "as",
        "its",
        "his",
        "their",
        "s",
        "members",
        "member",
        "forces",
        "force",
        "fighters",
        "fighter",
        "militants",
        "militant",
        "group",
        "groups",
        "city",
        "town",
        "village",
        "province",
        "governorate",
        "countryside",
    ]
)


@lru_cache(maxsize=100_000)
def key_words(text: str) -> frozenset[str]:
    """The words that count."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text or "") if not unicodedata.combining(c)).lower()
    words = re.findall(r"\w+", plain.replace("'", "").replace("’", ""))
    return frozenset([w for w in words if w not in STOP] or words)


@lru_cache(maxsize=200_000)
def alike(a: str, b: str) -> bool:
    """Half of the shorter one's key words are shared, by their first five letters."""
    first, second = key_words(a), key_words(b)
    if not first or not second:
        return False
    shared = sum(1 for w in first if any(w == v or (min(len(w), len(v)) > 4 and w[:5] == v[:5]) for v in second))
    return shared >= 0.5 * min(len(first), len(second))
