"""What an incident says: values with their claims and rules, tolls with their speakers, contradictions and grades."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from joining import ARMY, HILL, PEOPLE, PORT, REBELS, killed, make_claim, outlet, sources_of

from claimbook.book.rows import incident_whole
from claimbook.errors import UsageError
from claimbook.fuse import Rulings, fuse
from claimbook.fuse.tell import PLACE_OFF_MAP, PLACE_PARTIES, PLACE_REPORTS
from claimbook.model import (
    Claim,
    Grade,
    Harm,
    Incident,
    Kind,
    Link,
    Modality,
    Place,
    Side,
    SpeakerKind,
    Stance,
    Status,
    Toll,
)

DAY = date(2020, 3, 5)
STATE_MEDIA = outlet("SANA", entry="sana", kind=SpeakerKind.STATE_MEDIA)
MONITOR = outlet("SOHR", entry="sohr", kind=SpeakerKind.MONITOR)
AGENCY = outlet("Reuters", entry="reuters")
RUSSIAN = outlet("Russian Ministry of Defence", entry="ru-mod", kind=SpeakerKind.PARTY)
RUSSIA = ARMY.model_copy(update={"name": "Russian jets", "entry": "ru-armed-forces"})


def one(*claims: Claim, rulings: Rulings | None = None, published: dict[str, date] | None = None) -> Incident:
    """The one incident that the claims are."""
    (incident,) = fuse(claims, sources_of(claims, published), rulings=rulings or Rulings())
    return incident


def strike(report: str, speaker: Link, **more: object) -> Claim:
    """A claim that people were killed by the Russian force, unless told otherwise."""
    values: dict[str, object] = {
        "initiators": (RUSSIA,),
        "tolls": (killed(5),),
        "kind": Kind.AIR_STRIKE,
        "speakers": (speaker,),
    }
    return make_claim(report, **{**values, **more})  # type: ignore[arg-type]


def test_rival_figures_stand_side_by_side():
    """Every figure keeps its speaker; the bounds hold all, and the clash is called out."""
    incident = one(strike("a", MONITOR, tolls=(killed(3),)), strike("b", STATE_MEDIA, tolls=(killed(9),)))
    tally = incident.tally(Harm.KILLED)
    assert tally is not None
    assert [(f.low, f.speakers) for f in tally.figures] == [(3, ("SOHR",)), (9, ("SANA",))]
    assert (tally.low, tally.high) == (3, 9)
    assert incident.contradictions[0].sentence == "killed: 3 (SOHR) do not meet 9 (SANA)."


def test_best_figure_is_the_one_that_most_give():
    """Of three speakers two agree: their figure is the best, and the rule says so."""
    incident = one(
        strike("a", MONITOR, tolls=(killed(4),)),
        strike("b", AGENCY, tolls=(killed(4),)),
        strike("c", STATE_MEDIA, tolls=(killed(6),)),
    )
    tally = incident.tally(Harm.KILLED)
    assert tally is not None
    assert (tally.best_low, tally.best_high) == (4, 4)
    assert "most speakers" in tally.rule


def test_last_word_of_a_speaker_counts():
    """A speaker's later figure takes the place of its earlier one when the best is chosen; both stay."""
    published = {"a": DAY, "b": DAY + timedelta(days=2)}
    incident = one(
        strike("a", MONITOR, tolls=(killed(4),)), strike("b", MONITOR, tolls=(killed(7),)), published=published
    )
    tally = incident.tally(Harm.KILLED)
    assert tally is not None
    assert tally.best_low == 7
    assert len(tally.figures) == 2


def test_parts_and_restatements_are_counted_once():
    """Children "among" the dead do not add to them, nor does a group told twice."""
    child = Toll(harm=Harm.KILLED, low=2, high=2, group="children", status=Status.CHILD, part=True)
    tolls = (killed(5, group="villagers"), killed(5, None, group="villagers"), child)
    incident = one(strike("a", MONITOR, tolls=tolls))
    tally, children = incident.tally(Harm.KILLED), incident.tally(Harm.KILLED, status=Status.CHILD)
    assert tally is not None and children is not None
    assert (tally.low, children.low) == (5, 2)


def test_people_of_unknown_status_may_be_civilians():
    """Civilians are at least those called so, and at most those and the people of whom nothing is said."""
    tolls = (killed(3, group="farmers"), killed(2, status=Status.UNKNOWN, group="others"))
    tally = one(strike("a", MONITOR, tolls=tolls)).tally(Harm.KILLED, status=Status.CIVILIAN)
    assert tally is not None
    assert (tally.low, tally.high) == (3, 5)


def test_tolls_by_side():
    """Dead of the attackers and dead of the attacked are told apart."""
    tolls = tuple(
        Toll(harm=Harm.KILLED, low=n, high=n, group=g, status=Status.COMBATANT, side=s)
        for n, g, s in ((2, "raiders", Side.INITIATOR), (6, "guards", Side.TARGET))
    )
    incident = one(make_claim("a", kind=Kind.ARMED_CLASH, targets=(REBELS,), tolls=tolls))
    found = {t.side: t.low for t in incident.tallies if t.side}
    assert found == {Side.INITIATOR: 2, Side.TARGET: 6}


def test_values_name_their_rule_and_claims():
    """Kind, period and place say which claims give them and by which rule they were chosen."""
    claims = [make_claim("a"), make_claim("b"), make_claim("c", day=DAY + timedelta(days=1))]
    incident = one(*claims)
    assert incident.period is not None and incident.place is not None
    assert incident.period.value.start == DAY
    assert set(incident.period.claims) == {claims[0].id, claims[1].id}
    assert incident.place.value.entry == HILL.entry
    assert incident.kind.rule.startswith("What most reports say")


def test_town_that_stands_for_its_region_gives_way():
    """Where most reports name the town that the region is called by, and one a village, the village is the place."""
    capital = Place(name="Sorat", admin1="Sorat", entry="p-7", country="SY", lat=35.1, lon=38.0, radius_km=4.0)
    village = Place(name="Kafr Dun", admin1="Sorat", entry="p-8", country="SY", lat=35.05, lon=38.0, radius_km=1.5)
    incident = one(
        make_claim("a", places=(capital,)),
        make_claim("b", places=(capital,)),
        make_claim("c", places=(village, capital)),
    )
    assert incident.place is not None and incident.place.value.entry == "p-8"


def test_place_is_taken_from_the_report_only_where_the_claim_names_none():
    """A claim that names an area takes the one place that its report names elsewhere; one that names a place on no map
    stays without."""
    country = Place(name="Syria", entry="sy", country="SY", lat=35.0, lon=38.5, radius_km=240.0)
    recalled = make_claim("a", 2, background=True)
    (incident,) = fuse((make_claim("a", places=(country,)), recalled), sources_of([recalled]))
    assert incident.place is not None and incident.place.value.entry == HILL.entry
    assert "elsewhere" in incident.place.rule
    unknown = make_claim("a", places=(Place(name="Qarn Umm Zift"),))
    (incident,) = fuse((unknown, recalled), sources_of([recalled]))
    assert incident.place is None


def test_name_that_another_report_puts_on_the_map():
    """A name that one report leaves open is on the map where another report of the incident decides it."""
    open_name = HILL.model_copy(update={"entry": None, "lat": None, "lon": None, "radius_km": None})
    incident = one(make_claim("a", places=(open_name,)), make_claim("b", places=(open_name, HILL)))
    assert incident.place is not None
    assert len(incident.place.claims) == 2


def test_undated_incident_lies_before_publication():
    """Where no report tells the day, the days before publication stand in, and the rule says that they are assumed."""
    incident = one(make_claim("a", day=None), published={"a": DAY})
    assert incident.period is not None
    assert (incident.period.value.start, incident.period.value.end) == (DAY - timedelta(days=3), DAY)
    assert "assumed" in incident.period.rule


def test_one_voice_is_weak():
    """Harm to civilians that one voice tells is weak."""
    graded = one(strike("a", MONITOR)).grade
    assert graded is not None
    assert (graded.grade, graded.reason) == (Grade.WEAK, "One voice tells of harm to civilians: SOHR.")


def test_one_speaker_in_two_reports_is_one_voice():
    """Two outlets that both cite one monitor are one voice: weak, not fair."""
    cited = MONITOR.model_copy(update={"stance": Stance.CLAIMS})
    incident = one(
        make_claim("a", initiators=(RUSSIA,), tolls=(killed(5),), speakers=(AGENCY, cited)),
        make_claim("b", initiators=(RUSSIA,), tolls=(killed(5),), speakers=(outlet("Third"), cited)),
    )
    assert incident.independent_voices == 1
    assert incident.grade is not None and incident.grade.grade is Grade.WEAK


def test_two_independent_voices_are_fair():
    """Two independent voices, not of one side, that name the party and the harm are fair."""
    graded = one(strike("a", MONITOR), strike("b", AGENCY)).grade
    assert graded is not None and graded.grade is Grade.FAIR
    assert "SOHR, Reuters" in graded.reason


def test_a_copy_is_no_second_voice():
    """A report that a person ruled a copy adds no voice."""
    rulings = Rulings(copies=frozenset({("b", "a")}))
    graded = one(strike("a", MONITOR), strike("b", AGENCY), rulings=rulings).grade
    assert graded is not None and graded.grade is Grade.WEAK


def test_conceding_party_confirms():
    """Where the party blamed tells itself that it did it and that civilians died, it is confirmed."""
    graded = one(strike("a", MONITOR), strike("b", RUSSIAN)).grade
    assert graded is not None and graded.grade is Grade.CONFIRMED


def test_denial_by_the_party_blamed_is_a_rival_account():
    """A denial by the party blamed makes it contested, never discounted."""
    incident = one(strike("a", MONITOR), strike("b", AGENCY), strike("c", RUSSIAN, tolls=(), modality=Modality.DENIED))
    assert incident.grade is not None and incident.grade.grade is Grade.CONTESTED
    assert any(c.about == "happened" for c in incident.contradictions)


def test_rival_blame_is_contested():
    """Voices that blame different parties are contested, and the reason names both."""
    graded = one(strike("a", MONITOR), strike("b", AGENCY, initiators=(REBELS,))).grade
    assert graded is not None and graded.grade is Grade.CONTESTED
    assert graded.reason == "SOHR blames Russian jets, Reuters the Southern Front."


def test_independent_denials_discount():
    """Two independent voices that are not the party's, against one, discount it."""
    incident = one(
        strike("a", STATE_MEDIA),
        strike("b", MONITOR, tolls=(), modality=Modality.DENIED),
        strike("c", AGENCY, tolls=(), modality=Modality.DENIED),
    )
    assert incident.grade is not None and incident.grade.grade is Grade.DISCOUNTED


def test_persons_grade_goes_first():
    """A grade that a person set stands, with the person's reason; a word that is no grade is refused."""
    claim = strike("a", MONITOR)
    graded = one(claim, rulings=Rulings(grades={claim.id: ("fair", "Two more sources on file. (L., D4)")})).grade
    assert graded is not None and (graded.grade, graded.method) == (Grade.FAIR, "decision")
    with pytest.raises(UsageError, match="no grade"):
        one(claim, rulings=Rulings(grades={claim.id: ("sure", "")}))


def test_fight_without_civilians_has_no_grade():
    """Where no harm to civilians is told there is no grade, but the voices are counted by side."""
    fight = {"kind": Kind.ARMED_CLASH, "targets": (REBELS,), "tolls": (killed(3, status=Status.COMBATANT),)}
    incident = one(
        make_claim("a", speakers=(STATE_MEDIA,), **fight),  # type: ignore[arg-type]
        make_claim("b", speakers=(MONITOR,), **fight),  # type: ignore[arg-type]
    )
    assert incident.grade is None
    assert incident.voices_by_side == {"Syrian Arab Army": 1, "no side": 1}


def test_row_gives_what_the_scorer_reads():
    """A row has the fields that incidents are scored by, with names for reports."""
    incident = one(strike("a", MONITOR, targets=(PEOPLE,)))
    row = incident_whole(incident, {"a": "syria/900"})
    assert row["reports"] == ["syria/900"]
    assert (row["date_start"], row["date_end"], row["lat"]) == ("2020-03-05", "2020-03-05", HILL.lat)
    assert {k: row["killed_civilians"][k] for k in ("low", "high", "least", "most")} == {
        "low": 5,
        "high": 5,
        "least": 5,
        "most": 5,
    }
    assert row["injured"] is None


VILLAGE = Place(name="Qwoxtril", country="SY", admin1="Idlib", geo_precision=3, where_prec=4)
UNKNOWN = Place(name="Zmaroq")


def test_a_place_off_the_map_gives_its_country_and_no_point():
    """Where the claims' only place has a country and no point, the incident has both so, and the rule says it."""
    place = one(strike("a", MONITOR, places=(UNKNOWN, VILLAGE))).place
    assert place is not None
    assert (place.value, place.rule) == (VILLAGE, PLACE_OFF_MAP)


def test_places_off_the_map_in_two_countries_give_none():
    """Two countries for one happening leave it without one."""
    other = VILLAGE.model_copy(update={"name": "Akbiyar", "country": "TR", "admin1": None})
    assert one(strike("a", MONITOR, places=(VILLAGE, other))).place is None


def test_a_place_on_the_map_goes_before_one_off_it():
    """A point that is known is never given up for a country."""
    place = one(strike("a", MONITOR, places=(VILLAGE, HILL))).place
    assert place is not None
    assert place.value == HILL


def test_the_country_of_all_that_the_report_names_is_taken_where_the_claim_names_nothing():
    """A claim without a place lies in the one country of its report's places, as no finer area than the country."""
    placed, bare = make_claim("a", 1, places=(HILL, PORT)), strike("a", MONITOR, happening=2, places=())
    incidents = fuse((placed, bare), sources_of((placed, bare)))
    (place,) = (i.place for i in incidents if bare.id in i.claims)
    assert place is not None
    assert (place.value.name, place.value.country, place.value.lat) == ("Syria", "SY", None)
    assert (place.value.geo_precision, place.value.where_prec, place.rule) == (3, 6, PLACE_REPORTS)


@pytest.mark.parametrize("other", [UNKNOWN, VILLAGE.model_copy(update={"country": "LB"})])
def test_a_report_with_places_elsewhere_or_unknown_tells_no_country(other: Place):
    """One place that may lie elsewhere is enough to leave it open."""
    claims = (make_claim("a", 1, places=(HILL, PORT, other)), strike("a", MONITOR, happening=2, places=()))
    assert [i.place for i in fuse(claims, sources_of(claims)) if claims[1].id in i.claims] == [None]


def test_parties_of_one_country_tell_it_only_if_one_is_at_home_there():
    """Rebels fight at home; jets of a state, alone or against civilians, may be anywhere."""
    at_home = one(make_claim("a", places=(), initiators=(ARMY,), targets=(REBELS,))).place
    assert at_home is not None
    assert (at_home.value.country, at_home.rule) == ("SY", PLACE_PARTIES)
    assert one(strike("a", MONITOR, places=(), targets=(PEOPLE,))).place is None
    assert (
        one(
            strike(
                "a", MONITOR, places=(), initiators=(RUSSIA.model_copy(update={"country": "RU"}),), targets=(REBELS,)
            )
        ).place
        is None
    )
