"""How two parties stand to each other, by the lexicon."""

from __future__ import annotations

import pytest

from claimbook.fuse.parties import Relations, Relationship
from claimbook.lexicon.parties import load_actors
from claimbook.model import Actor

KNOWN = {e.id: e for e in load_actors()}
RELATIONS = Relations.load()


def party(entry: str) -> Actor:
    """An actor that was resolved to an entry."""
    found = KNOWN[entry]
    return Actor(name=found.name, entry=entry, kind=found.kind, country=found.country)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("sy-ypg", "sy-ypg", Relationship.SAME),
        ("sy-ypg", "sy-sdf", Relationship.PART),
        ("sy-sna", "tr-armed-forces", Relationship.ALLIED),
        ("sy-sdf", "is", Relationship.DIFFERENT),
        ("role-journalists", "role-refugees", Relationship.ALIKE),
        ("community-yazidis", "is", Relationship.DIFFERENT),
    ],
)
def test_relations_of_entries(a: str, b: str, expected: Relationship):
    """Entries stand as the lexicon says; people are alike whatever their role, and unlike any armed party."""
    assert RELATIONS.between(party(a), party(b)) is expected
    assert RELATIONS.between(party(b), party(a)) is expected
