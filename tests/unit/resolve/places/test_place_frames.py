"""Which country a name lies in: the report must give a reason, and the name itself is none."""

from pathlib import Path

import pytest

from claimbook.model import Place
from claimbook.resolve.places import Entry, Frame, LayeredGazetteer, PlaceResolver
from claimbook.resolve.places.index import Listed, write_index


def town(number: str, name: str, country: str, lat: float, lon: float, size: int, *, capital: bool = False) -> Entry:
    return Entry(number, name, country, "town", lat, lon, 1.5, size, capital=capital)


@pytest.fixture
def world(tmp_path: Path) -> LayeredGazetteer:
    """Three countries, a region, and towns that share names over their borders."""
    region = Entry("r", "Hiraan", "SO", "first-level", 4.5, 45.5, 80.0, 900_000, "Hiraan", "SO20")
    entries = [
        (Entry("country-SO", "Somalia", "SO", "country", 6.0, 48.0, 450.0), ["Somalia"]),
        (Entry("country-IQ", "Iraq", "IQ", "country", 33.0, 44.0, 370.0), ["Iraq"]),
        (Entry("country-US", "United States", "US", "country", 39.8, -98.5, 1750.0), ["United States", "US"]),
        (Entry("first-US.KY", "Kentucky", "US", "first-level", 37.5, -85.3, 180.0, 900_000, "Kentucky"), ["Kentucky", "Ky."]),
        (region, ["Hiraan", "Hiran"]),
        (town("balad", "Balad", "IQ", 34.0, 44.1, 42_000), ["Balad"]),
        (town("beled", "Beledweyne", "SO", 4.7, 45.2, 100_000), ["Beledweyne"]),
        (town("samarra", "Samarra", "IQ", 34.2, 43.9, 158_000), ["Samarra"]),
        (town("paris", "Paris", "FR", 48.9, 2.3, 2_100_000, capital=True), ["Paris"]),
        (town("paris-ky", "Paris", "US", 38.2, -84.3, 9_800), ["Paris"]),
        (town("arab", "Arab", "US", 34.3, -86.5, 8_000), ["Arab"]),
        (town("lone", "Lone Camp", "US", 44.0, -120.0, 900), ["Lone Camp"]),
    ]  # fmt: skip
    path = tmp_path / "world.sqlite"
    write_index(path, (Listed(entry, names) for entry, names in entries), {})
    return LayeredGazetteer([path])


def resolve(gazetteer: LayeredGazetteer, text: str, *names: str) -> list[Place]:
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    return PlaceResolver(gazetteer).resolve(text, spans, frame=Frame())


def test_a_name_is_no_reason_for_its_own_country(world: LayeredGazetteer) -> None:
    """An exact name in a country that nothing else in the report speaks of is left open, and says so."""
    beled, balad = resolve(
        world, "In Hiran, Somalia, troops left Beledweyne and Bal'ad. Bal'ad is calm.", "Beledweyne", "Bal'ad"
    )
    assert beled.entry == "beled"
    assert (balad.entry, balad.lat) == (None, None)
    assert "nothing else in the report speaks of" in balad.reason


def test_another_name_is_a_reason(world: LayeredGazetteer) -> None:
    """The same name is placed where the report names the country, or a city near it."""
    assert [p.entry for p in resolve(world, "Troops left Balad in Iraq.", "Balad")] == ["balad"]
    assert resolve(world, "Troops left Samarra and Balad in Iraq.", "Samarra", "Balad")[1].entry == "balad"


def test_a_metropolis_goes_before_small_namesakes(world: LayeredGazetteer) -> None:
    """ "Paris" is the metropolis, in a report on another country too, unless the words speak for a namesake."""
    assert resolve(world, "A US envoy flew to Paris.", "Paris")[0].entry == "paris"
    assert resolve(world, "A man died in Paris, Ky., on Monday.", "Paris")[0].entry == "paris-ky"


def test_one_name_one_place(world: LayeredGazetteer) -> None:
    """What stands beside one mention of a name holds for its other mentions in the report."""
    text = "A man died in Paris, Ky., police said. The mayor of Paris mourned."
    spans = [(14, 19), (text.rindex("Paris"), text.rindex("Paris") + 5)]
    places = PlaceResolver(world).resolve(text, spans, frame=Frame())
    assert [p.entry for p in places] == ["paris-ky", "paris-ky"]


@pytest.mark.parametrize("name", ["Arab", "city", "Monday"])
def test_no_names(world: LayeredGazetteer, name: str) -> None:
    """Peoples, weekdays and common nouns are no places, though some town is called so."""
    (place,) = resolve(world, f"In the United States, {name} fighters met.", name)
    assert place.lat is None


def test_acronyms_are_not_spelled_otherwise(world: LayeredGazetteer) -> None:
    """A force's initials are not taken for a town that sounds like them."""
    assert resolve(world, "In Iraq, the BLD said so.", "BLD")[0].lat is None


def test_a_district_named_after_a_town_is_wider(world: LayeredGazetteer) -> None:
    """ "Balad district" is the land round Balad, not its middle."""
    (place,) = resolve(world, "Troops left Balad district in Iraq.", "Balad")
    assert place.entry == "balad"
    assert place.radius_km is not None
    assert place.radius_km >= 25
    assert (place.geo_precision, place.where_prec) == (2, 2)
