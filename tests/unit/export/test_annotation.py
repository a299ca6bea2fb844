"""The form of the annotation guide."""

from __future__ import annotations

from handmade import ATTACK, CLAIMS, REPORT, SHELLING

from claimbook.export.annotation import annotate
from claimbook.model import Modality


def test_one_row_a_report_and_one_event_a_happening():
    """The row names the report and its day, and holds an event for each happening, with the guide's fields."""
    row = annotate(REPORT, CLAIMS)
    assert (row["doc"], row["reference_date"]) == ("coast/001", "2021-03-05")
    assert [e["type"] for e in row["events"]] == ["shelling", "attack", "protest"]
    first = row["events"][0]
    assert first["quote"] == "killing at least two nurses and three guards"
    assert (first["date_start"], first["date_end"]) == ("2021-03-04", "2021-03-04")
    assert first["killed"] == {"low": 5, "high": None}
    assert first["killed_who"] == ["nurses", "guards"]
    assert first["places"] == [{"text": "Port Salt", "relation": "near", "country": "XA", "admin1": None}]
    assert first["attribution"] == ["the Watch"]


def test_claims_of_several_speakers_are_one_event():
    """Claims on one happening merge: asserted where the outlet itself stands behind one, all speakers named."""
    own = SHELLING.model_copy(
        update={
            "id": "0" * 16,
            "speakers": SHELLING.speakers[:1],
            "modality": ATTACK.modality.model_copy(update={"value": Modality.ASSERTED}),
        }
    )
    (event,) = annotate(REPORT, (SHELLING, own))["events"]
    assert event["modality"] == "asserted"
    assert event["attribution"] == ["the Watch"]


def test_a_report_with_nothing_has_an_empty_list():
    """Nothing to report is an empty list of events, not a missing row."""
    assert annotate(REPORT, ())["events"] == []
