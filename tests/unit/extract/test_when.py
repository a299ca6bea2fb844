"""When a happening took place, looked at from all of its mentions."""

from __future__ import annotations

from datetime import date

import pytest

from claimbook.extract.happening import StandIn
from claimbook.extract.when import COLUMNS, TimeView
from claimbook.ingest import ReadOptions, read_bytes
from claimbook.model import Basis, Precision

TEXT = (
    "On 4 March a car bomb went off in Manbij. Rescuers came. The blast killed nine people. "
    "A day later shells fell on Saraqib."
)


@pytest.fixture
def view(pipeline, asked):
    """The blast, told twice, and the shells."""
    report = read_bytes(TEXT.encode(), name="t", options=ReadOptions(published=date(2021, 3, 6)))
    return TimeView(*asked(pipeline.parse(report), ["blast", "bomb"], ["fell"]))


def seen(view, n):
    """Words of a time, or what stands in → its row, column by column."""
    pool = view.pool(n)
    rows = view.rows(n, pool)
    assert rows.shape == (len(pool), len(COLUMNS))
    words = [t if isinstance(t, StandIn) else view.reading.clean.text[t.start : t.end] for t in pool]
    return {w: dict(zip(COLUMNS, row.tolist(), strict=True)) for w, row in zip(words, rows, strict=True)}


def test_times_of_every_telling_are_in_the_pool(view):
    """The day that the first telling gives is there for the happening whose best mention stands further down."""
    row = next(row for words, row in seen(view, 0).items() if "4 March" in words)
    assert row["sentences from the best mention"] == -2
    assert row["sentences from the nearest mention"] == 0
    assert row["days before the report"] == 2
    assert row["times between"] == -1  # told last before "the blast"


def test_what_stands_in_is_weighed_beside_the_times(view):
    """The report's day, its month and nothing are choices, and know how likely a told day is."""
    rows = seen(view, 0)
    assert {*StandIn} <= {*rows}
    assert rows[StandIn.DAY]["what"] != rows[StandIn.NONE]["what"]
    told = max(row["chance by any mention"] for words, row in rows.items() if words not in {*StandIn})
    assert rows[StandIn.DAY]["chance of another time"] == pytest.approx(told)


def test_a_report_without_a_day_lends_none(pipeline, asked):
    """Only nothing can stand in where the report's own day is unknown."""
    reading = pipeline.parse(read_bytes(b"A bomb exploded.", name="t", options=ReadOptions()))
    view = TimeView(*asked(reading, ["exploded"]))
    assert reading.published is None
    assert view.pool(0) == [StandIn.NONE]


def test_the_day_told_before_is_when_the_clashes_were(read):
    """End to end: the sentence of the clashes tells no day, the one before does."""
    claims = read(
        "On 12 June 2019 government troops attacked the village of Kafr Nabl. "
        "The clashes with rebel fighters killed nine soldiers."
    )
    periods = [c.period for c in claims]
    assert periods
    for period in periods:
        assert period is not None and period.basis is not Basis.ASSUMED
        assert (period.value.start, period.value.precision) == (date(2019, 6, 12), Precision.DAY)
