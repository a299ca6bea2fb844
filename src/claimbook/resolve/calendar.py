"""Calendar words and arithmetic for the period rules: no text is searched here."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from claimbook.model import Period, Precision

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed",
            "thursday thurs thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
SMALL = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "couple of": 2, "a couple of": 2, "several": 3, "few": 3, "a few": 3,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "twentieth": 20,
}  # fmt: skip
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}


def day(on: date, *, part: str | None = None) -> Period:
    """One day."""
    return Period(start=on, end=on, part_of_day=part)


def days(start: date, end: date | None, *, ongoing: bool = False) -> Period:
    """From day to day."""
    return Period(start=start, end=end, ongoing=ongoing)


def month(year: int, number: int) -> Period:
    """A whole month."""
    return Period(
        start=date(year, number, 1), end=date(year, number, monthrange(year, number)[1]), precision=Precision.MONTH
    )


def year(number: int) -> Period:
    """A whole year."""
    return Period(start=date(number, 1, 1), end=date(number, 12, 31), precision=Precision.YEAR)


def shift_months(on: date, count: int) -> date:
    """The first day of the month `count` months after that of `on`."""
    index = on.year * 12 + on.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def safe_date(year_number: int, month_number: int, day_number: int) -> date | None:
    """The date, or None where there is none such."""
    try:
        return date(year_number, month_number, day_number)
    except ValueError:
        return None


def number_of(word: str) -> int | None:
    """ "3", "3rd", "three" or "third" as a number."""
    bare = word.lower().strip().rstrip(".")
    if bare in SMALL:
        return SMALL[bare]
    digits = bare.rstrip("stndrh")
    return int(digits) if digits.isdigit() else None


def unit_period(anchor: date, unit: str, count: int) -> Period:
    """The day, week, month or year that lies `count` units from `anchor`."""
    if unit == "day":
        return day(anchor + timedelta(days=count))
    if unit == "week":
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=count)
        return days(monday, monday + timedelta(days=6))
    if unit == "month":
        first = shift_months(anchor, count)
        return month(first.year, first.month)
    return year(anchor.year + count)
