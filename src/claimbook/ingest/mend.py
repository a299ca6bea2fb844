"""Mends the faults of copied text, one small pass each, and keeps the map to the original offsets.

A pass yields edits (start, end, replacement) in ascending order; `apply` makes them.  A replacement's characters
carry the offset of what they stand for.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

Edit = tuple[int, int, str]
Pass = Callable[[str], Iterator[Edit]]

ARTICLES = {"al", "el", "as", "ash", "at", "an", "ar", "az", "ad", "abu", "ibn", "ul", "bin"}
HALVES = {
    "pro",
    "anti",
    "ex",
    "non",
    "self",
    "co",
    "counter",
    "pre",
    "post",
    "vice",
    "so",
    "de",
    "semi",
    "cease",
    "air",
}
COMPOUND_ENDS = (
    "backed",
    "led",
    "held",
    "based",
    "controlled",
    "old",
    "aligned",
    "affiliated",
    "run",
    "majority",
    "torn",
    "escalation",
    "scale",
    "range",
    "general",
    "made",
    "ridden",
    "wide",
    "occupied",
    "linked",
)
PREFIX_ARTICLES = r"(?:[Aa]l|[Ee]l|[Aa]s|[Aa]sh|[Aa]r|[Aa]d|[Aa]n|[Aa]z|[Aa]t|Ash|Al)"


def apply(text: str, origin: array[int], edits: Iterable[Edit]) -> tuple[str, array[int]]:
    """The text with the edits made, and its map."""
    pieces: list[str] = []
    new_origin: array[int] = array("l")
    at = 0
    for start, end, replacement in edits:
        if start < at:
            continue
        pieces.append(text[at:start])
        new_origin.extend(origin[at:start])
        pieces.append(replacement)
        old = end - start
        for k in range(len(replacement)):
            new_origin.append(origin[start + min(k, old - 1)] if old else origin[start])
        at = end
    if not pieces:
        return text, origin
    pieces.append(text[at:])
    new_origin.extend(origin[at:])
    return "".join(pieces), new_origin


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\r\f\v]")
_MOJIBAKE = {
    "â€™": "’", "â€˜": "‘", "â€œ": "“", "â€\x9d": "”", "â€“": "–", "â€”": "—", "â€¦": "…", "Ã©": "é", "Ã¨": "è", "Ã¡": "á",
    "Ã³": "ó", "Ã±": "ñ", "Ã¼": "ü", "Ã¶": "ö", "Ã§": "ç", "Ã­": "í", "Ãº": "ú", "Ã¤": "ä", "â€": "”", "Â ": " ",
    "\u0091": "‘", "\u0092": "’", "\u0093": "“", "\u0094": "”", "\u0096": "–", "\u0097": "—",
}  # fmt: skip
_MOJIBAKE_RE = re.compile("|".join(sorted(map(re.escape, _MOJIBAKE), key=len, reverse=True)))
_MASKED = re.compile(r"\b[A-Za-z]+(?:\*[A-Za-z]+)+\b")
_BROKEN = re.compile(r"(\w+)-[ ]*\n[ ]*(?=(\w+))")
_SPACED_ARTICLE = re.compile(rf"\b{PREFIX_ARTICLES}(?: -\s?|-\s)(?=[A-Z])")
_RUN_ON = re.compile(r"(?<=[a-z0-9][a-z)”\"’][.!?])(?=[A-Z“\"][a-z]{2,})|(?<=[a-z][.!?][”\"’])(?=[A-Z][a-z])")
_GLUED_DATELINE = re.compile(r"(?m)^[^\n.]{2,60}?,\s?[A-Z]{3,8}(\s?[-–—]\s?)(?=[A-Z][a-z])")
_ADDRESS_LINE = re.compile(r"(?m)^[ ]*(?:https?://|www\.)\S+[ ]*$")


def drop_invisible(text: str) -> Iterator[Edit]:
    """Soft hyphens, zero-width and direction marks go; odd spaces become spaces."""
    hits = [(m.start(), m.end(), "") for m in _INVISIBLE.finditer(text)]
    hits += [(m.start(), m.end(), " ") for m in _ODD_SPACE.finditer(text)]
    yield from sorted(hits)


def mend_mojibake(text: str) -> Iterator[Edit]:
    """UTF-8 that was read as Windows-1252."""
    for m in _MOJIBAKE_RE.finditer(text):
        yield m.start(), m.end(), _MOJIBAKE[m.group()]


def unmask(text: str) -> Iterator[Edit]:
    """Words masked against filters: a star that stands for a letter, or was put between letters."""
    for m in _MASKED.finditer(text):
        word = m.group()
        pattern = re.compile(word.lower().replace("*", "."))
        whole = next((w for w in masked_words() if pattern.fullmatch(w)), None)
        if whole is None:
            yield m.start(), m.end(), word.replace("*", "")
        else:
            yield m.start(), m.end(), "".join(w if c == "*" else c for c, w in zip(word, whole, strict=True))


def join_broken_words(text: str) -> Iterator[Edit]:
    """A word broken over two lines; the hyphen stays where it belongs to the word."""
    for m in _BROKEN.finditer(text):
        first, second = m.group(1), m.group(2)
        keep = (
            first.lower() in ARTICLES | HALVES
            or second[0].isupper()
            or second[0].isdigit()
            or first[-1].isdigit()
            or second.lower().startswith(COMPOUND_ENDS)
        )
        yield m.end(1), m.end(), "-" if keep else ""


def close_articles(text: str) -> Iterator[Edit]:
    """ "al - Qamishli" and "al- Qamishli" are al-Qamishli."""
    for m in _SPACED_ARTICLE.finditer(text):
        yield m.start(), m.end(), re.match(r"\w+", m.group()).group() + "-"  # type: ignore[union-attr]


def part_sentences(text: str) -> Iterator[Edit]:
    """Sentences run together get their space."""
    for m in _RUN_ON.finditer(text):
        before = text[max(0, m.start() - 30) : m.start()].split()
        if before and re.search(r"https?:|www\.|@", before[-1]):
            continue
        yield m.start(), m.start(), " "


def part_dateline(text: str) -> Iterator[Edit]:
    """The agency of a dateline and the first word after it are two words: "Homs, SANA-Ten civilians"."""
    for m in _GLUED_DATELINE.finditer(text):
        if m.group(1) != " - ":
            yield m.start(1), m.end(1), " - "


def drop_addresses(text: str) -> Iterator[Edit]:
    """A web address on a line of its own is not read."""
    for m in _ADDRESS_LINE.finditer(text):
        yield m.start(), m.end(), ""


SHORT_LINE = 40
LONG_LINE = 130  # where most lines are longer than this, they were never wrapped, and their ends are paragraphs' ends


def fold_space(text: str) -> Iterator[Edit]:
    """Wrapped lines are joined, paragraphs parted by one blank line, doubled spaces folded."""
    lengths = sorted(len(line) for line in text.split("\n") if len(line) > SHORT_LINE) or [0]
    wrapped = lengths[len(lengths) // 2] <= LONG_LINE
    widest = lengths[int(len(lengths) * 0.9)]
    for m in re.finditer(r"[ \n]{2,}|\n", text):
        gap = m.group()
        if "\n" not in gap:
            replacement = " "
        elif gap.count("\n") > 1 or not wrapped or _ends_block(text, m.start(), m.end(), widest):
            replacement = "\n\n"
        else:
            replacement = " "
        if m.start() == 0 or m.end() == len(text):
            replacement = ""
        if replacement != gap:
            yield m.start(), m.end(), replacement


def _ends_block(text: str, start: int, end: int, widest: int) -> bool:
    """A line that stops well short of the others, with a new beginning after it, ends its block."""
    line_start = text.rfind("\n", 0, start) + 1
    length = start - line_start
    if end < len(text) and not (text[end].isupper() or text[end] in '“"‘(•-'):
        return False
    next_end = text.find("\n", end)
    following = (next_end if next_end >= 0 else len(text)) - end
    return length < 0.6 * widest and following > length


def lower_capitals(text: str) -> Iterator[Edit]:
    """Wire copy in capitals: common words in small letters, the rest as names."""
    letters = sum(c.isalpha() for c in text)
    if letters < 40 or sum(c.isupper() for c in text) <= 0.6 * letters:
        return
    sentence_start = True
    for m in re.finditer(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[.!?]\s", text):
        word = m.group()
        if word[0] in ".!?":
            sentence_start = True
            continue
        lower = word.lower()
        bare = re.sub(r"['’].*$", "", lower)
        if _is_common(bare):
            new = word[0] + lower[1:] if sentence_start else lower
        elif len(bare) <= 4 and not re.search(r"[aeiouy]", bare):
            new = word  # an abbreviation such as FMLN
        else:
            new = word[0] + lower[1:]
        sentence_start = False
        if new != word and len(new) == len(word):
            yield m.start(), m.end(), new


MIN_HEADLINE = 5  # long words that a headline has at least
HEADLINE = 0.85  # and how many of these are written large
LARGE = 3  # common words written large that it has at least, or it is a sentence full of names
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\n))*")
_SENTENCE = re.compile(r"(?:[^.!?]|[.!?](?!\s|$))+")
_WORD = re.compile(r"[^\W\d_]+")


def lower_headlines(text: str) -> Iterator[Edit]:
    """A headline that the text begins with, or that is a paragraph of its own: its common words in small letters."""
    for paragraph in _PARAGRAPH.finditer(text):
        sentence = _SENTENCE.match(text, paragraph.start(), paragraph.end())
        if sentence is None or (paragraph.start() > 0 and sentence.end() < paragraph.end()):
            continue
        words = list(_WORD.finditer(text, sentence.start(), sentence.end()))
        long = [m.group() for m in words if len(m.group()) > 3]
        if len(long) < MIN_HEADLINE or sum(w[0].isupper() for w in long) < HEADLINE * len(long):
            continue
        large = [m for m in words[1:] if m.group()[1:].islower() and m.group()[0].isupper() and _is_common(m.group())]
        if len(large) >= LARGE:
            yield from ((m.start(), m.start() + 1, m.group()[0].lower()) for m in large)


def _is_common(word: str) -> bool:
    lower = word.lower()
    return lower in common_words() or (lower.endswith("s") and lower[:-1] in common_words())


@cache
def common_words() -> frozenset[str]:
    """English words that are written in small letters; a plain list beside this file."""
    return frozenset((Path(__file__).with_name("common_words.txt")).read_text(encoding="utf-8").split())


@cache
def masked_words() -> tuple[str, ...]:
    """Words that filters are known to catch."""
    stems = ("kill", "bomb", "murder", "rap", "shoot", "execut", "behead", "wound", "injur", "bomb", "explod", "attack")
    words = {"killed", "killing", "kills", "kill", "dead", "death", "deaths", "bomb", "bombs", "bombed", "bombing", "murder",
             "murdered", "raped", "rape", "suicide", "shot", "shooting", "execution", "executed", "terrorist", "terrorists",
             "weapon", "weapons", "corpse", "blood", "hanged", "slaughter", "massacre", "explosion", "torture", "tortured",
             "beheaded", "sexual", "wounded", "injured", "injuries"}  # fmt: skip
    return tuple(sorted(words | {stem + "ing" for stem in stems if stem + "ing" in words}))


MENDING: tuple[Pass, ...] = (
    drop_invisible,
    mend_mojibake,
    drop_addresses,
    join_broken_words,
    close_articles,
    unmask,
    fold_space,
    part_sentences,
    part_dateline,
    lower_capitals,
    lower_headlines,
)
