"""The order of the review queue: doubt and consequence."""

from __future__ import annotations

from datetime import date

from bookmaking import make_claim, make_report

from claimbook.fuse import Source, fuse
from claimbook.model import Basis, Modality
from claimbook.review.doubt import consequence, doubt

REPORT = make_report("Riverton was shelled in the night.")
PLAIN = make_claim(REPORT, "shelled", killed=2)


def test_missing_and_assumed_values_are_doubtful():
    """What is not known or only assumed adds doubt, and says why."""
    assumed = PLAIN.period.model_copy(update={"basis": Basis.ASSUMED})
    for change, words in (
        ({"period": None}, "No day is known."),
        ({"period": assumed}, "The day is assumed."),
        ({"places": ()}, "No place is named."),
        ({"initiators": ()}, "No party is named."),
        ({"modality": PLAIN.modality.model_copy(update={"value": Modality.PLANNED})}, "It is put as planned"),
    ):
        other = doubt(PLAIN.model_copy(update=change))
        assert other.points > doubt(PLAIN).points
        assert any(reason.startswith(words) for reason in other.reasons)


def test_more_hangs_on_more_people():
    """An incident with more people harmed comes before one with fewer."""
    sources = {REPORT.id: Source(REPORT.id, "Gazette", date(2021, 3, 4), "report")}
    few, many = (fuse([make_claim(REPORT, "shelled", killed=n)], sources)[0] for n in (1, 40))
    assert consequence(many) > consequence(few) >= 1
