"""Which happenings become one incident, and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from joining import ARMY, PEOPLE, PORT, REBELS, MemoryShelf, killed, make_claim, sources_of

from claimbook.fuse import Rulings, aside, fuse, fuse_update
from claimbook.model import Actor, Claim, Incident, Kind, Modality, Place

DAY = date(2020, 3, 5)
FAR = Place(name="Orlec", entry="p-9", country="UA", lat=49.0, lon=31.0, radius_km=2.0)


def join(
    *claims: Claim, rulings: Rulings | None = None, published: dict[str, date] | None = None
) -> tuple[Incident, ...]:
    """The incidents of a few claims."""
    return fuse(claims, sources_of(claims, published), rulings=rulings or Rulings())


def groups(incidents: tuple[Incident, ...]) -> set[frozenset[str]]:
    """The reports of each incident."""
    return {frozenset(i.reports) for i in incidents}


def test_same_day_place_and_kind_join():
    """Two reports of one day, place and kind are one incident, and every comparison says why in a sentence."""
    (incident,) = join(make_claim("a"), make_claim("b"))
    (joining,) = incident.joinings
    levels = {level.comparison: level for level in joining.levels}
    assert levels["period"].sentence == "Both give 2020-03-05."
    assert levels["place"].level == "same place"
    assert joining.score == pytest.approx(sum(level.weight for level in joining.levels))
    assert all(level.sentence.endswith(".") for level in joining.levels)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"day": DAY + timedelta(days=6)}, "another week"),
        ({"places": (FAR,)}, "another country"),
        ({"kind": Kind.PROTEST}, "another thing"),
    ],
)
def test_what_cannot_be_one_stays_apart(change: dict[str, object], why: str):
    """Days apart, far places and unlike kinds forbid, whatever else agrees."""
    same = {"tolls": (killed(17),), "quote": "the ropewalk and the tannery burned"}
    assert len(join(make_claim("a", **same), make_claim("b", **same, **change))) == 2, why


def test_two_happenings_of_one_report_stay_two():
    """A report that tells of two strikes on one town in one day told of two; another report joins one of them."""
    incidents = join(make_claim("a", 1), make_claim("a", 2), make_claim("b", 1))
    assert len(incidents) == 2
    assert sorted(len(i.reports) for i in incidents) == [1, 2]


def test_round_up_spreads():
    """The happenings of a round-up go to their own incidents."""
    incidents = join(
        make_claim("sum", 1), make_claim("sum", 2, places=(PORT,)), make_claim("a"), make_claim("b", places=(PORT,))
    )
    assert groups(incidents) == {frozenset({"sum", "a"}), frozenset({"sum", "b"})}


def test_updates_of_a_toll_stay_one():
    """A toll that grows over days of publication is one incident, and the incident says how it grew."""
    published = {"a": DAY, "b": DAY + timedelta(days=1), "c": DAY + timedelta(days=2)}
    (incident,) = join(
        make_claim("a", tolls=(killed(4),)),
        make_claim("b", tolls=(killed(9),)),
        make_claim("c", tolls=(killed(11),)),
        published=published,
    )
    tally = incident.tallies[0]
    assert (tally.low, tally.high) == (4, 11)
    assert (
        tally.moved
        == "It moved: 4 (Outlet a) on 2020-03-05, then 9 (Outlet b) on 2020-03-06, then 11 (Outlet c) on 2020-03-07."
    )


def test_spellings_of_an_unplaced_name_join():
    """A place that is on no map joins by its name, however its vowels are spelled."""
    one = Place(name="Tell Qarmad")
    other = Place(name="Tal Karmed village")
    assert len(join(make_claim("a", places=(one,)), make_claim("b", places=(other,)))) == 1


def test_report_without_a_day_joins_by_publication():
    """A claim without a day is taken to lie in the days before publication, and the level says so."""
    (incident,) = join(make_claim("a", tolls=(killed(7),)), make_claim("b", day=None, tolls=(killed(7),)))
    levels = {level.comparison: level.level for level in incident.joinings[0].levels}
    assert levels["period"] == "likely"


def test_clash_told_either_way_round_joins():
    """Two sides of a fight may be named in either order."""
    one = make_claim("a", kind=Kind.ARMED_CLASH, initiators=(ARMY,), targets=(REBELS,))
    other = make_claim("b", kind=Kind.ARMED_CLASH, initiators=(REBELS,), targets=(ARMY,))
    (incident,) = join(one, other)
    assert any(level.level == "crossed" for level in incident.joinings[0].levels)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"background": True}, "background"),
        ({"aggregate": True}, "roll-up"),
        ({"modality": Modality.PLANNED}, "does not say that it happened"),
    ],
)
def test_background_and_roll_ups_stand_aside(change: dict[str, object], reason: str):
    """Background, roll-ups and plans join nothing and are no incidents; the reason is told."""
    claims = [make_claim("a"), make_claim("b", **change)]
    assert groups(join(*claims)) == {frozenset({"a"})}
    assert reason in aside(claims, sources_of(claims))[claims[1].id]


def test_what_news_recalls_stands_aside():
    """A report that has news of its day only recalls what lies more than three days back."""
    claims = [make_claim("a", 1, day=DAY), make_claim("a", 2, day=DAY - timedelta(days=5))]
    assert "recalls" in aside(claims, sources_of(claims))[claims[1].id]


def test_late_report_does_not_stand_aside():
    """A report published days later whose news is the happening itself is no recollection."""
    claims = [make_claim("a", day=DAY)]
    assert aside(claims, sources_of(claims, {"a": DAY + timedelta(days=9)})) == {}


def test_person_joins_and_parts():
    """What a person joined is one incident, what a person parted is two, and the joining names the person."""
    near, far = make_claim("a"), make_claim("b", places=(FAR,))
    (incident,) = join(near, far, rulings=Rulings(joins=frozenset({(near.id, far.id)})))
    assert incident.joinings[0].levels[0].sentence == "A person joined them."
    twin = make_claim("c")
    assert len(join(near, twin, rulings=Rulings(parts=frozenset({(near.id, twin.id)})))) == 2


def test_person_parts_claims_of_one_happening():
    """Two claims that the reading put in one happening are two where a person parted them."""
    one, other = make_claim("a"), make_claim("a", speakers=(make_claim("z").speakers[0].value,))
    assert len(join(one, other)) == 1
    assert len(join(one, other, rulings=Rulings(parts=frozenset({(one.id, other.id)})))) == 2


def test_rejected_claims_take_no_part():
    """A claim that a person rejected is in no incident."""
    claims = [make_claim("a"), make_claim("b")]
    assert groups(join(*claims, rulings=Rulings(rejected=frozenset({claims[1].id})))) == {frozenset({"a"})}


def test_later_report_keeps_the_incidents_id():
    """A report published later does not change the id of the incident that it joins."""
    first, second = make_claim("a"), make_claim("b")
    published = {"a": DAY, "b": DAY + timedelta(days=1)}
    assert join(first, published=published)[0].id == join(first, second, published=published)[0].id


def test_update_leaves_what_it_does_not_touch():
    """A new report's update names only the claims that hang together with it."""
    claims = [make_claim("a"), make_claim("b"), make_claim("c", places=(PORT,)), make_claim("d", places=(PORT,))]
    sources = sources_of(claims)
    update = fuse_update([claims[1]], sources, MemoryShelf(claims, sources, Rulings()))
    assert update.claims == {claims[0].id, claims[1].id}
    assert groups(update.incidents) == {frozenset({"a", "b"})}


def test_undone_join_is_undone_by_an_update():
    """Where a join was taken back, the update parts what only the join had held together."""
    claims = [make_claim("a"), make_claim("b", places=(FAR,))]
    sources = sources_of(claims)
    joined = Rulings(joins=frozenset({(claims[0].id, claims[1].id)}))
    update = fuse_update(claims, sources, MemoryShelf(claims, sources, Rulings()), before=claims, rulings_before=joined)
    assert groups(update.incidents) == {frozenset({"a"}), frozenset({"b"})}


def test_different_parties_are_not_forbidden():
    """Reports that blame different parties for one strike are one contested incident, not two."""
    words = {"tolls": (killed(8),), "targets": (PEOPLE,)}
    other = Actor(name="the Southern Front", entry="sy-hts")
    (incident,) = join(make_claim("a", **words), make_claim("b", initiators=(other,), **words))
    assert [c.about for c in incident.contradictions] == ["party"]


def test_one_name_put_in_two_places_may_join():
    """Where the gazetteer puts one name in two far places of a country, the other comparisons decide."""
    here = Place(name="Raqsan", entry="p-3", country="SY", lat=36.7, lon=38.4, radius_km=1.5)
    there = here.model_copy(update={"entry": "p-4", "lat": 33.5})
    (incident,) = join(make_claim("a", places=(here,)), make_claim("b", places=(there,)))
    levels = {level.comparison: level.level for level in incident.joinings[0].levels}
    assert levels["place"] == "same name apart"


def test_place_on_no_map_is_found_by_telling_words():
    """A claim whose place is on no map meets one on the map by the words that they share."""
    words = {"quote": "a warehouse of the cement works burned", "tolls": (killed(3),)}
    unknown = Place(name="Umm Zift")
    (incident,) = join(make_claim("a", places=(unknown,), **words), make_claim("b", **words))
    assert len(incident.reports) == 2
