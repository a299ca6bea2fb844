"""One suite for every database that a book may live in: a SQLite file, and a PostgreSQL server that the test starts."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from bookmaking import make_claim, make_report, new_database
from sqlalchemy import text

from claimbook.book import Book, Ruling
from claimbook.errors import BookError, UsageError
from claimbook.model import Act, Claim, Kind, Report
from claimbook.store import Filter, Stats, find_breaks, reading, replace_reading, restore, writing
from claimbook.store.schema import metadata


@pytest.fixture
def book(where: str) -> Iterator[Book]:
    """A book with two reports on one shelling and one of an arrest."""
    with Book.open(where, create=True) as opened:
        fill(opened)
        yield opened


REPORTS = {
    "a": "Heavy guns shelled Riverton, two people died. Later the police arrested a baker.",
    "b": "Rivertôn was shelled by mortars.",
}


def report(name: str) -> Report:
    """One of the test's reports."""
    day = {"a": date(2021, 3, 4), "b": date(2021, 3, 5)}[name]
    return make_report(REPORTS[name], name=name, outlet=f"Outlet {name.upper()}", day=day)


def claims(name: str) -> tuple[Claim, ...]:
    """Its claims."""
    of = report(name)
    if name == "b":
        return (make_claim(of, "shelled", killed=3, speaker="Army Press", spot=(35.05, 40.0)),)
    arrest = make_claim(
        of, "arrested", happening=2, kind=Kind.ARREST, day=date(2021, 3, 2), place="Hillside", spot=None, actor="Police"
    )
    return (make_claim(of, "shelled", killed=2), arrest)


def fill(book: Book) -> None:
    """Puts both reports in."""
    for name in REPORTS:
        assert book.put(report(name), claims(name), REPORTS[name].encode())


def shelled(name: str) -> str:
    """The id of the report's claim of shelling."""
    return claims(name)[0].id


def rule(book: Book, act: Act, *subjects: str, why: str = "because", **more: object) -> int:
    """A decision by one coder; its number."""
    return book.decide(Ruling(act, subjects, "ana", why, **more)).number  # type: ignore[arg-type]


def found(book: Book, **wanted: object) -> set[str]:
    """The claims that a filter finds."""
    return {c.as_read.id for c in book.claims(Filter(**wanted))}  # type: ignore[arg-type]


def test_claims_come_back_as_they_went_in(book: Book) -> None:
    """Reports, claims and original bytes read back equal."""
    assert list(book.reports()) == [report("a"), report("b")]
    assert [c.as_read for c in book.claims()] == [*claims("a"), *claims("b")]
    assert book.original(report("a").sha256) == REPORTS["a"].encode()


def test_a_report_met_again_is_known(book: Book) -> None:
    """The same bytes are not put in twice, under whatever name."""
    assert not book.put(report("a").model_copy(update={"name": "other"}), claims("a"), REPORTS["a"].encode())
    assert book.stats().reports == 2


def test_other_bytes_than_the_reports_are_refused(book: Book) -> None:
    """A report is kept with its own original or not at all."""
    with pytest.raises(BookError, match="changed"):
        book.put(make_report("New."), (), b"Other.")
    assert book.stats().reports == 2


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, {"a", "b", "arrest"}),
        ({"since": date(2021, 3, 3)}, {"a", "b"}),
        ({"until": date(2021, 3, 2)}, {"arrest"}),
        ({"since": date(2021, 3, 3), "until": date(2021, 3, 3)}, {"a", "b"}),
        ({"kinds": ("arrest",)}, {"arrest"}),
        ({"place": "RIVERTON"}, {"a", "b"}),
        ({"place": "River"}, set()),
        ({"place": "%"}, set()),
        ({"actor": "blue guard"}, {"a", "b"}),
        ({"actor": "police"}, {"arrest"}),
        ({"speaker": "army press"}, {"b"}),
        ({"killed_from": 3}, {"b"}),
        ({"killed_to": 2}, {"a"}),
        ({"near": (35.0, 40.0), "within_km": 1.0}, {"a"}),
        ({"near": (35.0, 40.0), "within_km": 10.0}, {"a", "b"}),
        ({"near": (-35.0, 140.0), "within_km": 10.0}, set()),
        ({"words": "mortars"}, {"b"}),
        ({"words": '"shelled by"'}, {"b"}),
        ({"words": '"by shelled"'}, set()),
        ({"words": "Rívérton"}, {"a", "b"}),
        ({"words": '" OR 1=1 --'}, set()),
        ({"words": "..."}, set()),
        ({"report": "b"}, {"b"}),
        ({"state": "accepted"}, set()),
        ({"kinds": ("shelling",), "killed_from": 3, "speaker": "army"}, {"b"}),
        ({"limit": 1}, {"a"}),
    ],
)
def test_filters_find_what_fits(book: Book, wanted: dict[str, object], expected: set[str]) -> None:
    """Each filter finds the claims that fit it, and no others."""
    ids = {"a": shelled("a"), "b": shelled("b"), "arrest": claims("a")[1].id}
    assert found(book, **wanted) == {ids[name] for name in expected}


def test_reports_are_found_by_their_words_and_claims(book: Book) -> None:
    """Reports are found by their own words and day, and by one claim that fits the rest."""

    def names(**wanted: object) -> list[str]:
        return [r.name for r in book.reports(Filter(**wanted))]  # type: ignore[arg-type]

    assert names(words="baker") == ["a"]
    assert names(since=date(2021, 3, 5)) == ["b"]
    assert names(kinds=("arrest",)) == ["a"]
    assert names(kinds=("arrest",), killed_from=1) == []
    assert names(near=(35.05, 40.0), within_km=1.0) == ["b"]


def test_incidents_are_found_by_their_claims(book: Book) -> None:
    """An incident is found by its own kind and by the speakers, words and places of its claims."""

    def kinds(**wanted: object) -> list[str]:
        return [str(i.kind.value) for i in book.incidents(Filter(**wanted))]  # type: ignore[arg-type]

    rule(book, Act.JOIN, shelled("a"), shelled("b"))
    assert kinds() == ["arrest", "shelling"]
    assert kinds(speaker="army press") == ["shelling"]
    assert kinds(words="mortars") == ["shelling"]
    assert kinds(near=(35.0, 40.0), within_km=30.0) == ["shelling"]
    assert kinds(report="a") == ["arrest", "shelling"]
    assert kinds(grades=("weak",)) == []


def test_claims_and_reports_are_found_by_the_grade_of_their_incident(book: Book) -> None:
    """A grade finds the incident, its claims and their reports."""
    rule(book, Act.GRADE, shelled("b"), grade="weak")
    assert found(book, grades=("weak",)) >= {shelled("b")}
    assert claims("a")[1].id not in found(book, grades=("weak",))
    assert "b" in [r.name for r in book.reports(Filter(grades=("weak",)))]
    assert found(book, grades=("confirmed",)) == set()


def test_incidents_come_most_told_first_or_by_day(book: Book) -> None:
    """By the count of independent voices, or by day."""
    rule(book, Act.JOIN, shelled("a"), shelled("b"))
    told = [str(i.kind.value) for i in book.incidents(Filter(order="told"))]
    by_day = [str(i.kind.value) for i in book.incidents()]
    assert (told, by_day) == (["shelling", "arrest"], ["arrest", "shelling"])


def test_a_correction_is_shown_and_undone(book: Book) -> None:
    """A correction changes what is shown and found, keeps what was read, and an undo takes it back."""
    number = rule(book, Act.CORRECT, shelled("a"), field="tolls.0", value={"harm": "killed", "low": 4, "high": 5})
    claim = book.claims_by_id([shelled("a")])[shelled("a")]
    assert claim.view.tolls[0].value is not None
    assert (claim.view.tolls[0].value.low, claim.view.tolls[0].method) == (4, "decision.D1")
    assert claim.as_read == claims("a")[0]
    assert found(book, killed_from=3) == {shelled("a"), shelled("b")}
    rule(book, Act.UNDO, f"D{number}")
    assert book.claims_by_id([shelled("a")])[shelled("a")].view == claims("a")[0]
    assert found(book, killed_from=3) == {shelled("b")}
    assert not book.check().breaks


def test_an_undo_can_be_undone(book: Book) -> None:
    """Undoing an undo brings the decision back."""
    rule(book, Act.REJECT, shelled("a"))
    rule(book, Act.UNDO, "D1")
    assert found(book, state="rejected") == set()
    rule(book, Act.UNDO, "D2")
    assert found(book, state="rejected") == {shelled("a")}
    with pytest.raises(UsageError, match="undone already"):
        rule(book, Act.UNDO, "D2")


def test_rejected_claims_are_in_no_incident(book: Book) -> None:
    """A rejected claim stays in the book and leaves the incidents."""
    rule(book, Act.REJECT, shelled("b"))
    assert {c for i in book.incidents() for c in i.claims} == {c.id for c in claims("a")}
    assert shelled("b") in found(book)


def test_joins_and_parts_move_claims_between_incidents(book: Book) -> None:
    """A join puts claims into one incident, a part takes them apart, and the later of the two holds."""
    arrest = claims("a")[1].id
    rule(book, Act.PART, shelled("a"), shelled("b"))
    assert len(list(book.incidents())) == 3
    rule(book, Act.JOIN, shelled("a"), shelled("b"))
    assert len(list(book.incidents())) == 2
    rule(book, Act.JOIN, arrest, shelled("b"))
    assert max(len(i.claims) for i in book.incidents()) == 3


def test_an_incident_can_be_graded_by_its_id(book: Book) -> None:
    """A grade given to an incident holds for its claims, and says who gave it."""
    rule(book, Act.JOIN, shelled("a"), shelled("b"))
    incident = next(i for i in book.incidents() if len(i.claims) == 2)
    rule(book, Act.GRADE, incident.id, grade="fair")
    graded = next(iter(book.incidents(Filter(grades=("fair",)))))
    assert graded.claims == incident.claims
    assert graded.grade is not None
    assert "ana" in graded.grade.reason


@pytest.mark.parametrize(
    ("act", "more", "message"),
    [
        (Act.REJECT, {"why": " "}, "reason"),
        (Act.CORRECT, {"field": "nothing", "value": 1}, "no such value"),
        (Act.CORRECT, {"field": "kind", "value": "tea party"}, "does not fit"),
        (Act.CORRECT, {"field": "tolls.0.low", "value": 99}, "does not fit"),
        (Act.GRADE, {"grade": "certain"}, "no such grade"),
        (Act.JOIN, {}, "needs 2"),
    ],
)
def test_a_decision_that_cannot_be_made_leaves_nothing(
    book: Book, act: Act, more: dict[str, object], message: str
) -> None:
    """A decision that does not fit is refused with what to do, and the log stays as it was."""
    with pytest.raises(UsageError, match=message):
        rule(book, act, shelled("a"), **more)  # type: ignore[arg-type]
    assert book.decisions()[0] == []


def test_the_check_passes_and_gives_the_chains_end(book: Book) -> None:
    """A book that nobody touched holds; its end is found again later, and a foreign one is not."""
    rule(book, Act.ACCEPT, shelled("a"))
    first = book.check()
    assert first.breaks == ()
    assert first.entries == 5
    rule(book, Act.COMMENT, shelled("a"), why="look again")
    assert book.check(noted=first.head).breaks == ()
    assert "cut off" in book.check(noted="0" * 64).breaks[0]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE report SET body = replace(body, 'baker', 'butcher')", "report"),
        ("UPDATE claim SET body = replace(body, 'shelled', 'smashed')", "claim set of report"),
        ("DELETE FROM claim WHERE kind = 'arrest'", "claim set of report"),
        ("UPDATE claim SET ordinal = 1 - ordinal", "claim set of report"),
        ("UPDATE decision SET body = replace(body, 'because', 'bribed')", "decision D1"),
        ("UPDATE decision SET body = NULL", "decision D1"),
        ("UPDATE audit SET at = '1999-01-01T00:00:00+00:00' WHERE number = 2", "audit entry 2"),
        ("DELETE FROM audit WHERE number = 3", "audit entry 3 is missing"),
        ("DELETE FROM audit WHERE number = 5", "without an entry"),
        ("UPDATE claim SET kind = 'riot' WHERE kind = 'arrest'", "columns to search by"),
        ("UPDATE claim SET killed_low = 0", "columns to search by"),
        ("UPDATE claim SET state = 'accepted'", "as the decisions have it"),
        ("UPDATE claim_term SET term = 'red guard' WHERE term = 'blue guard'", "columns to search by"),
        ("DELETE FROM claim_spot", "columns to search by"),
        ("UPDATE report SET outlet = 'Another'", "columns to search by"),
        ("DELETE FROM report_words", "text search"),
        ("DELETE FROM decision_claim", "columns to search by"),
        ("DELETE FROM incident_claim", "incident"),
        ("UPDATE incident SET kind = 'riot'", "fresh computation"),
        ("UPDATE incident SET body = replace(body, 'shelling', 'riot')", "fresh computation"),
    ],
)
def test_the_check_names_what_was_tampered_with(book: Book, statement: str, said: str) -> None:
    """Whatever is changed behind the book's back, the check finds, and its first sentence says where."""
    rule(book, Act.COMMENT, shelled("a"))
    assert book.check().breaks == ()
    with writing(book.engine, book.where) as connection:
        connection.execute(text(statement))
    assert said in book.check().breaks[0]


def test_the_check_finds_changed_originals(book: Book) -> None:
    """Original bytes that were exchanged no longer have their hash."""
    with writing(book.engine, book.where) as connection:
        connection.execute(text("UPDATE original SET packed = :p"), {"p": zlib.compress(b"other")})
    assert "not the bytes" in book.check().breaks[0]


def test_a_newer_reading_turns_decisions_into_suggestions(book: Book) -> None:
    """Where claims change under newer rules, decisions on them wait to be renewed, and the others stand."""
    rule(book, Act.REJECT, shelled("a"))
    rule(book, Act.ACCEPT, claims("a")[1].id)
    changed = (make_claim(report("a"), "shelled", killed=4), claims("a")[1])
    reread(book, report("a"), changed)
    log, standing = book.decisions()
    assert [s.decision.number for s in standing.suggestions] == [1]
    assert standing.suggestions[0].now == (shelled("a"),)
    assert found(book, state="rejected") == set()
    assert found(book, state="accepted") == {claims("a")[1].id}
    renewed = book.renew(1, who="ben")
    assert (renewed.act, renewed.renews, renewed.who) == (Act.REJECT, 1, "ben")
    assert found(book, state="rejected") == {shelled("a")}
    assert book.decisions()[1].suggestions == []
    assert book.check().breaks == ()
    assert len(log) == 2


def test_a_newer_reading_that_only_names_newer_rules_changes_no_decision(book: Book) -> None:
    """The same values by another method leave decisions standing."""
    rule(book, Act.REJECT, shelled("b"))
    reread(book, report("b"), (claims("b")[0].model_copy(update={"means": None}),))
    newer = make_claim(report("b"), "shelled", killed=3, speaker="Army Press", spot=(35.05, 40.0), method="test@2")
    reread(book, report("b"), (newer,))
    assert book.decisions()[1].suggestions == []
    assert found(book, state="rejected") == {shelled("b")}


def reread(book: Book, of: Report, now: tuple[Claim, ...]) -> None:
    """Puts a newer reading in."""
    with writing(book.engine, book.where) as connection:
        replace_reading(connection, of, now, rules="next")
        book.write_views(connection, [of.id])


def test_an_erased_report_leaves_a_tombstone(book: Book) -> None:
    """An erasure takes original, text, claims and what was ruled of them; the chain holds; it cannot come back."""
    rule(book, Act.CORRECT, shelled("a"), why="the baker told me", field="kind", value="attack")
    rule(book, Act.JOIN, shelled("a"), shelled("b"))
    done = book.erase(report("a").id, who="ana", why="a court ordered it")
    assert (done.claims, done.decisions_taken, done.decisions_left) == (2, (1,), (2,))
    assert book.report(report("a").id) is None
    assert book.original(report("a").sha256) is None
    assert found(book) == {shelled("b")}
    assert book.check().breaks == ()
    assert {c for i in book.incidents() for c in i.claims} == {shelled("b")}
    with pytest.raises(BookError, match="erased"):
        book.put(report("a"), claims("a"), REPORTS["a"].encode())


def test_a_tombstone_cannot_be_taken_away(book: Book) -> None:
    """Without its tombstone an erased report is missed, and so is a report taken out without one."""
    book.erase(report("a").id, who="ana", why="a court ordered it")
    with writing(book.engine, book.where) as connection:
        connection.execute(text("DELETE FROM erased"))
    assert f"report {report('a').id} was changed or removed" in book.check().breaks[0]


def test_a_backup_restores_to_the_same_book(book: Book, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """A backup is one file that passes the check; a book restored from it says the same."""
    rule(book, Act.REJECT, shelled("a"))
    book.refresh()
    copy = tmp_path / "copy.db"
    book.back_up(copy)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith((".copy", "copy"))] == ["copy.db"]
    with pytest.raises(BookError, match="already"):
        book.back_up(copy)
    there = str(tmp_path / "again.db")
    if book.engine.dialect.name == "postgresql":
        there = new_database(request.getfixturevalue("server"))
    restore(copy, there)
    with Book.open(there) as again:
        assert state_of(again) == state_of(book)
        assert again.check() == book.check()
        assert found(again, words="mortars") == {shelled("b")}
    with pytest.raises(BookError):
        restore(copy, there)


def state_of(book: Book) -> tuple[list[object], list[object], list[object], list[object], Stats]:
    """All that a book says."""
    return list(book.reports()), list(book.claims()), list(book.incidents()), list(book.decisions()[0]), book.stats()


def test_a_damaged_backup_is_not_restored(book: Book, tmp_path: Path) -> None:
    """A backup that does not pass the check makes no book."""
    copy = tmp_path / "copy.db"
    book.back_up(copy)
    with Book.open(copy) as damaged, writing(damaged.engine, damaged.where) as connection:
        connection.execute(text("UPDATE report SET body = replace(body, 'guns', 'buns')"))
    with pytest.raises(BookError, match="does not pass"):
        restore(copy, str(tmp_path / "again.db"))
    assert not (tmp_path / "again.db").exists()


def test_two_writers_do_not_corrupt_the_book(where: str) -> None:
    """Writers at the same time, putting in partly the same reports, leave one whole chain."""
    Book.open(where, create=True).close()
    texts = [f"Guns shelled Riverton, part {n}." for n in range(30)]
    added: list[bool] = []

    def work(mine: list[str]) -> None:
        with Book.open(where, create=True) as book:
            for words in mine:
                of = make_report(words)
                added.append(book.put(of, [make_claim(of, "shelled")], words.encode()))
                book.refresh()

    threads = [threading.Thread(target=work, args=(mine,)) for mine in (texts[:20], texts[10:][::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(added), sum(added)) == (40, 30)
    with Book.open(where) as book:
        assert book.check().breaks == ()
        assert book.stats().reports == 30


def test_two_who_make_the_book_at_once_make_one(where: str) -> None:
    """Opening a new book from several sides at once makes it once."""
    failed: list[Exception] = []

    def work() -> None:
        try:
            Book.open(where, create=True).close()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Book.open(where) as book:
        assert book.check().breaks == ()


def test_the_migrations_make_the_tables_of_the_schema(book: Book) -> None:
    """The migrations and the schema agree, so neither can be changed alone."""
    with reading(book.engine, book.where) as connection:
        ours = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: kind != "table" or name in metadata.tables}
        )
        assert compare_metadata(ours, metadata) == []


def test_a_book_of_a_newer_format_is_refused(book: Book) -> None:
    """A book made by a newer Claimbook is not touched."""
    with writing(book.engine, book.where) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(BookError, match="newer"):
        Book.open(book.where)


def test_words_that_hold_nul_are_kept(book: Book) -> None:
    """A NUL character in a report is kept in its text, on PostgreSQL too."""
    words = "Guns shelled \0 Riverton."
    of = make_report(words, outlet="Out\0let")
    assert book.put(of, [make_claim(of, "shelled")], words.encode())
    assert book.report(of.id) == of
    with reading(book.engine, book.where) as connection:
        assert list(find_breaks(connection)) == []
