"""The time line and what changed between weeks."""

from __future__ import annotations

from claimbook.desk.timeline import HEIGHT, MOST_BARS, draw_timeline, weeks_of

DAYS = [("2021-03-01", "2021-03-01", "shelling", 2), ("2021-03-03", "2021-03-03", "air_strike", 1)]


def test_bars_hold_every_single_day():
    """Each day's incidents are in one bar, coloured by family, and the highest bar fills the chart."""
    drawn = draw_timeline(DAYS)
    assert drawn.unit == "day"
    assert {str(b.first): b.count for b in drawn.bars if b.count} == {"2021-03-01": 2, "2021-03-03": 1}
    (tallest,) = [b for b in drawn.bars if b.count == 2]
    assert tallest.parts == (("shelling", 0.0, HEIGHT),)


def test_long_periods_are_in_no_bar():
    """A period of several days is counted in the note, for nobody said on which day it was."""
    drawn = draw_timeline([*DAYS, ("2021-03-01", "2021-03-31", "shelling", 4)])
    assert sum(b.count for b in drawn.bars) == 3
    assert "4 over more than a day" in drawn.note


def test_units_widen_with_the_time_they_hold():
    """There are never more bars than fit: days become weeks, weeks months."""
    week = draw_timeline([("2021-01-01", "2021-01-01", "riot", 5), ("2022-01-01", "2022-01-01", "riot", 5)])
    month = draw_timeline([("2015-01-01", "2015-01-01", "riot", 5), ("2022-01-01", "2022-01-01", "riot", 5)])
    assert (week.unit, month.unit) == ("week", "month")
    assert len(week.bars) <= MOST_BARS
    assert len(month.bars) <= MOST_BARS
    assert month.bars[0].first.day == 1


def test_old_history_leaves_room_for_the_news():
    """A single anniversary among many incidents is told of in the note, not drawn."""
    many = [(f"2021-03-{n:02}", f"2021-03-{n:02}", "shelling", 20) for n in range(1, 29)]
    drawn = draw_timeline([("1982-02-02", "1982-02-02", "shelling", 1), *many])
    assert drawn.bars[0].first.year == 2021
    assert "1 earlier" in drawn.note


def test_nothing_dated_gives_no_bars():
    """Without days there is no chart."""
    assert draw_timeline([]).bars == ()
    assert weeks_of([]) == ((), "")


def test_weeks_tell_what_changed():
    """The last week is set against the one before it, kind by kind."""
    before = [("2021-03-01", "2021-03-01", "shelling", 5), ("2021-03-02", "2021-03-02", "riot", 1)]
    weeks, changed = weeks_of([*before, ("2021-03-09", "2021-03-09", "shelling", 2)])
    assert changed == "Week of 2021-03-08: 2 incidents, 4 fewer than the week before. Fewer: shelling −3, riot −1."
    assert [(str(w.monday), w.count, w.change) for w in weeks[-2:]] == [("2021-03-01", 6, 6), ("2021-03-08", 2, -4)]
