"""What stands of a log of decisions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from bookmaking import make_claim, make_report
from pydantic import ValidationError

from claimbook.model import Act, Claim, Decision, Kind, claim_mark, ruled
from claimbook.review import State, stand

REPORT = make_report("Guns shelled Riverton. Then soldiers stormed Hillside.")
SHELLED = make_claim(REPORT, "shelled", killed=2)
STORMED = make_claim(REPORT, "stormed", happening=2, kind=Kind.ATTACK)
CLAIMS = {c.id: c for c in (SHELLED, STORMED)}


def decide(number: int, act: Act, *claims: Claim, **more: object) -> Decision:
    """A decision by one coder."""
    return Decision(
        number=number,
        act=act,
        who="ana",
        at=datetime(2021, 3, 4, tzinfo=UTC),
        why="because",
        claims=tuple(ruled(c) for c in claims),
        **more,  # type: ignore[arg-type]
    )


def test_the_later_word_stands() -> None:
    """Of an acceptance and a rejection of one claim the later holds, whatever order they are given in."""
    log = [decide(2, Act.ACCEPT, SHELLED), decide(1, Act.REJECT, SHELLED)]
    assert stand(log, CLAIMS).state(SHELLED.id) is State.ACCEPTED
    assert stand([], CLAIMS).state(SHELLED.id) is State.READ


def test_undo_takes_back_and_may_be_taken_back() -> None:
    """An undone decision does not stand; with its undo undone it stands again."""
    log = [decide(1, Act.REJECT, SHELLED), decide(2, Act.UNDO, undoes=1)]
    standing = stand(log, CLAIMS)
    assert standing.state(SHELLED.id) is State.READ
    assert not standing.stands(log[0])
    assert stand([*log, decide(3, Act.UNDO, undoes=2)], CLAIMS).state(SHELLED.id) is State.REJECTED


def test_corrections_build_on_each_other() -> None:
    """Several corrections of one claim are shown together; its words stay the report's."""
    log = [
        decide(1, Act.CORRECT, SHELLED, field="tolls.0.high", value=7),
        decide(2, Act.CORRECT, SHELLED, field="kind", value="air_strike"),
        decide(3, Act.CORRECT, SHELLED, field="tolls.0.low", value=5),
    ]
    view = stand(log, CLAIMS).view(SHELLED)
    assert view.tolls[0].value is not None
    assert (view.tolls[0].value.low, view.tolls[0].value.high) == (5, 7)
    assert (view.kind.value, view.kind.wording, view.kind.method) == (Kind.AIR_STRIKE, "shelled", "decision.D2")
    assert stand(log, CLAIMS).view(STORMED) == STORMED


def test_changed_claims_make_suggestions() -> None:
    """A decision on a claim with other values now is a suggestion for it; on one that is gone, for its successor."""
    log = [decide(1, Act.REJECT, SHELLED), decide(2, Act.JOIN, SHELLED, STORMED)]
    other_values = {**CLAIMS, SHELLED.id: make_claim(REPORT, "shelled", killed=3)}
    standing = stand(log, other_values)
    assert standing.state(SHELLED.id) is State.READ
    assert standing.joins == []
    assert [s.now for s in standing.suggestions] == [(SHELLED.id,), (SHELLED.id, STORMED.id)]
    successor = make_claim(REPORT, "shelled", kind=Kind.AIR_STRIKE, killed=2)
    gone = stand(log[:1], {successor.id: successor, STORMED.id: STORMED})
    assert gone.suggestions[0].now == (successor.id,)
    assert "no longer read" in gone.suggestions[0].reason
    assert stand(log[:1], {STORMED.id: STORMED}).suggestions[0].now == (None,)


def test_a_renewal_takes_the_old_ones_place() -> None:
    """A renewed decision stands for the claims of today, and the old one is no suggestion any more."""
    now = make_claim(REPORT, "shelled", killed=3)
    log = [decide(1, Act.REJECT, SHELLED), decide(2, Act.REJECT, now, renews=1)]
    standing = stand(log, {now.id: now})
    assert standing.state(now.id) is State.REJECTED
    assert standing.suggestions == []


def test_a_mark_does_not_feel_how_a_value_was_reached() -> None:
    """Methods do not change the mark of a claim; values and words do."""
    assert claim_mark(SHELLED) == claim_mark(make_claim(REPORT, "shelled", killed=2, method="test@2"))
    assert claim_mark(SHELLED) != claim_mark(make_claim(REPORT, "shelled", killed=3))


@pytest.mark.parametrize(
    ("act", "claims", "more"),
    [
        (Act.JOIN, (SHELLED,), {}),
        (Act.JOIN, (SHELLED, SHELLED), {}),
        (Act.CORRECT, (SHELLED,), {}),
        (Act.CORRECT, (SHELLED, STORMED), {"field": "kind"}),
        (Act.GRADE, (SHELLED,), {}),
        (Act.UNDO, (), {}),
        (Act.ACCEPT, (), {}),
    ],
)
def test_half_decisions_cannot_be_made(act: Act, claims: tuple[Claim, ...], more: dict[str, object]) -> None:
    """A decision has what its act needs, or is none."""
    with pytest.raises(ValidationError):
        decide(1, act, *claims, **more)
