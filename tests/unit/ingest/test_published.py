"""When a report was published: stated, by dateline, by address, by a file name; never from what the text tells of."""

from __future__ import annotations

from datetime import date

import pytest

from claimbook.ingest.published import parse_day
from claimbook.model import Basis, read_back

DAY = date(2020, 8, 7)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2020-08-07", DAY),
        ("7 August 2020", DAY),
        ("7th of August, 2020", DAY),
        ("August 7, 2020", DAY),
        ("Aug. 7 2020", DAY),
        ("Fri, 7 Aug 2020 10:00", DAY),
        ("first 8 August 2020, then 2020-08-07", date(2020, 8, 8)),
        ("31 February 2020", None),
        ("August 2020", None),
        ("no day", None),
    ],
)
def test_a_full_date_is_read(words, found):
    """The first full date of some words, in three ways of writing; what is no day is none."""
    hit = parse_day(words)
    assert (hit[0] if hit else None) == found


@pytest.mark.parametrize(
    "opening",
    [
        "PORT SALT, August 7, 2020 (Example Wire) — Shells fell on the harbour.",
        "7 August 2020\n\nShells fell on the harbour.",
        "Published August 7 2020 Shells fell on the harbour.",
    ],
)
def test_a_dateline_says_when(report, opening):
    """A full date before the end of the first sentence is the day of the report, stated at its words."""
    published = report(opening).published
    assert published.value == DAY
    assert published.basis is Basis.STATED
    assert read_back(opening, published.spans) == published.wording


@pytest.mark.parametrize(
    "text",
    [
        "Shells fell on the harbour on August 7, 2020. Nobody was hurt.",
        "Since 7 August 2020 the road is closed.",
        "Shells fell. 7 August 2020 was a bad day.",
        "Nothing is said of the day.",
    ],
)
def test_a_day_that_is_told_of_is_no_dateline(report, text):
    """A date that the first sentence tells of, or that stands later, does not say when the report was written."""
    assert report(text).published is None


def test_the_address_says_when(report):
    """A day in the address of a report is taken, as inferred."""
    published = report("url: https://example.org/2020/08/07/port\n\nShells fell.").published
    assert (published.value, published.basis, published.method) == (DAY, Basis.INFERRED, "published.address@1")


@pytest.mark.parametrize("name", ["brief_07_08_20.mp4", "brief_08_07_20.mp4", "brief-07-08-2020.mp4"])
def test_a_file_name_says_when_if_the_text_bears_it_out(report, name):
    """Day first or month first, as the days of the text decide."""
    published = report(f"{name}\n\nOn August 6, shells fell near Port Salt.").published
    assert (published.value, published.basis) == (DAY, Basis.INFERRED)


def test_a_file_name_alone_says_nothing(report):
    """A file name that no day of the text bears out is not taken."""
    assert report("brief_07_08_20.mp4\n\nOn March 1, shells fell near Port Salt.").published is None


def test_a_chronicle_has_no_dateline(report):
    """Entries that open with their days do not date the report."""
    days = "\n\n".join(f"{n} August 2020 – Shells fell on the harbour." for n in (3, 4, 5))
    assert report(days).published is None


def test_the_header_goes_before_the_dateline(report):
    """A stated header is taken, whatever the dateline says."""
    text = "published: 2020-08-07\n\nPORT SALT, August 5, 2020 — Shells fell."
    assert report(text).published.value == DAY
