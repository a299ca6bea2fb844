"""Joining does not depend on the order of arrival, and an update equals a full recomputation."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from joining import ARMY, HILL, PORT, REBELS, MemoryShelf, killed, make_claim, sources_of

from claimbook.fuse import Rulings, fuse, fuse_update
from claimbook.model import Claim, Incident, Kind

DAY = date(2020, 3, 5)
SYRIA = HILL.model_copy(update={"name": "Syria", "entry": "sy", "radius_km": 240.0})
TOWN = HILL.model_copy(update={"kind": "town", "admin1": "North"})  # the same entry, as another report names it
UNPLACED = HILL.model_copy(update={"name": "Tal Sorat", "entry": None, "lat": None, "lon": None, "radius_km": None})


@st.composite
def books(draw: st.DrawFn) -> list[Claim]:
    """A few reports that tell of a few happenings, alike enough to join and to clash."""
    claims: dict[str, Claim] = {}
    for report in range(draw(st.integers(1, 7))):
        for happening in range(1, draw(st.integers(1, 3)) + 1):
            claim = make_claim(
                f"r{report}",
                happening,
                day=draw(st.sampled_from([DAY, DAY + timedelta(days=1), DAY + timedelta(days=2), None])),
                kind=draw(st.sampled_from([Kind.SHELLING, Kind.AIR_STRIKE, Kind.ARMED_CLASH])),
                places=draw(st.sampled_from([(HILL,), (TOWN,), (PORT,), (UNPLACED,), (SYRIA,), ()])),
                initiators=draw(st.sampled_from([(ARMY,), (REBELS,), ()])),
                tolls=draw(st.sampled_from([(), (killed(4),), (killed(12),)])),
                quote=draw(st.sampled_from(["the bakery burned", "near the old pump", "it began"])),
                background=draw(st.sampled_from([False, False, False, True])),
            )
            claims[claim.id] = claim
    return list(claims.values())


def _rulings(data: st.DataObject, claims: list[Claim]) -> Rulings:
    ids = sorted(c.id for c in claims)
    pair = st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda p: p[0] < p[1])
    if len(ids) < 2:
        return Rulings()
    joins = data.draw(st.frozensets(pair, max_size=1))
    parts = data.draw(st.frozensets(pair, max_size=1))
    return Rulings(joins=joins - parts, parts=parts)


@settings(max_examples=60, deadline=None)
@given(books(), st.randoms(use_true_random=False), st.data())
def test_order_of_arrival_does_not_matter(claims: list[Claim], shuffler: object, data: st.DataObject) -> None:
    """Claims in any order give the same incidents, ids and words included."""
    rulings = _rulings(data, claims)
    shuffled = list(claims)
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]
    sources = sources_of(claims)
    assert fuse(claims, sources, rulings=rulings) == fuse(shuffled, sources, rulings=rulings)


@settings(max_examples=60, deadline=None)
@given(books())
def test_happenings_of_one_report_stay_apart(claims: list[Claim]) -> None:
    """No incident holds two happenings of one report, and every claim that may join is in exactly one incident."""
    happening = {c.id: (c.report, c.happening) for c in claims}
    seen: list[str] = []
    for incident in fuse(claims, sources_of(claims)):
        held = {happening[c] for c in incident.claims}
        assert len({report for report, _ in held}) == len(held)
        seen += incident.claims
    assert sorted(seen) == sorted(c.id for c in claims if not c.background.value)


@settings(max_examples=80, deadline=None)
@given(books(), st.data())
def test_one_report_more_equals_a_full_recomputation(claims: list[Claim], data: st.DataObject) -> None:
    """Adding a report by an update gives the incidents that joining everything anew gives."""
    rulings = _rulings(data, claims)
    sources = sources_of(claims)
    new = data.draw(st.sampled_from(sorted(sources)))
    old = [c for c in claims if c.report != new]
    before = fuse(old, sources, rulings=rulings)
    update = fuse_update(
        [c for c in claims if c.report == new], sources, MemoryShelf(claims, sources, rulings), rulings=rulings
    )
    kept = [i for i in before if update.claims.isdisjoint(i.claims)]
    assert _by_id([*kept, *update.incidents]) == _by_id(fuse(claims, sources, rulings=rulings))


@settings(max_examples=80, deadline=None)
@given(books(), st.data())
def test_one_report_gone_equals_a_full_recomputation(claims: list[Claim], data: st.DataObject) -> None:
    """Taking a report away by an update gives the incidents that joining the rest anew gives."""
    sources = sources_of(claims)
    gone = data.draw(st.sampled_from(sorted(sources)))
    rest = [c for c in claims if c.report != gone]
    update = fuse_update(
        [], sources, MemoryShelf(rest, sources, Rulings()), before=[c for c in claims if c.report == gone]
    )
    kept = [i for i in fuse(claims, sources) if update.claims.isdisjoint(i.claims)]
    assert _by_id([*kept, *update.incidents]) == _by_id(fuse(rest, sources))


def _by_id(incidents: list[Incident] | tuple[Incident, ...]) -> dict[str, Incident]:
    return {i.id: i for i in incidents}
