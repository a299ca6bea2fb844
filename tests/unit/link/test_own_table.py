"""Reading a user's own rows: what their columns mean, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from own_tables import write_table

from claimbook.errors import UsageError
from claimbook.link import OwnRow, read_table
from claimbook.model import ActorKind, Basis, Kind


def only(path: Path, changes: dict[str, str], form: str = "ACLED", delimiter: str = ",") -> OwnRow:
    (row,) = read_table(write_table(path / "own.csv", changes, form=form, delimiter=delimiter)).rows
    return row


def test_precision_codes_widen_days_and_discs(tmp_path: Path) -> None:
    """A day known to the week or month becomes those days, assumed; a coarser place a wider disc."""
    (record,) = only(tmp_path, {"time_precision": "2", "geo_precision": "3"}).happening.claims
    assert (record.period.start, record.period.end) == (date(2020, 3, 2), date(2020, 3, 8))
    assert record.dated is Basis.ASSUMED and record.places[0].radius_km == 60
    (record,) = only(tmp_path, {"time_precision": "3"}).happening.claims
    assert (record.period.start, record.period.end) == (date(2020, 3, 1), date(2020, 3, 31))
    (record,) = only(tmp_path, {"where_prec": "7"}, form="GED").happening.claims
    assert record.places[0].lat is None and record.places[0].name == "Tell Sorat village"


def test_actors_are_known_by_the_tables_names(tmp_path: Path) -> None:
    """ACLED's and UCDP's names are looked up by the crosswalks, years left out; unknown ones keep words and kind."""

    def parties(changes: dict[str, str], form: str = "ACLED") -> tuple[list[str], list[str]]:
        (record,) = only(tmp_path, changes, form).happening.claims
        return [a.entry or a.name for a in record.initiators], [a.entry or a.name for a in record.targets]

    assert parties({}) == (["sy-armed-forces"], ["civilians"])
    assert parties({"actor1": "Islamic State (Syria)", "actor2": "QSD: Syrian Democratic Forces", "inter2": ""}) == (
        ["is"],
        ["sy-sdf"],
    )
    assert parties({"actor2": "Foo Brigade (Syria)", "inter2": "Rebel group"})[1] == ["Foo Brigade"]
    assert parties({"type_of_violence": "1", "side_b": "IS"}, "GED") == (["sy-armed-forces"], ["is"])
    (record,) = only(tmp_path, {"actor1": "Foo Brigade", "inter1": "2"}).happening.claims
    assert record.initiators[0].kind is ActorKind.REBEL_GROUP


def test_no_dead_in_acled_is_no_figure(tmp_path: Path) -> None:
    """ACLED writes 0 also where nothing is known, so it is not compared; GED's 0 is."""
    assert only(tmp_path, {"fatalities": "0"}).happening.claims[0].tolls == ()
    assert only(tmp_path, {"best": "0", "high": "0"}, form="GED").happening.claims[0].tolls[0].high == 0


def test_forms_of_days_and_files(tmp_path: Path) -> None:
    """Days as ACLED writes them, semicolons, and a row of HXL tags are read."""
    assert only(tmp_path, {"event_date": "06 August 2020"}, delimiter=";").day == date(2020, 8, 6)
    assert only(tmp_path, {"sub_event_type": "Air/drone strike"}).happening.claims[0].kind is Kind.AIR_STRIKE
    tags = dict.fromkeys(("event_id_cnty", "notes", "actor1"), "") | {"event_date": "#date"}
    path = write_table(tmp_path / "hxl.csv", {})
    lines = path.read_text("utf-8-sig").split("\n")
    lines.insert(1, ",".join(tags.get(name, "") for name in lines[0].strip().split(",")))
    path.write_text("\n".join(lines), "utf-8")
    table = read_table(path)
    assert [row.id for row in table.rows] == ["SYR1"] and not table.notices


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"event_date": "soon"}, "event_date 'soon' is no day"),
        ({"latitude": "135"}, "latitude 135 lies off the earth"),
        ({"longitude": "nan"}, "longitude nan lies off the earth"),
        ({"fatalities": "many"}, "fatalities 'many' is no number"),
        ({"event_id_cnty": ""}, "event_id_cnty is empty"),
    ],
)
def test_a_row_that_cannot_be_read_leaves_a_notice(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    """The notice names file and line; the other rows are read."""
    table = read_table(write_table(tmp_path / "own.csv", {"event_id_cnty": "GOOD"}, changes))
    assert [row.id for row in table.rows] == ["GOOD"]
    (notice,) = table.notices
    assert str(notice).startswith(f"{tmp_path / 'own.csv'}, line 3: {said}")


def test_an_id_stands_once(tmp_path: Path) -> None:
    """A second row with an id that was met leaves a notice that names the first."""
    table = read_table(write_table(tmp_path / "own.csv", {}, {}))
    assert len(table.rows) == 1 and "stands in line 2 already" in table.notices[0].what


def test_other_tables_are_refused(tmp_path: Path) -> None:
    """A file without the columns is refused with the names of those it lacks; so are other encodings and no file."""
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(UsageError, match=r"neither ACLED's form \(lacks event_id_cnty.*nor GED's \(lacks id, "):
        read_table(path)
    path.write_bytes("event_id_cnty,\u00e9".encode("latin-1"))
    with pytest.raises(UsageError, match="not UTF-8"):
        read_table(path)
    with pytest.raises(UsageError, match="cannot be read"):
        read_table(tmp_path / "none.csv")
