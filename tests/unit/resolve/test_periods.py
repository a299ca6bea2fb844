"""Time expressions of news reports: every form, reckoned from the report's day and from the days told before.

The report of these tests was published on Thursday, 6 May 2021.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from claimbook.model import Basis, Period, Precision
from claimbook.resolve.periods import find_periods

THURSDAY = date(2021, 5, 6)


def told(text: str, **options: object) -> list[tuple[str, str]]:
    """The expressions of a text, each with its period in short."""
    phrases = find_periods(text, **{"published": THURSDAY, **options})
    return [(text[p.start : p.end], short(p.value)) for p in phrases]


def short(value: Period | None) -> str:
    """ "2021-05-06", "2021-05", "2021-05-01..06" ..., with "+" where it goes on."""
    if value is None:
        return "?"
    length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[value.precision]
    start = str(value.start)[:length]
    end = str(value.end)[:length] if value.end else "..."
    return (start if start == end and not value.ongoing else f"{start}/{end}") + "+" * value.ongoing


@pytest.mark.parametrize(
    ("words", "period"),
    [
        # a day that says its year
        ("2021-04-30", "2021-04-30"),
        ("30/04/2021", "2021-04-30"),
        ("30.04.2021", "2021-04-30"),
        ("5 March 2020", "2020-03-05"),
        ("5th of March 2020", "2020-03-05"),
        ("March 5, 2020", "2020-03-05"),
        ("Sept. 9, 2020", "2020-09-09"),
        # a day that leaves the year out: the latest that is not after the report
        ("5 May", "2021-05-05"),
        ("May 1", "2021-05-01"),
        ("the 3rd of May", "2021-05-03"),
        ("December 30", "2020-12-30"),
        ("Tuesday, May 4", "2021-05-04"),
        # weekdays lie before the report, or are its day
        ("Monday", "2021-05-03"),
        ("Thursday", "2021-05-06"),
        ("last Thursday", "2021-04-29"),
        ("Friday", "2021-04-30"),
        ("Monday evening", "2021-05-03"),
        ("next Friday", "2021-05-07"),
        # words for days around the report
        ("today", "2021-05-06"),
        ("this morning", "2021-05-06"),
        ("yesterday", "2021-05-05"),
        ("overnight", "2021-05-05"),
        ("last night", "2021-05-05"),
        ("the day before yesterday", "2021-05-04"),
        ("tomorrow", "2021-05-07"),
        # counted back from the report
        ("three days ago", "2021-05-03"),
        ("a week ago", "2021-04-29"),
        ("two months ago", "2021-03"),
        ("ten years ago", "2011"),
        # weeks, months and years
        ("last week", "2021-04-26/2021-05-02"),
        ("this week", "2021-05-03/2021-05-06"),
        ("last month", "2021-04"),
        ("this year", "2021"),
        ("last weekend", "2021-05-01/2021-05-02"),
        ("in the past 48 hours", "2021-05-04/2021-05-06"),
        ("over the past three days", "2021-05-03/2021-05-06"),
        # ranges
        ("3-5 May", "2021-05-03/2021-05-05"),
        ("May 3-5", "2021-05-03/2021-05-05"),
        ("between 28 April and 2 May", "2021-04-28/2021-05-02"),
        ("between 28 December 2020 and 2 January 2021", "2020-12-28/2021-01-02"),
        ("from March to April 2021", "2021-03/2021-04"),
        ("from November to February", "2020-11/2021-02"),
        ("2014-2018", "2014/2018"),
        ("2014-18", "2014/2018"),
        # open periods go on to the report's day
        ("since 1 May", "2021-05-01/2021-05-06+"),
        ("since Monday", "2021-05-03/2021-05-06+"),
        ("since March 2020", "2020-03/2021-05+"),
        ("since March", "2021-03/2021-05+"),
        ("since 2015", "2015/2021+"),
        ("since the beginning of 2021", "2021-01-01/2021-05-06+"),
        ("since the start of April", "2021-04-01/2021-05-06+"),
        # months, seasons, years
        ("March 2020", "2020-03"),
        ("late March 2020", "2020-03"),
        ("the end of March 2020", "2020-03"),
        ("June", "2020-06"),
        ("last June", "2020-06"),
        ("summer 2020", "2020-06/2020-08"),
        ("the winter of 2019", "2019-12/2020-02"),
        ("the late 1990s", "1990/1999"),
        ("2019", "2019"),
    ],
)  # fmt: skip
def test_forms(words, period):
    """Each form of time expression means its period, and the words are found whole."""
    found = told(f"The post was shelled in {words}, a local radio said.")
    assert [p for _, p in found] == [period]
    assert found[0][0] in words
    assert len(found[0][0]) >= len(words) - len("in the ")


@pytest.mark.parametrize(
    "words",
    ["in recent weeks", "a few days later", "several days ago", "two days after the raid", "two weeks before the vote"],
)
def test_what_is_not_told_stays_open(words):
    """Vague counts, and counts from a happening whose day is not told, are found and have no date."""
    assert [p for _, p in told(f"Shells fell {words} again.")] == ["?"]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("On 3 May a bomb went off. A day later two men were held.", ["2021-05-03", "2021-05-04"]),
        ("On 3 May a bomb went off. The next day it was calm.", ["2021-05-03", "2021-05-04"]),
        ("On 3 May a bomb went off. A week earlier, another had.", ["2021-05-03", "2021-04-26"]),
        ("Two died on Monday. On the same day a third was hurt.", ["2021-05-03", "2021-05-03"]),
        ("A raid took place on 3 May. At dawn the men left.", ["2021-05-03", "2021-05-03"]),
        ("He was taken on 28 April, and freed three days later.", ["2021-04-28", "2021-05-01"]),
        ("In March 2019 the town fell. Later that month it was retaken.", ["2019-03", "2019-03"]),
        ("In March 2019 the town fell. The following year it was rebuilt.", ["2019-03", "2020"]),
        ("Shelling went on for the third day.", ["2021-05-04/2021-05-06+"]),
    ],
)
def test_words_that_lean_on_the_day_told_last(text, periods):
    """ "The next day" counts from the day told last, not from the report."""
    assert [p for _, p in told(text)] == periods


def test_without_a_day_told_the_report_is_leant_on():
    """ "A day earlier" alone counts from the report."""
    assert told("The bridge was hit a day earlier.") == [("a day earlier", "2021-05-05")]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("In April and June 1955 the sects were fought.", ["1955-04", "1955-06"]),
        ("In October and January 1946 talks were held.", ["1945-10", "1946-01"]),
        ("On 3 May, 9 June and 1 July 2018 bombs went off.", ["2018-05-03", "2018-06-09", "2018-07-01"]),
    ],
)
def test_the_last_of_a_list_names_the_year_for_all(text, year):
    """Months and days of a list share the year that its last one names, the turn of the year counted."""
    assert [p for _, p in told(text)] == year


def test_a_background_year_does_not_govern_what_follows():
    """ "Since 2011" in a news report leaves the next date without a year where it was: near the report."""
    text = "The war has gone on since 2011. Two officers were killed in March."
    assert told(text)[1] == ("March", "2021-03")


def test_a_background_date_governs_its_own_sentence():
    """Near a date long past, a month without a year is of that year."""
    assert told("The town fell in June 2014 and was retaken in October.")[1] == ("October", "2014-10")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("The front will hold a vote on Saturday.", "2021-05-08"),
        ("Elections are scheduled for 11 June.", "2021-06-11"),
        ("The army said on Saturday that shells fell.", "2021-05-01"),
    ],
)
def test_what_is_announced_lies_ahead(text, period):
    """A day without a year lies ahead of the report where the words before it look ahead."""
    assert [p for _, p in told(text)] == [period]


@pytest.mark.parametrize(
    "text",
    [
        "They may leave and march on; he may not.",
        "Only 2000 soldiers and 1950 rebels were left.",
        "More than 1900 shells fell, and another 2019 were found.",
        "The 2033 was counted as $2020 and 2021%.",
        "Resolution 2254 and Route 1980 stand.",
        "He fell over the wintering birds; prices fell.",
        "The order of the day was read the length of the line.",
    ],
)
def test_what_only_looks_like_a_time(text):
    """Verbs, counts, prices and numbers of things are no times."""
    assert told(text) == []


def test_names_are_no_months():
    """A month's name before a name is a name."""
    assert told("April Jones of the June Brigade spoke.") == []


def test_the_longest_reading_stands():
    """Of overlapping readings the longest is taken: the month goes with its year, the weekday with its date."""
    assert told("It ended in March 1940.") == [("March 1940", "1940-03")]
    assert told("It began on Monday, May 3, 2021.") == [("Monday, May 3, 2021", "2021-05-03")]
    assert told("They held out until May 11, 1945.") == [("May 11, 1945", "1945-05-11")]


def test_spans_are_in_order_and_apart():
    """Phrases come in text order and do not overlap; their ends are within the text."""
    text = (
        "On Monday night, 3 May, and at dawn on 4 May, shells fell; since 2011, 500 died, yesterday 3, 2020-01-01 none."
    )
    phrases = find_periods(text, published=THURSDAY)
    assert len(phrases) >= 5
    assert all(0 <= p.start < p.end <= len(text) for p in phrases)
    assert all(a.end <= b.start for a, b in pairwise(phrases))


def test_part_of_the_day_is_kept():
    """The part of the day stays with the day."""
    text = "It happened on the evening of 3 May, again overnight, and early on Monday morning."
    parts = [p.value.part_of_day for p in find_periods(text, published=THURSDAY) if p.value]
    assert parts == ["evening", "overnight", "morning"]


def test_basis_says_whether_the_words_suffice():
    """A date with its year is stated; one that needs the report's day is inferred."""
    phrases = find_periods("On 3 May 2020 and on Monday.", published=THURSDAY)
    assert [p.basis for p in phrases] == [Basis.STATED, Basis.INFERRED]


def test_a_weekday_helps_to_find_the_year():
    """A weekday that fits only a year beside the likeliest one decides for it."""
    assert told("He was held on Wednesday, May 6.") == [("Wednesday, May 6", "2020-05-06")]


def test_slashes_take_the_reading_near_the_report():
    """Where day and month may be either, the reading nearest before the report is taken."""
    assert told("Dated 04/05/2021.")[0][1] == "2021-05-04"
    assert told("Dated 13/04/2021.")[0][1] == "2021-04-13"


def test_an_impossible_day_has_no_date():
    """31 April is found and not dated."""
    assert told("It was on 31 April.") == [("31 April", "?")]


def test_empty_text_has_no_times():
    """Nothing comes of nothing."""
    assert find_periods("", published=THURSDAY) == ()


def test_the_same_text_gives_the_same():
    """Twice the same."""
    text = "On Monday and 3 May, since 2011, last week."
    assert find_periods(text, published=THURSDAY) == find_periods(text, published=THURSDAY)
