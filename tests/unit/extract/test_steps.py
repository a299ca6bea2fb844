"""The steps of the extractor, each on a sentence written for it."""

from __future__ import annotations

import numpy as np
import pytest

from claimbook.extract.candidates import find_candidates
from claimbook.extract.choosing import apart, one_toll
from claimbook.extract.closing import under_condition
from claimbook.extract.linear import LinearModel
from claimbook.extract.mentions import Sort, find_mentions, path
from claimbook.extract.same import Trigger, taken_up
from claimbook.extract.speech import find_speech
from claimbook.extract.tolls import find_quantities, governor
from claimbook.model import Kind


def words(reading, mention):
    return reading.doc[mention.start : mention.end].text


def token(reading, word):
    return next(t.i for t in reading.doc if t.text == word)


def test_a_linear_model_adds_the_weights_of_the_features_it_knows():
    """Unknown features count nothing; probabilities sum to one; reasons name the strongest feature first."""
    model = LinearModel(
        ["no", "yes"], ["a", "b"], np.array([[-1, 1], [0, 3]], dtype=np.float32), np.zeros(2, dtype=np.float32)
    )
    assert model.scores(["a", "b", "unheard"]) == [-1.0, 4.0]
    assert sum(model.probabilities(["b"])) == pytest.approx(1.0)
    assert model.probability([], "yes") == pytest.approx(0.5)
    assert [name for name, _ in model.reasons(["a", "b"], "yes")] == ["b", "a"]


def test_models_of_few_and_of_many_classes_add_alike():
    """Plain floats and numpy give the same logits, with and without known features."""
    classes = [str(n) for n in range(8)]
    weights = np.arange(16, dtype=np.float32).reshape(2, 8)
    many = LinearModel(classes, ["a", "b"], weights, np.zeros(8, dtype=np.float32))
    few = LinearModel(classes[:3], ["a", "b"], weights[:, :3], np.zeros(3, dtype=np.float32))
    assert many.scores(["a", "b"])[:3] == few.scores(["a", "b"]) == [8.0, 10.0, 12.0]
    assert many.scores([]) == [0.0] * 8
    assert few.best(["a"]) == "2"


def test_a_saved_model_reads_back_the_same(tmp_path):
    """Saving and loading keeps classes, names and weights."""
    model = LinearModel(
        ["no", "yes"], ["a", "b"], np.array([[-1, 1], [0, 3]], dtype=np.float32), np.ones(2, dtype=np.float32)
    )
    model.save(tmp_path / "m.npz")
    again = LinearModel.load(tmp_path / "m.npz")
    assert again.classes == model.classes
    assert again.scores(["a"]) == model.scores(["a"])


def test_candidates_hold_verbs_nouns_and_phrases(parse):
    """A verb, a noun and a phrase of several words are candidates with the kinds of the lexicon."""
    reading = parse("Rebels opened fire on a bus after the shelling, and troops detained two men.")
    found = {reading.lemmas[c.index]: c for c in find_candidates(reading)}
    assert Kind.ATTACK in found["open"].phrase_kinds
    assert Kind.SHELLING in found["shelling"].kinds
    assert Kind.ARREST in found["detain"].kinds


def test_an_actor_inside_a_weapon_phrase_is_a_mention(parse):
    """ "Turkish" in "Turkish artillery strikes" may be the initiator; "Syrian" in "Syrian soldiers" is none by itself."""
    reading = parse("Israeli artillery strikes killed three Syrian soldiers near Homs.")
    rows = [m for row in find_mentions(reading) for m in row]
    assert any(words(reading, m) == "Israeli artillery" or words(reading, m) == "Israeli" for m in rows)
    assert not any(words(reading, m) == "Syrian" and m.sort is Sort.MODIFIER for m in rows)
    assert any(words(reading, m) == "Syrian soldiers" for m in rows)


def test_a_name_of_two_words_is_not_halved(parse):
    """Deir Ezzor is one name; its first word alone is no mention."""
    reading = parse("Two men were killed in the city of Deir Ezzor on Friday.")
    rows = [words(reading, m) for row in find_mentions(reading) for m in row]
    assert "Deir Ezzor" in rows
    assert "Deir" not in rows


def test_a_path_names_the_prepositions_on_the_way(parse):
    """From verb to the noun in its prepositional phrase."""
    reading = parse("Militants fired rockets at the base.")
    assert path(reading, token(reading, "fired"), token(reading, "base")).endswith("prep:at>pobj")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("According to local officials, a bomb exploded in the market.", "local officials"),
        ("The defence ministry said that two soldiers were killed.", "defence ministry"),
        ("Two soldiers were killed, the Observatory reported.", "Observatory"),
        ("The agency, citing a hospital source, reported nine dead.", "hospital source"),
    ],
)
def test_speakers_are_found_before_and_after_their_words(parse, text, speaker):
    """According to X, X said that, ..., X reported, citing X."""
    reading = parse(text)
    found = [reading.doc[s.start : s.end].text for s in find_speech(reading, find_mentions(reading))]
    assert speaker in found


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "NAIROBI (Wire) - A regional official said on Friday that gunmen had attacked the town.",
            ["regional official"],
        ),
        ("Smoke rises over the town. Wire/Rodi Said.", []),
        ("Raqqa province said on Monday that a mine had gone off.", []),
        ("Fighters attacked a post, the so-called Observatory said.", ["Observatory"]),
    ],
)
def test_who_speaks_is_not_where(parse, text, speakers):
    """The town of a dateline, a province and a surname "Said" say nothing; "so-called" is no part of a name."""
    reading = parse(text)
    assert [reading.doc[s.start : s.end].text for s in find_speech(reading, find_mentions(reading))] == speakers


def test_a_pronoun_takes_up_the_speaker_before_it(parse):
    """ "He said" speaks for the one who was named before."""
    reading = parse("Governor Ali Hassan said a convoy was attacked. He said that four guards were killed.")
    speeches = find_speech(reading, find_mentions(reading))
    assert [reading.doc[s.head].text for s in speeches] == ["Hassan", "Hassan"]


def test_quantities_know_number_one_and_part(parse):
    """A figure, a singular and a part of another figure are told apart."""
    reading = parse("The blast killed five people, including two children, and wounded a farmer.")
    row = find_quantities(reading, find_mentions(reading))[0]
    told = {reading.doc[q.head].text: (q.count.low, q.count.high, q.said, q.part) for q in row}
    assert told["people"] == (5, 5, "number", False)
    assert told["children"] == (2, 2, "number", True)
    assert told["farmer"] == (1, 1, "one", False)


@pytest.mark.parametrize(
    ("text", "word", "harm"),
    [
        ("A strike killed six people.", "people", "kill"),
        ("Six people were wounded.", "people", "hurt"),
        ("The death of six people was reported.", "people", "kill"),
        ("The attack left twenty people dead in Mosul.", "people", "none"),
    ],
)
def test_the_governor_is_the_word_of_harm_above_a_noun(parse, text, word, harm):
    """Verb and object, passive subject, "the death of"; another verb in between ends the search."""
    reading = parse(text)
    assert governor(reading, token(reading, word)).split("/")[0] == harm


def test_coordinated_figures_make_one_toll(parse):
    """ "9 soldiers and 5 militants" are summed; a figure of another clause is not."""
    reading = parse("At least 9 soldiers and 5 militants were killed in the raid.")
    row = find_quantities(reading, find_mentions(reading))[0]
    rows = [(0.9 - 0.1 * n, q) for n, q in enumerate(q for q in row if q.said == "number")]
    assert [q.count.low for q in one_toll(reading, rows)] == [9, 5]


def test_mentions_that_repeat_one_another_are_one(parse):
    """Of a name inside a longer one, or said again, the likelier is kept, in text order and no more than asked for."""
    reading = parse("Shells fell on Kafr Nabl and Saraqib. Kafr Nabl burned.")
    first, second, again = (
        next(m for row in find_mentions(reading) for m in row if words(reading, m) == name and m.start >= least)
        for name, least in (("Kafr Nabl", 0), ("Saraqib", 0), ("Kafr Nabl", 6))
    )
    rows = [(0.5, first), (0.9, second), (0.7, again)]
    assert apart(reading, rows, 4) == [second, again]
    assert apart(reading, rows, 1) == [second]


def test_a_bare_definite_noun_takes_up_what_was_told_before(parse):
    """ "The attack" after "attacked" is the same happening; "another attack" is not."""
    reading = parse(
        "Gunmen attacked a post near Baiji. Soldiers repelled the attack. Police reported another attack in Tikrit."
    )
    triggers = [Trigger(c, Kind.ARMED_CLASH, 0.6, 0.1) for c in find_candidates(reading)]
    pairs = taken_up(reading, triggers)
    first, second = token(reading, "attacked"), token(reading, "repelled")
    assert (first, second) in pairs
    other = [t.i for t in reading.doc if t.text == "attack"][1]
    assert not any(other in pair for pair in pairs)


def test_if_and_may_make_a_condition(parse):
    """What would follow from an unconfirmed report is conditional; a plain sentence is not."""
    reading = parse("If this is confirmed, it may force the army to attack the town. The army attacked the town.")
    attacks = [t.i for t in reading.doc if t.lemma_ == "attack"]
    assert [under_condition(reading, i) for i in attacks] == [True, False]
