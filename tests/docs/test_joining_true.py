"""The page on joining is true: its tables are the rules, and its thresholds those of the code."""

from __future__ import annotations

from pathlib import Path

from joining_levels import joining_levels_tables

from claimbook.fuse.cluster import MEAN_AT
from claimbook.fuse.compare import JOIN_AT
from claimbook.fuse.rules import grade_rules
from claimbook.model import Grade

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "joining.md").read_text(encoding="utf-8")
WORDS = " ".join(PAGE.replace("**", "").split())


def test_the_levels_are_those_of_the_rules() -> None:
    """Every level stands there with its weight and sentence, and no other does."""
    assert PAGE.split("## The levels")[1].split("\n\n", 2)[2] == joining_levels_tables(), (
        "run: python tests/support/joining_levels.py, and put it below the heading"
    )


def test_the_thresholds_are_those_of_the_code() -> None:
    """What the text says of the pair and of the mean is what decides."""
    assert f"From +{JOIN_AT:g} bits on, a pair looks like one" in WORDS
    assert f"on average over all pairs, like those of the other (+{MEAN_AT:g} bits at least)" in WORDS


def test_the_grades_come_in_the_order_of_the_rules() -> None:
    """The page has as many rules of grading as the code, in the same order."""
    told = [WORDS.index(f"{number}. {str(grade).capitalize()}:") for number, grade in enumerate(_order(), 2)]
    assert told == sorted(told)
    assert len(grade_rules()) == len(told) + 1


def _order() -> list[Grade]:
    """The grades in the order in which the code tries them."""
    return [Grade(rule.split(":")[0].split(" ")[0].lower()) for rule in grade_rules()[1:]]
