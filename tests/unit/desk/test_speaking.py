"""Speakers: whom they report, and how their figures differ."""

from __future__ import annotations

import json
from typing import Any

import pytest

from claimbook.desk.speaking import LEAST_COMPARED, listen


def body(identifier: str, figures: dict[str, int], *, party: str = "Blue Guard") -> str:
    """An incident of which each speaker gives one figure of people killed."""
    claims = {f"{identifier}-{name}": name for name in figures}
    voices: list[dict[str, Any]] = [
        {
            "claim": c,
            "speakers": [
                {"name": "Gazette", "kind": "agency", "stance": "reports"},
                {"name": n, "kind": "local", "stance": "claims"},
            ],
        }
        for c, n in claims.items()
    ]
    given = [{"low": figures[n], "high": figures[n], "claims": [c]} for c, n in claims.items()]
    return json.dumps(
        {
            "id": identifier,
            "voices": voices,
            "initiators": [{"value": {"name": party}, "claims": list(claims)[:1]}],
            "tallies": [{"status": None, "side": None, "figures": given}],
        }
    )


def test_skew_is_against_the_others():
    """A speaker whose figures are twice the others' each time is told as twice; the other as half."""
    found = listen(body(str(n), {"Loud": 2 * n + 1, "Still": n}) for n in range(10, 10 + LEAST_COMPARED))
    loud, still = found.speakers["Loud"].skew, found.speakers["Still"].skew
    assert loud is not None and still is not None
    assert loud.middle == pytest.approx(1.0)
    assert still.middle == pytest.approx(-1.0)
    assert loud.words == "2 times the others'"


def test_few_figures_say_nothing():
    """Under the least number there is no skew, and who is alone is compared with nobody."""
    found = listen([body("a", {"Loud": 4, "Still": 2}), body("b", {"Loud": 9})])
    assert found.speakers["Loud"].skew is None
    assert len(found.speakers["Loud"].shifts) == 1
    assert found.speakers["Loud"].alone == 1


def test_who_names_whom():
    """The last of the chain is the speaker, and the one who names the party is counted for it."""
    found = listen([body("a", {"Loud": 4, "Still": 2})])
    assert found.blamed_by == {"Blue Guard": {"Loud": 1}}
    assert "Gazette" not in found.speakers
