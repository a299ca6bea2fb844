"""Spellings beside each other: learned costs of edits, and the order that they give."""

import json

import pytest

from claimbook.resolve.places.keys import make_keys, similarity
from claimbook.resolve.places.spelling import COSTS, LOOKED_AT, Spelled, alike, is_arabic, rank, signs_of


def nearest(asked: str, *others: str) -> str:
    """The one of the other names that is put first."""
    keys = make_keys(asked)
    scored = [(similarity(keys, make_keys(other)), make_keys(other).strict, other) for other in others]
    return rank(Spelled(keys, is_arabic(asked)), scored)[0][1]


@pytest.mark.parametrize(
    ("asked", "right", "wrong"),
    [
        ("زكريا", "Zakariya", "Sukkariyah"),  # short vowels are not written; z is not s
        ("الشركة", "Ash Sharikah", "As Sarkhah"),  # sh is not s, k is not kh
        ("Rhâzli", "Ghazili", "Razil"),  # French rh is gh
        ("Djoubbâïne", "Jubbayn", "Dubban"),  # French dj and ou
        ("قعر الغزال", "Qa'r al Ghazal", "Tall Ghazal"),
    ],
)
def test_the_other_spelling_comes_before_another_name(asked: str, right: str, wrong: str) -> None:
    """Spellings of one name are alike however a script or a language writes it."""
    assert nearest(asked, wrong, right) == right


def test_values_are_shares() -> None:
    """One name is alike by 1, any other by less, and none by less than 0."""
    names = ["Kafr Nabl", "كفر نبل", "Kafranbel", "Manbij", "Ψ", "Q"]
    for asked in names:
        keys = make_keys(asked)
        for other in map(make_keys, names):
            value = alike(Spelled(keys, is_arabic(asked)), other.strict, similarity(keys, other))
            assert 0 <= value <= 1
            assert (value == 1) == (other.strict == keys.strict)


def test_those_not_looked_at_come_last() -> None:
    """However many names there are, those that are less similar than the ones looked at stand behind them."""
    keys = make_keys("Kafr Nabl")
    scored = [(0.9 - n / 1000, f"kafrnab{n}", n) for n in range(3 * LOOKED_AT)]
    ranked = rank(Spelled(keys, arabic=False), scored)
    assert sorted(of for _, of in ranked) == list(range(3 * LOOKED_AT))
    assert {of for _, of in ranked[:LOOKED_AT]} == set(range(LOOKED_AT))
    assert rank(Spelled(keys, arabic=False), []) == []


def test_one_sign_for_one_sound() -> None:
    """Digraphs are one sign, doubled letters one, and an abbreviation's full stop none."""
    assert signs_of("chouaib") == signs_of("shuayb")
    assert signs_of("tall") == "tal"
    assert signs_of("ky.") == signs_of("ky")


def test_costs_are_whole() -> None:
    """Both tables know leaving out and putting in, and letting a sign stand costs less than changing it."""
    for table in json.loads(COSTS.read_text(encoding="utf-8"))["costs"].values():
        assert table[""]
        for sign in "bdfgjklmnqrst":
            assert table[sign][sign] < min(price for other, price in table[sign].items() if other != sign)
