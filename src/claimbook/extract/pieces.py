"""Words → word pieces, as BERT's uncased models cut them: lower case, no accents, the longest known piece first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

MOST = 8  # pieces of one token: what is cut into more is no word
MORE = "##"  # opens a piece that goes on with a word
UNKNOWN, OPEN, CLOSE = "[UNK]", "[CLS]", "[SEP]"


class Pieces:
    """A vocabulary of pieces; a piece's number is its place in it."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: n for n, piece in enumerate(vocabulary)}
        self.open, self.close = self._numbers[OPEN], self._numbers[CLOSE]
        self._longest = max(map(len, vocabulary))
        self.of = lru_cache(maxsize=50_000)(self._of)

    @classmethod
    def load(cls, path: Path) -> Pieces:
        """From a file with a piece on each line."""
        return cls(path.read_text(encoding="utf-8").rstrip("\n").split("\n"))

    def _of(self, token: str) -> tuple[int, ...]:
        """The numbers of a token's pieces; none for a space."""
        return tuple(number for word in _words(token) for number in self._cut(word))[:MOST]

    def _cut(self, word: str) -> list[int]:
        numbers, start = [], 0
        while start < len(word):
            lead = MORE if start else ""
            for end in range(min(len(word), start + self._longest), start, -1):
                number = self._numbers.get(lead + word[start:end])
                if number is not None:
                    numbers.append(number)
                    start = end
                    break
            else:
                return [self._numbers[UNKNOWN]]
        return numbers


def _words(token: str) -> Iterator[str]:
    """The runs of letters and digits of a token, and each mark by itself."""
    word = ""
    for sign in unicodedata.normalize("NFD", token.lower()):
        if unicodedata.category(sign) == "Mn" or (not sign.isprintable() and not sign.isspace()):
            continue
        if sign.isspace() or _is_mark(sign):
            if word:
                yield word
            word = ""
            if not sign.isspace():
                yield sign
        else:
            word += sign
    if word:
        yield word


def _is_mark(sign: str) -> bool:
    """Punctuation, and every ASCII sign that is no letter or digit; a Chinese character stands alone, too."""
    return (
        (sign.isascii() and not sign.isalnum())
        or unicodedata.category(sign).startswith("P")
        or 0x4E00 <= ord(sign) <= 0x9FFF
    )
