"""The API: what it gives is the book's, what it takes is a record, and its page in the docs is true."""

from __future__ import annotations

import csv
import io
import json
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from api_reference import api_reference
from bookmaking import make_claim, make_report, word_reader
from desking import Client, serve
from fastapi import FastAPI

from claimbook.book import Book, Ruling, joining
from claimbook.desk.app import create_app
from claimbook.model import Act, Claim, Incident, Report
from claimbook.settings import Settings

ONE = make_report("Heavy guns shelled Riverton.", name="one")
TWO = make_report("Mortars shelled Hillside.", name="two", outlet="=SUM(A1)", day=date(2021, 3, 9))
CLAIMS = {
    ONE.id: make_claim(ONE, "shelled", killed=2),
    TWO.id: make_claim(TWO, "shelled", place="Hillside", spot=(10.0, 10.0), day=date(2021, 3, 8), actor="Red Guard"),
}
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "api.md"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[FastAPI]:
    """A desk, alone on its machine, over a book of two reports."""
    with Book.open(tmp_path / "book.db", create=True) as book:
        for report in (ONE, TWO):
            book.put(report, (CLAIMS[report.id],), report.text.encode())
    yield create_app(str(tmp_path / "book.db"), Settings())


@pytest.fixture
def client(app: FastAPI) -> Iterator[Client]:
    """A client of it."""
    with serve(app) as found:
        yield found


def test_the_reference_is_what_the_api_says() -> None:
    """docs/reference/api.md is made from the description as it is now (white space aside)."""
    told = "run: python tests/support/api_reference.py > docs/reference/api.md"
    assert PAGE.read_text(encoding="utf-8").split() == api_reference().split(), told


def test_what_is_given_is_the_books_own(app: FastAPI, client: Client) -> None:
    """Reports, claims and incidents come whole: read back, they are equal to the book's."""
    book: Book = app.state.desk.book
    assert Report.model_validate(client.get(f"/api/reports/{ONE.id}").json()) == ONE
    given = client.get(f"/api/claims/{CLAIMS[ONE.id].id}").json()
    assert Claim.model_validate(given["claim"]) == CLAIMS[ONE.id]
    assert (given["state"], given["as_read"]) == ("read", None)
    incidents = list(book.incidents())
    assert [Incident.model_validate(i) for i in client.get("/api/incidents").json()["items"]] == incidents
    assert Incident.model_validate(client.get(f"/api/incidents/{incidents[0].id}").json()) == incidents[0]
    assert client.get(f"/api/reports/{TWO.id}/original").body == TWO.text.encode()
    for path in ("/api/reports/0", "/api/claims/0", "/api/incidents/0", "/api/reports/0/original"):
        assert client.get(path).status == 404


def test_lists_are_filtered_and_paged(client: Client) -> None:
    """The filters of the commands choose, `limit` and `offset` cut, `more` says whether others follow."""
    assert [c["claim"]["report"] for c in client.get("/api/claims?place=hillside").json()["items"]] == [TWO.id]
    assert len(client.get("/api/reports?since=2021-03-05").json()["items"]) == 1
    assert len(client.get("/api/incidents?near=10,10&within_km=5").json()["items"]) == 1
    first = client.get("/api/claims?limit=1").json()
    second = client.get("/api/claims?limit=1&offset=1").json()
    assert (first["more"], second["more"]) == (True, False)
    assert first["items"] != second["items"]
    for wrong in ("near=99,1", "near=x", "limit=0", "limit=5000", "kind=picnic", "since=May", "offset=-1"):
        assert client.get(f"/api/claims?{wrong}").status in (400, 422), wrong


def test_decisions_are_records_with_their_author(app: FastAPI, client: Client) -> None:
    """A decision is kept in the name of who asks; a correction shows, with the claim as read beside it."""
    claim = CLAIMS[ONE.id].id
    ruling = {"act": "correct", "subjects": [claim], "field": "tolls.0.low", "value": 1, "why": "One is counted twice."}
    made = client.send("POST", "/api/decisions", ruling)
    assert made.status == 201, made.text
    given = client.get(f"/api/claims/{claim}").json()
    assert given["claim"]["tolls"][0]["value"]["low"] == 1
    assert Claim.model_validate(given["as_read"]) == CLAIMS[ONE.id]
    undone = client.send("POST", "/api/decisions", {"act": "undo", "subjects": ["D1"], "why": "No."})
    assert undone.status == 201
    log = client.get("/api/decisions").json()["items"]
    assert [(d["decision"]["act"], d["standing"]) for d in log] == [("correct", "undone"), ("undo", "stands")]
    assert {d["decision"]["who"] for d in log} != {""}
    for wrong in (
        {"act": "reject", "subjects": [claim]},
        {"act": "reject", "subjects": ["none"], "why": "x"},
        {"act": "dance", "subjects": [claim]},
        {"act": "accept", "subjects": []},
        {"act": "accept", "subjects": [claim], "who": "someone else"},
    ):
        assert client.send("POST", "/api/decisions", wrong).status in (400, 422), wrong
    assert len(app.state.desk.book.decisions()[0]) == 2


def test_reports_come_in(app: FastAPI, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes become a report once; the same bytes are known; what cannot be read, or is of no known type, is told."""
    book = app.state.desk.book
    monkeypatch.setattr(book, "add", partial(book.add, read=word_reader))
    send = {"Content-Type": "application/octet-stream"}
    first = client.ask("POST", "/api/reports?name=new.txt&outlet=Gazette", b"Guns shelled the port.", send)
    assert first.status == 201, first.text
    assert first.json()["claims"] == 1
    assert client.get(f"/api/reports/{first.json()['report']}").json()["name"] == "new.txt"
    again = client.ask("POST", "/api/reports?name=other.txt", b"Guns shelled the port.", send)
    assert (again.status, again.json()["known"], again.json()["report"]) == (200, True, first.json()["report"])
    empty = client.ask("POST", "/api/reports?name=empty.txt", b" ", send)
    assert empty.status == 422
    assert "/tmp" not in empty.text
    assert client.ask("POST", "/api/reports?name=a.exe", b"MZ", send).status == 415
    assert client.ask("POST", "/api/reports", b"{}", {"Content-Type": "application/json"}).status == 415


def test_exports_are_those_of_the_commands(client: Client) -> None:
    """CSV and JSON lines hold every row, text that a spreadsheet would take for a formula is made harmless."""
    rows = list(csv.DictReader(io.StringIO(client.get("/api/exports/claims.csv").text)))
    assert {r["claim"] for r in rows} == {c.id for c in CLAIMS.values()}
    lines = client.get("/api/exports/incidents.jsonl").text.splitlines()
    assert len(lines) == len([json.loads(line) for line in lines]) == 2
    assert len(client.get("/api/exports/reports.csv?limit=1").text.splitlines()) == 3
    answer = client.get("/api/exports/reports.csv")
    assert "'=SUM(A1)" in answer.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="reports.csv"'
    assert client.get("/api/exports/reports.exe").status == 422


def test_formats_of_others_come_with_what_they_lost(client: Client) -> None:
    """A format comes zipped with its sidecar; the public profile, which holds no words, is the one by default."""
    for form in ("csv", "geojson"):
        answer = client.get(f"/api/exports/{form}")
        assert answer.status == 200, answer.text
        with zipfile.ZipFile(io.BytesIO(answer.body)) as packed:
            names = packed.namelist()
            words = b"".join(packed.read(name) for name in names)
        assert len(names) == 2
        assert b"Riverton" not in words and b'"public"' in words
    inside = client.get("/api/exports/csv?profile=internal&place=riverton")
    with zipfile.ZipFile(io.BytesIO(inside.body)) as packed:
        words = b"".join(packed.read(name) for name in packed.namelist())
    assert b"Riverton" in words and b"Hillside" not in words
    assert client.get("/api/exports/picnic").status == 400


class Copy:
    """A copy of a book, kept by what /api/changes says alone."""

    def __init__(self, client: Client) -> None:
        self.client, self.since = client, ""
        self.reports: dict[str, list[str]] = {}
        self.incidents: dict[str, Any] = {}

    def follow(self) -> dict[str, Any]:
        """Asks what changed, and does it."""
        changes: dict[str, Any] = self.client.get(f"/api/changes?since={self.since}").json()
        for report in changes["reports"]:
            self.reports[report["id"]] = report["claims"]
            if report["gone"]:
                del self.reports[report["id"]]
        for incident in changes["incidents"]:
            if incident["gone"]:
                self.incidents.pop(incident["id"], None)
            else:
                self.incidents[incident["id"]] = self.client.get(f"/api/incidents/{incident['id']}").json()
        self.since = changes["until"]
        return changes

    def assert_whole(self, book: Book) -> None:
        """It is the book as it is now."""
        assert self.incidents == {i.id: i.model_dump(mode="json") for i in book.incidents()}
        assert self.reports == {
            r.id: [c.as_read.id for c in book.claims() if c.as_read.report == r.id] for r in book.reports()
        }


def test_a_copy_follows_the_book(app: FastAPI, client: Client) -> None:
    """Through adding, ruling, undoing and erasing, a copy that follows the changes is the book; the gone are told of."""
    book: Book = app.state.desk.book
    copy = Copy(client)
    copy.follow()
    copy.assert_whole(book)
    assert copy.follow() == {"until": copy.since, "reports": [], "incidents": [], "decisions": []}
    one, two = (CLAIMS[r.id].id for r in (ONE, TWO))
    joined = book.decide(Ruling(Act.JOIN, (one, two), "ana", "The same."))
    changes = copy.follow()
    copy.assert_whole(book)
    assert changes["decisions"] == ["D1"]
    assert {r["id"] for r in changes["reports"]} == {ONE.id, TWO.id}
    assert any(i["gone"] for i in changes["incidents"])
    book.decide(Ruling(Act.UNDO, (joined.id,), "ana", "Not the same."))
    assert {r["id"] for r in copy.follow()["reports"]} == {ONE.id, TWO.id}
    copy.assert_whole(book)
    third = make_report("Rockets shelled the quay.", name="three")
    book.put(third, (make_claim(third, "shelled", place="Quay", spot=(20.0, 20.0)),), third.text.encode())
    book.erase(ONE.id, who="ana", why="Order of the court.")
    changes = copy.follow()
    copy.assert_whole(book)
    (gone,) = (r for r in changes["reports"] if r["gone"])
    assert gone["id"] == ONE.id and gone["gone_at"]


def test_changes_since_a_moment(client: Client) -> None:
    """A moment may stand for a mark; before it nothing is left out, after it nothing is told, and other words are refused."""
    assert len(client.get("/api/changes?since=2001-01-01").json()["reports"]) == 2
    later = datetime.fromtimestamp(time.time() + 3600, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    told = client.get(f"/api/changes?since={later}").json()
    assert (told["reports"], told["incidents"], told["decisions"]) == ([], [], [])
    assert client.get("/api/changes?since=yesterday").status == 400


def test_the_docs_page_is_our_own(client: Client) -> None:
    """The page names every way in, and loads nothing from elsewhere."""
    page = client.get("/api/docs").text
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.")
    for path in described["paths"]:
        assert f"/api{path}" in page
    assert "https://" not in page.replace("https://openapi", "")


def test_incidents_of_older_rules_are_named(app: FastAPI, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where rules are newer, lists answer at once and bear a header, pages a sentence, and no export is written."""
    assert len(client.send("GET", "/api/incidents").json()["items"]) == 2
    monkeypatch.setattr(joining, "rules_mark", lambda: "rules of today")
    old = client.send("GET", "/api/incidents")
    assert (len(old.json()["items"]), old.headers["Claimbook-Incidents"]) == (2, "of older rules")
    assert "older rules of joining" in client.get("/").text
    refused = client.send("GET", "/api/exports/csv?profile=internal")
    assert (refused.status, "older rules" in refused.json()["detail"]) == (503, True)
    with Book.open(app.state.desk.book.where) as other:
        other.refresh()
    assert client.send("GET", "/api/incidents").headers["Claimbook-Incidents"] is None
    assert "older rules of joining" not in client.get("/").text
    assert client.send("GET", "/api/exports/csv?profile=internal").status == 200
