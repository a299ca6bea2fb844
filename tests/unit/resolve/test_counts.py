"""How many: numbers in words and figures, bounds, ranges, vague quantities by the annotation guide, and what is no count."""

from __future__ import annotations

from itertools import pairwise

import pytest

from claimbook.model import Basis, Count
from claimbook.resolve.counts import find_counts, parse_number


def counts(text: str) -> list[tuple[int, int | None]]:
    """The counts of a text as (low, high)."""
    return [(p.value.low, p.value.high) for p in find_counts(text)]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        # figures and words
        ("9", (9, 9)),
        ("1,200", (1200, 1200)),
        ("12000", (12000, 12000)),
        ("nine", (9, 9)),
        ("Twenty-three", (23, 23)),
        ("twenty three", (23, 23)),
        ("one hundred and five", (105, 105)),
        ("two thousand three hundred", (2300, 2300)),
        ("a hundred", (100, 100)),
        ("1.5 million", (1_500_000, 1_500_000)),
        ("3 thousand", (3000, 3000)),
        ("a dozen", (12, 12)),
        ("half a dozen", (6, 6)),
        ("two dozen", (24, 24)),
        ("a couple of", (2, 2)),
        ("both", (2, 2)),
        ("a pair of", (2, 2)),
        # lower bounds
        ("at least 9", (9, None)),
        ("At least nine", (9, None)),
        ("more than 100", (100, None)),
        ("over 40", (40, None)),
        ("no fewer than 12", (12, None)),
        ("no less than 12", (12, None)),
        ("a minimum of 5", (5, None)),
        ("upwards of 30", (30, None)),
        ("40 or more", (40, None)),
        # upper bounds
        ("up to 9", (2, 9)),
        ("as many as 30", (2, 30)),
        ("up to one", (1, 1)),
        ("at most 9", (2, 9)),
        ("fewer than 9", (2, 9)),
        ("no more than 9", (2, 9)),
        # about, and words that add nothing
        ("about 30", (30, 30)),
        ("some 30", (30, 30)),
        ("nearly 30", (30, 30)),
        ("an estimated 30", (30, 30)),
        ("a total of 30", (30, 30)),
        ("another 30", (30, 30)),
        ("the 30", (30, 30)),
        # ranges
        ("3-5", (3, 5)),
        ("3 to 5", (3, 5)),
        ("between 3 and 5", (3, 5)),
        ("one or two", (1, 2)),
        ("from 500 to 1,300", (500, 1300)),
        # vague quantities, by the guide
        ("several", (2, None)),
        ("a few", (2, None)),
        ("many", (2, None)),
        ("dozens of", (24, None)),
        ("several dozen", (24, None)),
        ("tens of", (20, None)),
        ("scores of", (40, None)),
        ("hundreds of", (200, None)),
        ("at least dozens of", (24, None)),
        ("thousands of", (2000, None)),
        ("tens of thousands of", (20_000, None)),
        ("hundreds of thousands of", (200_000, None)),
        ("a number of", (2, None)),
        ("an unspecified number of", (2, None)),
    ],
)
def test_forms(words, count):
    """Each form of a quantity gives its bounds; what has no upper bound says so."""
    assert counts(f"{words} people were hurt") == [count]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A family of five was killed.", (5, 5)),
        ("a group of 12 was held", (12, 12)),
        ("a patrol of at least one did", None),
        ("No casualties were reported.", (0, 0)),
        ("No one was hurt.", (0, 0)),
        ("There were no injuries.", (0, 0)),
        ("no civilians were hit", (0, 0)),
    ],
)
def test_families_and_nobody(text, count):
    """A family of five is five; "no casualties" is nobody."""
    found = counts(text)
    assert (found[0] == count) if count else (0, 0) not in found


@pytest.mark.parametrize(
    "text",
    [
        "It happened on 5 August and on August 6.",
        "It happened in 2019, since 2011, and in May 2020.",
        "A 120-mm mortar and a 155 mm gun fired.",
        "A 30-year-old man, a 12-storey house.",
        "They walked 20 km, 5 miles, 300 metres.",
        "It lasted 3 hours, 40 minutes, 10 days, two weeks.",
        "Prices rose 5% and 12 percent, to $300 and €20.",
        "At 7:30 and 11 a.m. local time it began.",
        "The T-72 and the M4 stood by; F-16s flew.",
        "The 5th brigade and the 93rd stood by.",
        "It cost 500 dollars.",
    ],
)
def test_what_counts_nobody(text):
    """Dates, calibres, ages, lengths, times, prices, names of arms and units are no counts."""
    assert counts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 soldiers and 5 militants were killed", [(9, 9), (5, 5)]),
        ("killed two and wounded at least six", [(2, 2), (6, None)]),
        ("11 people, including three children, died", [(11, 11), (3, 3)]),
        ("killed 12; dozens were hurt", [(12, 12), (24, None)]),
        ("2 and 3 men", [(2, 2), (3, 3)]),
    ],
)
def test_several_counts_stay_apart(text, expected):
    """ "And" between two counts adds nothing up: each stands with its own words."""
    assert counts(text) == expected


def test_a_range_that_falls_is_none():
    """ "12-3" is no range of people."""
    assert (12, 3) not in counts("the score was 12-3 people")


def test_spans_quote_the_words():
    """The span holds the bound and the number, without "the" and "of"."""
    text = "In all, at least 9 of the 30 guards and dozens of others fled."
    assert [text[p.start : p.end] for p in find_counts(text)] == ["at least 9", "30", "dozens"]


def test_spans_are_in_order_and_apart():
    """Counts come in text order, do not overlap, and are stated."""
    text = "Between 3 and 5 men, two or three women, at least 10 of some 40 guards, dozens more, no casualties."
    found = find_counts(text)
    assert len(found) >= 5
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(p.basis is Basis.STATED and p.value.low >= 0 for p in found)


def test_vague_quantities_say_so():
    """What is a convention rather than a number is marked."""
    assert [p.value for p in find_counts("several men and 3 boys")] == [Count(2, None, vague=True), Count(3, 3)]


@pytest.mark.parametrize(
    ("words", "number"),
    [("0", 0), ("zero", 0), ("1,234,567", 1_234_567), ("nineteen", 19), ("ninety-nine", 99), ("five hundred", 500),
     ("two hundred and fifty thousand", 250_000), ("three million", 3_000_000), ("a dozen", 12), ("five dozen", 60),
     ("many", None), ("ten men", None)],
)  # fmt: skip
def test_parse_number(words, number):
    """Numbers in words and figures are whole numbers; what is none is None."""
    assert parse_number(words) == number


def test_nothing_counts_nothing():
    """No text, no counts."""
    assert find_counts("") == ()
