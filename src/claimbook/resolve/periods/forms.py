"""The forms of time expressions: one regular expression each, and what only looks like one.

Named groups carry what reckoning needs: `y` year, `mon` month, `d` day, `wd` weekday, `n` how many, `u` unit, `way`
before or after, `lead` what stands before, `open` a word that opens a period ("since").
"""

from __future__ import annotations

import re
from functools import cache

from ..calendar import MONTHS

_NAMES = sorted(MONTHS, key=len, reverse=True)
# A stop belongs to a short form ("Sept."), never to a whole name at the end of a sentence.
MONTH = (
    rf"(?:(?:{'|'.join(n for n in _NAMES if len(n) > 4 or n in ('may', 'june', 'july'))})\b"
    rf"|(?:{'|'.join(n for n in _NAMES if len(n) < 5 and n not in ('may', 'june', 'july'))})\b\.?)"
)
WEEKDAY = r"(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)\b"
DAY = r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?\b"
YEAR = r"(?:1[5-9]\d\d|20\d\d)\b"
PART = r"(?:morning|afternoon|evening|night|midnight|noon|midday|dawn|dusk|sunset|sunrise)"
SEASON = r"(?:spring|summer|autumn|winter)"
_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
NUMBER = (
    r"(?:\d{1,3}|a few|few|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|"
    rf"a couple of|couple of|many|{_TEENS})"
)
UNIT = r"(?:day|week|fortnight|month|year|decade)s?"
ORDINAL = r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:nd|rd|th))"
# "in the early morning hours of", "late on", before a date
PRE = (
    rf"(?:(?:(?:early|late)(?: in the {PART})?(?: on)?|"
    rf"(?:in |on |at )?(?:the )?(?:early |late )?(?:hours of )?(?:the )?{PART}(?: hours)?(?: of| on)?,?) )?"
)
TO = r"\s?(?:-|–|—|to|until|through|till)\s?"
DASH = r"\s?(?:-|–|—|to|and|until|through|till)\s?"
OPEN = r"(?P<open>since |as of |starting from |starting |beginning (?:on |in )?|from )?"
_SAME_YEAR = r"(?:of|in) (?P<rel>that|the same|this|last|the previous|the following|the next) year"
Y = rf"(?:,? (?P<y>{YEAR})|,? {_SAME_YEAR})?"
_PORTION = r"(?:early |mid-|mid |late |(?:the )?(?:very )?(?:end|beginning|start|middle|(?:early|latter|later) part|(?:first|second|latter) half) of )"
_LEADS = r"in |since |last |this |next |by |until |of |from |during |throughout |through |for |before |after |and |or |to |around |about "
_COUNTED = (
    r"people|civilians|fighters|soldiers|men|women|children|members|families|buses|troops|militants|prisoners|persons"
)

# name: pattern.  Of overlapping readings the longest stands; of equals, the earlier form.
FORMS: dict[str, str] = {
    "iso": r"(?P<y>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)\b",
    "slashes": r"(?<![\d/])(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>(?:19|20)?\d\d)(?![\d/])",
    "day_range": rf"(?:(?P<both>between )|from )?(?:the )?(?P<d1>{DAY})(?: (?P<mon1>{MONTH})(?:,? (?P<y1>{YEAR}))?)?(?(mon1)(?(both){DASH}|{TO})|{DASH})(?:the )?(?P<d2>{DAY})(?: of)? (?P<mon>{MONTH}){Y}",
    "month_range": rf"(?:between |from )?(?P<mon1>{MONTH}) (?P<d1>{DAY})(?:,? (?P<y1>{YEAR}))?{DASH}(?:(?P<mon>{MONTH}) )?(?P<d2>{DAY})(?! {MONTH}){Y}",
    "day_month": rf"{OPEN}{PRE}(?:(?P<wd>{WEEKDAY}),? )?(?:the )?(?P<d>{DAY})(?: of)? (?P<mon>{MONTH}){Y}",
    "month_day": rf"{OPEN}{PRE}(?:(?P<wd>{WEEKDAY}),? )?(?P<mon>{MONTH}) (?:the )?(?P<d>{DAY})(?!\s?(?:{_COUNTED})){Y}",
    "months": rf"(?:between |from )(?:{_PORTION})?(?P<mon1>{MONTH})(?: (?P<y1>{YEAR}))?{DASH}(?:{_PORTION})?(?P<mon>{MONTH})(?: (?P<y>{YEAR}))?",
    "month_year": rf"{OPEN}(?:{_PORTION})?(?P<mon>{MONTH})(?: of)?,? (?P<y>{YEAR})",
    "month_of_year": rf"(?P<lead>in )?(?:{_PORTION})?(?P<mon>{MONTH}),? {_SAME_YEAR}",
    "month_alone": rf"(?P<lead>{_LEADS})?(?:{_PORTION})?(?P<mon>{MONTH})",
    "years": rf"(?:from |between )?(?P<y1>{YEAR})(?:-|–|—|/| to | and | until | through )(?P<y2>\d\d(?:\d\d)?)\b",
    "season": rf"(?:in |during )?(?:the )?(?:early |late )?(?P<season>{SEASON}|fall)(?: of|,)? (?P<y>{YEAR})",
    "season_alone": rf"(?P<lead>in |during |by |throughout |over |until |since )?(?P<which>the |that |this |that same |the same |last |the previous |next |the following )?(?:early |late )?(?P<season>(?-i:{SEASON})|(?<=in the )fall)(?! of\b)",
    "decade": r"(?:the )?(?:early |late |mid-)?(?P<y>(?:1[5-9]|20)\d0)'?s\b",
    "year_alone": rf"(?P<lead>in |since |by |of |for |from |during |until |late |early |mid-|before |after |throughout |through |into |\()?(?:(?:{_PORTION})|the years? )?(?P<y>{YEAR})(?!\s(?:{_COUNTED}))",
    "weekday": rf"(?P<open>since )?(?P<lead>last |next |this |this past |the previous |the following |previous |following )?{PRE}(?P<wd>{WEEKDAY})(?:,? (?P<part>{PART}))?",
    "today": rf"(?:early |late |earlier |later )?(?P<word>today|yesterday|tonight|tomorrow|overnight|last night|this {PART}|the day before yesterday|yesterday {PART}|tomorrow {PART})",
    "dawn": rf"(?P<word>at dawn|at dusk|at midnight|before dawn|at sunset|early in the {PART}|in the {PART}|during the night)(?: today)?(?! of\b)",
    "ago": rf"(?P<n>{NUMBER}) (?P<u>{UNIT}) ago\b",
    "earlier": rf"(?:just |only |some |about |almost |nearly )?(?P<n>{NUMBER}) (?P<u>{UNIT}) (?P<way>earlier|before|previously|later|after|afterwards?|prior)\b(?! than)",
    "next_day": r"(?:on |later |early |late )?the (?:very )?(?P<way>previous|following|next|preceding) (?P<u>day|night|morning|evening|week|month|year)(?! of\b)",
    "day_before": r"the (?P<u>day|week|month|year|night) (?P<way>before|after|earlier|following)\b(?! the\b)",
    "same_day": r"(?:later |earlier |early |late )?(?:on |in )?(?:that|the same|this same|that same) (?P<u>day|night|morning|evening|afternoon|week|month|year)(?! as)",
    "end_of": rf"{_PORTION}(?:the|that|this|the same|that same) (?P<u>week|month|year)\b",
    "later_in": r"(?:later|earlier|early|late) (?:in )?(?:the|that|the same) (?P<u>month|year)\b",
    "which": r"(?P<lead>earlier this|later this|late last|early last|last|this|next|the past|past|the current|current) (?P<u>week|month|year|weekend)(?!\s?-)",
    "past_n": r"(?:over |in |during |for |within )?(?:the )?(?:past|last|previous) (?P<n>\d{1,3}|few|several|couple of|two|three|four|five|six|seven|eight|nine|ten|twelve|24|48|72) (?P<u>hours?|days?|weeks?|months?|years?)",
    "nth_day": rf"for (?:the|a) (?P<n>{ORDINAL}) (?:consecutive |straight |successive |day running )?(?P<u>day|night|week|month|year)\b",
    "recent": r"(?:in )?recent (?P<u>hours|days|weeks|months|years)",
}  # fmt: skip


@cache
def patterns() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """A quick filter for where a time expression may begin, and the forms."""
    forms = {
        name: re.compile(rf"(?i)(?<!\w){body}(?!\w)" if name != "slashes" else rf"(?i){body}")
        for name, body in FORMS.items()
    }
    hint = re.compile(
        rf"(?i)\b(?:{MONTH}|{WEEKDAY}|{YEAR}|to(?:day|night|morrow)|yesterday|overnight|dawn|dusk|midnight|night|morning|evening|"
        r"ago|days?|weeks?|fortnight|months?|years?|decades?|weekend|hours|recent|spring|summer|autumn|fall|winter|"
        r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d\d-\d\d|(?:1[5-9]|20)\d0s)"
    )
    return hint, forms


_SHORT = {"mar", "dec", "sun", "jan", "nov", "oct", "sep", "apr", "jun", "jul", "aug", "feb", "sept"}
_AMBIGUOUS = {"may", "march", "mar", "sep", "jan", "dec"}
_AMOUNT = re.compile(
    r"(?i)(?:\b(?:than|over|some|about|around|nearly|almost|least|most|estimated|approximately|roughly|killed|wounded|"
    r"injured|arrested|captured|total|only|another|further|additional|to|resolution|no\.?|number|route|highway|chapter|"
    r"article|unit|type|model|boeing|division|page)) $|\d ?$|[.,/:#&+-]$"
)
_THINGS = re.compile(
    rf"(?i)\s?(?:(?:{_COUNTED}|hours|hrs|local|gmt|meters?|metres?|km|kilomet\w+|miles|tons?|tonnes|dollars|troops|others|of (?:them|the|its|his|whom))\b|(?:[a-z-]+ )?(?-i:[a-z]{{3,}}[^sui\W]s)\b|%|[.,/:]\d)"
)


def is_trap(text: str, m: re.Match[str], name: str) -> bool:
    """Words that only look like a time: "may" the verb, names, ages, amounts, and prices."""
    words = m.group()
    group = (m.groupdict().get("mon") or "").rstrip(".")
    before = text[max(0, m.start() - 2) : m.start()]
    after = text[m.end() : m.end() + 40]
    if (before[-1:] in "$€£" and before[-1:]) or after[:1] == "%":
        return True
    if group.lower() in _AMBIGUOUS and not group[0].isupper():
        return True
    if name == "month_alone":
        return _is_name(m, group, after)
    if name == "year_alone":
        return not m["lead"] and _is_amount(text, m, after)
    return name == "weekday" and words.lower() in ("sun", "mon", "sat", "wed", "fri")


def _is_name(m: re.Match[str], month_word: str, after: str) -> bool:
    if month_word.lower() in _SHORT and not m.group().endswith("."):
        return True
    if re.match(r"\s?\d", after):
        return True  # a day or a year follows: another form reads it, or none can
    if not month_word[0].isupper():
        return True
    if m["lead"]:
        return False
    return month_word.lower() in _AMBIGUOUS | {"april", "june"} or bool(re.match(r" [A-Z]|['’-]", after))


def _is_amount(text: str, m: re.Match[str], after: str) -> bool:
    """A bare figure that looks like a year: a year unless something counts with it."""
    figure = int(m["y"])
    if figure < 1800 or figure % 100 == 0:
        return True
    before = text[max(0, m.start() - 16) : m.start()]
    if _AMOUNT.search(before):
        return True
    counted = _THINGS.match(after)
    return bool(counted) and not re.search(r"(?i)\b(?:the|his|its|their|her|a|an|these|those)\s$", before)
