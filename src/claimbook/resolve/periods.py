"""Time expressions: found by a grammar of our own, resolved against the report's date and the dates told before.

`find_periods` reads clean text in order.  A phrase whose date cannot be told keeps the value None.  Nothing is taken
from the machine's clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from claimbook.model import Basis, Period, Phrase, Precision

from .calendar import (
    MONTHS,
    SEASONS,
    WEEKDAYS,
    day,
    days,
    month,
    number_of,
    safe_date,
    unit_period,
    year,
)

METHOD = "periods.rules@1"
AHEAD_DAYS = 7  # how far after the report a date without a year may lie, as plans do

_MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)\b"
_DAY = r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?\b"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)\b"
_NUMBER = r"(?:\d{1,3}|a few|few|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a couple of|couple of)"
_UNIT = r"(?:day|week|month|year)s?"
_PART = r"(?:morning|afternoon|evening|night|midnight|noon|midday|dawn|dusk|sunset|sunrise)"
_PRE = rf"(?:(?:(?:early|late)(?: in the {_PART})?(?: on)?|(?:in |on |at )?(?:the )?(?:early |late )?(?:hours of )?(?:the )?{_PART}(?: of| on)?,?) )?"
_DASH = r"\s?(?:-|–|—|to|and|until|through|till)\s?"
_OPEN = r"(?P<open>since |as of |starting from |starting |beginning (?:on |in )?|from )?"

# name: pattern.  Where two match at one place, the longer wins; of equals, the earlier.
_FORMS: dict[str, str] = {
    "iso": r"(?P<y>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)\b",
    "slashes": r"(?<![\d/])(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>(?:19|20)?\d\d)(?![\d/])",
    "day_range": rf"(?:between |from )?(?P<d1>{_DAY})(?: (?P<mon1>{_MONTH}))?{_DASH}(?P<d2>{_DAY})(?: of)? (?P<mon>{_MONTH})(?:,? (?P<y>{_YEAR}))?",
    "month_range": rf"(?:between |from )?(?P<mon1>{_MONTH}) (?P<d1>{_DAY}){_DASH}(?:(?P<mon>{_MONTH}) )?(?P<d2>{_DAY})(?:,? (?P<y>{_YEAR}))?",
    "day_month": rf"{_OPEN}{_PRE}(?:{_WEEKDAY},? )?(?:the )?(?P<d>{_DAY})(?: of)? (?P<mon>{_MONTH})(?:,? (?P<y>{_YEAR}))?",
    "month_day": rf"{_OPEN}{_PRE}(?:{_WEEKDAY},? )?(?P<mon>{_MONTH}) (?:the )?(?P<d>{_DAY})(?!\s?(?:people|civilians|soldiers|members))(?:,? (?P<y>{_YEAR}))?",
    "months": rf"(?:between |from )(?P<mon1>{_MONTH})(?: (?P<y1>{_YEAR}))?{_DASH}(?P<mon>{_MONTH})(?: (?P<y>{_YEAR}))?",
    "month_year": rf"{_OPEN}(?P<part>early |mid-|mid |late |the end of |the beginning of )?(?P<mon>{_MONTH})(?: of)?,? (?P<y>{_YEAR})",
    "month_alone": rf"(?P<lead>in |since |last |this |next |early |mid-|mid |late |by |until |of |from |during |throughout )(?P<part>early |mid-|mid |late )?(?P<mon>{_MONTH})",
    "years": rf"(?P<y1>{_YEAR})(?:-|–|—| to | and )(?P<y2>\d\d(?:\d\d)?)\b",
    "season": rf"(?:the )?(?:early |late )?(?P<season>spring|summer|autumn|fall|winter)(?: of)? (?P<y>{_YEAR})",
    "decade": r"(?:the )?(?:early |late |mid-)?(?P<y>(?:19|20)\d0)s\b",
    "year_alone": rf"(?P<lead>in |since |by |of |from |during |until |late |early |mid-|before |after |\()(?:the year )?(?P<y>{_YEAR})(?!\s(?:people|civilians|fighters|soldiers|men|members|families|buses))",
    "weekday": rf"(?P<open>since )?(?P<lead>last |next |this |this past |the previous |the following |previous )?{_PRE}(?P<wd>{_WEEKDAY})(?:,? (?P<part>{_PART}))?",
    "today": rf"(?:early |late |earlier |later )?(?P<word>today|yesterday|tonight|tomorrow|overnight|last night|this {_PART}|the day before yesterday|yesterday {_PART}|tomorrow {_PART})",
    "dawn": rf"(?P<word>at dawn|at dusk|at midnight|before dawn|at sunset|early in the {_PART}|in the {_PART}|during the night)(?: today)?(?! of\b)",
    "ago": rf"(?P<n>{_NUMBER}) (?P<u>{_UNIT}) ago\b",
    "earlier": rf"(?:just |only )?(?P<n>{_NUMBER}) (?P<u>{_UNIT}) (?P<way>earlier|before|later|after|afterwards?|prior)\b(?! than)",
    "next_day": r"(?:on |later )?the (?P<way>previous|following|next|preceding) (?P<u>day|night|morning|evening|week|month|year)",
    "day_before": r"the (?P<u>day|week|month|year|night) (?P<way>before|after|earlier)\b",
    "same_day": r"(?:later |earlier )?(?:on |in )?(?:that|the same|this same|that same) (?P<u>day|night|morning|evening|afternoon|month|year)(?! as)",
    "which": r"(?P<lead>earlier this|later this|late last|early last|last|this|next|the past|past|the current|current) (?P<u>week|month|year|weekend)(?!\s?-)",
    "past_n": r"(?:over |in |during |for |within )?(?:the )?(?:past|last|previous) (?P<n>\d{1,3}|few|several|couple of|two|three|four|five|six|seven|eight|nine|ten|twelve|24|48|72) (?P<u>hours?|days?|weeks?|months?|years?)",
    "nth_day": r"for (?:the|a) (?P<n>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:nd|rd|th)) (?:consecutive |straight |successive |day running )?(?P<u>day|night|week|month|year)\b",
    "recent": r"(?:in )?recent (?P<u>hours|days|weeks|months|years)",
}  # fmt: skip


@dataclass(slots=True)
class _State:
    """What has been told so far."""

    published: date | None
    anchor: date | None = None  # the day told last, else the report's
    told_year: int | None = None


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """A quick filter for where a time expression may begin, and the forms."""
    forms = {
        name: re.compile(rf"(?i)\b{body}" if name != "slashes" else rf"(?i){body}") for name, body in _FORMS.items()
    }
    hint = re.compile(
        rf"(?i)\b(?:{_MONTH}|{_WEEKDAY}|{_YEAR}|to(?:day|night|morrow)|yesterday|overnight|dawn|dusk|midnight|night|morning|evening|"
        r"ago|days?|weeks?|months?|years?|weekend|hours|recent|spring|summer|autumn|winter|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d\d-\d\d|(?:19|20)\d0s)"
    )
    return hint, forms


def find_periods(text: str, *, published: date | None) -> tuple[Phrase[Period | None], ...]:
    """Every time expression of clean text, in order, resolved where it can be; spans do not overlap."""
    hint, forms = _pattern()
    hits: list[tuple[int, int, int, str, re.Match[str]]] = []
    # Search only near a hint: most sentences hold none.
    windows: list[list[int]] = []
    for m in hint.finditer(text):
        start, end = max(0, m.start() - 40), min(len(text), m.end() + 40)
        if windows and start <= windows[-1][1]:
            windows[-1][1] = end
        else:
            windows.append([start, end])
    for start, end in windows:
        while start > 0 and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        for order, (name, form) in enumerate(forms.items()):
            hits += [(m.start(), -m.end(), order, name, m) for m in form.finditer(text, start, end)]
    hits.sort(key=lambda h: h[:3])
    state = _State(published=published, anchor=published)
    out: list[Phrase[Period | None]] = []
    at = 0
    for start, minus_end, _, name, m in hits:
        if start < at or _is_trap(text, m, name):
            continue
        handler = _HANDLERS[name]
        value, alone = handler(m, state)
        first, last = _trim(text, start, -minus_end, name, m)
        at = last
        if value is not None:
            if value.precision is Precision.DAY and value.end == value.start:
                state.anchor = value.start
            state.told_year = value.start.year
        out.append(Phrase(first, last, value, Basis.STATED if alone else Basis.INFERRED, METHOD))
    return tuple(out)


def _trim(text: str, start: int, end: int, name: str, m: re.Match[str]) -> tuple[int, int]:
    """Leave prepositions that add no meaning out of the span."""
    lead = re.match(r"(?i)(?:in|on|at|by|of|from|during|later|\()\s*(?=\S)", text[start:end])
    if lead and not (m.groupdict().get("open") or "").strip() and name not in ("dawn", "past_n", "recent"):
        start += lead.end()
    return start, end


def _is_trap(text: str, m: re.Match[str], name: str) -> bool:
    """Words that only look like a time: "may" the verb, ages, and prices."""
    words = m.group()
    group = m.groupdict().get("mon") or ""
    before = text[max(0, m.start() - 2) : m.start()]
    if before[-1:] in "$€£" or text[m.end() : m.end() + 1] == "%":
        return True
    if group.rstrip(".").lower() in ("may", "march", "mar", "sep", "jan", "dec") and not group[0].isupper():
        return True
    if name == "month_alone" and group.rstrip(".") in (
        "Mar",
        "Dec",
        "Sun",
        "Jan",
        "Nov",
        "Oct",
        "Sep",
        "Apr",
        "Jun",
        "Jul",
    ):
        return "." not in group
    return name == "weekday" and words.lower() in ("sun", "mon", "sat", "wed", "fri")


def _year_for(state: _State, month_number: int, day_number: int) -> int | None:
    """The year that a date without one has: the latest that is not after the report, else the year told last."""
    if state.published is not None:
        told = state.told_year
        if told is not None and told < state.published.year - 1:
            return told  # a history is being told
        for candidate in (state.published.year + 1, state.published.year, state.published.year - 1):
            found = safe_date(candidate, month_number, day_number)
            if found and found <= state.published + timedelta(days=AHEAD_DAYS):
                return candidate
        return None
    return state.told_year


_Answer = tuple[Period | None, bool]


def _on(state: _State, year_text: str | None, month_text: str, day_text: str, *, part: str | None = None) -> _Answer:
    month_number = MONTHS[month_text.lower().rstrip(".")]
    day_number = number_of(day_text) or 0
    year_number = int(year_text) if year_text else _year_for(state, month_number, day_number)
    found = safe_date(year_number, month_number, day_number) if year_number else None
    return (day(found, part=part) if found else None), bool(year_text)


def _part_of(words: str) -> str | None:
    m = re.search(rf"(?i)\b(?:{_PART}|overnight)\b", words)
    return m.group().lower() if m else None


def _opened(m: re.Match[str], state: _State, answer: _Answer) -> _Answer:
    """ "since August 5": from then to the report's day."""
    value, alone = answer
    opening = (m.groupdict().get("open") or "").strip().lower()
    if value is None or opening not in ("since", "as of", "starting from", "starting", "beginning", "beginning on"):
        return answer
    end = state.published if state.published and state.published >= value.start else None
    return Period(start=value.start, end=end, precision=value.precision, ongoing=True), alone


def _iso(m: re.Match[str], state: _State) -> _Answer:
    found = safe_date(int(m["y"]), int(m["m"]), int(m["d"]))
    return (day(found) if found else None), True


def _slashes(m: re.Match[str], state: _State) -> _Answer:
    year_number = int(m["y"]) if len(m["y"]) == 4 else 2000 + int(m["y"])
    readings = [safe_date(year_number, int(m["b"]), int(m["a"])), safe_date(year_number, int(m["a"]), int(m["b"]))]
    dates = [d for d in readings if d]
    if len(dates) == 2 and dates[0] != dates[1] and state.published:
        dates.sort(key=lambda d: abs((d - state.published).days) + (1000 if d > state.published else 0))  # type: ignore[operator]
    return (day(dates[0]) if dates else None), True


def _range(m: re.Match[str], state: _State) -> _Answer:
    month_two = m["mon"] or m["mon1"]
    end, alone = _on(state, m["y"], month_two, m["d2"])
    start, _ = _on(state, m["y"], m["mon1"] or month_two, m["d1"])
    if start is None or end is None or end.start < start.start:
        return start, alone
    return days(start.start, end.start), alone


def _day_and_month(m: re.Match[str], state: _State) -> _Answer:
    answer = _on(state, m["y"], m["mon"], m["d"], part=_part_of(m.group()))
    return _opened(m, state, answer)


def _months(m: re.Match[str], state: _State) -> _Answer:
    last = _month_in(state, m["mon"], m["y"])
    first = _month_in(state, m["mon1"], m["y1"] or m["y"])
    if first is None or last is None or last.start < first.start:
        return first, bool(m["y"])
    return Period(start=first.start, end=last.end, precision=Precision.MONTH), bool(m["y"])


def _month_in(state: _State, month_text: str, year_text: str | None) -> Period | None:
    number = MONTHS[month_text.lower().rstrip(".")]
    year_number = int(year_text) if year_text else _year_for(state, number, 1)
    return month(year_number, number) if year_number else None


def _month_year(m: re.Match[str], state: _State) -> _Answer:
    return _opened(m, state, (_month_in(state, m["mon"], m["y"]), True))


def _month_alone(m: re.Match[str], state: _State) -> _Answer:
    value = _month_in(state, m["mon"], None)
    lead = m["lead"].strip().lower()
    if value is not None and lead == "last" and state.published and value.start.year == state.published.year:
        same_month = value.start.month >= state.published.month
        value = month(value.start.year - 1, value.start.month) if same_month else value
    if value is not None and lead == "since":
        end = state.published if state.published and state.published >= value.start else None
        value = Period(start=value.start, end=end, precision=Precision.MONTH, ongoing=True)
    return value, False


def _years(m: re.Match[str], state: _State) -> _Answer:
    first = int(m["y1"])
    last = int(m["y2"]) if len(m["y2"]) == 4 else first // 100 * 100 + int(m["y2"])
    if not first <= last <= first + 100:
        return year(first), True
    return Period(start=date(first, 1, 1), end=date(last, 12, 31), precision=Precision.YEAR), True


def _season(m: re.Match[str], state: _State) -> _Answer:
    first, last = SEASONS[m["season"].lower()]
    number = int(m["y"])
    end = month(number + (last > 12), (last - 1) % 12 + 1)
    return Period(start=date(number, first, 1), end=end.end, precision=Precision.MONTH), True


def _decade(m: re.Match[str], state: _State) -> _Answer:
    first = int(m["y"])
    return Period(start=date(first, 1, 1), end=date(first + 9, 12, 31), precision=Precision.YEAR), True


def _year_alone(m: re.Match[str], state: _State) -> _Answer:
    value = year(int(m["y"]))
    if m["lead"].strip().lower() == "since":
        end = state.published if state.published and state.published >= value.start else None
        value = Period(start=value.start, end=end, precision=Precision.YEAR, ongoing=True)
    return value, True


def _weekday(m: re.Match[str], state: _State) -> _Answer:
    if state.published is None:
        return None, False
    wanted = WEEKDAYS[m["wd"].lower().rstrip("s") if m["wd"].lower().rstrip("s") in WEEKDAYS else m["wd"].lower()]
    lead = (m["lead"] or "").strip().lower()
    back = (state.published.weekday() - wanted) % 7
    if lead.startswith("last") and back == 0:
        back = 7
    found = state.published - timedelta(days=back)
    if lead == "next":
        found = state.published + timedelta(days=(wanted - state.published.weekday() - 1) % 7 + 1)
    return _opened(m, state, (day(found, part=_part_of(m.group())), False))


def _today(m: re.Match[str], state: _State) -> _Answer:
    if state.published is None:
        return None, False
    word = m["word"].lower()
    if word.startswith("the day before"):
        shift = -2
    elif word.startswith(("yesterday", "overnight", "last night")):
        shift = -1
    elif word.startswith("tomorrow"):
        shift = 1
    else:
        shift = 0
    part = "overnight" if word in ("overnight", "last night") else _part_of(word)
    return day(state.published + timedelta(days=shift), part=part), False


def _dawn(m: re.Match[str], state: _State) -> _Answer:
    on = state.anchor
    return (day(on, part=_part_of(m.group())) if on else None), False


def _unit(word: str) -> str:
    unit = word.lower().rstrip("s")
    return {"night": "day", "morning": "day", "evening": "day", "afternoon": "day", "hour": "day"}.get(unit, unit)


def _ago(m: re.Match[str], state: _State) -> _Answer:
    count = number_of(m["n"])
    if state.published is None or count is None:
        return None, False
    return _near(unit_period(state.published, _unit(m["u"]), -count), state.published, m["u"], -count), False


def _near(value: Period, anchor: date, unit: str, count: int) -> Period:
    """Weeks from a day are counted to the day; nobody means the whole calendar week."""
    if _unit(unit) == "week":
        return day(anchor + timedelta(weeks=count))
    return value


def _earlier(m: re.Match[str], state: _State) -> _Answer:
    count = number_of(m["n"])
    if state.anchor is None or count is None:
        return None, False
    sign = -1 if m["way"].lower() in ("earlier", "before", "prior") else 1
    return _near(unit_period(state.anchor, _unit(m["u"]), sign * count), state.anchor, m["u"], sign * count), False


def _step(m: re.Match[str], state: _State) -> _Answer:
    if state.anchor is None:
        return None, False
    sign = -1 if m["way"].lower() in ("previous", "preceding", "before", "earlier") else 1
    return unit_period(state.anchor, _unit(m["u"]), sign), False


def _same(m: re.Match[str], state: _State) -> _Answer:
    if state.anchor is None:
        return None, False
    return unit_period(state.anchor, _unit(m["u"]), 0), False


def _which(m: re.Match[str], state: _State) -> _Answer:
    if state.published is None:
        return None, False
    lead, unit = m["lead"].lower(), m["u"].lower()
    if unit == "weekend":
        saturday = state.published - timedelta(days=(state.published.weekday() - 5) % 7)
        return days(saturday, saturday + timedelta(days=1)), False
    if "past" in lead:
        span = {"week": 7, "month": 30, "year": 365}[unit]
        return days(state.published - timedelta(days=span), state.published), False
    value = unit_period(state.published, unit, -1 if "last" in lead else 1 if lead == "next" else 0)
    if "last" not in lead and lead != "next" and value.end and unit == "week":
        value = days(value.start, max(value.start, state.published))
    return value, False


def _past(m: re.Match[str], state: _State) -> _Answer:
    if state.published is None:
        return None, False
    count = number_of(m["n"]) or 3
    unit = m["u"].lower().rstrip("s")
    span = {"hour": -(-count // 24), "day": count, "week": 7 * count, "month": 30 * count, "year": 365 * count}[unit]
    return days(state.published - timedelta(days=span), state.published), False


def _nth(m: re.Match[str], state: _State) -> _Answer:
    count = number_of(m["n"])
    if state.anchor is None or count is None:
        return None, False
    span = {"day": 1, "week": 7, "month": 30, "year": 365}[_unit(m["u"])]
    return days(state.anchor - timedelta(days=span * (count - 1)), state.anchor, ongoing=True), False


def _recent(m: re.Match[str], state: _State) -> _Answer:
    return None, False  # how recent is not said


_HANDLERS: dict[str, Callable[[re.Match[str], _State], _Answer]] = {
    "iso": _iso, "slashes": _slashes, "day_range": _range, "month_range": _range, "day_month": _day_and_month,
    "month_day": _day_and_month, "months": _months, "month_year": _month_year, "month_alone": _month_alone,
    "years": _years, "season": _season, "decade": _decade, "year_alone": _year_alone, "weekday": _weekday,
    "today": _today, "dawn": _dawn, "ago": _ago, "earlier": _earlier, "next_day": _step, "day_before": _step,
    "same_day": _same, "which": _which, "past_n": _past, "nth_day": _nth, "recent": _recent,
}  # fmt: skip
