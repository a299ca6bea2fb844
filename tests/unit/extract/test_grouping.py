"""Trees, pairs of mentions, and the groups that grow from them."""

from __future__ import annotations

import numpy as np
import pytest

from claimbook.extract.findings import gather
from claimbook.extract.grouping import COLUMNS as GROUP_COLUMNS
from claimbook.extract.grouping import gather_groups, group_rows, weigh
from claimbook.extract.pairs import COLUMNS, FAR, PairView
from claimbook.extract.same import Parts, Trigger, elsewhere
from claimbook.extract.trees import Trees
from claimbook.model import Kind


@pytest.fixture
def stump():
    """One round of one tree: near pairs (up to 2 in the first column) are one, far ones are not."""
    arrays = {
        "column": np.array([0, 0, 0], dtype=np.int16),
        "limit": np.array([2.0, np.inf, np.inf], dtype=np.float32),
        "left": np.array([1, 1, 2], dtype=np.int32),
        "right": np.array([2, 1, 2], dtype=np.int32),
        "value": np.array([0.0, 2.0, -3.0], dtype=np.float32),
        "roots": np.array([[0]], dtype=np.int32),
        "start": np.array([0.5]),
    }
    return Trees(["no", "yes"], ["apart", "other"], arrays)


def view_of(parse, text):
    """Every candidate of the text as a surely told strike."""
    reading = parse(text)
    findings = gather(reading)
    triggers = [Trigger(c, Kind.AIR_STRIKE, 0.8, 0.1) for c in findings.candidates]
    return PairView(reading, findings.around, triggers), findings


def test_a_row_goes_down_to_its_leaf(stump):
    """A row at the limit goes left; the leaf's value is added to the start."""
    rows = np.array([[1, 0], [2, 9], [3, 0]], dtype=np.float32)
    assert stump.scores(rows).ravel().tolist() == [2.5, 2.5, -2.5]
    chances = stump.probabilities(rows)
    assert chances.sum(axis=1) == pytest.approx([1, 1, 1])
    assert chances[0, 1] > 0.9 > 0.1 > chances[2, 1]


def test_blocks_are_answered_block_by_block(stump):
    """As each row alone would be; a block without rows has no answers, nor have no blocks."""
    rows = np.array([[1, 0], [2, 9], [3, 0]], dtype=np.float32)
    answers = stump.chances([rows[:1], rows[:0], rows[1:]])
    assert [len(block) for block in answers] == [1, 0, 2]
    assert [*answers[0], *answers[2]] == pytest.approx(stump.probabilities(rows)[:, 1].tolist())
    assert stump.chances([rows[:0]]) == [[]]
    assert stump.chances([]) == []


def test_trees_say_which_column_moved_the_answer(stump):
    """What speaks for one class speaks against the other."""
    far = np.array([3, 0], dtype=np.float32)
    assert stump.reasons(far, "no") == [("apart", 3.0)]
    assert stump.reasons(far, "yes") == [("apart", -3.0)]


def test_saved_trees_read_back_the_same(stump, tmp_path):
    """Saving and loading keeps every answer."""
    stump.save(tmp_path / "t.npz")
    again = Trees.load(tmp_path / "t.npz")
    rows = np.array([[0, 0], [5, 5]], dtype=np.float32)
    assert (again.classes, again.columns) == (stump.classes, stump.columns)
    assert np.array_equal(again.scores(rows), stump.scores(rows))


def test_a_pair_is_seen_in_numbers(parse):
    """Distance, shared words and names, and whether the second is definite, stand in their columns."""
    view, _ = view_of(parse, "Jets bombed Saraqib at noon. The bombing hit a market in Saraqib.")
    told = [t.candidate.index for t in view.triggers]
    verb, noun = (told.index(next(t.i for t in view.reading.doc if t.text == w)) for w in ("bombed", "bombing"))
    row = dict(zip(COLUMNS, view.rows([(verb, noun)])[0].tolist(), strict=True))
    assert row["sentences apart"] == 1
    assert row["first is a verb"] == 1
    assert row["second is a verb"] == 0
    assert row["second is definite"] == 1
    assert row["names shared"] >= 1
    assert row["kinds alike"] == 2


def test_mentions_too_far_apart_are_no_pair(parse):
    """Beyond `FAR` sentences nothing is compared."""
    view, _ = view_of(parse, "Jets bombed Saraqib. " + "The night was calm. " * (FAR + 1) + "Jets bombed Binnish.")
    first, last = view.triggers[0].candidate.index, view.triggers[-1].candidate.index
    assert view.reading.sentence_of[last] - view.reading.sentence_of[first] > FAR
    assert (0, len(view.triggers) - 1) not in view.pairs()


def test_parts_overlap_or_stand_apart(parse):
    """2 for something shared, 3 for two different things, 1 where only one side tells."""
    view, _ = view_of(parse, "Jets bombed Saraqib and bombed Binnish.")
    first, second = view.triggers[:2]
    view.triggers[0] = Trigger(
        first.candidate, first.kind, 0.8, 0.1, Parts(places=frozenset({"a"}), days=frozenset({"d"}))
    )
    view.triggers[1] = Trigger(second.candidate, second.kind, 0.8, 0.1, Parts(places=frozenset({"b"})))
    row = dict(zip(COLUMNS, view.rows([(0, 1)])[0].tolist(), strict=True))
    assert (row["places of the mentions"], row["days of the mentions"], row["tolls of the mentions"]) == (3, 1, 0)


def test_one_doubtful_link_does_not_pull_two_groups_into_one(parse):
    """Groups grow by the mean over all pairs: a chain of links is not enough."""
    view, _ = view_of(parse, "Jets bombed A. They struck B. Shells hit C. Rockets hit D.")
    count = len(view.triggers)
    assert count >= 4
    chances = np.zeros((count, count), dtype=np.float32)
    for x, y, chance in ((0, 1, 0.9), (2, 3, 0.9), (1, 2, 0.7)):
        chances[x, y] = chances[y, x] = chance
    members = [sorted(row) for row in gather_groups(view, chances, 0.4).members]
    assert [0, 1] in members
    assert [2, 3] in members
    every = np.full((count, count), 0.8, dtype=np.float32)
    assert len(gather_groups(view, every, 0.4).members) == 1


def test_no_mentions_make_no_groups(parse, pipeline):
    """A report that tells of nothing has no pairs, no groups, and nothing to weigh."""
    view, findings = view_of(parse, "The weather was fine.")
    groups = gather_groups(view, np.zeros((0, 0), dtype=np.float32), 0.4)
    assert groups.members == []
    assert weigh(pipeline.extractor.trees["whole"], groups, findings.view) == []


def test_a_group_is_seen_as_a_whole(parse):
    """Its size, its rank and its nearest neighbour stand in their columns."""
    view, findings = view_of(parse, "Jets bombed Saraqib. The bombing killed four.")
    count = len(view.triggers)
    groups = gather_groups(view, np.full((count, count), 0.8, dtype=np.float32), 0.4)
    row = dict(zip(GROUP_COLUMNS, group_rows(groups, findings.view)[0].tolist(), strict=True))
    assert row["mentions"] == count
    assert row["sentences"] == 2
    assert row["groups in the report"] == 1
    assert row["nearest group by its best pair: size"] == 0


def test_a_word_that_goes_with_either_of_two_attacks_does_not_make_one_of_them(parse):
    """Two mentions that each tell a happening stay apart, however surely a third goes with both."""
    reading = parse(
        "Gunmen attacked a market near Bol. The army repelled an attack at Baga. Two soldiers were injured."
    )
    findings = gather(reading)
    main = {"attacked": 0.9, "attack": 0.8, "injured": 0.1}
    triggers = [
        Trigger(c, Kind.ATTACK, main[reading.lower[c.index]], 0.05)
        for c in findings.candidates
        if reading.lower[c.index] in main
    ]
    view = PairView(reading, findings.around, triggers)
    chances = np.array([[0, 0.3, 0.9], [0.3, 0, 0.8], [0.9, 0.8, 0]], dtype=np.float32)
    assert [sorted(row) for row in gather_groups(view, chances, 0.48).members] == [[0, 2], [1]]
    likely = np.array([[0, 0.45, 0.9], [0.45, 0, 0.8], [0.9, 0.8, 0]], dtype=np.float32)
    assert [sorted(row) for row in gather_groups(view, likely, 0.48).members] == [[0, 1, 2]]


def test_sentences_of_other_places_are_elsewhere():
    """Both must tell a place, and share none."""
    bol = Parts(places=frozenset({"bol"}))
    assert elsewhere(bol, Parts(places=frozenset({"sola"})))
    assert not elsewhere(bol, Parts(places=frozenset({"bol", "sola"})))
    assert not elsewhere(bol, Parts())


def test_two_acts_in_two_places_are_two(read):
    """A shelling and an air strike told one after the other, each with its place, are not one happening."""
    claims = read(
        "Turkish artillery shelled the village of Hoshan near Ain Issa on Monday. No casualties were reported. "
        "Government warplanes bombed Ariha, killing three civilians, the Syrian Observatory for Human Rights said."
    )
    assert {c.kind.value for c in claims} == {Kind.SHELLING, Kind.AIR_STRIKE}
    assert len({c.happening for c in claims}) == 2
    bombed = max(claims, key=lambda c: c.happening)
    assert [t.value.low for t in bombed.tolls if t.value] == [3]


def test_attacks_of_other_places_and_days_are_two(read):
    """One word serves for both; the town and the day tell them apart."""
    claims = read(
        "Gunmen attacked a market near Bol on Tuesday, killing six traders.\n\n"
        "The army repelled an attack on its base at Baga Sola on Sunday."
    )
    assert len({claim.happening for claim in claims}) == 2
