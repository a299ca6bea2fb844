"""From the words of a time expression to the period that they mean: one function for each form.

Each answers the period, or None where nothing tells it, and whether the words state it by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from claimbook.model import Period, Precision

from ..calendar import (
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
from .forms import PART
from .told import Told

_Answer = tuple[Period | None, bool]
_DAYS_IN = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3650}
_VAGUE = ("a few", "few", "several", "many")  # "a few days later": how many is not said


def reckon(form: str, m: re.Match[str], told: Told, *, ahead: int | None = None) -> _Answer:
    """The period of a match; `ahead` is the year that the dates after it name for it, too."""
    if ahead is not None:
        return _with_year(form, m, told, ahead)
    return _FORMS[form](m, told)


def _with_year(form: str, m: re.Match[str], told: Told, number: int) -> _Answer:
    group = m.groupdict()
    month_number = _month_number(m["mon"])
    if group.get("d"):
        found = safe_date(number, month_number, number_of(m["d"]) or 0)
        return (day(found, part=_part_of(m.group())) if found else None), False
    if form == "month_alone":
        return month(number, month_number), False
    return _FORMS[form](m, told)


def _month_number(word: str) -> int:
    return MONTHS[word.lower().rstrip(".")]


def _year_of(m: re.Match[str], told: Told, month_number: int, day_number: int) -> int | None:
    """The year of a date: as it says, as it points to ("of that year"), or as what was told leads one to expect."""
    group = m.groupdict()
    if group.get("y"):
        return int(m["y"])
    if group.get("rel"):
        return _pointed_year(m["rel"].lower(), told)
    weekday = WEEKDAYS.get((group.get("wd") or "").lower().rstrip("s"))
    return told.year_for(month_number, day_number, weekday)


def _pointed_year(which: str, told: Told) -> int | None:
    base = told.last.start if which.startswith(("that", "the")) and told.last else told.now("year")
    if base is None:
        return None
    return base.year + (-1 if which in ("last", "the previous") else 1 if which in ("the following", "the next") else 0)


def _on(m: re.Match[str], told: Told, month_text: str, day_text: str) -> date | None:
    month_number, day_number = _month_number(month_text), number_of(day_text) or 0
    number = _year_of(m, told, month_number, day_number)
    return safe_date(number, month_number, day_number) if number else None


def _part_of(words: str) -> str | None:
    m = re.search(rf"(?i)\b(?:{PART}|overnight)\b", words)
    return m.group().lower() if m else None


def _until_report(told: Told, value: Period) -> Period:
    """ "since August 5": from then to the report's day."""
    end = told.published if told.published and told.published >= value.start and not told.chronicle else None
    return Period(start=value.start, end=end, precision=value.precision, ongoing=True)


def _opened(m: re.Match[str], told: Told, answer: _Answer) -> _Answer:
    value, alone = answer
    group = m.groupdict()
    opening = (group.get("open") or group.get("lead") or "").strip().lower()
    if value is None or opening not in ("since", "as of", "starting from", "starting", "beginning", "beginning on"):
        return answer
    if re.search(r"(?i)\b(?:start|beginning) of ", m.group()):
        value = day(value.start)
    return _until_report(told, value), alone


def _iso(m: re.Match[str], told: Told) -> _Answer:
    found = safe_date(int(m["y"]), int(m["m"]), int(m["d"]))
    return (day(found) if found else None), True


def _slashes(m: re.Match[str], told: Told) -> _Answer:
    number = int(m["y"]) if len(m["y"]) == 4 else 2000 + int(m["y"])
    readings = (safe_date(number, int(m["b"]), int(m["a"])), safe_date(number, int(m["a"]), int(m["b"])))
    dates = [d for d in readings if d]
    near = told.published
    if len(dates) == 2 and near is not None:
        dates.sort(key=lambda d: abs((d - near).days) + (1000 if d > near else 0))
    return (day(dates[0]) if dates else None), True


def _range(m: re.Match[str], told: Told) -> _Answer:
    alone = bool(m["y"])
    end = _on(m, told, m["mon"] or m["mon1"], m["d2"])
    if end is None:
        return None, alone
    month_one, day_one = _month_number(m["mon1"] or m["mon"]), number_of(m["d1"]) or 0
    given = m.groupdict().get("y1")
    start = safe_date(int(given) if given else end.year - (month_one > end.month), month_one, day_one)
    if start is None or end < start:
        return (day(start) if start else None), alone
    return days(start, end), alone


def _day_and_month(m: re.Match[str], told: Told) -> _Answer:
    found = _on(m, told, m["mon"], m["d"])
    value = day(found, part=_part_of(m.group())) if found else None
    return _opened(m, told, (value, bool(m["y"])))


def _months(m: re.Match[str], told: Told) -> _Answer:
    alone = bool(m["y"])
    last_month, first_month = _month_number(m["mon"]), _month_number(m["mon1"])
    last_year = int(m["y"]) if m["y"] else None
    first_year = int(m["y1"]) if m["y1"] else None
    if first_year is None:
        first_year = last_year - (first_month > last_month) if last_year else told.year_for(first_month, 1)
    if first_year is None:
        return None, False
    if last_year is None:
        last_year = first_year + (last_month < first_month)
    first, last = month(first_year, first_month), month(last_year, last_month)
    if last.start < first.start:
        return first, alone
    return Period(start=first.start, end=last.end, precision=Precision.MONTH), alone


def _month_year(m: re.Match[str], told: Told) -> _Answer:
    number = _year_of(m, told, _month_number(m["mon"]), 1)
    value = month(number, _month_number(m["mon"])) if number else None
    return _opened(m, told, (value, bool(m.groupdict().get("y"))))


def _month_alone(m: re.Match[str], told: Told) -> _Answer:
    month_number = _month_number(m["mon"])
    number = told.year_for(month_number, 1)
    if number is None:
        return None, False
    value = month(number, month_number)
    lead = (m["lead"] or "").strip().lower()
    if lead == "last" and told.published and number == told.published.year and month_number >= told.published.month:
        value = month(number - 1, month_number)
    return _opened(m, told, (value, False))


def _years(m: re.Match[str], told: Told) -> _Answer:
    first = int(m["y1"])
    last = int(m["y2"]) if len(m["y2"]) == 4 else first // 100 * 100 + int(m["y2"])
    if not first <= last <= first + 100:
        return year(first), True
    return Period(start=date(first, 1, 1), end=date(last, 12, 31), precision=Precision.YEAR), True


def _season_of(number: int, season: str) -> Period:
    first, last = SEASONS[season.lower()]
    end = month(number + (last > 12), (last - 1) % 12 + 1)
    return Period(start=date(number, first, 1), end=end.end, precision=Precision.MONTH)


def _season(m: re.Match[str], told: Told) -> _Answer:
    return _season_of(int(m["y"]), m["season"]), True


def _season_alone(m: re.Match[str], told: Told) -> _Answer:
    which = (m["which"] or "").strip().lower()
    first_month = SEASONS[m["season"].lower()][0]
    number = told.told_year if told.chronicle else told.year_for(first_month, 1)
    if number is None:
        return None, False
    value = _season_of(number, m["season"])
    now = told.now("year")
    if which == "last" and now is not None and value.end and value.end >= now:
        value = _season_of(number - 1, m["season"])
    if which in ("next", "the next", "the following") and now is not None and value.start <= now:
        value = _season_of(number + 1, m["season"])
    return value, False


def _decade(m: re.Match[str], told: Told) -> _Answer:
    first = int(m["y"])
    return Period(start=date(first, 1, 1), end=date(first + 9, 12, 31), precision=Precision.YEAR), True


def _year_alone(m: re.Match[str], told: Told) -> _Answer:
    return _opened(m, told, (year(int(m["y"])), True))


def _weekday(m: re.Match[str], told: Told) -> _Answer:
    now = told.now()
    if now is None:
        return None, False
    wanted = WEEKDAYS[m["wd"].lower().rstrip("s")]
    lead = (m["lead"] or "").strip().lower()
    back = (now.weekday() - wanted) % 7
    if not told.by_report:
        back -= 7 * (back > 3)  # a chronicle goes on: the nearest day of that name
    elif lead.startswith("last") and back == 0:
        back = 7
    found = now - timedelta(days=back)
    if lead == "next" or (told.ahead and told.by_report and back):
        found = now + timedelta(days=(wanted - now.weekday() - 1) % 7 + 1)
    return _opened(m, told, (day(found, part=_part_of(m.group())), False))


def _today(m: re.Match[str], told: Told) -> _Answer:
    if told.published is None or not told.by_report:
        return None, False  # in a chronicle these are somebody's words
    word = m["word"].lower()
    shift = 0
    if word.startswith("the day before"):
        shift = -2
    elif word.startswith(("yesterday", "overnight", "last night")):
        shift = -1
    elif word.startswith("tomorrow"):
        shift = 1
    part = "overnight" if word in ("overnight", "last night") else _part_of(word)
    return day(told.published + timedelta(days=shift), part=part), False


def _dawn(m: re.Match[str], told: Told) -> _Answer:
    return (day(told.anchor, part=_part_of(m.group())) if told.anchor else None), False


def _unit(word: str) -> str:
    unit = word.lower().rstrip("s")
    return {"night": "day", "morning": "day", "evening": "day", "afternoon": "day", "hour": "day"}.get(unit, unit)


def _ago(m: re.Match[str], told: Told) -> _Answer:
    return _away(m, told.now(_unit(m["u"])), -1)


def _earlier(m: re.Match[str], told: Told) -> _Answer:
    if _of_a_happening(m):
        return None, False
    sign = -1 if m["way"].lower() in ("earlier", "before", "previously", "prior") else 1
    return _away(m, _base(_unit(m["u"]), told), sign)


def _of_a_happening(m: re.Match[str]) -> bool:
    """ "two days after the attack": counts from a happening whose day is not told here."""
    return m["way"].lower() in ("after", "before") and bool(re.match(r" \w", m.string[m.end() : m.end() + 2]))


def _away(m: re.Match[str], base: date | None, sign: int) -> _Answer:
    """So many days, weeks, months or years from a day."""
    count, unit = number_of(m["n"]), _unit(m["u"])
    if base is None or count is None or m["n"].lower() in _VAGUE:
        return None, False
    if unit in ("week", "fortnight"):  # counted to the day; nobody means the whole calendar week
        return day(base + timedelta(days=_DAYS_IN[unit] * sign * count)), False
    if unit == "decade":
        return year(base.year + 10 * sign * count), False
    return unit_period(base, unit, sign * count), False


def _base(unit: str, told: Told) -> date | None:
    """What "two ... later" counts from: a day for days and weeks; for months and years whatever was told last."""
    if unit in ("month", "year", "decade") and told.last is not None:
        return told.last.start
    return told.anchor


def _step(m: re.Match[str], told: Told) -> _Answer:
    unit = _unit(m["u"])
    base = _base(unit, told)
    if base is None:
        return None, False
    sign = -1 if m["way"].lower() in ("previous", "preceding", "before", "earlier") else 1
    value = unit_period(base, unit, sign)
    part = _part_of(m["u"])
    return (day(value.start, part=part) if part else value), False


def _same(m: re.Match[str], told: Told) -> _Answer:
    unit = _unit(m["u"])
    base = _base(unit, told)
    if base is None:
        return None, False
    part = _part_of(m["u"])
    return (day(base, part=part) if part else unit_period(base, unit, 0)), False


def _which(m: re.Match[str], told: Told) -> _Answer:
    now = told.now(m["u"].lower())
    if now is None:
        return None, False
    lead, unit = m["lead"].lower(), m["u"].lower()
    if unit == "weekend":
        saturday = now - timedelta(days=(now.weekday() - 5) % 7)
        return days(saturday, saturday + timedelta(days=1)), False
    if "past" in lead:
        return days(now - timedelta(days=_DAYS_IN[unit]), now), False
    value = unit_period(now, unit, -1 if "last" in lead else 1 if lead == "next" else 0)
    if "last" not in lead and lead != "next" and unit == "week":
        value = days(value.start, max(value.start, now))
    return value, False


def _past(m: re.Match[str], told: Told) -> _Answer:
    now = told.now(m["u"].lower().rstrip("s"))
    if now is None:
        return None, False
    count = number_of(m["n"]) or 3
    unit = m["u"].lower().rstrip("s")
    span = -(-count // 24) if unit == "hour" else count * _DAYS_IN[unit]
    return days(now - timedelta(days=span), now), False


def _nth(m: re.Match[str], told: Told) -> _Answer:
    count = number_of(m["n"])
    if told.anchor is None or count is None:
        return None, False
    span = _DAYS_IN[_unit(m["u"])] * (count - 1)
    return days(told.anchor - timedelta(days=span), told.anchor, ongoing=True), False


def _recent(m: re.Match[str], told: Told) -> _Answer:
    return None, False  # how recent is not said


_FORMS: dict[str, Callable[[re.Match[str], Told], _Answer]] = {
    "iso": _iso, "slashes": _slashes, "day_range": _range, "month_range": _range, "day_month": _day_and_month,
    "month_day": _day_and_month, "months": _months, "month_year": _month_year, "month_of_year": _month_year,
    "month_alone": _month_alone, "years": _years, "season": _season, "season_alone": _season_alone, "decade": _decade,
    "year_alone": _year_alone, "weekday": _weekday, "today": _today, "dawn": _dawn, "ago": _ago, "earlier": _earlier,
    "next_day": _step, "day_before": _step, "same_day": _same, "end_of": _same, "later_in": _same, "which": _which,
    "past_n": _past, "nth_day": _nth, "recent": _recent,
}  # fmt: skip
