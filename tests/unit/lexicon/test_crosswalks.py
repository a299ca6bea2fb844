"""Actors in the wording of ACLED, UCDP and PLOVER."""

from __future__ import annotations

from datetime import date

import pytest

from claimbook.lexicon import crosswalks
from claimbook.lexicon.crosswalks import (
    INTER,
    acled_actor,
    acled_interaction,
    plover_actor,
    type_of_violence,
    ucdp_side,
)
from claimbook.lexicon.parties import load_actors
from claimbook.model import Actor, ActorKind

DAY = date(2021, 8, 30)
KNOWN = {e.id: e for e in load_actors()}


def known(entry: str, name: str = "they") -> Actor:
    """An actor that was resolved to an entry."""
    found = KNOWN[entry]
    return Actor(name=name, entry=entry, kind=found.kind, country=found.country)


@pytest.mark.parametrize(
    ("entry", "country", "when", "name", "code"),
    [
        ("sy-armed-forces", "SY", DAY, "Military Forces of Syria (2000-2024)", 1),
        ("tr-armed-forces", "SY", DAY, "Military Forces of Turkey (2016-)", 8),
        ("tr-armed-forces", "TR", DAY, "Military Forces of Turkey (2016-)", 1),
        ("ru-armed-forces", "UA", DAY, "Military Forces of Russia (2000-)", 8),
        ("us-armed-forces", "SY", DAY, "Military Forces of the United States (2021-2025)", 8),
        ("mm-tatmadaw", "MM", date(2021, 1, 31), "Military Forces of Myanmar (2016-2021)", 1),
        ("mm-tatmadaw", "MM", date(2021, 2, 1), "Military Forces of Myanmar (2021-)", 1),
        ("is", "IQ", DAY, "Islamic State (Iraq)", 2),
        ("sy-sdf", "SY", DAY, "QSD: Syrian Democratic Forces", 2),
        ("af-taliban", "AF", date(2021, 8, 1), "Taliban", 2),
        ("af-taliban", "AF", date(2022, 8, 1), "Military Forces of Afghanistan (2021-)", 1),
        ("ye-houthis", "YE", date(2023, 1, 1), "Military Forces of Yemen (2017-) Houthi", 1),
        ("il-settlers", "PS", DAY, "Settlers (Israel)", 4),
    ],
)
def test_acled_names_a_known_actor_as_of_the_day_and_place(entry, country, when, name, code):
    """Names carry the regime of the day; a state's forces are external (8) abroad and the state's own (1) at home."""
    assert acled_actor(known(entry), country=country, when=when) == (name, code, INTER[ActorKind(code)], True)


def test_acled_is_not_exact_where_we_do_not_know():
    """An unknown regime, a branch and an unlisted group keep an honest name, marked as not exact."""
    assert acled_actor(known("et-endf"), country="ET", when=DAY)[::3] == ("Military Forces of Ethiopia", False)
    branch = acled_actor(known("sy-tiger-forces"), country="SY", when=DAY)
    assert branch == ("Military Forces of Syria (2000-2024)", 1, "State forces", False)
    assert acled_actor(known("sy-zenki"), country="SY", when=DAY) == (KNOWN["sy-zenki"].name, 2, "Rebel group", False)
    own = Actor(name="Ninth Valley Brigade", kind=ActorKind.UNKNOWN)
    assert acled_actor(own, country="SY", when=DAY) == ("Ninth Valley Brigade", 0, "", False)
    assert not acled_actor(known("sd-rsf"), country="SD", when=None).exact


def test_acled_names_people_and_the_unidentified_by_country():
    """Civilians, crowds and those whom no name tells are named by the country, as in the codebook."""
    cases = {
        ("residents", 7): "Civilians (Mali)",
        ("demonstrators", 6): "Protesters (Mali)",
        ("a mob", 5): "Rioters (Mali)",
        ("gunmen", 3): "Unidentified Armed Group (Mali)",
        ("rebels", 2): "Unidentified Armed Group (Mali)",
        ("herders", 4): "Unidentified Communal Militia (Mali)",
    }
    for (name, kind), expected in cases.items():
        found = acled_actor(Actor(name=name, kind=ActorKind(kind)), country="ML", when=DAY)
        assert found.name == expected
        assert found.code == (3 if kind == 2 else kind)
    police = acled_actor(Actor(name="Kenyan police", kind=ActorKind.STATE_FORCES, country="KE"), country="KE", when=DAY)
    assert police.name == "Police Forces of Kenya (2013-2022)"
    assert acled_actor(Actor(name="troops", kind=ActorKind.STATE_FORCES), country=None, when=DAY).name == (
        "Unidentified Military Forces"
    )


def test_acled_interaction_has_one_order():
    """Either way round gives one label; the pair that ACLED turns is turned; one alone is "only"."""
    assert acled_interaction("Rebel group", "State forces") == "State forces-Rebel group"
    assert acled_interaction("State forces", "Rebel group") == "State forces-Rebel group"
    assert acled_interaction("Civilians", "External/Other forces") == "External/Other forces-Civilians"
    assert acled_interaction("Protesters", None) == "Protesters only"
    assert acled_interaction("", None) == ""


def test_ucdp_sides_and_type_of_violence():
    """Forces of a state are its government; two groups are non-state violence, civilians as a side one-sided."""
    army, rebels = ucdp_side(known("mm-tatmadaw"), when=DAY), ucdp_side(known("mm-aa"), when=DAY)
    assert army == ("Government of Myanmar (Burma)", "government", True)
    assert rebels == ("ULA", "group", True)
    civilians = ucdp_side(Actor(name="villagers", kind=ActorKind.CIVILIANS), when=DAY)
    assert type_of_violence(army, rebels) == type_of_violence(rebels, army) == 1
    assert type_of_violence(rebels, ucdp_side(known("mm-kia"), when=DAY)) == 2
    assert type_of_violence(army, civilians) == type_of_violence(civilians, rebels) == 3
    assert type_of_violence(army, ucdp_side(Actor(name="attackers"), when=DAY)) is None
    assert type_of_violence(civilians, civilians) is None


def test_ucdp_follows_who_governs():
    """The Houthis and the Taliban are a group before the day on which UCDP takes them for the government."""
    houthis = known("ye-houthis")
    assert ucdp_side(houthis, when=date(2014, 1, 1)).name == "Ansarallah"
    assert ucdp_side(houthis, when=DAY) == ("Government of Yemen (North Yemen)", "government", True)
    assert ucdp_side(known("ye-government"), when=DAY).name == "Forces of Hadi"
    assert ucdp_side(known("af-taliban"), when=date(2022, 1, 1)).name == "Government of Afghanistan"


def test_plover_codes():
    """Alpha-3 or a code for groups of no country, and the sector that entry, words or kind show; else none."""
    assert plover_actor(known("sy-armed-forces")) == ("SYR", "MIL")
    assert plover_actor(known("is")) == ("IMG", "REB")
    assert plover_actor(known("un-peacekeepers")) == ("IGO", "MIL")
    assert plover_actor(known("il-police")) == ("ISR", "COP")
    assert plover_actor(known("mx-cjng")) == ("MEX", "CRM")
    journalists = Actor(name="Syrian journalists", kind=ActorKind.CIVILIANS, country="SY")
    assert plover_actor(journalists) == ("SYR", "JRN")
    assert plover_actor(Actor(name="residents", kind=ActorKind.CIVILIANS)) == (None, "CVL")
    assert plover_actor(Actor(name="gunmen", kind=ActorKind.POLITICAL_MILITIA)) == (None, "UAF")
    assert plover_actor(Actor(name="them")) == (None, None)


def test_tables_name_only_what_there_is():
    """Every row of the tables names an entry of the lexicon, and every entry's country stands in the table."""
    named = {
        *crosswalks._acled_rows(),
        *crosswalks._ucdp_rows(),
        *(i for row in crosswalks._sectors() for i in row.ids),
    }
    assert named <= set(KNOWN)
    assert {e.country for e in KNOWN.values() if e.country} <= set(crosswalks.load_countries())


def test_every_entry_has_a_name_in_each_system():
    """No entry of the lexicon fails in any crosswalk, with or without day and place."""
    for entry in KNOWN:
        for when in (DAY, None):
            for country in (KNOWN[entry].country, "FR", None):
                assert acled_actor(known(entry), country=country, when=when).name
            assert ucdp_side(known(entry), when=when).name
        assert plover_actor(known(entry)).sector
