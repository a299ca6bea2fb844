"""The public profile keeps back names, words and exact points, and says what it did."""

from __future__ import annotations

import pytest
from exporting import CLAIMS, HIDDEN, HILL, INCIDENTS, PORT, QUAY, REPORTS, SECRETS, SHELLED, TAKEN, VILLAGES, A, B

from claimbook.export.profile import UNNAMED_PLACE, Area, Coarsening, Public, cell_of, small_cells
from claimbook.export.sentence import say_claim, say_incident
from claimbook.model import (
    Actor,
    ActorKind,
    Claim,
    Figure,
    Graded,
    Incident,
    Link,
    Period,
    Place,
    Report,
    Site,
    SpeakerKind,
    Tally,
    Toll,
    Voice,
)

HARIM = Area(name="Harim", level=2, lat=36.2, lon=36.5, radius_km=19.2)


@pytest.mark.parametrize("coarsening", Coarsening)
def test_no_secret_is_left(coarsening: Coarsening):
    """No name, handle, word or exact coordinate of the reports is left in incidents, claims and reports."""
    public = Public(coarsening=coarsening)
    shown = [public.incident(i).model_dump_json() for i in INCIDENTS]
    shown += [public.claim(c, sensitive=c.id in HIDDEN).model_dump_json() for c in CLAIMS]
    shown += [public.report(r).model_dump_json() for r in REPORTS.values()]
    shown += [say_incident(public.incident(i)) for i in INCIDENTS]
    for secret in SECRETS if coarsening is Coarsening.HUNDREDTH else SECRETS + VILLAGES:
        assert not [s for s in shown if secret.casefold() in s.casefold()], secret


def test_what_is_public_is_still_the_same_noun():
    """Public incidents, claims and reports are read again from their JSON as they are."""
    public = Public()
    for incident in map(public.incident, INCIDENTS):
        assert Incident.model_validate_json(incident.model_dump_json()) == incident
    for claim in map(public.claim, CLAIMS):
        assert Claim.model_validate_json(claim.model_dump_json()) == claim
    for report in map(public.report, REPORTS.values()):
        assert Report.model_validate_json(report.model_dump_json()) == report


def test_figures_and_days_stay():
    """Tolls, days, kinds and counts of voices are those of the whole incident."""
    for incident in INCIDENTS:
        public = Public().incident(incident)
        assert [(t.harm, t.low, t.high, t.best_low) for t in public.tallies] == [
            (t.harm, t.low, t.high, t.best_low) for t in incident.tallies
        ]
        assert (public.kind, public.independent_voices) == (incident.kind, incident.independent_voices)
        assert sum(public.voices_by_side.values()) == sum(incident.voices_by_side.values())
        if incident.period and public.period:
            assert public.period.value.start == incident.period.value.start


def test_points_are_put_on_the_grid():
    """A point moves to the grid, its disc still holds the whole of the old one, and its codes promise less."""
    tenth = Public(coarsening=Coarsening.TENTH).place(QUAY)
    assert (tenth.lat, tenth.lon, tenth.radius_km) == (-12.5, 131.1, 10.0)
    assert (tenth.geo_precision, tenth.where_prec) == (2, 2)
    hundredth = Public(coarsening=Coarsening.HUNDREDTH).place(QUAY)
    assert (hundredth.lat, hundredth.lon, hundredth.radius_km) == (-12.54, 131.12, 3.0)


def test_a_region_takes_the_place_of_the_point():
    """By area, a place is drawn as its second-level region, else its first; without one it has no point."""
    second = Public(coarsening=Coarsening.AREA, area_of=lambda p: HARIM).place(HILL)
    assert (second.name, second.lat, second.lon, second.radius_km) == ("Harim", 36.2, 36.5, 20.0)
    assert (second.geo_precision, second.where_prec, second.admin2_code) == (3, 3, "SY0703")
    first = Public(coarsening=Coarsening.AREA).place(PORT)
    assert (first.name, first.where_prec, first.admin2) == ("Latakia", 4, None)
    none = Public(coarsening=Coarsening.AREA, area_of=lambda p: None).place(PORT)
    assert (none.name, none.lat, none.geo_precision) == ("Latakia", None, None)


def test_sensitive_sites_are_drawn_by_region():
    """A hospital, camp or school puts all places of its incident and claims into their region, whatever the setting."""
    public = Public(coarsening=Coarsening.HUNDREDTH, area_of=lambda p: HARIM)
    incident = next(i for i in INCIDENTS if SHELLED.id in i.claims)
    assert public.is_sensitive(incident)
    shown = public.incident(incident)
    assert shown.place is not None
    assert shown.place.value.geo_precision == 3
    other = next(c for c in CLAIMS if c.id in incident.claims and not c.sites)
    assert public.claim(other, sensitive=True).places[0].value.lat == 36.2
    camp = HILL.model_copy(update={"name": "Atmeh camp"})
    assert public.incident(incident.model_copy(update={"sites": ()})).place.value.geo_precision == 2
    assert public._hides((), (camp,))
    assert not Public(sensitive=frozenset({Site.MARKET}))._hides((Site.HOSPITAL,), ())


def test_a_name_says_no_more_than_the_point():
    """A village gives way to its region; a city as large as the grid's cells keeps its name."""
    public = Public(coarsening=Coarsening.TENTH)
    assert public.place(HILL).name == "Harim"
    city = HILL.model_copy(update={"name": "Great City", "radius_km": 14.0})
    assert public.place(city).name == "Great City"
    nameless = QUAY.model_copy(update={"admin1": None, "country": None, "lat": None, "lon": None, "radius_km": None})
    assert public.place(nameless).name == UNNAMED_PLACE


def test_known_parties_keep_the_lexicons_name():
    """Who is in the lexicon is called as it is there, never as the report put it; others are their kind."""
    public = Public()
    assert public.actor(Actor(name="regime thugs", entry="sy-armed-forces")).name == "Syrian Arab Army"
    assert public.actor(Actor(name="Abu Example", kind=ActorKind.REBEL_GROUP)).name == "a rebel group"
    assert public.link(Link(name="Observatory", entry="sohr")).name == "Syrian Observatory for Human Rights"
    assert public.link(Link(name="my neighbour", kind=SpeakerKind.LOCAL)).name == "local people"


def test_outlets_of_the_lexicon_are_named():
    """A report keeps its day and a known outlet; a blog's name goes with its address, title and text."""
    assert Public().report(A).outlet.value == "Syrian Observatory for Human Rights"
    assert Public().report(B).outlet is None
    assert Public().report(B).published.value == B.published.value


def test_the_sentence_is_made_of_fields():
    """The sentence tells kind, place, day, figures as a range and the kinds of the speakers."""
    assert say_claim(Public().claim(TAKEN)) == (
        "Abduction is told of in Latakia, Syria in March 2020. By a political militia, against civilians. Captured 2. "
        "Told by an aid organisation."
    )
    said = say_incident(Public().incident(next(i for i in INCIDENTS if SHELLED.id in i.claims)))
    assert "Killed 3 to 12." in said
    assert "local people" in said
    assert "(denying)" in said


def test_small_cells_are_told():
    """A region and month with few incidents is named, with how many."""
    public = [Public().incident(i) for i in INCIDENTS]
    assert len(small_cells(public, least=2)) == len({cell_of(i) for i in public})
    assert small_cells(public * 5, least=5) == ()


def test_a_new_field_must_be_thought_of():
    """Nothing is published unseen: a field that is new to a noun is decided on in the profile, then named here."""
    seen = {
        Incident: "id happenings reports kind period place places initiators targets sites outcome tallies contradictions"
        " voices independent_voices voices_by_side grade joinings",
        Claim: "id report happening kind sub_kind quote modality background aggregate period places initiators targets"
        " means sites tolls outcome speakers mentions",
        Report: "id sha256 name media_type text body title outlet address published notices",
        Place: "name relation kind entry country admin1 admin1_code admin2 admin2_code lat lon radius_km geo_precision"
        " where_prec candidates reason",
        Actor: "name entry kind country backer",
        Link: "name entry kind stance",
        Toll: "harm low high group status side part",
        Period: "start end precision part_of_day ongoing",
        Tally: "harm status side low high best_low best_high rule figures moved",
        Figure: "low high claims report published speakers",
        Voice: "claim report published speakers",
        Graded: "grade reason method",
    }
    for noun, fields in seen.items():
        assert set(noun.model_fields) == set(fields.split()), noun.__name__
