"""The encoder's answers beside those of the features."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from claimbook.extract.extractor import Extractor
from claimbook.extract.findings import gather
from claimbook.extract.grouping import COLUMNS as GROUP_COLUMNS
from claimbook.extract.linear import chances_of
from claimbook.extract.opinions import (
    NEAR,
    SENTENCE_STEPS,
    WORD_STEPS,
    Heads,
    Opinions,
    place_of,
    sentences_apart,
    words_apart,
)
from claimbook.extract.pairs import COLUMNS as PAIR_COLUMNS
from claimbook.extract.when import COLUMNS as WHEN_COLUMNS
from claimbook.extract.where import COLUMNS as WHERE_COLUMNS

TEXT = "Shells hit Saraqib on Monday. " + "Nothing else happened there. " * (NEAR + 2) + "Troops left Idlib."


@pytest.fixture
def heard(pipeline, parse):
    """A report's reading, findings, and what the encoder makes of it."""
    reading = parse(TEXT)
    findings = gather(reading)
    return reading, findings, pipeline.extractor.ask(reading, findings).opinions


def test_distances_are_numbered_within_the_tables():
    """Every number is used, and none lies outside."""
    here = np.zeros(401, dtype=np.int64)
    there = np.arange(-200, 201)
    assert sorted(set(words_apart(here, there).tolist())) == list(range(WORD_STEPS))
    assert words_apart(0, np.array([0, 1, 2, 100])).tolist() == [8, 8, 9, 15]
    assert (np.diff(sentences_apart(here, there)) >= 0).all()
    assert sorted(set(sentences_apart(here, there).tolist())) == list(range(SENTENCE_STEPS))


def test_a_phrase_far_off_is_answered_as_one_near(pipeline, heard):
    """What is asked one by one comes out as it does among the others, by the head's own formula."""
    reading, findings, opinions = heard
    encoder, heads = pipeline.extractor.second
    arrays, vectors = heads.arrays, encoder.vectors(reading)
    trigger = findings.candidates[0].index
    for mention in (findings.mentions[0][0], findings.mentions[-1][-1]):
        place = place_of(mention)
        hidden = vectors[trigger] @ arrays["role.trigger"] + arrays["role.bias"]
        hidden = hidden + vectors[list(place)].mean(axis=0) @ arrays["role.phrase"]
        hidden += arrays["role.words"][words_apart(trigger, np.array([place[0]]))[0]]
        away = sentences_apart(0, np.array([reading.sentence_of[place[0]]]))[0]
        hidden += arrays["role.sentences"][away]
        wanted = np.maximum(hidden, 0) @ arrays["role.weights"] + arrays["role.out"]
        assert opinions.of_phrase("role", trigger, place) == pytest.approx(wanted.tolist(), abs=1e-4)


def test_pairs_are_answered_together_or_alone(heard):
    """A pair's answer does not hang on the other pairs."""
    _, findings, opinions = heard
    indexes = [c.index for c in findings.candidates]
    assert len(indexes) > 1
    together = opinions.of_pairs(indexes[:-1], indexes[1:])
    alone = [opinions.of_pairs([i], [j])[0] for i, j in itertools.pairwise(indexes)]
    assert together.tolist() == pytest.approx(alone, abs=1e-4)


def test_both_answers_are_added_by_their_factors(pipeline, heard):
    """The step's answer is the softmax of the two rows of logits, each times its factor."""
    reading, findings, opinions = heard
    candidate = findings.candidates[0]
    asked = pipeline.extractor.ask(reading, findings)
    mixed = asked.word("event", candidate, ["l:hit"])
    features, encoder = opinions.mix("event")
    one = pipeline.extractor.models["event"].scores(["l:hit"])
    other = opinions.of_word("event", candidate.index)
    assert mixed == pytest.approx([features * a + encoder * b for a, b in zip(one, other, strict=True)])
    assert sum(chances_of(mixed)) == pytest.approx(1)


def test_without_an_encoder_the_features_answer(pipeline, heard):
    """An extractor without one asks nobody else."""
    reading, findings, _ = heard
    alone = Extractor(pipeline.extractor.models, pipeline.extractor.trees)
    asked = alone.ask(reading, findings)
    assert asked.opinions is None
    assert asked.word("event", findings.candidates[0], ["l:hit"]) == alone.models["event"].scores(["l:hit"])
    assert alone.happenings(reading)


def test_a_report_without_a_trigger_asks_no_encoder(pipeline, parse):
    """There is nothing to ask about."""
    reading = parse("The sky was blue.")
    assert pipeline.extractor.ask(reading, gather(reading)).opinions is None


def test_heads_are_kept_in_half_precision(tmp_path):
    """Saving and loading keeps the arrays to three digits, and the factors."""
    heads = Heads({"event.weights": np.array([[0.1234567]], dtype=np.float32), "event.mix": np.array([0.5, 0.25])})
    heads.save(tmp_path / "heads.npz")
    loaded = Heads.load(tmp_path / "heads.npz")
    assert loaded.arrays["event.weights"][0, 0] == pytest.approx(0.1234567, rel=1e-3)
    assert loaded.mixes == {"event": (0.5, 0.25)}


def test_opinions_of_a_report_without_phrases(pipeline, parse):
    """No mention, no date, no speaker: only the words are answered."""
    reading = parse("It exploded.")
    findings = gather(reading)
    encoder, heads = pipeline.extractor.second
    opinions = Opinions(heads, encoder.vectors(reading), reading, findings)
    wanted = len(pipeline.extractor.models["event"].classes)
    assert len(opinions.of_word("event", findings.candidates[0].index)) == wanted


def test_a_phrase_put_together_later_is_answered_too(pipeline, heard):
    """ "No casualties" becomes a group only while a happening is filled."""
    _, findings, opinions = heard
    trigger = findings.candidates[0].index
    later = (findings.mentions[0][0].head, 0, 1)
    assert later not in [place_of(m) for row in findings.mentions for m in row]
    assert len(opinions.of_phrase("role", trigger, later)) == len(pipeline.extractor.models["role"].classes)


def test_a_struck_place_is_a_place_and_a_target(pipeline, parse):
    """What is struck counts for both parts; the other classes keep their chances."""
    reading = parse("Artillery shelled the village of Hoshan on Monday.")
    findings = gather(reading)
    asked = pipeline.extractor.ask(reading, findings)
    chances = asked.role(findings.candidates[-1], "shelling", findings.mentions[0][-1])
    struck = chances[asked.column["struck"]]
    assert 0 < struck < min(chances[asked.column["place"]], chances[asked.column["target"]])
    assert sum(chances) == pytest.approx(1 + 2 * struck)


def test_every_head_answers_as_many_classes_as_its_features(pipeline):
    """Weights that were not trained together would mix one class with another."""
    extractor = pipeline.extractor
    for step, model in extractor.models.items():
        assert extractor.second[1].arrays[f"{step}.weights"].shape[1] == len(model.classes), step
    assert extractor.trees["same"].columns == PAIR_COLUMNS
    assert extractor.trees["whole"].columns == GROUP_COLUMNS
    assert extractor.trees["when"].columns == WHEN_COLUMNS
    assert extractor.trees["where"].columns == WHERE_COLUMNS
