"""Finds known names in text: longest match over words, forgiving of hyphens, articles, dots and apostrophes.

A name in capitals ("AP") is matched only in capitals, one of four letters and more also as "Nato"; a name with a capital
only where the text has one too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from claimbook.model import Basis, Phrase

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|\w+(?:['’]\w+)*")


def words_of(text: str) -> list[tuple[str, int, int]]:
    """(word as written, start, end) of every word."""
    return [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """A word's key: small letters, no marks, dots, apostrophes or possessive s."""
    word = word.replace("’", "'")
    if word.endswith("'s"):
        word = word[:-2]
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return word.replace("'", "").replace(".", "").lower()


@lru_cache(maxsize=16_384)
def key_of(name: str) -> tuple[str, ...]:
    """A name's key: its folded words, without articles at the front."""
    words = [fold(w) for w, _, _ in words_of(name)]
    while len(words) > 1 and words[0] in ("the", "al", "el"):
        words = words[1:]
    return tuple(words)


class NameIndex:
    """Names → identifiers, found in one pass over a text's words."""

    def __init__(self, names: Iterable[tuple[str, str]], method: str) -> None:
        """`names` are (name, identifier) pairs; the first identifier of a name keeps it."""
        self._method = method
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
        self._exact: dict[tuple[str, ...], str] = {}
        for name, identifier in names:
            key = key_of(name)
            if not key:
                continue
            shape = "upper" if name.isupper() and len(name) <= 5 else "title" if name[:1].isupper() else "any"
            if key in self._exact:
                if self._exact[key] == identifier and shape == "title":  # "Eta" beside "ETA": both are written
                    rows = self._by_first[key[0]]
                    self._by_first[key[0]] = [(k, i, shape if k == key and s == "upper" else s) for k, i, s in rows]
                continue
            self._exact[key] = identifier
            self._by_first[key[0]].append((key, identifier, shape))
        for rows in self._by_first.values():
            rows.sort(key=lambda row: (-len(row[0]), row[0]))

    def get(self, name: str) -> str | None:
        """The identifier of exactly this name."""
        return self._exact.get(key_of(name))

    def find(self, text: str) -> tuple[Phrase[str], ...]:
        """Every known name in the text, longest first from the left; spans do not overlap."""
        words = words_of(text)
        keys = [fold(w) for w, _, _ in words]
        out = []
        i = 0
        while i < len(words):
            for key, identifier, shape in self._by_first.get(keys[i], ()):
                end = i + len(key)
                if tuple(keys[i:end]) == key and _shaped(words[i][0], shape):
                    stop = words[end - 1][2]
                    if words[end - 1][0].endswith(("'s", "’s")):
                        stop -= 2
                    out.append(Phrase(words[i][1], stop, identifier, Basis.STATED, self._method))
                    i = end - 1
                    break
            i += 1
        return tuple(out)


def _shaped(word: str, shape: str) -> bool:
    if shape == "upper":
        return word.isupper() or (len(word) > 3 and word.istitle())
    return shape == "any" or word[:1].isupper()
