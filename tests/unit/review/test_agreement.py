"""Krippendorff's alpha against published examples, and its interval."""

from __future__ import annotations

import random

import pytest

from claimbook.review.agreement import Level, agree, krippendorff_alpha

# The worked example of Krippendorff 2011, part C: four observers, twelve units, "." for no value.
FOUR = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
# Three observers, fifteen units: the example in the README of the Python package krippendorff.
THREE = (
    ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
)


def units(rows: tuple[str, ...]) -> list[list[int]]:
    """The values by unit, without those that are missing."""
    return [[int(v) for v in column if v != "."] for column in zip(*(r.split() for r in rows), strict=True)]


@pytest.mark.parametrize(
    ("rows", "level", "expected"),
    [
        (FOUR, Level.NOMINAL, 0.743),
        (FOUR, Level.ORDINAL, 0.815),
        (FOUR, Level.INTERVAL, 0.849),
        (FOUR, Level.RATIO, 0.797),
        (THREE, Level.NOMINAL, 0.691),
        (THREE, Level.INTERVAL, 0.811),
    ],
)
def test_alpha_is_that_of_the_published_examples(rows: tuple[str, ...], level: Level, expected: float) -> None:
    """The published figures are met to three places."""
    assert krippendorff_alpha(units(rows), level) == pytest.approx(expected, abs=0.0005)


def test_alpha_of_two_coders_of_yes_and_no() -> None:
    """Krippendorff's first example: two observers, ten units, two values."""
    rows = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    assert krippendorff_alpha(units(rows), Level.NOMINAL) == pytest.approx(0.095, abs=0.0005)


def test_alpha_ends() -> None:
    """Full agreement is 1; systematic disagreement lies below 0; with nothing to compare there is no alpha."""
    assert krippendorff_alpha([["a", "a"], ["b", "b"]], Level.NOMINAL) == 1
    below = krippendorff_alpha([["a", "b"], ["b", "a"]], Level.NOMINAL)
    assert below is not None and below < 0
    assert krippendorff_alpha([["a"], ["b"]], Level.NOMINAL) is None
    assert krippendorff_alpha([["a", "a"], ["a", "a"]], Level.NOMINAL) is None
    assert agree([], Level.NOMINAL).alpha is None


def test_order_does_not_matter() -> None:
    """Neither the order of units nor that of coders changes alpha."""
    rows = units(FOUR)
    turned = [list(reversed(unit)) for unit in reversed(rows)]
    for level in Level:
        assert krippendorff_alpha(turned, level) == pytest.approx(krippendorff_alpha(rows, level))


def test_interval_is_the_same_each_time_and_holds_alpha() -> None:
    """The same values and seed give the same interval; it holds alpha, and more units make it narrower."""
    first, again = agree(units(FOUR), Level.NOMINAL), agree(units(FOUR), Level.NOMINAL)
    assert first == again
    assert first.low is not None and first.alpha is not None and first.high is not None
    assert first.low < first.alpha < first.high <= 1
    many = agree(units(FOUR) * 8, Level.NOMINAL, samples=300)
    assert many.low is not None and many.high is not None
    assert many.high - many.low < first.high - first.low
    assert (first.units, first.agreed) == (11, 8)


def test_interval_covers_what_it_says() -> None:
    """Over many draws from coders who err one time in five, about 95 in 100 intervals hold the true alpha."""
    chance = random.Random(3)

    def draw(number: int) -> list[list[int]]:
        found = []
        for _ in range(number):
            truth = chance.randrange(4)
            found.append([truth if chance.random() < 0.8 else chance.randrange(4) for _ in range(2)])
        return found

    truth = krippendorff_alpha(draw(40_000), Level.NOMINAL)
    assert truth is not None
    held = 0
    for seed in range(60):
        found = agree(draw(80), Level.NOMINAL, samples=200, seed=seed)
        assert found.low is not None and found.high is not None
        held += found.low <= truth <= found.high
    assert 50 <= held <= 60
