"""The table for people."""

from __future__ import annotations

import pytest
from handmade import PAIRS, REPORT, SHELLING

from claimbook.export.table import tell_tolls, to_table
from claimbook.model import Harm, Toll


def table(width: int, pairs=PAIRS) -> str:
    """The whole table without colour."""
    return "".join(to_table(pairs, width=width, colour=False))


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(width):
    """At 80 and at 120 columns every line fits."""
    assert max(map(len, table(width).split("\n"))) <= width


def test_a_claim_stands_with_its_words_and_its_speaker():
    """Each claim shows kind, parties, tolls, the report's words and who says so, under its report's name."""
    shown = " ".join(table(120).split())
    assert "coast/001 · =Evil Post · 2021-03-05 (inferred) · 3 claims" in shown
    assert "rebels → clinic" in shown
    assert "killed 5 or more (nurses, guards)" in shown
    assert "“killing at least two nurses and three guards”" in shown
    assert "the Watch (claims)" in shown
    assert "the report itself" in shown


def test_what_is_assumed_or_not_located_is_said():
    """An assumed day and a place without coordinates are marked."""
    shown = " ".join(table(120).split())
    assert "(assumed)" in shown
    assert "Old Quay (not located)" in shown


def test_a_report_without_claims_says_so():
    """A report with nothing to report has its heading, and no table."""
    assert "nothing to report" in table(80, [(REPORT, ())])


def test_a_report_cannot_steer_the_terminal():
    """Escape characters and marks of direction in a report are shown as replaced, not sent."""
    quote = SHELLING.quote.model_copy(update={"wording": "\x1b[2Jwiped\u202e"})
    shown = table(80, [(REPORT, (SHELLING.model_copy(update={"quote": quote}),))])
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "wiped" in shown


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(3, 3, "killed 3"), (2, None, "killed 2 or more"), (1, 4, "killed 1 to 4"), (0, 0, "killed 0")],
)
def test_a_toll_is_told_as_its_range(low, high, said):
    """Exact numbers, lower bounds and ranges are told apart."""
    assert tell_tolls([Toll(harm=Harm.KILLED, low=low, high=high)]) == said
