"""Who gets in: logins, codes, sessions that end, roles, and what a book without users lets one do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from bookmaking import make_claim, make_report
from desking import PASSWORD, Client, serve
from desking import quick_hashes as quick
from fastapi import FastAPI

from claimbook.book import Book
from claimbook.desk.access.attempts import Attempts
from claimbook.desk.access.sessions import IDLE_SECONDS, WHOLE_SECONDS, Sessions
from claimbook.desk.access.users import Users
from claimbook.desk.app import create_app
from claimbook.desk.people import Role
from claimbook.errors import UsageError
from claimbook.settings import Settings


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Hashes that take little time; what is stored stays argon2id."""
    with quick():
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book with a user of each role, each with the same password: made once, for hashing takes its time."""
    path = str(tmp_path_factory.mktemp("made") / "book.db")
    with Book.open(path, create=True) as book:
        report = make_report("Heavy guns shelled Riverton.")
        book.put(report, (make_claim(report, "shelled", killed=2),), report.text.encode())
        users = Users(book)
        for role in Role:
            users.add(f"{role} one", role, PASSWORD)
        book.back_up(Path(path).with_name("copy.db"))
    return Path(path).with_name("copy.db")


@pytest.fixture
def where(made: Path, tmp_path: Path) -> str:
    """A copy of that book."""
    return str(shutil.copy(made, tmp_path / "book.db"))


@pytest.fixture
def app(where: str) -> Iterator[FastAPI]:
    """The desk over it."""
    yield create_app(where, Settings())


@pytest.fixture
def client(app: FastAPI) -> Iterator[Client]:
    """A client of the desk, not logged in."""
    with serve(app) as found:
        yield found


def test_nobody_sees_a_page_before_the_login(client: Client) -> None:
    """With users in the book, a page leads to the login and on to itself; an API call and a form are refused."""
    page = client.get("/account?a=1")
    assert (page.status, page.headers["Location"]) == (303, "/login?next=%2Faccount%3Fa%3D1")
    assert client.send("GET", "/api/claims").status == 401
    assert client.post("/account", old="x", new="y").status == 401
    assert client.get("/login").status == 200


def test_the_login_opens_and_the_logout_ends(client: Client) -> None:
    """The right password opens a session by a cookie that scripts cannot read; the logout ends it on the server."""
    answer = client.log_in("Coder ONE", PASSWORD, onward="/account")
    assert (answer.status, answer.headers["Location"]) == (303, "/account")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
    held = client.cookie
    assert "coder one" in client.get("/account").text
    assert client.post("/logout").status == 303
    client.cookie = held
    assert client.get("/account").status == 303


@pytest.mark.parametrize(
    ("name", "password"), [("coder one", "wrong"), ("no one", PASSWORD), ("", ""), ("coder one", "")]
)
def test_what_is_wrong_is_not_told(client: Client, name: str, password: str) -> None:
    """A wrong name and a wrong password are answered alike."""
    answer = client.log_in(name, password)
    assert answer.status == 401
    assert "Name, password or code is wrong." in answer.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "onward", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:1", "/a\nb"]
)
def test_the_login_leads_nowhere_else(client: Client, onward: str) -> None:
    """After the login one is led to a path of the desk, never to another site."""
    assert client.log_in("coder one", PASSWORD, onward=onward).headers["Location"] == "/"


def test_logins_are_limited(app: FastAPI, client: Client) -> None:
    """After five wrong passwords even the right one must wait; other users are not kept out by that."""
    app.state.guard.attempts = Attempts(clock=lambda: 0.0)
    for _ in range(5):
        assert client.log_in("coder one", "wrong password").status == 401
    answer = client.log_in("coder one", PASSWORD)
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert client.log_in("editor one", PASSWORD).status == 303


def test_waits_double_and_are_forgotten() -> None:
    """Each failure beyond the free ones doubles the wait, up to a quarter of an hour; an hour's rest clears it."""
    now = 0.0
    attempts = Attempts(clock=lambda: now)
    waits = []
    for _ in range(40):
        if (wait := attempts.begin("ana", "192.0.2.1")) > 0:
            waits.append(wait)
            now += wait
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert max(waits) == 900
    assert attempts.begin("ben", "198.51.100.1") == 0
    now += 3601
    assert attempts.begin("ana", "192.0.2.1") == 0
    assert attempts.begin("ana", "192.0.2.1") == 0


def test_many_addresses_share_the_limit_of_a_name() -> None:
    """Guessing one name from many addresses meets a limit too, and so does guessing many names from one."""
    attempts = Attempts(clock=lambda: 0.0)
    assert any(attempts.begin("ana", f"192.0.2.{n}") > 0 for n in range(40))
    assert any(attempts.begin(f"user {n}", "2001:db8::1") > 0 for n in range(40))
    assert attempts.begin("another", "2001:db8::ffff") > 0  # the same customer's network


def test_sessions_end() -> None:
    """A session ends after an hour without use, and after twelve hours in any case."""
    now = 0.0
    sessions = Sessions(clock=lambda: now)
    token = sessions.begin("ana", "stamp")
    now = IDLE_SECONDS - 1.0
    assert sessions.find(token) is not None
    now += IDLE_SECONDS + 1
    assert sessions.find(token) is None
    token = sessions.begin("ana", "stamp")
    began = now
    while now - began <= WHOLE_SECONDS - IDLE_SECONDS:
        now += IDLE_SECONDS / 2
        assert sessions.find(token) is not None
    now = began + WHOLE_SECONDS + 1
    assert sessions.find(token) is None


def test_one_user_holds_ten_sessions() -> None:
    """An eleventh session ends the first."""
    now = 0.0
    sessions = Sessions(clock=lambda: now)
    tokens = []
    for _ in range(11):
        now += 1
        tokens.append(sessions.begin("ana", "stamp"))
    assert [sessions.find(t) is not None for t in tokens] == [False, *[True] * 10]


@pytest.mark.parametrize("change", ["password", "role", "codes", "removal"])
def test_changes_end_sessions(client: Client, where: str, change: str) -> None:
    """Another password or role, codes asked for, or removal end the user's sessions at once."""
    client.log_in("coder one", PASSWORD)
    assert client.get("/account").status == 200
    with Book.open(where) as book:
        users = Users(book)
        match change:
            case "password":
                users.set_password("coder one", "another good password")
            case "role":
                users.set_role("coder one", Role.READER)
            case "codes":
                users.set_codes("coder one", wanted=True)
            case "removal":
                users.remove("coder one")
    assert client.get("/account").status == 303


def test_codes_are_asked_for_and_used_once(client: Client, where: str) -> None:
    """With one-time codes the password alone does not do, and no code does twice."""
    with Book.open(where) as book:
        seed = Users(book).set_codes("editor one", wanted=True)
    assert seed is not None
    assert client.log_in("editor one", PASSWORD).status == 401
    code = pyotp.TOTP(seed).now()
    assert client.log_in("editor one", PASSWORD, code).status == 303
    assert client.log_in("editor one", PASSWORD, code).status == 401


def test_one_changes_ones_own_password(client: Client) -> None:
    """With the password until now one sets another; then the old one is worth nothing and sessions are over."""
    client.log_in("coder one", PASSWORD)
    assert client.post("/account", old="no", new="a much newer one", again="a much newer one").status == 401
    assert client.post("/account", old=PASSWORD, new="short", again="short").status == 400
    assert client.post("/account", old=PASSWORD, new="a much newer one", again="a much other one").status == 400
    assert client.post("/account", old=PASSWORD, new="a much newer one", again="a much newer one").status == 303
    assert client.get("/account").status == 303
    assert client.log_in("coder one", PASSWORD).status == 401
    assert client.log_in("coder one", "a much newer one").status == 303


def test_passwords_are_kept_as_argon2id(where: str) -> None:
    """No password lies in the book, only its argon2id hash; nor does it lie in the file's bytes."""
    with Book.open(where) as book:
        assert all(u.password.startswith("$argon2id$") for u in Users(book).all())
    assert PASSWORD.encode() not in Path(where).read_bytes()


def test_a_name_stays_its_users(where: str) -> None:
    """The name of one who was removed is nobody else's, for decisions bear it."""
    with Book.open(where) as book:
        users = Users(book)
        users.remove("Reader One")
        assert users.known("reader one", PASSWORD, "") is None
        for name in ("reader one", "READER ONE"):
            with pytest.raises(UsageError, match="removed"):
                users.add(name, Role.ADMIN, PASSWORD)


@pytest.mark.parametrize("password", ["short", "a" * 30, "coder two 123", "x" * 2000])
def test_easy_passwords_are_refused(where: str, password: str) -> None:
    """A password that is short, of one letter, or little more than the name is refused with what to do."""
    with Book.open(where) as book, pytest.raises(UsageError):
        Users(book).add("coder two", Role.CODER, password)


def test_alone_on_loopback_needs_no_login(tmp_path: Path) -> None:
    """A book without users is open to whoever is at the machine, and to nobody whom a proxy hands on."""
    path = str(tmp_path / "new.db")
    Book.open(path, create=True).close()
    with serve(create_app(path, Settings())) as client:
        assert client.get("/account").status == 200
        assert client.get("/account", X_Forwarded_For="192.0.2.1").status == 303
        with Book.open(path) as book:
            Users(book).add("ana", Role.ADMIN, PASSWORD)
        assert client.get("/account").status == 303


def test_others_are_not_served_without_users(tmp_path: Path, where: str) -> None:
    """A desk that others could reach does not start over a book without users, and does over one with users."""
    path = str(tmp_path / "new.db")
    Book.open(path, create=True).close()
    with pytest.raises(UsageError, match="claimbook users add"):
        create_app(path, Settings(), host="0.0.0.0")
    create_app(where, Settings(), host="0.0.0.0")


def test_sessions_are_no_part_of_the_book(client: Client, where: str) -> None:
    """The token of a session is not in the book, so no backup holds one."""
    client.log_in("coder one", PASSWORD)
    token = client.cookie.split("=")[1].encode()
    assert all(token not in f.read_bytes() for f in Path(where).parent.iterdir())
