"""Words → actors: names, abbreviations, labels, descriptions, nationality, references; and what stays open."""

from __future__ import annotations

import pytest

from claimbook.lexicon.parties import load_speakers
from claimbook.model import ActorKind
from claimbook.resolve.actors import ActorIndex
from claimbook.resolve.context import ActorContext, find_abbreviations

INDEX = ActorIndex.load()
SPEAKERS = {e.id: e for e in load_speakers()}


def entry(wording: str, text: str = "", *, outlet: str | None = None, at: int | None = None) -> str | None:
    """The entry that the words lead to in a report of this text and outlet."""
    speaker = SPEAKERS[outlet] if outlet else None
    context = INDEX.context(text, speaker=speaker, year=2022) if text or outlet else ActorContext()
    return INDEX.resolve(wording, context, at=at).actor.entry


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("the SDF", "sy-sdf"),
        ("Syrian Democratic Forces (SDF)", "sy-sdf"),
        ("ISIL commanders", "is"),
        ("members of the Maute group", "ph-maute"),
        ("63 ISIL operatives", "is"),
        ("senior al-Qaeda leader", "al-qaeda"),
        ("Turkish", "tr-armed-forces"),
        ("Russian service members", "ru-armed-forces"),
        ("Israeli fighter jets", "il-armed-forces"),
        ("Ethiopia’s government", "et-endf"),
        ("Turkey", "tr-armed-forces"),
        ("Ankara", "tr-armed-forces"),
        ("Turkish and allied forces", "tr-armed-forces"),
        ("Syrian National Defense Forces", "sy-ndf"),
        ("Vostok Batallion", "ua-vostok"),
        ("forces loyal to President Bashar al-Assad", "sy-armed-forces"),
        ("Assads forces", "sy-armed-forces"),
        ("troops loyal to army chief Abdel Fattah al-Burhan", "sd-saf"),
        ("missile depots belonging to Hezbollah", "lb-hezbollah"),
        ("French police", "fr-police"),
    ],
)
def test_words_that_lead_to_an_entry(wording: str, expected: str):
    """Names, parts of parties, nationality with troops or arms, states and leaders are told by the words alone."""
    assert entry(wording) == expected


@pytest.mark.parametrize(
    ("wording", "kind", "country", "backer"),
    [
        ("Green Valley Brigade", ActorKind.STATE_FORCES, None, None),
        ("Iraqi and French forces", ActorKind.UNKNOWN, None, None),
        ("Saudi authorities", ActorKind.STATE_FORCES, "SA", None),
        ("Kenyan nationals", ActorKind.CIVILIANS, "KE", None),
        ("U.S.-backed rebels", ActorKind.REBEL_GROUP, None, "us-armed-forces"),
        ("al-Qaeda-linked militants", ActorKind.POLITICAL_MILITIA, None, "al-qaeda"),
        ("pro-government fighters", ActorKind.POLITICAL_MILITIA, None, "government"),
        ("ISIL strongholds", ActorKind.UNKNOWN, None, None),
        ("areas held by the SDF", ActorKind.UNKNOWN, None, None),
        ("troops from Niger and Chad", ActorKind.STATE_FORCES, None, None),
        ("non-Syrian jihadist", ActorKind.REBEL_GROUP, None, None),
        ("gunmen", ActorKind.POLITICAL_MILITIA, None, None),
        ("them", ActorKind.UNKNOWN, None, None),
    ],
)
def test_words_that_are_kept_as_they_are(wording: str, kind: ActorKind, country: str | None, backer: str | None):
    """Unknown groups, two parties in one phrase, places held and descriptions keep their words and what they show."""
    found = INDEX.resolve(wording, ActorContext()).actor
    assert (found.entry, found.kind, found.country, found.backer) == (None, kind, country, backer)
    assert found.name


def test_abbreviations_are_read_both_ways_and_must_agree():
    """The initials of the words before or inside the brackets must be the letters."""
    text = (
        "The National Defense Forces (NDF) met the PMF (Popular Mobilization Forces) near the Ministry of Water (UN)."
    )
    assert find_abbreviations(text) == {"NDF": "National Defense Forces", "PMF": "Popular Mobilization Forces"}


def test_a_text_defines_its_own_abbreviations():
    """What the text says an abbreviation means goes before what the lexicon knows by it; unknown ones stay unknown."""
    text = "The Somali National Army (SNA) advanced. The River Defence League (RDL) fell back. SNA troops followed."
    assert entry("SNA", text) == "so-armed-forces"
    context = INDEX.context(text)
    assert INDEX.resolve("RDL", context).actor.entry is None


def test_one_name_of_two_parties_is_told_by_the_countries_of_the_report():
    """ "SNA" is Syrian in a report about Syria, Somali in one about Somalia, and open where neither is told."""
    assert entry("SNA", "Shelling hit a village in northern Syria, Syrian activists said.") == "sy-sna"
    assert entry("SNA", "Clashes were reported in southern Somalia, Somali officials said.") == "so-armed-forces"
    assert entry("SNA", "Clashes were reported in Chad, Chadian officials said.") is None


def test_common_words_are_a_party_only_in_their_country():
    """ "rebels" in a report about Syria are the Syrian opposition's; in one about Chad they are not."""
    assert entry("rebels", "Syrian rebels took a hill in Syria.") == "sy-opposition"
    assert entry("rebels", "Fighting broke out in Peru.") is None


def test_labels_are_read_by_who_uses_them():
    """ "terrorists" means one party to Syrian state media and another to Turkish state media; to others, none."""
    text = "Units struck terrorists in northern Syria."
    assert entry("terrorists", text, outlet="sana") == "sy-opposition"
    assert entry("terrorists", text, outlet="anadolu") == "sy-ypg"
    assert entry("terrorists", text, outlet="reuters") is None


def test_back_references_within_the_report():
    """ "the army" and "the group" are what the report named before, where it named one."""
    text = "The Nigerian army fought Boko Haram in Borno, Nigeria. The army said the group fled."
    assert entry("The army", text) == "ng-armed-forces"
    assert entry("the group", text, at=text.index("the group")) == "ng-boko-haram"
    both = "Boko Haram and the SDF are named. The group fled."
    assert entry("The group", both, at=both.index("The group")) is None


def test_part_of_a_longer_name_refers_to_it():
    """A party named in full may be taken up by the end of its name."""
    text = "Fighters of Jaysh Maghawir al-Thawra and the Revolutionary Commando Army met. The Commando Army withdrew."
    assert entry("Commando Army", text) == "sy-free-army-tanf"


def test_the_same_words_give_the_same_actor():
    """Resolving is a function of the words and the report."""
    context = INDEX.context("Israel struck Syria.")
    assert INDEX.resolve("Israeli", context) == INDEX.resolve("Israeli", context)
