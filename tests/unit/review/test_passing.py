"""Who passed what."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bookmaking import make_claim, make_report

from claimbook.model import Act, Decision, ruled
from claimbook.review import stand
from claimbook.review.passing import is_passed, passes

REPORT = make_report("Riverton was shelled and then bombed.")
ONE, TWO = make_claim(REPORT, "shelled", killed=2), make_claim(REPORT, "bombed", killed=1)
CLAIMS = {c.id: c for c in (ONE, TWO)}


def passed(*log: Decision) -> dict[str, set[str]]:
    """Who passed each claim after this log."""
    return {claim: set(who) for claim, who in passes(log, stand(log, CLAIMS)).items()}


def decision(number: int, act: Act, who: str, *claims: Any, **more: Any) -> Decision:
    """One decision of the log."""
    at = datetime(2021, 3, 4, tzinfo=UTC)
    return Decision(number=number, act=act, who=who, at=at, why="x", claims=tuple(map(ruled, claims)), **more)


def test_two_people_pass_by_accepting():
    """Each person counts once, however often they accept."""
    log = (
        decision(1, Act.ACCEPT, "ana", ONE),
        decision(2, Act.ACCEPT, "ana", ONE),
        decision(3, Act.ACCEPT, "ben", ONE),
    )
    assert passed(*log) == {ONE.id: {"ana", "ben"}}
    found = passes(log, stand(log, CLAIMS))
    assert is_passed([ONE.id], found, needed=2)
    assert not is_passed([ONE.id, TWO.id], found, needed=1)


def test_a_rejection_holds_it_back():
    """Where one rejects, another's pass does not count; the last word of each person does."""
    log = [decision(1, Act.ACCEPT, "ana", ONE), decision(2, Act.REJECT, "ben", ONE)]
    assert passed(*log) == {ONE.id: set()}
    assert passed(*log, decision(3, Act.ACCEPT, "ben", ONE)) == {ONE.id: {"ana", "ben"}}


def test_a_correction_asks_for_new_passes():
    """Who passed other values has not passed these."""
    fix = decision(2, Act.CORRECT, "ben", ONE, field="tolls.0.low", value=1)
    assert passed(decision(1, Act.ACCEPT, "ana", ONE), fix) == {ONE.id: set()}


def test_what_was_undone_does_not_count():
    """A pass that was taken back is none."""
    assert passed(decision(1, Act.ACCEPT, "ana", ONE), decision(2, Act.UNDO, "ana", undoes=1)) == {}
