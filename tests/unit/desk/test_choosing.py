"""What the address of the overview asks for."""

from __future__ import annotations

import pytest
from starlette.datastructures import QueryParams

from claimbook.desk.choosing import choose, read_box
from claimbook.errors import UsageError


def test_the_address_says_what_is_chosen_and_back():
    """Empty fields and unknown ones are left out; the rest gives the same choice again."""
    chosen = choose(QueryParams("since=2021-03-01&kind=shelling&kind=riot&words=&film=yes&view=1,2,3,4"))
    address = chosen.address()
    assert address == "/?since=2021-03-01&view=1%2C2%2C3%2C4&kind=shelling&kind=riot"
    assert choose(QueryParams(address.partition("?")[2])) == chosen
    assert chosen.address(kind=None, since="2020-01-01") == "/?view=1%2C2%2C3%2C4&since=2020-01-01"
    assert chosen.narrowed == 2


def test_a_view_over_the_date_line_stays_one():
    """Longitudes beyond 180 are turned back, so that west may lie east of east; a whole turn is the whole world."""
    box = read_box("-10,170,10,190")
    assert (box.west, box.east) == (170, -170)
    assert (read_box("-95,-400,95,400").west, read_box("-95,-400,95,400").east) == (-180, 180)


@pytest.mark.parametrize("view", ["", "1,2,3", "a,b,c,d", "nan,0,1,1", "5,0,1,1", "1e9,0,1e9,1"])
def test_views_that_are_none_are_refused(view):
    """What is no view is told of."""
    with pytest.raises(UsageError):
        read_box(view)
