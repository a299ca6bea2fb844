"""The commands over a book, as a user calls them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from bookmaking import make_claim, make_report
from click.testing import CliRunner, Result

from claimbook.book import Book, joining
from claimbook.cli.main import COMMANDS, cli
from claimbook.cli.opening import Computing
from claimbook.errors import ClaimbookError
from claimbook.model import Kind

REPORT = make_report("Guns shelled Riverton. \x1b[31mPolice arrested a baker.", name="first")
SHELLED = make_claim(REPORT, "shelled", killed=2)
ARRESTED = make_claim(REPORT, "arrested", happening=2, kind=Kind.ARREST, place="=Hillside", spot=(-35.5, 40))


@pytest.fixture
def book(tmp_path: Path) -> str:
    """A book with one report of two claims."""
    where = str(tmp_path / "book.db")
    with Book.open(where, create=True) as made:
        made.put(REPORT, [SHELLED, ARRESTED], REPORT.text.encode())
    return where


def call(*arguments: str, code: int = 0) -> str:
    """What the command writes to standard output; its exit status must be `code`."""
    result: Result = CliRunner().invoke(cli, arguments)
    if isinstance(result.exception, Exception):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.stdout


def lines(*arguments: str) -> list[dict[str, object]]:
    """The rows that a command gives as JSON lines."""
    return [json.loads(line) for line in call(*arguments, "--as", "jsonl").splitlines()]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_says_what_it_does(name: str) -> None:
    """Every command of the table loads and has a help text."""
    assert "Usage" in call(name, "--help")


def test_lists_are_given_as_json_lines(book: str) -> None:
    """Reports, claims and incidents come one a line; incidents with the fields that scoring reads."""
    assert [r["name"] for r in lines("reports", book)] == ["first"]
    assert [(c["id"], c["state"]) for c in lines("claims", book)] == [(SHELLED.id, "read"), (ARRESTED.id, "read")]
    incidents = lines("incidents", book)
    assert len(incidents) == 2
    shelling = next(i for i in incidents if i["kind"] == "shelling")
    assert shelling["reports"] == ["first"]
    assert (shelling["date_start"], shelling["date_end"]) == ("2021-03-03", "2021-03-03")
    assert isinstance(shelling["killed"], dict)
    assert (shelling["killed"]["low"], shelling["killed"]["high"]) == (2, 2)


def test_lists_are_given_as_csv(book: str) -> None:
    """CSV has one row a claim; a formula is defused and a negative latitude is not."""
    rows = list(csv.DictReader(io.StringIO(call("claims", book, "--as", "csv"))))
    assert [r["claim"] for r in rows] == [SHELLED.id, ARRESTED.id]
    assert (rows[1]["places"], rows[1]["lat"]) == ("'=Hillside", "-35.5")


def test_tables_do_not_steer_the_terminal(book: str) -> None:
    """Escape characters of a report do not reach the terminal."""
    for command in (("claims", book), ("reports", book), ("show", book, REPORT.id), ("show", book, ARRESTED.id)):
        assert "\x1b[31m" not in call(*command)


def test_filters_reach_the_book(book: str) -> None:
    """The options narrow what is listed."""
    assert [c["id"] for c in lines("claims", book, "--kind", "arrest")] == [ARRESTED.id]
    assert [c["id"] for c in lines("claims", book, "--near", "35,40", "--within", "5")] == [SHELLED.id]
    assert [c["id"] for c in lines("claims", book, "--killed-from", "1", "--since", "2021-03-01")] == [SHELLED.id]
    assert lines("incidents", book, "--until", "2021-03-01") == []


@pytest.mark.parametrize(
    ("option", "value"), [("--kind", "picnic"), ("--grade", "sure"), ("--near", "here"), ("--near", "135,40")]
)
def test_wrong_filters_are_explained(book: str, option: str, value: str) -> None:
    """A filter that cannot be is refused with what can."""
    with pytest.raises(ClaimbookError, match=option):
        call("claims", book, option, value)


def test_decisions_are_made_listed_and_undone(book: str) -> None:
    """A correction shows in the lists and in the log, and its undo too."""
    said = call(
        "decide", book, "correct", SHELLED.id, "--field", "tolls.0.high", "--value", "9", "--why", "so", "--by", "ana"
    )
    assert said.startswith("D1: correct by ana.")
    assert lines("claims", book, "--killed-from", "2")[0]["tolls"][0]["value"]["high"] == 9  # type: ignore[index]
    call("decide", book, "undo", "D1", "--why", "a slip", "--by", "ben")
    log = lines("decisions", book)
    assert [(d["id"], d["standing"], d["who"]) for d in log] == [
        ("D1", "undone by D2", "ana"),
        ("D2", "stands", "ben"),
    ]
    assert lines("decisions", book, "--suggested") == []


def test_show_gives_what_a_thing_rests_on(book: str) -> None:
    """Each thing is shown by its id, with words, speakers and reasons."""
    incident = str(lines("incidents", book, "--kind", "shelling")[0]["id"])
    shown = call("show", book, incident)
    assert "shelled Riverton" in shown
    assert "Night Monitor" in shown
    assert f"claim {SHELLED.id}" in call("show", book, REPORT.id)
    assert "tolls.0" in call("show", book, SHELLED.id)
    assert json.loads(call("show", book, SHELLED.id, "--as", "json"))["as_read"]["id"] == SHELLED.id
    assert call("show", book, REPORT.id, "--original") == REPORT.text
    with pytest.raises(ClaimbookError, match="no report, claim"):
        call("show", book, "nothing")


def test_check_backup_restore_and_erase(book: str, tmp_path: Path) -> None:
    """The safety of a book from the command line; a broken book gives exit status 1 and the first break."""
    assert "The book holds" in call("check", book)
    copy, again = str(tmp_path / "copy.db"), str(tmp_path / "again.db")
    call("backup", book, copy)
    call("restore", copy, again)
    assert lines("claims", again) == lines("claims", book)
    call("erase", book, REPORT.id, "--reason", "a court ordered it", "--by", "ana", "--yes")
    assert lines("reports", book) == []
    assert json.loads(call("stats", book, "--as", "json"))["erased"] == 1
    assert "First break" in call("check", again, "--head", "0" * 64, code=1)


def test_looking_does_not_wait_for_newer_rules(book: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists note once that incidents are of older rules, the check fails by it, and `recompute` mends it."""
    call("recompute", book)
    monkeypatch.setattr(joining, "rules_mark", lambda: "rules of today")
    told = CliRunner().invoke(cli, ("incidents", book, "--as", "csv"))
    assert told.stderr.count("older rules") == 1 and len(told.stdout.splitlines()) == 3
    ruled = CliRunner().invoke(cli, ("decide", book, "reject", SHELLED.id, "--why", "a film", "--by", "ana"))
    assert "1 report(s) changed since then" in ruled.stderr
    assert "First break: The incidents were computed under older rules" in call("check", book, code=1)
    assert call("recompute", book).startswith("1 incident(s) changed.")
    assert "The book holds." in call("check", book)
    assert CliRunner().invoke(cli, ("incidents", book)).stderr == ""


def test_a_large_book_tells_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Of many claims it is said once that they are computed; of few nothing is."""
    small, large = Computing(), Computing()
    small.read(3, 3)
    small.done()
    assert capsys.readouterr().err == ""
    large.read(500, 12_345)
    large.read(12_345, 12_345)
    large.done()
    assert capsys.readouterr().err.count("Computing the incidents of 12,345 claims anew") == 1


def test_adding_needs_reports(tmp_path: Path) -> None:
    """A folder without reports, and a path that is not there, are said so with exit status 1."""
    (tmp_path / "notes.md").write_text("x", encoding="utf-8")
    assert "0 report(s) added" in call("add", str(tmp_path / "book.db"), str(tmp_path), code=1)
    assert "0 report(s) added" in call("add", str(tmp_path / "book.db"), str(tmp_path / "none"), code=1)
