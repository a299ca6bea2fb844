"""What a text says of how parties stand to each other."""

from __future__ import annotations

import pytest

from claimbook.model import Tie
from claimbook.resolve.actors import ActorIndex
from claimbook.resolve.relations import find_relations

INDEX = ActorIndex.load()


def relations(text: str) -> list[tuple[str, Tie, str]]:
    """The relations of a text as (actor's entry or name, tie, other's entry or name)."""
    found = find_relations(text, INDEX, INDEX.context(text))
    return [
        (p.value.actor.entry or p.value.actor.name, p.value.tie, p.value.other.entry or p.value.other.name)
        for p in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Syrian National Army, backed by Turkey, took a hill.", ("sy-sna", Tie.BACKED_BY, "tr-armed-forces")),
        ("The Houthis are armed and trained by Iran.", ("ye-houthis", Tie.BACKED_BY, "ir-armed-forces")),
        ("Fighters of the Green Valley Brigade, part of the Syrian Democratic Forces, came.", ("Green Valley Brigade", Tie.PART_OF, "sy-sdf")),
        ("Hayat Tahrir al-Sham, formerly Jabhat al-Nusra, holds the town.", ("sy-hts", Tie.FORMERLY, "sy-nusra")),
        ("The Green Valley Brigade is allied with Hezbollah.", ("Green Valley Brigade", Tie.ALLIED_WITH, "lb-hezbollah")),
        ("Boko Haram, which has pledged allegiance to Islamic State, fled.", ("ng-boko-haram", Tie.ALLIED_WITH, "is")),
        ("The US-backed Syrian Democratic Forces advanced.", ("sy-sdf", Tie.BACKED_BY, "us-armed-forces")),
    ],
)  # fmt: skip
def test_plain_statements_become_relations(text: str, expected: tuple[str, Tie, str]):
    """Backed by, part of, formerly and allied with are read between two parties, known or not."""
    assert relations(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The Syrian National Army is no longer backed by Turkey.",
        "Officials denied that the Houthis are backed by Iran.",
        "Turkey accused the SDF of being part of the PKK.",
        "Hezbollah and the Syrian army fought the Islamic State.",
        "The market was part of the old town.",
        "",
    ],
)
def test_what_is_denied_or_not_said_is_no_relation(text: str):
    """Denials, accusations, mere company and things that are no parties give nothing."""
    assert relations(text) == []


def test_the_words_reach_from_one_party_to_the_other():
    """A relation keeps the words that state it."""
    text = "On Sunday the Syrian National Army, backed by Turkey, took a hill."
    (found,) = find_relations(text, INDEX, INDEX.context(text))
    assert text[found.start : found.end] == "Syrian National Army, backed by Turkey"
