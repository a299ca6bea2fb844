"""The resolver, on a small gazetteer of our own making."""

import pytest

from claimbook.model import Place, Relation
from claimbook.resolve.places import Frame, LayeredGazetteer, PlaceResolver


def resolve(gazetteer: LayeredGazetteer, text: str, *names: str) -> list[Place]:
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    return PlaceResolver(gazetteer).resolve(text, spans, frame=Frame(country="SY"))


def test_exact_town(gazetteer: LayeredGazetteer) -> None:
    """A town that is named plainly is placed exactly, with its region and code."""
    (place,) = resolve(gazetteer, "A shell hit Qarmid in Syria.", "Qarmid")
    assert (place.entry, place.admin1_code, place.geo_precision, place.where_prec) == ("t1", "SY-North", 1, 1)


def test_unseen_spelling_with_support(gazetteer: LayeredGazetteer) -> None:
    """A spelling that no list holds is found where a place beside it supports it."""
    (place,) = resolve(gazetteer, "A shell hit Tel Zeytun near Qarmid in Syria.", "Tel Zeytun")
    assert place.entry == "t2"
    assert "Spelled like" in place.reason


def test_homonyms_abstain(gazetteer: LayeredGazetteer) -> None:
    """Two villages of one name far apart, and nothing else: no coordinates, both candidates."""
    (place,) = resolve(gazetteer, "A mine went off in Rasm in Syria.", "Rasm")
    assert place.lat is None
    assert {c.entry for c in place.candidates} == {"t3", "t4"}


@pytest.mark.parametrize(("region", "entry"), [("Norland", "t3"), ("Sudland", "t4")])
def test_region_beside_decides(gazetteer: LayeredGazetteer, region: str, entry: str) -> None:
    """The region named beside a village decides between homonyms."""
    (place,) = resolve(gazetteer, f"A mine went off in Rasm, in the countryside of {region}.", "Rasm")
    assert place.entry == entry


def test_near_is_an_area(gazetteer: LayeredGazetteer) -> None:
    """Near a town is a disc of at least ten kilometres, not a point."""
    (place,) = resolve(gazetteer, "A mine went off near Qarmid in Syria.", "Qarmid")
    assert place.radius_km is not None and place.radius_km >= 10
    assert place.geo_precision == 2


def test_distance_moves_the_centre(gazetteer: LayeredGazetteer) -> None:
    """A distance and bearing move the centre that far."""
    (place,) = resolve(gazetteer, "A drone fell 20 km north of Qarmid in Syria.", "Qarmid")
    assert place.lat == pytest.approx(36.40 + 20 / 111.2, abs=1e-3)
    assert place.lon == pytest.approx(38.00, abs=1e-3)


def test_between_is_the_middle(gazetteer: LayeredGazetteer) -> None:
    """Between two towns is the disc between them, for both."""
    one, two = resolve(gazetteer, "Clashes broke out between Qarmid and Tall Zaytun in Syria.", "Qarmid", "Tall Zaytun")
    assert (one.lat, one.lon) == (two.lat, two.lon) == (pytest.approx(36.425), pytest.approx(38.025))
    assert one.relation is two.relation is Relation.BETWEEN


def test_part_of_a_region(gazetteer: LayeredGazetteer) -> None:
    """The southern part of a region is the disc on its southern side."""
    (place,) = resolve(gazetteer, "Shelling hit southern Norland in Syria.", "Norland")
    assert place.lat is not None and place.lat < 36.5
    assert place.radius_km is not None and place.radius_km < 60


def test_unknown_name(gazetteer: LayeredGazetteer) -> None:
    """A name that nothing resembles stays without coordinates and says why."""
    (place,) = resolve(gazetteer, "A shell hit Xyzzyburg in Syria.", "Xyzzyburg")
    assert place.lat is None
    assert place.reason


def test_area_keeps_its_radius(gazetteer: LayeredGazetteer) -> None:
    """A mountain range is an area, never a point."""
    (place,) = resolve(gazetteer, "Fire burned on Jabal Wadd in Syria.", "Jabal Wadd")
    assert place.radius_km == 15.0
    assert place.geo_precision == 2


def test_known(gazetteer: LayeredGazetteer) -> None:
    """Known is an exact look-up, in any script."""
    resolver = PlaceResolver(gazetteer)
    assert resolver.known("قرميد")
    assert not resolver.known("Xyzzyburg")


def test_same_input_same_places(gazetteer: LayeredGazetteer) -> None:
    """The same report gives the same places."""
    text = "Clashes near Rasm and Qarmid in Syria."
    assert resolve(gazetteer, text, "Rasm", "Qarmid") == resolve(gazetteer, text, "Rasm", "Qarmid")
