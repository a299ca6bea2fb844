"""Coding by people: answers, who codes what, and what follows for a claim."""

from __future__ import annotations

from collections import Counter

import pytest
from bookmaking import make_claim, make_report

from claimbook.errors import UsageError
from claimbook.model import Harm
from claimbook.review import correct
from claimbook.review.coding import FIELDS, agreements, answers_of, corrections, deal, parse_answers, sample

REPORT = make_report("Heavy guns shelled Riverton.")
CLAIM = make_claim(REPORT, "shelled", killed=2)
GIVEN = {
    "happening": "yes",
    "kind": "shelling",
    "modality": "asserted",
    "day": "2021-03-03",
    "place": "Riverton",
    "initiator": "the Blue Guard",
    "target": "",
    "killed": "2",
    "injured": "",
}


def test_answers_are_read_from_words() -> None:
    """Blanks say that the report does not say; where nothing happened, nothing else is asked."""
    answers = parse_answers(GIVEN)
    assert (answers["day"], answers["killed"], answers["target"]) == ("2021-03-03", 2, None)
    assert parse_answers({**GIVEN, "happening": "no", "killed": "many"}) == {"happening": "no"}


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("kind", "picnic"),
        ("kind", ""),
        ("happening", "perhaps"),
        ("day", "3 March"),
        ("killed", "-1"),
        ("killed", "9" * 30),
    ],
)
def test_what_is_no_answer_is_refused(field: str, words: str) -> None:
    """A word that no field can hold is told of by the field's label."""
    label = next(f.label for f in FIELDS if f.name == field)
    with pytest.raises(UsageError, match=label.rstrip("?")):
        parse_answers({**GIVEN, field: words})


def test_work_is_dealt_evenly_and_the_same_each_time() -> None:
    """Each claim goes to so many different coders, loads differ by one at most, and only the seed matters."""
    claims = [f"c{n}" for n in range(25)]
    dealt = deal(claims, ["ana", "ben", "caro"], each=2, seed=7)
    assert dealt == deal(list(reversed(claims)), ["caro", "ana", "ben"], each=2, seed=7)
    assert dealt != deal(claims, ["ana", "ben", "caro"], each=2, seed=8)
    assert set(Counter(c for c, _ in dealt).values()) == {2}
    assert len(set(dealt)) == 50
    loads = Counter(coder for _, coder in dealt).values()
    assert max(loads) - min(loads) <= 1
    assert len({frozenset(k for c, k in dealt if c == claim) for claim in claims}) == 3  # all pairs meet
    assert sample(claims, 5, seed=1) == sample(claims[::-1], 5, seed=1)


@pytest.mark.parametrize(
    ("coders", "each"), [(["ana"], 2), (["ana", "ben"], 1), (["ana", "ana"], 2), (["ana", "ben"], 3)]
)
def test_one_coder_cannot_be_compared(coders: list[str], each: int) -> None:
    """Fewer than two coders for each claim, or more than there are, are refused."""
    with pytest.raises(UsageError):
        deal(["c1"], coders, each=each, seed=1)


def test_agreement_is_by_field() -> None:
    """Words agree without case and "the"; a count that only one gave is not compared."""
    ana, ben = parse_answers(GIVEN), parse_answers({**GIVEN, "initiator": "Blue guard", "injured": "3"})
    other = parse_answers({**GIVEN, "kind": "arrest", "initiator": "Police", "killed": ""})
    found = agreements([[ana, ben], [other, other], [{"happening": "no"}, ana]])
    assert found["initiator"].alpha == 1
    assert (found["injured"].units, found["injured"].alpha) == (0, None)
    assert found["kind"].units == 2
    assert found["happening"].alpha is not None and found["happening"].alpha < 0.1


def test_agreed_answers_correct_the_claim() -> None:
    """After its corrections the claim answers what was agreed; where it did already, there are none."""
    assert corrections(CLAIM, answers_of(CLAIM)) == ([], [])
    agreed = parse_answers({**GIVEN, "kind": "air_strike", "day": "2021-03-01", "place": "Hillside", "killed": "5",
                            "injured": "7", "initiator": "", "target": "traders"})  # fmt: skip
    claim = CLAIM
    paths, left = corrections(claim, agreed)
    for path, value in paths:
        claim = correct(claim, path, value, method="test@1")
    assert answers_of(claim) == agreed
    assert left == []


def test_new_tolls_are_both_added() -> None:
    """Killed and injured that the claim had not are both there afterwards."""
    claim = make_claim(REPORT, "shelled")
    agreed = {**answers_of(claim), "killed": 1, "injured": 4}
    for path, value in corrections(claim, agreed)[0]:
        claim = correct(claim, path, value, method="test@1")
    assert answers_of(claim) == agreed


def test_several_tolls_are_left_to_people() -> None:
    """Which of several tolls is meant is not guessed: it is told."""
    claim = correct(CLAIM, "tolls.1", {"harm": str(Harm.KILLED), "low": 3, "high": 3}, method="test@1")
    paths, left = corrections(claim, {**answers_of(claim), "killed": 9})
    assert paths == []
    assert len(left) == 1 and "several tolls" in left[0]
