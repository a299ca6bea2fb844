"""How many: numbers in words and figures with their bounds, and vague quantities by the annotation guide's ruling.

"at least 9" is (9, None), "several" (2, None), "dozens" (24, None), "up to 9" (2, 9): the last is ours, by what
the guide says of a bare plural.
"""

from __future__ import annotations

import re
from functools import cache

from claimbook.model import Basis, Count, Phrase

METHOD = "counts.rules@2"

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_VAGUE = {
    "hundreds of thousands": 200_000, "tens of thousands": 20_000, "thousands": 2000, "hundreds": 200, "scores": 40,
    "dozens": 24, "tens": 20, "several dozen": 24, "several": 2, "a few": 2, "a number": 2, "numerous": 2, "many": 2,
    "some": 2, "multiple": 2, "various": 2, "an unspecified number": 2, "an unknown number": 2, "a handful": 2,
}  # fmt: skip
_NONE = r"no|nobody|no one|none"
_LOWER = r"at least|more than|over|no fewer than|no less than|not less than|a minimum of|upwards of|in excess of|not fewer than"
_UPPER = r"up to|as many as|at most|no more than|fewer than|less than|under"
_ABOUT = r"about|around|approximately|some|nearly|almost|roughly|an estimated|estimated|close to|exactly|only|just|another|all|other|a further|an additional|additional|a total of|the|as few as"
_WORD = "|".join([*_TENS, *sorted(_UNITS, key=len, reverse=True)])
_WORDS = rf"(?:(?:{_WORD})(?:[- ](?:{_WORD}))?(?: (?:hundred|thousand|million)(?: and)?(?: (?:{_WORD})(?:[- ](?:{_WORD}))?)?)*|an? (?:hundred|thousand|million)|an? (?:half )?dozen|half a dozen|a couple(?: of)?|both|a pair of)"
_FIGURE = r"\d{1,3}(?:,\d{3})+|\d{1,7}(?:\.\d+)?"
_NUMBER = rf"(?:(?:{_FIGURE})(?: (?:hundred|thousand|million|dozen))?|{_WORDS}(?: dozen)?)"
# What a figure must not touch: letters, other figures, units, money, calibres, hours.
_NOT_AFTER = (
    r"(?![\w%°/:]|[-–](?:mm|year|day|hour|meter|metre|month|week|kilometer|kilometre|km|minute|point|pound|kg|inch|caliber|calibre|storey|story)|"
    r"\.\d|,\d|\s?(?:mm|cm|km|kms|kilomet|met(?:er|re)s?\b|miles?\b|kg\b|kilos?\b|tons?\b|tonnes?\b|hours?\b|minutes?\b|seconds?\b|days?\b|weeks?\b|months?\b|years?\b|"
    r"percent|per cent|dollars?|euros?|a\.?m\.?\b|p\.?m\.?\b|hrs\b|gmt\b|local time|o.clock|degrees|square|hectares|acres|rd\b|th\b|st\b|nd\b))"
)
_NOT_BEFORE = r"(?<![\w$€£#.,:/-])"


@cache
def _pattern() -> re.Pattern[str]:
    vague = "|".join(sorted(_VAGUE, key=len, reverse=True))
    return re.compile(
        rf"(?i){_NOT_BEFORE}(?:"
        rf"(?P<between>between (?P<b1>{_NUMBER}) and (?P<b2>{_NUMBER}){_NOT_AFTER})"
        # A number is taken whole, so that "twenty-three" is no range from twenty to three.
        rf"|(?P<range>(?:between |from )?(?P<r1>(?>{_NUMBER}))(?:\s?[-–—]\s?| to | or )(?P<r2>{_NUMBER}){_NOT_AFTER})"
        rf"|(?P<family>(?:an? |the )?(?:entire |whole )?(?:family|group|team|crew|patrol|gang|party) of (?P<fn>{_NUMBER}){_NOT_AFTER})"
        rf"|(?:(?P<lower>{_LOWER})|(?P<upper>{_UPPER})|(?P<about>{_ABOUT}))? ?(?P<n>{_NUMBER})(?P<more> or more)?{_NOT_AFTER}"
        rf"|(?:(?:{_LOWER}|{_ABOUT}) )?(?P<vague>{vague})(?: of)?\b(?! (?:hours|days|weeks|months|years|kilomet|met(?:er|re)s|times))"
        rf"|(?P<none>{_NONE})\b(?= (?:casualt|injur|death|dead|victim|fatalit|loss|one\b|people|person|civilian|soldier|deaths))"
        r")"
    )


def find_counts(text: str) -> tuple[Phrase[Count], ...]:
    """Every quantity of clean text that may count people or things, in order; spans do not overlap."""
    out = []
    for m in _pattern().finditer(text):
        count = _count(m)
        if count is None or _is_date_part(text, m):
            continue
        start, end = m.start(), m.end()
        while start < end and text[start] == " ":
            start += 1
        stripped = text[start:end]
        if stripped.lower().startswith("the "):
            start += 4
        if stripped.lower().endswith(" of"):
            end -= 3
        out.append(Phrase(start, end, count, Basis.STATED, METHOD))
    return tuple(out)


def _count(m: re.Match[str]) -> Count | None:
    if m["between"] or m["range"]:
        low, high = parse_number(m["b1"] or m["r1"]), parse_number(m["b2"] or m["r2"])
        if low is None or high is None or high < low or high > 20 * max(low, 1):
            return None
        return Count(low, high)
    if m["family"]:
        number = parse_number(m["fn"])
        return None if number is None else Count(number, number)
    if m["vague"]:
        return Count(_VAGUE[m["vague"].lower()], None, vague=True)
    if m["none"]:
        return Count(0, 0)
    number = parse_number(m["n"])
    if number is None:
        return None
    if m["lower"] or m["more"]:
        return Count(number, None)
    if m["upper"]:
        return Count(min(2, number), number)
    return Count(number, number)


_MONTH_NEAR = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"


def _is_date_part(text: str, m: re.Match[str]) -> bool:
    """A bare figure beside a month, or one that is a year by itself."""
    figure = m.group().strip()
    if not figure.isdigit():
        return False
    before, after = text[max(0, m.start() - 12) : m.start()], text[m.end() : m.end() + 12]
    if len(figure) <= 2 and (
        re.search(rf"(?i){_MONTH_NEAR}\s*$", before) or re.match(rf"(?i)\s*(?:of )?{_MONTH_NEAR}\b", after)
    ):
        return True
    year = len(figure) == 4 and figure[:2] in ("18", "19", "20")
    return year and (
        bool(
            re.search(
                rf"(?i)(?:\b(?:in|since|of|by|from|until|during|year|late|early|mid)|{_MONTH_NEAR},?|\d,|\()\s*$",
                before,
            )
        )
        or not re.match(r"\s+[a-z]", after)
    )


def parse_number(words: str) -> int | None:
    """ "1,200", "1.5 million", "twenty-three", "two dozen" as a whole number, or None."""
    text = words.lower().strip()
    fixed = {
        "both": 2,
        "a couple": 2,
        "a couple of": 2,
        "a pair of": 2,
        "half a dozen": 6,
        "a half dozen": 6,
        "a dozen": 12,
    }
    if text in fixed:
        return fixed[text]
    if text.endswith(" dozen"):
        number = parse_number(text.removesuffix(" dozen"))
        return None if number is None else 12 * number
    total, current = 0.0, 0.0
    for word in re.split(r"[ -]+", text):
        if word in ("and", ""):
            continue
        if word in ("a", "an"):
            current = 1
        elif word in _UNITS:
            current += _UNITS[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word in _SCALES:
            scale = _SCALES[word]
            if scale == 100:
                current = max(current, 1) * 100
            else:
                total += max(current, 1) * scale
                current = 0
        else:
            try:
                current += float(word.replace(",", ""))
            except ValueError:
                return None
    return round(total + current)
