"""What `read --explain` tells of places."""

from handmade import CLAIMS

from claimbook.export.explain import explain_places
from claimbook.model import Candidate, Place


def with_place(place: Place) -> list[str]:
    """The lines for one claim whose first place is `place`."""
    claim = next(c for c in CLAIMS if c.places)
    first = claim.places[0].model_copy(update={"value": place})
    return list(explain_places([claim.model_copy(update={"places": (first,)})]))


def test_a_placed_name_tells_area_regions_precision_and_reason() -> None:
    """A placed name shows its disc, its regions with their P-codes, both precisions, and why this entry won."""
    place = Place(
        name="Qarmid", entry="t1", country="SY", admin1="North", admin1_code="SY99", admin2="Qarmid District",
        lat=36.4, lon=38.0, radius_km=1.5, geo_precision=1, where_prec=1, reason="Exact name; no rival.",
    )  # fmt: skip
    told = "\n".join(with_place(place))
    for part in (
        "36.4, 38.0, within 1.5 km",
        "Qarmid District, North [SY99], SY",
        "geo_precision 1",
        "where_prec 1",
        "why: Exact name",
    ):
        assert part in told


def test_an_open_name_tells_its_candidates() -> None:
    """A name that was left open shows why, and what it may mean."""
    candidate = Candidate(entry="t3", name="Rasm", country="SY", admin1="North", lat=36.5, lon=38.1, score=2.5)
    told = "\n".join(with_place(Place(name="Rasm", candidates=(candidate,), reason="2 places may be meant.")))
    assert "left open: 2 places may be meant." in told
    assert "Rasm (North, SY) 36.500, 38.100; score 2.5" in told
