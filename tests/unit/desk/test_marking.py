"""A report's text cut into pieces by its claims' words."""

from __future__ import annotations

from bookmaking import make_claim, make_report
from hypothesis import given
from hypothesis import strategies as st

from claimbook.desk.marking import cut_text

REPORT = make_report("In the night Riverton was shelled twice. At dawn a bridge was bombed by nobody.")
CLAIMS = [make_claim(REPORT, "shelled"), make_claim(REPORT, "bombed", happening=2), make_claim(REPORT, "was shelled")]


@given(st.lists(st.sampled_from(CLAIMS), unique_by=lambda c: c.id))
def test_the_pieces_are_the_text(claims):
    """Nothing is lost or moved by marking."""
    assert "".join(p.words for p in cut_text(REPORT.text, claims)) == REPORT.text


def test_triggers_are_marked_with_their_claims():
    """The words of each claim's trigger name it, also where claims share words."""
    pieces = cut_text(REPORT.text, CLAIMS)
    marked = {claim.id: "".join(p.words for p in pieces if claim.id in p.triggers) for claim in CLAIMS}
    assert list(marked.values()) == ["shelled", "bombed", "was shelled"]


def test_each_claim_begins_once():
    """There is one place to go to for each claim's words."""
    begins = [claim for p in cut_text(REPORT.text, CLAIMS) for claim in p.begins]
    assert sorted(begins) == sorted(c.id for c in CLAIMS)
