"""The country of names that the gazetteer does not place; all villages and reports here are invented."""

from __future__ import annotations

import pytest

from claimbook.model import Place
from claimbook.resolve.places import Frame, PlaceResolver, open_gazetteer


@pytest.fixture(scope="module")
def places() -> PlaceResolver:
    """The places that ship with Claimbook."""
    return PlaceResolver(open_gazetteer())


def resolve(places: PlaceResolver, text: str, name: str) -> Place:
    """What `name`, which stands in the text once, is."""
    at = text.index(name)
    return places.resolve(text, [(at, at + len(name))], frame=Frame())[0]


def codes(place: Place) -> tuple[str | None, str | None, int | None, int | None]:
    """Country and region, and how precise that is by ACLED and by UCDP."""
    return place.country, place.admin1, place.geo_precision, place.where_prec


def test_the_region_that_the_words_name_holds_an_unknown_village(places: PlaceResolver):
    """ "In Kayah State" tells the region of a village that no gazetteer has; it still has no point."""
    place = resolve(places, "Shots were heard near Qwoxtril in Kayah State. Roads are closed.", "Qwoxtril")
    assert codes(place) == ("MM", "Kayah", 3, 4)
    assert (place.entry, place.lat, place.lon, place.radius_km) == (None, None, None, None)
    assert "say that it lies in Kayah" in place.reason


def test_the_country_that_the_words_name_holds_it(places: PlaceResolver):
    """In a report of several countries the words beside the name decide."""
    text = "A truck burned near Gao, in Mali. Others burned at Qwoxtril in Niger. In Mali, at Menaka, it was calm."
    assert codes(resolve(places, text, "Qwoxtril")) == ("NE", None, 3, 6)


def test_a_report_of_one_country_tells_the_country(places: PlaceResolver):
    """Where all else that the report names lies in one country, so does the village, and the reason says why."""
    text = "Traders left Taiz and Hodeidah. Shells fell at Qwoxtril. In Yemen, roads are closed."
    place = resolve(places, text, "Qwoxtril")
    assert codes(place) == ("YE", None, 3, 6)
    assert place.lat is None
    assert place.reason.endswith("Only its country is told: what else the report names speaks of Yemen.")


@pytest.mark.parametrize(
    "text",
    [
        "Shells fell at Qwoxtril. Nobody was hurt.",
        "A truck burned near Gao, in Mali. Others burned near Djibo, in Burkina Faso. Shells fell at Qwoxtril.",
        "Traders left Qwoxtril. Malian officials said so.",
    ],
)
def test_where_the_country_is_not_plain_it_stays_unknown(places: PlaceResolver, text: str):
    """Nothing named, two countries alike, or an adjective alone tell no country."""
    assert codes(resolve(places, text, "Qwoxtril")) == (None, None, None, None)


def test_a_name_that_holds_a_country_s_name_lies_there(places: PlaceResolver):
    """ "Northwest Syria" is Syria's, whatever the report is about."""
    text = "In Washington, United States officials spoke of Qwoxtril Syria. The United States has no troops there."
    assert codes(resolve(places, text, "Qwoxtril Syria")) == ("SY", None, 3, 6)


def test_a_name_known_only_abroad_needs_a_report_of_one_country_alone(places: PlaceResolver):
    """Where all places of the name lie elsewhere, one mention of another country leaves it open."""
    alone = "Traders left Loikaw in Kayah State. Shells fell at Hoya. Myanmar closed the road."
    assert codes(resolve(places, alone, "Hoya")) == ("MM", None, 3, 6)
    mixed = alone + " Thai officials said so."
    assert codes(resolve(places, mixed, "Hoya")) == (None, None, None, None)
