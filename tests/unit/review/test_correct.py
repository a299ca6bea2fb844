"""Correcting one value of a claim."""

from __future__ import annotations

import pytest
from bookmaking import make_claim, make_report

from claimbook.errors import UsageError
from claimbook.model import Claim, Modality
from claimbook.review import correct, parse_value

CLAIM = make_claim(make_report("Guns shelled Riverton."), "shelled", killed=2)


def put(field: str, value: object) -> Claim:
    """The claim, corrected."""
    return correct(CLAIM, field, value, method="decision.D1")


def test_values_are_replaced_by_path() -> None:
    """Single values, entries and parts of entries are replaced, and nothing else is."""
    assert put("modality", "claimed").modality.value is Modality.CLAIMED
    period = put("period.end", "2021-03-05").period
    assert period is not None
    assert period.value is not None
    assert period.value.end is not None
    assert period.value.end.isoformat() == "2021-03-05"
    place = put("places.0.name", "Rivertown").places[0]
    assert place.value is not None
    assert (place.value.name, place.value.lat) == ("Rivertown", 35.0)
    assert put("modality", "claimed").model_copy(update={"modality": CLAIM.modality}) == CLAIM


def test_entries_are_added_and_removed() -> None:
    """A number one past the last adds an entry, none removes one, and none leaves a single value unknown."""
    assert len(put("tolls.1", {"harm": "injured", "low": 3, "high": None}).tolls) == 2
    assert put("tolls.0", None).tolls == ()
    assert put("outcome", "repelled").outcome is not None
    assert put("kind", None).kind.value is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "x"),
        ("report", "x"),
        ("tolls", []),
        ("tolls.7", None),
        ("tolls.x", 1),
        ("tolls.0.low.deep", 1),
        ("tolls.0.colour", "red"),
        ("kind.colour", "red"),
        ("period", "soon"),
        ("tolls.0.low", -1),
        ("places.0.lat", "north"),
    ],
)
def test_what_does_not_fit_is_refused(field: str, value: object) -> None:
    """A path or value that does not fit the model is refused in plain words."""
    with pytest.raises(UsageError, match=field.split(".")[0]):
        put(field, value)


def test_typed_values_are_words_or_json() -> None:
    """What a person types is JSON where it can be read as such."""
    assert parse_value("12") == 12
    assert parse_value('{"low": 1}') == {"low": 1}
    assert parse_value("air_strike") == "air_strike"
    assert parse_value("2021-03-05") == "2021-03-05"
    assert parse_value("none") is None
