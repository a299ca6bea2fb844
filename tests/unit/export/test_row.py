"""The flat row of a claim."""

from __future__ import annotations

import pytest
from handmade import ATTACK, PROTEST, REPORT, SHELLING

from claimbook.export.row import COLUMNS, flatten, sum_tolls
from claimbook.model import Harm, Toll


@pytest.mark.parametrize("claim", [SHELLING, ATTACK, PROTEST])
def test_row_has_every_column_in_order(claim):
    """Every claim fills the same columns, in the order that is documented."""
    assert list(flatten(REPORT, claim)) == list(COLUMNS)


def test_row_tells_who_where_when_and_how_many():
    """The cells hold the values of the claim, the groups of a toll summed."""
    row = flatten(REPORT, SHELLING)
    assert (row["start"], row["end"], row["period_basis"]) == ("2021-03-04", "2021-03-04", "stated")
    assert (row["places"], row["lat"], row["lon"], row["radius_km"]) == ("Port Salt (near)", -12.5, 45.25, 10.0)
    assert (row["killed_low"], row["killed_high"], row["injured_low"]) == (5, None, None)
    assert (row["speakers"], row["stance"]) == ("=Evil Post > the Watch", "claims")
    assert REPORT.text[row["quote_start"] : row["quote_end"]] == SHELLING.quote.wording


def test_parts_are_not_counted_twice():
    """People already counted in another toll of the claim are left out of the sum."""
    whole = Toll(harm=Harm.KILLED, low=9, high=9)
    part = Toll(harm=Harm.KILLED, low=2, high=2, part=True)
    assert sum_tolls([whole, part], Harm.KILLED) == (9, 9)
    assert sum_tolls([part], Harm.KILLED) == (2, 2)
    assert sum_tolls([whole], Harm.INJURED) is None
