"""General names of a state's forces follow the country that the report is about.  All reports here are invented."""

from __future__ import annotations

from datetime import date

import pytest

from claimbook.lexicon.parties import load_speakers
from claimbook.model import Actor, ActorKind
from claimbook.resolve.actors import ActorIndex, ResolvedActor
from claimbook.resolve.general import Service, service_of
from claimbook.resolve.places import PlaceResolver, open_gazetteer
from claimbook.resolve.speakers import SpeakerIndex

INDEX = ActorIndex.load()
SPEAKERS = {e.id: e for e in load_speakers()}
YEAR = date(2021, 6, 1).year

# Places of one country each, which is not itself named; its army.
REPORTS = [
    ("YE", "ye-government", "A mine went off near Hays, in Hodeidah governorate. {} fired back west of Taiz."),
    ("ML", "ml-fama", "Herders near Ansongo told of shots. {} came from Gao and burned two houses in Menaka."),
    ("CO", "co-armed-forces", "A post in Tumaco, in Narino department, was shot at. {} went as far as Popayan."),
    ("MM", "mm-tatmadaw", "A school in Loikaw, in Kayah State, was hit. {} entered Demoso the day after."),
    ("SD", "sd-saf", "Shells fell on Omdurman in the night. {} held the road from Er Rahad to El Obeid."),
    ("ET", "et-endf", "A convoy was stopped near Bahir Dar, in the Amhara region. {} were seen in Gondar."),
    ("PH", "ph-armed-forces", "Shots were fired in Marawi, in Lanao del Sur. {} held four men near Cotabato."),
    ("SO", "so-armed-forces", "A wall fell in Beledweyne, in Hiran. {} took a well near Adale in Middle Shabelle."),
    ("NG", "ng-armed-forces", "Two villages in Zamfara state were raided. {} were sent from Maiduguri, in Borno."),
    ("UA", "ua-armed-forces", "Shells hit Sloviansk and Kramatorsk. {} left a hamlet near Bakhmut before dawn."),
    ("SY", "sy-armed-forces", "Olive groves burned near Jisr al-Shughour, in Idlib. {} came close to Saraqib."),
    ("BF", "bf-armed-forces", "Traders left Djibo, in the Sahel region. {} opened the road to Ouagadougou."),
]


@pytest.fixture(scope="module")
def places() -> PlaceResolver:
    """The places that ship with Claimbook."""
    return PlaceResolver(open_gazetteer())


def resolve(places: PlaceResolver, text: str, wording: str, *, outlet: str | None = None) -> ResolvedActor:
    """What `wording`, which stands in the text once, means there."""
    speaker = SPEAKERS[outlet] if outlet else None
    context = INDEX.context(text, speaker=speaker, year=YEAR, landmarks=places.landmarks(text))
    return INDEX.resolve(wording, context, at=text.index(wording))


@pytest.mark.parametrize(("country", "army", "text"), REPORTS)
def test_forces_are_those_of_the_country_whose_places_are_named(
    places: PlaceResolver, country: str, army: str, text: str
):
    """The same general name is another army in each country's report, by its places alone."""
    for wording in ("Government forces", "Regime forces", "The army", "Junta soldiers", "Government troops"):
        found = resolve(places, text.format(wording), wording)
        assert (found.actor.entry, found.actor.country, found.how) == (army, country, "frame"), wording
    for wording in ("Security forces", "The police"):
        found = resolve(places, text.format(wording), wording)
        assert (found.actor.kind, found.actor.country, found.how) == (ActorKind.STATE_FORCES, country, "frame"), wording


@pytest.mark.parametrize(
    "wording", ["Government forces", "The army", "Regime forces", "Security forces", "Police", "Junta troops"]
)
def test_where_nothing_tells_the_country_it_stays_open(places: PlaceResolver, wording: str):
    """A report that names no country and no place leaves state forces as such, of a country unknown."""
    found = resolve(places, f"{wording} fought gunmen for two hours. Nobody gave figures.", wording)
    assert found.actor == Actor(name=found.actor.name, kind=ActorKind.STATE_FORCES)
    assert found.how == "role"


def test_two_countries_told_of_alike_leave_it_open(places: PlaceResolver):
    """Where one passage is as much about one country as about another, neither is taken."""
    text = "Shots were exchanged between Gao and Tillaberi, in Mali and in Niger, and Government forces lost a truck."
    assert resolve(places, text, "Government forces").actor.country is None


def test_each_part_of_a_round_up_has_its_own_forces(places: PlaceResolver):
    """In a report of several countries the places of the paragraph decide, or of the last that names any."""
    text = (
        "In northern Mali, gunmen attacked a camp near Gao. The troops there fled.\n\n"
        "In Burkina Faso, militants attacked a post near Djibo.\n\n"
        "Hours later, the army said that it had beaten them back.\n\n"
        "In Niger, gendarmes closed the market of Tillaberi, and Government forces searched Ayorou."
    )
    assert resolve(places, text, "the army").actor.entry == "bf-armed-forces"
    assert resolve(places, text, "Government forces").actor.entry == "ne-armed-forces"


def test_a_dateline_counts_only_where_the_text_names_next_to_nothing(places: PlaceResolver):
    """A bureau abroad is no place of the happening; a dateline before a bare text is the only hint there is."""
    abroad = "BEIRUT (Hill Wire) - Government forces shelled two villages near Saraqib in Idlib, a resident said."
    assert resolve(places, abroad, "Government forces").actor.entry == "sy-armed-forces"
    bare = "KHARTOUM (Hill Wire) - Government forces fought gunmen for two hours, a resident said."
    assert resolve(places, bare, "Government forces").actor.entry == "sd-saf"


def test_the_outlet_s_country_comes_last_and_agencies_tell_none(places: PlaceResolver):
    """State media speak from home where the text names no place; a news agency writes from anywhere."""
    bare = "Government forces fought gunmen for two hours, a resident said."
    assert resolve(places, bare, "Government forces", outlet="sana").actor.country == "SY"
    assert resolve(places, bare, "Government forces", outlet="reuters").actor.country is None
    placed = "Government forces fought gunmen near Gao and Menaka, a resident said."
    assert resolve(places, placed, "Government forces", outlet="sana").actor.entry == "ml-fama"
    vague = "Government forces fought gunmen near Gao, a resident said."
    assert resolve(places, vague, "Government forces", outlet="sana").actor.country is None


def test_a_group_s_country_speaks_for_its_report(places: PlaceResolver):
    """Where no place is named, the home of the groups that are named tells the country."""
    text = "Houthi fighters attacked at dawn, and Houthi guns fired until noon. Government forces fired back."
    assert resolve(places, text, "Government forces").actor.entry == "ye-government"


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("government forces", Service.RULERS),
        ("junta outpost", Service.RULERS),
        ("regime warplanes", Service.RULERS),
        ("army outpost", Service.ARMY),
        ("armed forces", Service.ARMY),
        ("members of the security forces", Service.SECURITY),
        ("security men", Service.SECURITY),
        ("riot police", Service.POLICE),
        ("pro-government forces", None),
        ("anti-regime fighters", None),
        ("government officials", None),
        ("government building", None),
        ("military operation", None),
        ("military council", None),
        ("armed elements", None),
        ("rebel army", None),
        ("Syrian government forces", None),
        ("state", None),
    ],
)
def test_what_is_a_general_name(name: str, service: Service | None):
    """Only words that name a state's forces and no country are general."""
    assert service_of(name) is service


def test_state_media_keep_their_kind_and_no_name():
    """ "State media" are some state's: typed, and no outlet's."""
    speakers = SpeakerIndex.load(INDEX)
    for wording in ("state media", "state television"):
        assert speakers.resolve(wording) == (None, "state_media")


@pytest.mark.parametrize(
    ("wording", "entry", "kind"),
    [
        ("called Karenni Nationalities Defence Force", "mm-kndf", ActorKind.REBEL_GROUP),
        ("so-called Karenni Nationalities Defence Force", "mm-kndf", ActorKind.REBEL_GROUP),
        ("Green Valley Defence Force", None, ActorKind.UNKNOWN),
        ("village self-defence fighters", None, ActorKind.POLITICAL_MILITIA),
        ("anti-junta forces", None, ActorKind.REBEL_GROUP),
    ],
)
def test_words_that_seem_to_name_a_state_s_forces(wording: str, entry: str | None, kind: ActorKind):
    """ "So-called" is no part of a name, and defence alone does not make a group a state's."""
    found = INDEX.resolve(wording, INDEX.context("")).actor
    assert (found.entry, found.kind) == (entry, kind)
