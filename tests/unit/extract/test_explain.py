"""What the steps say of their own decisions."""

from __future__ import annotations

from datetime import date

from claimbook.extract.explain import ENCODER, explain, gloss
from claimbook.ingest import ReadOptions, read_bytes

TEXT = (
    "Government artillery shelled the town of Saraqib on Thursday, killing at least four civilians, according to the "
    "Syrian Observatory for Human Rights."
)


def test_every_part_of_a_claim_has_its_reason(pipeline):
    """Kind, parties, place, day, toll and speaker are each explained by words of the report."""
    report = read_bytes(TEXT.encode(), name="t", options=ReadOptions(published=date(2021, 5, 8)))
    answer = pipeline.explain(report)
    assert answer.claims == pipeline.read(report)
    reasons = {(r.step, r.answer): r for r in answer.reasons[0]}
    assert reasons["kind", "shelling"].words == "shelled"
    assert reasons["where", "yes"].words == "Saraqib"
    assert reasons["toll", "killed"].words.endswith("four")
    assert reasons["when", "yes"].words == "Thursday"
    assert ("speech", "yes") in reasons
    for reason in answer.reasons[0]:
        assert all(words in TEXT for words in reason.words.split(" … "))
        assert 0 <= reason.chance <= 1


def test_groups_put_together_later_are_explained(pipeline):
    """ "No casualties" and a toll's group are no phrases of the parse, and can be asked about all the same."""
    text = "A bomb exploded near Hama on Monday. No casualties were reported. Shells wounded six more people in Idlib."
    report = read_bytes(text.encode(), name="t", options=ReadOptions(published=date(2021, 5, 8)))
    answer = pipeline.explain(report)
    assert len(answer.reasons) == len(answer.claims) > 0
    assert not any("No casualties" in t.wording for claim in answer.claims for t in claim.targets)


def test_the_encoder_is_named_among_the_reasons(pipeline):
    """What moved an answer most may be all the words around it."""
    report = read_bytes(TEXT.encode(), name="t", options=ReadOptions(published=date(2021, 5, 8)))
    named = [what for reason in pipeline.explain(report).reasons[0] for what, _ in reason.because]
    assert ENCODER in named


def test_reasons_are_the_weights_of_the_step(pipeline, parse):
    """What is named as a reason is in the model, strongest first, and speaks for the answer."""
    reading = parse(TEXT)
    happenings = pipeline.extractor.happenings(reading)
    for reason in explain(pipeline.extractor, reading, happenings)[0]:
        weights = [weight for _, weight in reason.because]
        assert weights == sorted(weights, reverse=True)
        assert all(weight > 0 for weight in weights)


def test_features_are_told_in_words():
    """A feature's letters are spelled out."""
    assert gloss("ng:force_word") == "near it a force"
    assert gloss("clause_between") == "clause between"
