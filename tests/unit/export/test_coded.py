"""ACLED's, UCDP's, HAPI's, TimeMap's and Atlos' forms: the lists to meet, and how incidents are coded into them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from exporting import ARMY, CLAIMS, INCIDENTS, REBELS, SHELLED, TAKEN, Case, cases, material, write

from claimbook.export.acled import acled_row, time_precision
from claimbook.export.countries import ACLED_REGIONS, acled_region, alpha3, gw_numbers, iso_number, ucdp_region
from claimbook.export.formats import load_format, write_export
from claimbook.export.ged import date_precision, ged_row, priogrid
from claimbook.export.losses import Losses
from claimbook.model import (
    Actor,
    ActorKind,
    Figure,
    Harm,
    Incident,
    Kind,
    Period,
    Precision,
    Side,
    Status,
    Tally,
    Told,
)

LISTS = {
    "acled": (
        "event_id_cnty, event_date, year, time_precision, disorder_type, event_type, sub_event_type, actor1, "
        "assoc_actor_1, inter1, actor2, assoc_actor_2, inter2, interaction, civilian_targeting, iso, region, country, "
        "admin1, admin2, admin3, location, latitude, longitude, geo_precision, source, source_scale, notes, "
        "fatalities, tags, timestamp"
    ),
    "ged": (
        "id, relid, year, active_year, code_status, type_of_violence, conflict_dset_id, conflict_new_id, conflict_name, "
        "dyad_dset_id, dyad_new_id, dyad_name, side_a_dset_id, side_a_new_id, side_a, side_b_dset_id, side_b_new_id, "
        "side_b, number_of_sources, source_article, source_office, source_date, source_headline, source_original, "
        "where_prec, where_coordinates, where_description, adm_1, adm_2, latitude, longitude, geom_wkt, priogrid_gid, "
        "country, country_id, region, event_clarity, date_prec, date_start, date_end, deaths_a, deaths_b, "
        "deaths_civilians, deaths_unknown, best, high, low, gwnoa, gwnob"
    ),
    "hapi": (
        "location_code, has_hrp, in_gho, provider_admin1_name, provider_admin2_name, admin1_code, admin1_name, "
        "admin2_code, admin2_name, admin_level, event_type, events, fatalities, reference_period_start, "
        "reference_period_end, dataset_hdx_id, resource_hdx_id, warning, error"
    ),
    "timemap": "id, date, latitude, longitude, location, description, sources, associations",
}
SHELLING = next(i for i in INCIDENTS if SHELLED.id in i.claims)
ABDUCTION = next(i for i in INCIDENTS if TAKEN.id in i.claims)
CIVILIANS = Actor(name="villagers", kind=ActorKind.CIVILIANS, country="SY")


def case_of(incident: Incident, **changes: Any) -> Case:
    """The incident's case, with some of its fields changed."""
    case = next(c for c in cases() if c.incident.id == incident.id)
    return Case(incident.model_copy(update=changes), case.reports, case.claims)


def told(*actors: Actor) -> tuple[Told[Actor], ...]:
    """Actors as an incident tells them."""
    return tuple(Told[Actor](value=a, claims=(), rule="In 1 report.") for a in actors)


def tally(
    low: int,
    high: int | None = None,
    *,
    harm: Harm = Harm.KILLED,
    status: Status | None = None,
    side: Side | None = None,
) -> Tally:
    """A toll with one figure; without `high` an exact one."""
    top = low if high is None else high
    figure = Figure(low=low, high=top, claims=(), report="r", published=None, speakers=("the Watch",))
    return Tally(
        harm=harm, status=status, side=side, low=low, high=top, best_low=low, best_high=top, rule="", figures=(figure,)
    )


def acled(incident: Incident = SHELLING, **changes: Any) -> dict[str, Any]:
    """The incident's row in ACLED's form."""
    row = acled_row(case_of(incident, **changes), Losses("acled", {}))
    assert row is not None
    return row


def ged(**changes: Any) -> dict[str, Any]:
    """The shelling's row in GED's form."""
    row = ged_row(case_of(SHELLING, **changes), Losses("ged", {}))
    assert row is not None
    return row


@pytest.mark.parametrize("name", sorted(LISTS))
def test_the_columns_are_those_of_the_format(name: str, tmp_path: Path):
    """The header names the format's columns, all of them, in its order."""
    with write(name, tmp_path).path.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == LISTS[name].split(", ")
    assert [len(LISTS[n].split(", ")) for n in ("acled", "ged", "hapi", "timemap")] == [31, 49, 19, 8]


def test_atlos_columns_are_lower_case_and_the_needed_ones_filled(tmp_path: Path):
    """Atlos' import needs status, description (8 to 240 characters) and sensitive in every row."""
    with write("atlos", tmp_path).path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:3] == ["status", "description", "sensitive"]
    assert all(name == name.lower() for name in rows[0])
    for row in rows:
        assert row["status"] == "To Do"
        assert 8 <= len(row["description"]) <= 240
        assert row["sensitive"] in ("Not Sensitive", "Graphic Violence")


def test_acled_takes_the_lowest_figure_and_tells_the_range():
    """Fatalities are the lowest number, and the notes tell the range with who gives what."""
    row = acled()
    assert row["fatalities"] == 3
    assert "3 to 7 (@karim_front_line)" in row["notes"]
    assert "12 (the Northern Army)" in row["notes"]
    assert "Range 3 to 12." in row["notes"]


def test_acled_names_and_codes():
    """Names, inter codes, interaction, region and scale are in ACLED's wording of today."""
    row = acled()
    assert (row["actor1"], row["inter1"]) == ("Military Forces of Syria (2000-2024)", "State forces")
    assert (row["actor2"], row["inter2"]) == ("Civilians (Syria)", "Civilians")
    assert row["interaction"] == "State forces-Civilians"
    assert row["assoc_actor_2"] == "Unidentified Armed Group (Syria)"
    assert (row["iso"], row["region"], row["country"]) == (760, "Middle East", "Syria")
    assert (row["source_scale"], row["civilian_targeting"]) == ("National", "Civilian targeting")
    assert row["event_id_cnty"] == f"SYR-{SHELLING.id}"
    assert (row["latitude"], row["longitude"], row["geo_precision"]) == (35.1234, 38.9877, 1)


@pytest.mark.parametrize(
    ("kind", "initiators", "targets", "tallies", "expected"),
    [
        (Kind.ARMED_CLASH, (ARMY,), (REBELS,), (), ("Battles", "Armed clash", "Political violence")),
        (Kind.ARMED_CLASH, (REBELS,), (CIVILIANS,), (), ("Violence against civilians", "Attack", "Political violence")),
        (Kind.ARMED_CLASH, (ARMY, REBELS), (CIVILIANS,), (), ("Battles", "Armed clash", "Political violence")),
        (Kind.ATTACK, (ARMY, REBELS), (CIVILIANS,), (), ("Violence against civilians", "Attack", "Political violence")),
        (Kind.ATTACK, (REBELS,), (ARMY,), (), ("Battles", "Armed clash", "Political violence")),
        (Kind.ATTACK, (REBELS,), (CIVILIANS,), (), ("Violence against civilians", "Attack", "Political violence")),
        (Kind.TERRITORY_CAPTURED, (ARMY,), (REBELS,), (), ("Battles", "Government regains territory", "Political violence")),
        (Kind.TERRITORY_CAPTURED, (REBELS,), (ARMY,), (), ("Battles", "Non-state actor overtakes territory", "Political violence")),
        (Kind.TERRITORY_CAPTURED, (), (), (), ("Battles", "Armed clash", "Political violence")),
        (Kind.AIR_STRIKE, (), (), (), ("Explosions/Remote violence", "Air/drone strike", "Political violence")),
        (Kind.PROTEST, (), (), (), ("Protests", "Peaceful protest", "Demonstrations")),
        (Kind.PROTEST, (), (ARMY,), (tally(4, harm=Harm.CAPTURED),), ("Protests", "Protest with intervention", "Demonstrations")),
        (Kind.PROTEST, (), (ARMY,), (tally(1),), ("Protests", "Excessive force against protesters", "Political violence; Demonstrations")),
        (Kind.PROTEST, (), (ARMY,), (tally(2), tally(2, side=Side.TARGET)), ("Riots", "Violent demonstration", "Demonstrations")),
        (Kind.PROTEST, (), (ARMY,), (tally(3), tally(2, side=Side.TARGET)), ("Protests", "Excessive force against protesters", "Political violence; Demonstrations")),
        (Kind.RIOT, (), (), (), ("Riots", "Violent demonstration", "Demonstrations")),
        (Kind.ARREST, (ARMY,), (CIVILIANS,), (), ("Strategic developments", "Arrests", "Strategic developments")),
        (Kind.ARREST, (ARMY,), (CIVILIANS,), (tally(1),), ("Violence against civilians", "Attack", "Political violence")),
        (Kind.OPERATION, (ARMY,), (REBELS,), (tally(2, harm=Harm.INJURED),), ("Battles", "Armed clash", "Political violence")),
        (Kind.OPERATION, (ARMY,), (REBELS,), (), ("Strategic developments", "Other", "Strategic developments")),
        (Kind.AGREEMENT, (ARMY,), (REBELS,), (), ("Strategic developments", "Agreement", "Strategic developments")),
    ],
)  # fmt: skip
def test_acled_types(kind: Kind, initiators: Any, targets: Any, tallies: Any, expected: tuple[str, str, str]):
    """Event, sub-event and disorder type follow from the kind, the parties and the toll."""
    row = acled(
        kind=Told[Kind](value=kind, claims=(), rule=""),
        initiators=told(*initiators),
        targets=told(*targets),
        tallies=tallies,
    )
    assert (row["event_type"], row["sub_event_type"], row["disorder_type"]) == expected


def test_a_battle_has_two_sides():
    """Two that clashed stand on two sides; one that clashed with nobody knows whom faces an unidentified armed group."""
    clash = Told[Kind](value=Kind.ARMED_CLASH, claims=(), rule="")
    both = acled(kind=clash, initiators=told(ARMY, REBELS), targets=(), tallies=())
    assert (both["inter1"], both["inter2"], both["assoc_actor_1"]) == ("State forces", "Political militia", None)
    alone = acled(kind=clash, initiators=told(ARMY), targets=(), tallies=())
    assert (alone["actor2"], alone["inter2"]) == ("Unidentified Armed Group (Syria)", "Political militia")


def test_a_description_is_no_name():
    """A group that is only described is unidentified, with whatever letter its description begins."""
    for words in ("Unidentified gunmen", "Gunmen", "masked militants"):
        row = acled(initiators=told(Actor(name=words, kind=ActorKind.POLITICAL_MILITIA)))
        assert row["actor1"] == "Unidentified Armed Group (Syria)"
    named = acled(initiators=told(Actor(name="Armed Men of the North", kind=ActorKind.REBEL_GROUP)))
    assert named["actor1"] == "Armed Men of the North"


def test_every_kind_has_an_acled_type():
    """No kind is without its event type."""
    for kind in Kind:
        assert acled(kind=Told[Kind](value=kind, claims=(), rule=""))["sub_event_type"]


def test_things_that_were_struck_are_no_parties():
    """A depot is no actor2; where nobody is named, the actor is an unidentified armed group."""
    row = acled(initiators=(), targets=told(Actor(name="the depot")), tallies=())
    assert (row["actor1"], row["actor2"]) == ("Unidentified Armed Group (Syria)", None)
    assert row["interaction"] == "Political militia only"


@pytest.mark.parametrize(
    ("end", "precision", "acled_code", "ucdp_code"),
    [
        (date(2020, 3, 5), Precision.DAY, 1, 1),
        (date(2020, 3, 6), Precision.DAY, 2, 2),
        (date(2020, 3, 11), Precision.DAY, 2, 3),
        (date(2020, 3, 31), Precision.MONTH, 3, 4),
        (date(2020, 12, 31), Precision.YEAR, 3, 5),
        (None, Precision.DAY, 3, 5),
    ],
)
def test_precision_of_time(end: date | None, precision: Precision, acled_code: int, ucdp_code: int):
    """Both scales follow the length of the period."""
    period = Period(start=date(2020, 3, 5), end=end, precision=precision)
    assert (time_precision(period), date_precision(period)) == (acled_code, ucdp_code)


def test_ged_deaths_add_up():
    """Deaths by side add up to the best figure, and who was acted on as a civilian died as one."""
    row = ged()
    assert row["deaths_a"] + row["deaths_b"] + row["deaths_civilians"] + row["deaths_unknown"] == row["best"] == 12
    assert (row["low"], row["high"]) == (3, 12)
    fight = {"initiators": told(ARMY), "targets": told(REBELS)}
    row = ged(
        **fight,
        tallies=(
            tally(10),
            tally(3, side=Side.INITIATOR),
            tally(6, side=Side.TARGET),
            tally(2, status=Status.CIVILIAN),
        ),
    )
    assert [row[f"deaths_{s}"] for s in ("a", "b", "civilians", "unknown")] == [3, 5, 2, 0]


def test_ged_puts_the_government_first():
    """In state-based violence the government is side_a, and its dead go with it."""
    row = ged(
        initiators=told(Actor(name="SDF", entry="sy-sdf", kind=ActorKind.REBEL_GROUP)),
        targets=told(ARMY),
        tallies=(tally(7), tally(5, side=Side.TARGET), tally(2, side=Side.INITIATOR)),
    )
    assert (row["side_a"], row["side_b"], row["type_of_violence"]) == ("Government of Syria", "SDF", 1)
    assert (row["deaths_a"], row["deaths_b"], row["gwnoa"], row["gwnob"]) == (5, 2, 652, None)


def test_ged_names_the_government_of_the_place():
    """Forces of a state that is not named are those of the government where it happened."""
    post = Actor(name="army outpost", kind=ActorKind.STATE_FORCES)
    row = ged(initiators=told(REBELS), targets=told(post), tallies=(tally(4), tally(4, side=Side.TARGET)))
    assert (row["side_a"], row["gwnoa"], row["deaths_a"]) == ("Government of Syria", 652, 4)


def test_ged_holds_only_what_has_a_death():
    """An incident in which nobody is told to have died is left out, and counted."""
    losses = Losses("ged", {})
    assert ged_row(case_of(ABDUCTION), losses) is None
    assert ged_row(case_of(SHELLING, tallies=(tally(0),)), losses) is None
    assert losses.left == {"no death": 2}


def test_ged_ids_of_ucdp_are_blank():
    """No id of UCDP's is made up."""
    row = ged()
    assert all(row[name] is None for name in row if name == "id" or name.endswith(("dset_id", "new_id")))


def test_priogrid_cells():
    """Cells are counted from the south-west corner; Kabul lies in cell 179779."""
    assert priogrid(34.53, 69.17) == 179779
    assert priogrid(-90.0, -180.0) == 1
    assert priogrid(90.0, 180.0) == 259200


def test_no_day_or_country_is_left_out(tmp_path: Path):
    """What ACLED, GED and HAPI cannot place in time and a country is left out and counted."""
    undated = case_of(SHELLING, period=None)
    nowhere = case_of(SHELLING, place=None)
    for name in ("acled", "ged", "hapi"):
        done = write_export(type(material())([undated, nowhere]), name, tmp_path / f"{name}.csv")
        assert done.told["left_out"] == {"no day": 1, "no country": 1}


def test_hapi_counts_by_month_region_and_type(tmp_path: Path):
    """Events and the lowest fatalities are summed by month, region and type; a missing P-code is warned of."""
    twice = [case_of(SHELLING), case_of(SHELLING), *cases()]
    done = write_export(type(material())(twice), "hapi", tmp_path / "hapi.csv")
    with done.path.open(encoding="utf-8", newline="") as file:
        rows = {(r["location_code"], r["admin1_name"], r["event_type"]): r for r in csv.DictReader(file)}
    violence = rows["SYR", "Idlib", "political_violence"]
    assert (violence["events"], violence["fatalities"], violence["admin_level"]) == ("3", "9", "2")
    assert (violence["admin1_code"], violence["admin2_code"]) == ("SY07", "SY0703")
    assert (violence["reference_period_start"], violence["reference_period_end"]) == ("2020-03-01", "2020-03-31")
    march = rows["AUS", "", "demonstration"]
    assert (march["events"], march["fatalities"]) == ("1", "")
    assert march["provider_admin1_name"] == "Northern Territory"
    assert "no P-code for Northern Territory" in march["warning"]
    assert ("SYR", "Latakia", "civilian_targeting") in rows


def test_timemap_writes_its_own_dates(tmp_path: Path):
    """TimeMap's days are MM/DD/YYYY; sources and associations are lists with commas."""
    with write("timemap", tmp_path).path.open(encoding="utf-8", newline="") as file:
        rows = {r["id"]: r for r in csv.DictReader(file)}
    row = rows[SHELLING.id]
    assert row["date"] == "03/05/2020"
    assert row["sources"].split(",") == list(SHELLING.reports)
    assert row["associations"].split(",")[0] == "shelling"
    assert len(rows) == len(INCIDENTS)


def test_countries_are_known():
    """Every country of the lexicon has one region, and numbers are those of ISO 3166 and of Gleditsch and Ward."""
    codes = [code for listed in ACLED_REGIONS.values() for code in listed.split()]
    assert len(codes) == len(set(codes))
    assert (alpha3("SY"), iso_number("SY"), gw_numbers()["SY"], ucdp_region("SY")) == ("SYR", 760, 652, "Middle East")
    assert (acled_region("AZ"), ucdp_region("AZ")) == ("Caucasus and Central Asia", "Europe")
    assert set(gw_numbers()) <= set(codes)
    assert len(set(gw_numbers().values())) == len(gw_numbers())


def test_claims_are_all_used():
    """The small book's claims are those of the incidents that these tests rest on."""
    assert {c for i in INCIDENTS for c in i.claims} == {c.id for c in CLAIMS}
    assert load_format("acled").needs_claims is False
