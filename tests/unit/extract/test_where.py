"""Where a happening took place, looked at from all of its mentions."""

from __future__ import annotations

import pytest

from claimbook.extract.where import COLUMNS, PlaceView

TEXT = (
    "A car bomb went off in Manbij, Aleppo province, on Monday. "
    "Rescuers came. The blast in the town killed nine people. Shells fell on Saraqib."
)


@pytest.fixture
def view(parse, asked):
    """The blast, told twice, and the shells."""
    return PlaceView(*asked(parse(TEXT), ["blast", "bomb"], ["fell"]))


def seen(view, n):
    """Words of a phrase → its row, column by column."""
    pool = view.pool(n)
    doc = view.reading.doc
    rows = view.rows(n, pool)
    assert rows.shape == (len(pool), len(COLUMNS))
    return {
        doc[m.start : m.end].text: dict(zip(COLUMNS, r.tolist(), strict=True)) for m, r in zip(pool, rows, strict=True)
    }


def test_names_of_every_telling_are_in_the_pool(view):
    """What the first telling names is there for the happening whose best mention stands further down."""
    row = seen(view, 0)["Manbij"]
    assert row["sentences from the best mention"] == -2
    assert row["sentences from the nearest mention"] == 0
    assert row["mentions in its sentence"] == 1
    assert row["place of the best mention"] < row["place of its own sentence"]


def test_a_larger_place_follows_its_town(view):
    """ "Manbij, Aleppo province": the comma after a place is seen; nothing stands before Manbij."""
    rows = seen(view, 0)
    assert rows["Aleppo province"]["after a place and a comma"] == 1
    assert rows["Manbij"]["after a place and a comma"] == 0


def test_other_happenings_draw_their_own_places(view):
    """Saraqib is the shells', and seen as such from the blast."""
    row = seen(view, 0)["Saraqib"]
    assert row["others' mentions in its sentence"] == 1
    assert row["place for other happenings"] > row["place of its own sentence"] == 0


def test_a_happening_told_without_phrases_around_has_an_empty_pool(parse, asked):
    """No phrase, no row."""
    view = PlaceView(*asked(parse("It exploded."), ["exploded"]))
    assert view.pool(0) == []
    assert view.rows(0, []).shape == (0, len(COLUMNS))


def test_the_town_told_before_is_where_the_blast_was(read):
    """End to end: the sentence that tells the toll names no town, the one before does."""
    claims = read("A car bomb exploded in the town of Manbij on Friday. The blast killed nine people near a bakery.")
    blast = [c for c in claims if not c.background.value]
    assert ["Manbij" in p.wording for c in blast for p in c.places] == [True] * len(blast)
    assert blast
