"""FollowTheMoney: statements that its own library reads back as the entities that were meant."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bookmaking import make_report
from joining import ARMY
from joining import make_claim as joining_claim
from own_tables import fill

from claimbook.book import Book
from claimbook.book.exporting import export_book
from claimbook.export.ftm import COLUMNS, statements_of
from claimbook.model import Place


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with Book.open(tmp_path_factory.mktemp("ftm") / "book.db", create=True) as book:
        fill(book)
        yield book


def rows_of(book: Book, folder: Path, profile: str) -> list[dict[str, str]]:
    export_book(book, "ftm", folder / "ftm.csv", profile=profile)
    with (folder / "ftm.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, dialect=csv.unix_dialect))
    assert rows and list(rows[0]) == list(COLUMNS)
    return rows


def entities(book: Book, folder: Path, profile: str = "public") -> dict[str, list[Any]]:
    """The entities by schema, as FollowTheMoney's own reader makes them of the file."""
    reason = "followthemoney is not installed: pip install '.[ftm]' (it needs the headers of ICU)"
    serialize = pytest.importorskip("followthemoney.statement.serialize", reason=reason)
    entity = pytest.importorskip("followthemoney.statement.entity", reason=reason)
    dataset = pytest.importorskip("followthemoney.dataset", reason=reason)
    rows_of(book, folder, profile)
    grouped = defaultdict(list)
    for statement in serialize.read_path_statements(folder / "ftm.csv", serialize.CSV):
        assert statement.id == statement.generate_key()
        grouped[statement.canonical_id].append(statement)
    own = dataset.Dataset({"name": "claimbook", "title": "Claimbook"})
    found = defaultdict(list)
    for statements in grouped.values():
        made = entity.StatementEntity.from_statements(own, statements)
        found[made.schema.name].append(made)
    return found


def test_the_library_reads_back_what_the_incidents_say(book: Book, tmp_path: Path) -> None:
    """Each incident is an Event with its day, country, sentence and parties; ids are FollowTheMoney's own hashes."""
    found = entities(book, tmp_path)
    assert set(found) == {"Event", "Organization", "Address"}
    incidents = {i.id: i for i in book.incidents()}
    assert {e.first("recordId") for e in found["Event"]} == set(incidents)
    for event in found["Event"]:
        incident = incidents[event.first("recordId")]
        assert event.get("date") == [incident.period.value.start.isoformat()] if incident.period else []
        assert event.get("country") == ["sy"]
        assert str(incident.kind.value).replace("_", " ") in event.get("keywords")
        assert "is told of" in event.first("summary") and "Told by" in event.first("summary")
    shelling = next(e for e in found["Event"] if "shelling" in e.get("keywords"))
    assert "Killed 4 to 5." in shelling.first("summary") and "grade: fair" in shelling.get("keywords")
    parties = {o.id: o.first("name") for o in found["Organization"]}
    assert [parties[i] for i in shelling.get("involved")] == ["Syrian Arab Army"]


def test_values_are_clean_by_the_librarys_own_types(book: Book, tmp_path: Path) -> None:
    """Cleaned by FollowTheMoney's types, no value changes or falls away; property types are as its schema has them."""
    reason = "followthemoney is not installed: pip install '.[ftm]' (it needs the headers of ICU)"
    model = pytest.importorskip("followthemoney", reason=reason).model
    for profile in ("public", "internal"):
        for row in rows_of(book, tmp_path, profile):
            if row["prop"] == "id":
                continue
            prop = model.get(row["schema"]).get(row["prop"])
            assert prop.type.name == row["prop_type"], row
            assert prop.type.clean(row["value"]) == row["value"], row


def test_points_are_as_coarse_as_the_profile(book: Book, tmp_path: Path) -> None:
    """Public addresses lie on the grid with their radius in words; internal ones are the incident's own."""
    public = {(r["value"]) for r in rows_of(book, tmp_path, "public") if r["prop"] in ("latitude", "longitude")}
    assert public == {"35", "38", "35.6", "35.8"}
    rows = rows_of(book, tmp_path, "internal")
    assert any(r["value"] == "Tell Sorat, Syria" for r in rows if r["prop"] == "full")
    assert any("within 2 km" in r["value"] for r in rows if r["prop"] == "remarks")


def test_no_person_is_an_entity(book: Book, tmp_path: Path) -> None:
    """Only events, known parties and places are entities, in either profile; each statement stands once."""
    for profile in ("public", "internal"):
        rows = rows_of(book, tmp_path, profile)
        assert {r["schema"] for r in rows} == {"Event", "Organization", "Address"}
        assert len({r["id"] for r in rows}) == len(rows)
        names = {r["value"] for r in rows if r["schema"] == "Organization" and r["prop"] == "name"}
        assert all(r["entity_id"].startswith("claimbook-") for r in rows)
        assert not any("civilians" in n for n in names)


def test_statements_are_the_same_each_time(book: Book, tmp_path: Path) -> None:
    """The same book gives the same file."""
    first = rows_of(book, tmp_path, "public")
    assert rows_of(book, tmp_path, "public") == first


HOSTILE = (
    "=HYPERLINK(1)",
    'two\nlines, "quoted" \u2028',
    "\u0642\u0635\u0641 \u202eabc",
    "\U0001f4a5" * 3,
    "x" * 10_000,
    "nul \x00 byte",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_values_come_back_as_they_went(words: str, tmp_path: Path) -> None:
    """Formulas, line ends, right-to-left text, emoji and long names are read back by the library, folded to one line."""
    reason = "followthemoney is not installed: pip install '.[ftm]' (it needs the headers of ICU)"
    serialize = pytest.importorskip("followthemoney.statement.serialize", reason=reason)
    place = Place(name=words, country="SY", admin1=words, lat=-35.5, lon=-58.25, radius_km=2.0)
    with Book.open(tmp_path / "book.db", create=True) as book:
        report = make_report("Guns shelled it.", name="one")
        claim = joining_claim(report.id, places=(place,), initiators=(ARMY.model_copy(update={"name": words}),))
        book.put(report, [claim], report.text.encode())
        (incident,) = book.incidents()
        export_book(book, "ftm", tmp_path / "ftm.csv", profile="internal")
    read = list(serialize.read_path_statements(tmp_path / "ftm.csv", serialize.CSV))
    said = {(s.entity_id, s.schema, s.prop, s.value) for s in read if s.prop != "id"}
    assert said == {(s.entity, s.schema, s.prop, s.value) for s in statements_of(incident)}
    values = {s.prop: s.value for s in read}
    assert values["latitude"] == "-35.5" and values["longitude"] == "-58.25"
    assert values["region"] == " ".join(words.split())
    assert all(s.id == s.generate_key() for s in read)
