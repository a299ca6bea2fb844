"""Dates of chronicles: histories, timelines, reports without a day of their own.  Years are told once and carried on."""

from __future__ import annotations

from datetime import date

import pytest

from claimbook.model import Precision
from claimbook.resolve.periods import find_periods

HISTORY = (
    "The league was founded in 1931. In May 1932 its men took the harbour. In August they lost it again, and by "
    "February they sued for peace. On 7 March the treaty was signed; the next day the guns fell silent. "
)
LENGTH = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


def starts(text: str, published: date | None = None, before: str = "") -> list[str | None]:
    """The starts of the periods of a text, to the unit they are known to."""
    phrases = find_periods(text, published=published, before=before)
    return [str(p.value.start)[: LENGTH[p.value.precision]] if p.value else None for p in phrases]


def test_the_year_told_last_is_carried_on_and_turns_with_the_months():
    """A month without a year has the year told last, or the next where the months would run backwards."""
    assert starts(HISTORY) == ["1931", "1932-05", "1932-08", "1933-02", "1933-03-07", "1933-03-08"]


def test_a_history_published_much_later_reads_the_same():
    """Years long past, told often, make a chronicle of a report that has a day, too."""
    text = HISTORY + "In 1935 it was dissolved, and in 1936 its house was sold. In May 1937 the last members met."
    assert starts(text, date(2009, 12, 19))[:6] == starts(HISTORY)


def test_a_news_report_is_no_chronicle():
    """Days near the report outweigh its background."""
    text = "Shells fell on Monday and again yesterday. The war began in 2011; in March 2012 the town was lost."
    assert starts(text, date(2021, 5, 6)) == ["2021-05-03", "2021-05-05", "2011", "2012-03"]


def test_words_that_need_a_day_stay_open_in_a_chronicle():
    """ "Yesterday", a weekday, "last week" with no day told before: nothing is guessed."""
    assert starts("Yesterday and on Monday shells fell; last week, too.") == [None, None, None]


def test_a_weekday_is_the_nearest_to_the_day_told_last():
    """In a chronicle a weekday lies beside the day that was told last."""
    assert starts("On 25 May 2017 shells fell. By Saturday the town was empty.") == ["2017-05-25", "2017-05-27"]


def test_a_day_is_no_anchor_once_another_month_is_told():
    """ "The next day" after a month stays open: whose next day is not told."""
    assert starts("On 3 May 1932 they met. In August 1933 they met again. The next day they parted.")[-1] is None


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("17 September 2019 market bombing", "On 18 September the toll rose.", "2019-09-18"),
        ("Siege of the Mill (May 2017)", "On 23 May the mill was taken.", "2017-05-23"),
        ("Fall of the Salt Works (27 December 2022 – 16 January 2023)", "On 27 December it began.", "2022-12-27"),
        ("Fall of the Salt Works (27 December 2022 – 16 January 2023)", "On 12 January it ended.", "2023-01-12"),
        ("2020–2021 Mill Road clashes", "On 23 November shelling grew.", "2020-11-23"),
        ("2020–2021 Mill Road clashes", "On 12 January it began again.", "2021-01-12"),
        ("Siege of the Mill", "On 23 May the mill was taken.", None),
    ],
)
def test_the_title_tells_the_year(title, text, expected):
    """The words that go before tell the year or the years that the text is about; without them it stays open."""
    assert starts(text, before=title) == [expected]


def test_the_title_is_no_phrase():
    """Phrases are those of the text alone, and their offsets count in it."""
    text = "On 23 May the mill was taken."
    (phrase,) = find_periods(text, published=None, before="The 2017 siege, May to June 2017")
    assert text[phrase.start : phrase.end] == "23 May"


def test_a_digression_does_not_leave_the_years_of_the_title():
    """A year outside those of the title does not govern the dates after it."""
    text = "On 23 November shelling grew, breaking a truce of October 2019. On 1 December it went on."
    assert starts(text, before="2020–2021 Mill Road clashes") == ["2020-11-23", "2019-10", "2020-12-01"]


def test_the_first_year_named_reaches_back_over_the_turn_of_the_year():
    """A date shortly before the first one with a year leans on that."""
    assert starts("After the loss of 27 December the front moved. In January 2023 the works fell.") == [
        "2022-12-27",
        "2023-01",
    ]


def test_a_year_far_off_is_not_leant_on():
    """A first year named for a month long before or after says nothing of the dates above it."""
    assert starts("On 23 November shelling grew, breaking a truce of October 2019.")[0] is None


def test_headings_tell_the_year():
    """A line that is a year, or opens with one, governs what stands below."""
    assert starts("2004: The rising\n\nOn 9 April the town fell.\n\n2005\n\nOn 9 April it was remembered.") == [
        "2004",
        "2004-04-09",
        "2005",
        "2005-04-09",
    ]


def test_seasons_have_the_year_told_last():
    """In a chronicle "the summer" is that of the year told last."""
    assert starts("In May 1963 a protest was met with fire. By the summer the city was full.") == ["1963-05", "1963-06"]


def test_of_that_year_points_back():
    """ "July 25 of that year" has the year told last."""
    assert starts("War came in 1861. On July 25 of that year the house met. In May of the following year it fell.") == [
        "1861",
        "1861-07-25",
        "1862-05",
    ]


def test_before_anything_is_told_the_report_is_leant_on():
    """A portrait that opens with the news: its first weekday lies before the report, what follows is a chronicle."""
    text = (
        "He was killed on Monday, a friend said. "
        + HISTORY
        + "In 1935 and in 1936 he was in exile. In May 1937 he came back."
    )
    assert starts(text, date(2021, 5, 6))[:3] == ["2021-05-03", "1931", "1932-05"]
