"""Calendar words and arithmetic."""

from __future__ import annotations

from datetime import date

import pytest

from claimbook.model import Precision
from claimbook.resolve.calendar import (
    MONTHS,
    WEEKDAYS,
    day,
    days,
    month,
    number_of,
    safe_date,
    shift_months,
    unit_period,
    year,
)


def test_months_and_weekdays_are_known_by_name_and_short_form():
    """Every month and weekday is there, and its short forms mean the same."""
    assert sorted(set(MONTHS.values())) == list(range(1, 13))
    assert sorted(set(WEEKDAYS.values())) == list(range(7))
    assert MONTHS["sept"] == MONTHS["sep"] == MONTHS["september"] == 9
    assert WEEKDAYS["thurs"] == WEEKDAYS["thursday"] == date(2021, 5, 6).weekday()


def test_a_day_is_one_day():
    """A day starts and ends on itself and keeps the part of it."""
    value = day(date(2021, 5, 6), part="dawn")
    assert (value.start, value.end, value.precision, value.part_of_day) == (
        date(2021, 5, 6),
        date(2021, 5, 6),
        Precision.DAY,
        "dawn",
    )


def test_months_end_where_they_end():
    """A month is its first and last day, leap years counted."""
    assert month(2020, 2).end == date(2020, 2, 29)
    assert month(2021, 2).end == date(2021, 2, 28)
    assert month(2021, 12).precision is Precision.MONTH


def test_a_year_is_its_first_and_last_day():
    """A year is known to the year."""
    assert (year(2019).start, year(2019).end, year(2019).precision) == (
        date(2019, 1, 1),
        date(2019, 12, 31),
        Precision.YEAR,
    )


def test_days_may_stay_open():
    """A stretch of days may have no end."""
    assert days(date(2021, 5, 1), None, ongoing=True).end is None


@pytest.mark.parametrize(
    ("count", "first"), [(0, (2021, 1)), (-1, (2020, 12)), (-13, (2019, 12)), (11, (2021, 12)), (12, (2022, 1))]
)
def test_months_are_counted_over_the_turn_of_the_year(count, first):
    """Counting months goes on into the years around."""
    assert shift_months(date(2021, 1, 31), count) == date(*first, 1)


def test_a_day_that_is_none_is_none():
    """30 February is no date."""
    assert safe_date(2021, 2, 30) is None
    assert safe_date(2020, 2, 29) == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("word", "number"),
    [("3", 3), ("3rd", 3), ("21st", 21), ("Three", 3), ("third", 3), ("nineteen", 19), ("a", 1), ("a couple of", 2),
     ("a few", 3), ("many", None), ("soon", None), ("", None)],
)  # fmt: skip
def test_small_numbers_are_read(word, number):
    """Figures, words and ordinals; what is none is None."""
    assert number_of(word) == number


@pytest.mark.parametrize(
    ("unit", "count", "start", "end"),
    [
        ("day", -1, (2021, 5, 5), (2021, 5, 5)),
        ("week", 0, (2021, 5, 3), (2021, 5, 9)),
        ("week", -1, (2021, 4, 26), (2021, 5, 2)),
        ("month", 1, (2021, 6, 1), (2021, 6, 30)),
        ("year", -2, (2019, 1, 1), (2019, 12, 31)),
    ],
)
def test_units_are_counted_from_a_day(unit, count, start, end):
    """The day, the week from Monday, the month, the year that lies so far away."""
    value = unit_period(date(2021, 5, 6), unit, count)
    assert (value.start, value.end) == (date(*start), date(*end))
