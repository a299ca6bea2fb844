"""A coding round, from the draw to the decisions: blind for coders and for whoever settles."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bookmaking import make_claim, make_report
from desking import PASSWORD, Client, add_users, quick_hashes, serve

from claimbook import store
from claimbook.book import Book
from claimbook.desk.app import create_app
from claimbook.desk.people import Role
from claimbook.settings import Settings
from claimbook.store import Assignment

TEXT = "Heavy guns shelled Riverton, residents said."
REPORT = make_report(TEXT, name="first")
CLAIM = make_claim(REPORT, "shelled", killed=2, place="Wrongville")
ANSWERS = {
    "happening": "yes", "kind": "shelling", "modality": "claimed", "day": "2021-03-03", "place": "Riverton",
    "initiator": "", "target": "", "killed": "", "injured": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A book with one claim, two coders and two editors."""
    folder = tmp_path_factory.mktemp("made")
    with quick_hashes(), Book.open(folder / "book.db", create=True) as book:
        book.put(REPORT, (CLAIM,), TEXT.encode())
        add_users(book, ana=Role.CODER, ben=Role.CODER, eva=Role.EDITOR, ed=Role.EDITOR)
        book.back_up(folder / "copy.db")
        yield folder / "copy.db"


@pytest.fixture
def where(made: Path, tmp_path: Path) -> str:
    """A copy of it."""
    return str(shutil.copy(made, tmp_path / "book.db"))


@pytest.fixture
def client(where: str) -> Iterator[Client]:
    """The desk over it."""
    with serve(create_app(where, Settings())) as found:
        yield found


def as_user(client: Client, name: str) -> Client:
    """Another client, logged in by this name."""
    other = Client(client.port)
    assert other.log_in(name, PASSWORD).status == 303
    return other


def begin(client: Client, *coders: str) -> None:
    """A round of one claim for two coders."""
    body = [("round", "May 1"), ("number", "5"), ("each", "2"), ("seed", "1"), ("state", "read")]
    form = urlencode([*body, *(("coder", c) for c in coders)]).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": client.origin}
    assert client.ask("POST", "/coders/rounds", form, kind).status == 303


def tasks(where: str) -> dict[str, Assignment]:
    """The tasks by coder."""
    with Book.open(where) as book, store.reading(book.engine, where) as connection:
        return {t.coder: t for t in store.assignments(connection)}


def test_a_round_is_coded_and_settled(client: Client, where: str) -> None:
    """Two code, a third settles what differs, and the claim is corrected and accepted in the third's name."""
    eva, ana, ben = (as_user(client, name) for name in ("eva", "ana", "ben"))
    begin(eva, "ana", "ben")
    numbers = {coder: task.number for coder, task in tasks(where).items()}
    assert set(numbers) == {"ana", "ben"}
    page = ana.get(f"/coders/tasks/{numbers['ana']}")
    assert page.status == 200
    assert "<mark>shelled</mark>" in page.text
    assert "Wrongville" not in page.text  # what the rules read is not shown
    assert ana.post(f"/coders/tasks/{numbers['ana']}", **{**ANSWERS, "kind": ""}).status == 400
    assert ana.post(f"/coders/tasks/{numbers['ana']}", **ANSWERS).headers["Location"] == "/coders"
    settling = f"/coders/rounds/May%201/{CLAIM.id}"
    assert eva.get(settling).status == 403  # not everyone has answered
    assert ben.post(f"/coders/tasks/{numbers['ben']}", **{**ANSWERS, "kind": "air_strike"}).status == 303
    page = eva.get(settling)
    assert page.status == 200
    assert "ana" not in page.text and "ben" not in page.text
    assert "Wrongville" in page.text
    assert eva.post(settling, **ANSWERS).status == 400  # they differ, and no reason is given
    assert eva.post(settling, **ANSWERS, why="Guns, says the report.").status == 303
    assert eva.post(settling, **ANSWERS, why="Again.").status == 409
    with Book.open(where) as book:
        claim = book.claims_by_id([CLAIM.id])[CLAIM.id]
        log, _ = book.decisions()
    assert claim.state == "accepted"
    assert claim.view.places[0].value is not None and claim.view.places[0].value.name == "Riverton"
    assert claim.view.tolls == ()
    assert {d.who for d in log} == {"eva"}
    assert all("May 1" in d.why for d in log)
    page = eva.get("/coders/rounds/May%201")
    assert f"“<bdi>{CLAIM.kind.wording}</bdi>” in <bdi>{REPORT.name}</bdi>" in page.text
    assert "settled by" in page.text and "1.00" not in page.text.split("Kind")[1].split("</tr>")[0]


def test_tasks_are_ones_own(client: Client, where: str) -> None:
    """Nobody opens or answers another's task, not even an editor; and who coded a claim does not settle it."""
    eva, ana, ben, ed = (as_user(client, name) for name in ("eva", "ana", "ben", "ed"))
    begin(eva, "ana", "ed")
    numbers = {coder: task.number for coder, task in tasks(where).items()}
    for client_of in (ben, eva, ed):
        assert client_of.get(f"/coders/tasks/{numbers['ana']}").status == 404
        assert client_of.post(f"/coders/tasks/{numbers['ana']}", **ANSWERS).status == 404
    for odd in ("x", "0", "999999999999999999", "%C2%B2"):
        assert ana.get(f"/coders/tasks/{odd}").status == 404
    ana.post(f"/coders/tasks/{numbers['ana']}", **ANSWERS)
    ed.post(f"/coders/tasks/{numbers['ed']}", **ANSWERS)
    assert ed.get(f"/coders/rounds/May%201/{CLAIM.id}").status == 403
    assert eva.get(f"/coders/rounds/May%201/{CLAIM.id}").status == 200
    assert ana.get("/coders/rounds/May%201").status == 403


def test_no_happening_rejects_the_claim(client: Client, where: str) -> None:
    """Where all agree that nothing is told, no reason is needed and the claim is rejected."""
    eva, ana, ben = (as_user(client, name) for name in ("eva", "ana", "ben"))
    begin(eva, "ana", "ben")
    for coder, other in (("ana", ana), ("ben", ben)):
        assert other.post(f"/coders/tasks/{tasks(where)[coder].number}", happening="no").status == 303
    assert eva.post(f"/coders/rounds/May%201/{CLAIM.id}", happening="no").status == 303
    with Book.open(where) as book:
        assert book.claims_by_id([CLAIM.id])[CLAIM.id].state == "rejected"


def test_erasing_a_report_takes_its_coding(client: Client, where: str) -> None:
    """Answers may hold a report's words, so they go with it."""
    eva, ana = as_user(client, "eva"), as_user(client, "ana")
    begin(eva, "ana", "ben")
    ana.post(f"/coders/tasks/{tasks(where)['ana'].number}", **ANSWERS)
    with Book.open(where) as book:
        book.erase(REPORT.id, who="eva", why="Order of the court.")
    assert tasks(where) == {}


def test_rounds_need_two_coders_and_a_plain_name(client: Client) -> None:
    """A round of one coder, or with a name that is no name, is refused with what to do."""
    eva = as_user(client, "eva")
    fields = {"number": "5", "each": "2", "seed": "1", "state": "read", "coder": "ana"}
    assert eva.post("/coders/rounds", round="May", **fields).status == 400
    assert eva.post("/coders/rounds", round="../x", **fields).status == 400
