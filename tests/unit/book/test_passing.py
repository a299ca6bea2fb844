"""Who must have passed an incident before the public may see it: one rule for files, sites, commands and the desk."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from bookmaking import make_claim, make_report
from click.testing import CliRunner, Result
from desking import add_users, quick_hashes, serve

from claimbook.book import Book
from claimbook.book.exporting import export_book
from claimbook.book.passing import TEAM, passed_incidents
from claimbook.book.ruling import Ruling
from claimbook.cli.main import cli
from claimbook.desk.app import create_app
from claimbook.desk.people import Role
from claimbook.errors import UsageError
from claimbook.model import Act
from claimbook.publish import publish
from claimbook.settings import Settings
from claimbook.store import Filter, reading

TOWNS = ("Riverton", "Hilltop", "Lakeside")
SPOTS = ((35.0, 40.0), (10.0, 20.0), (-20.0, 60.0))


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """A book of three incidents: passed by Ann and Ben, by Ann alone, and by nobody."""
    path = tmp_path / "book.db"
    with Book.open(path, create=True) as book:
        claims = []
        for number, (town, spot) in enumerate(zip(TOWNS, SPOTS, strict=True)):
            text = f"Guns shelled {town}."
            report = make_report(text, name=town)
            claims.append(make_claim(report, "shelled", place=town, spot=spot, killed=number + 1))
            book.put(report, claims[-1:], text.encode())
        book.decide(Ruling(Act.ACCEPT, (claims[0].id, claims[1].id), who="Ann"))
        book.decide(Ruling(Act.ACCEPT, (claims[0].id,), who="Ben"))
    return path


@pytest.fixture
def book(where: Path) -> Iterator[Book]:
    """The book, opened with no setting."""
    with Book.open(where, settings=Settings()) as opened:
        yield opened


def run(*words: object, **settings: str) -> Result:
    """The command's answer."""
    return CliRunner(env={"CLAIMBOOK_PUBLISH_PASSES": None, **settings}).invoke(cli, [str(w) for w in words])


def killed(path: Path) -> list[str]:
    """The killed of each row of a CSV file: they tell which incidents it holds."""
    with path.open(encoding="utf-8", newline="") as file:
        return sorted(row["killed_low"] for row in csv.DictReader(file))


@pytest.mark.parametrize(("passes", "held"), [(0, ["1", "2", "3"]), (1, ["1", "2"]), (2, ["1"]), (3, [])])
def test_an_export_holds_what_enough_people_passed(book: Book, tmp_path: Path, passes: int, held: list[str]) -> None:
    """So many people must have passed every claim; the sidecar counts those that were kept back, in either profile."""
    for profile in ("public", "internal"):
        done = export_book(book, "csv", tmp_path / "out.csv", profile=profile, passes=passes)
        assert killed(done.path) == held
        people = "one person" if passes == 1 else f"{passes} people"
        assert done.told["left_out"] == ({f"not passed by {people}": 3 - len(held)} if passes else {})
        assert done.told["incidents"] == 3


def test_alone_all_is_written_and_told_of(book: Book, tmp_path: Path) -> None:
    """In a book without users the commands ask for nobody's pass, and say how many incidents nobody passed."""
    done = book.export("csv", tmp_path / "out.csv")
    assert killed(done.path) == ["1", "2", "3"]
    assert done.told["passing"] == {"needed": 0, "kept_back": 0, "unpassed": 1}
    assert publish(book, tmp_path / "site").passing.unpassed == 1
    assert "Nobody had to pass an incident" in (tmp_path / "site" / "method.html").read_text("utf-8")


def test_a_book_with_users_asks_for_two(book: Book, tmp_path: Path) -> None:
    """Where several people work, the public sees what two of them passed, though the command was not told; inside, all."""
    with quick_hashes():
        add_users(book, Ann=Role.CODER, Ben=Role.CODER)
    assert killed(book.export("csv", tmp_path / "out.csv").path) == ["1"]
    assert killed(book.export("csv", tmp_path / "out.csv", profile="internal").path) == ["1", "2", "3"]
    done = publish(book, tmp_path / "site")
    assert (done.incidents, done.passing.kept_back, done.passing.needed) == (1, 2, TEAM)
    page = (tmp_path / "site" / "method.html").read_text("utf-8")
    assert "passed by at least 2 people" in page and "2 others of the same choice were left out" in page


def test_the_setting_goes_before_the_book_and_the_option_before_both(where: Path, tmp_path: Path) -> None:
    """CLAIMBOOK_PUBLISH_PASSES says what is enough; --passes says it for one command; output tells how many are left out."""
    to = tmp_path / "out.csv"
    given = ("export", where, "--as", "csv", "--to", to)
    answer = run(*given)
    assert killed(to) == ["1", "2", "3"]
    assert "nobody passed 1 of these, or not in every claim" in answer.stderr
    answer = run(*given, CLAIMBOOK_PUBLISH_PASSES="1")
    assert killed(to) == ["1", "2"]
    assert "2 incident(s) written" in answer.stderr and "left out: 1 (not passed by one person)" in answer.stderr
    run(*given, "--passes", 2, CLAIMBOOK_PUBLISH_PASSES="1")
    assert killed(to) == ["1"]
    site = ("publish", where, "--to", tmp_path / "site")
    assert "nobody passed 1 of these" in run(*site).stderr
    assert "2 left out: not passed by 2 people." in run(*site, "--passes", 2).stderr
    assert len(list((tmp_path / "site" / "incidents").iterdir())) == 1


def test_a_site_is_not_replaced_by_an_empty_one(book: Book, tmp_path: Path) -> None:
    """Where too few people passed any, nothing is published, what is there stays, and the message says what to do."""
    publish(book, tmp_path / "site", passes=2)
    before = sorted(tmp_path.rglob("*.html"))
    with pytest.raises(UsageError, match=r"no incident was passed by 3 people.*--passes 0"):
        publish(book, tmp_path / "site", passes=3)
    assert sorted(tmp_path.rglob("*.html")) == before


def test_filters_and_limits_count_what_is_left(book: Book, tmp_path: Path) -> None:
    """Left out are those that fit and were not passed; a limit takes the first of those that were."""
    done = export_book(book, "csv", tmp_path / "out.csv", passes=1, wanted=Filter(killed_from=2))
    assert (killed(done.path), done.told["left_out"]) == (["2"], {"not passed by one person": 1})
    for limit in (1, 2, 3):
        done = export_book(book, "csv", tmp_path / "out.csv", passes=1, wanted=Filter(limit=limit))
        assert len(killed(done.path)) == min(limit, 2)


def test_claims_of_no_incident_stay_inside(book: Book, tmp_path: Path) -> None:
    """A claim that is in no incident is in no file that asks for passes, for no page shows who passed it."""
    text = "Long ago guns shelled Farwell."
    claim = make_claim(make_report(text), "shelled", day=None)
    old = claim.model_copy(update={"background": claim.background.model_copy(update={"value": True})})
    book.put(make_report(text), [old], text.encode())
    held = {n: export_book(book, "jsonl", tmp_path / "o", passes=n).path.read_text() for n in (0, 1)}
    assert claim.id in held[0] and claim.id not in held[1]


def test_the_desk_and_its_api_follow_the_same_rule(where: Path, tmp_path: Path) -> None:
    """The page counts what the files hold; alone at the desk two people are asked for, for nothing goes out unchecked."""
    settings = Settings(publish_folder=tmp_path / "published")
    with serve(create_app(str(where), settings)) as client:
        page = client.get("/publish").text
        assert "<strong>1</strong> of 3 incidents is ready" in page
        assert "2 incidents left out: <bdi>not passed by 2 people</bdi>" in page
        assert client.post("/publish", form="csv", profile="public", points="0.1").status == 303
        (file,) = (tmp_path / "published").glob("*.csv")
        assert killed(file) == ["1"]
        told = json.loads(next((tmp_path / "published").glob("*.lost.json")).read_text("utf-8"))
        assert told["passing"]["kept_back"] == 2
        assert len(client.get("/api/exports/csv?passes=1").body) < len(client.get("/api/exports/csv").body)
    with Book.open(where) as book, reading(book.engine, book.where) as connection:
        assert passed_incidents(connection, needed=2).half == 1
