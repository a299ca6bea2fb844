"""Cues around a place name."""

import pytest

from claimbook.model import Relation
from claimbook.resolve.places.cues import Cues, are_pair, describe


def cues(text: str, name: str) -> Cues:
    start = text.index(name)
    return describe(text, start, start + len(name))


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("A mine went off in Salma today.", Relation.IN),
        ("A mine went off near Salma today.", Relation.NEAR),
        ("A mine went off near the town of Salma today.", Relation.NEAR),
        ("Fighting between Salma and Kinsabba.", Relation.BETWEEN),
        ("They moved towards Salma.", Relation.TOWARD),
        ("They fled Salma.", Relation.FROM),
        ("Fire hit the Salma countryside.", Relation.AREA),
    ],
)
def test_relation(text: str, relation: Relation) -> None:
    """The word before a name tells how the happening lies to it."""
    assert cues(text, "Salma").relation is relation


def test_distance_and_bearing() -> None:
    """A distance and a direction are read, in kilometres and degrees."""
    found = cues("A drone fell 15 km east of Manbij.", "Manbij")
    assert (found.km, found.bearing, found.relation) == (15.0, 90, Relation.NEAR)


def test_miles_become_kilometres() -> None:
    """Miles are turned into kilometres; without a direction there is no bearing."""
    found = cues("A convoy was hit 10 miles from Mosul.", "Mosul")
    assert found.km == pytest.approx(16.09)
    assert found.bearing is None


def test_part_and_kind() -> None:
    """A part of the compass and a kind word are taken from beside or inside the name."""
    assert cues("Shelling of northern Latakia.", "Latakia").part == "north"
    assert cues("the village of Salma", "Salma").kind == "village"
    inside = cues("in Aleppo province", "Aleppo province")
    assert (inside.bare, inside.kind) == ("Aleppo", "province")


def test_countryside_is_wide() -> None:
    """The countryside of a town is its surroundings, not the town."""
    assert cues("in the eastern countryside of Raqqa", "Raqqa").wide


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("clashes between Alpha and Bravo", True),
        ("on the road from Alpha to Bravo", True),
        ("on the Alpha-Bravo road", True),
        ("shelling of Alpha and Bravo", False),
    ],
)
def test_pairs(text: str, expected: bool) -> None:
    """Two names are the ends of a stretch only where the words say so."""
    first, second = text.index("Alpha"), text.index("Bravo")
    assert are_pair(text, (first, first + 5), (second, second + 5)) is expected
