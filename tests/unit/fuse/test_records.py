"""Claims made light: equal values are kept once, and only equal ones."""

from datetime import date
from typing import Any

import pytest
from joining import ARMY, HILL, killed, outlet

from claimbook.fuse import records
from claimbook.model import Frozen, Period, Precision

DAY = Period(start=date(2020, 3, 5), end=date(2020, 3, 5), precision=Precision.DAY)


@pytest.mark.parametrize(
    ("value", "key", "left_out"),
    [
        (HILL, records._place_key, {"candidates", "reason"}),
        (ARMY, records._actor_key, set()),
        (killed(4), records._toll_key, set()),
        (outlet("Morning Brief"), records._link_key, set()),
        (DAY, records._period_key, set()),
    ],
)
def test_values_that_differ_are_not_one(value: Frozen, key: Any, left_out: set[str]) -> None:
    """The key of a kept value changes with each of its fields, so which came first does not matter."""
    for name in type(value).model_fields.keys() - left_out:
        other = value.model_copy(update={name: object()})
        assert key(other) != key(value), name
