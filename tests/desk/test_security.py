"""The protection around every page: headers, hosts, origins, roles, paths, sizes and times."""

from __future__ import annotations

import json
import re
import shutil
import socket
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from bookmaking import make_claim, make_report, word_reader
from desking import PASSWORD, Client, add_users, quick_hashes, serve
from fastapi import FastAPI

from claimbook.book import Book, Ruling
from claimbook.desk.access import middleware
from claimbook.desk.access.headers import host_is_ours, why_not_from_there
from claimbook.desk.access.serving import GuardedProtocol
from claimbook.desk.api import make_api, operations
from claimbook.desk.app import all_ways, create_app
from claimbook.desk.people import Role
from claimbook.model import Act
from claimbook.settings import Settings

TEXT = "Heavy guns shelled Riverton, residents said."
REPORT = make_report(TEXT, name="first")
CLAIM = make_claim(REPORT, "shelled", killed=2)

# Who may do what: every way into the desk, with the lowest role.  "none" needs no login.
MATRIX = {
    "GET /": "reader",
    "GET /map": "reader",
    "GET /incidents/{id}": "reader",
    "GET /incidents/{id}/map": "reader",
    "GET /claims/{id}": "reader",
    "GET /reports/{id}": "reader",
    "GET /reports/{id}/original": "reader",
    "GET /reports/{id}/pages/{number}": "reader",
    "GET /queue": "reader",
    "GET /queue/map/{key}": "reader",
    "POST /queue/decide": "coder",
    "POST /queue/undo": "coder",
    "POST /decide": "coder",
    "GET /parties": "reader",
    "GET /speakers": "reader",
    "GET /publish": "reader",
    "POST /publish": "editor",
    "GET /publish/files/{name}": "editor",
    "GET /layers": "reader",
    "GET /layers/{number}": "reader",
    "GET /static/ground.js": "none",
    "GET /static/first-level.json": "none",
    "GET /login": "none",
    "POST /login": "none",
    "POST /logout": "reader",
    "GET /account": "reader",
    "POST /account": "reader",
    "GET /coders": "coder",
    "POST /coders/rounds": "editor",
    "GET /coders/rounds/{round}": "editor",
    "GET /coders/rounds/{round}/{claim}": "editor",
    "POST /coders/rounds/{round}/{claim}": "editor",
    "GET /coders/tasks/{number}": "coder",
    "POST /coders/tasks/{number}": "coder",
    "POST /api/session": "none",
    "DELETE /api/session": "reader",
    "GET /api/reports": "reader",
    "POST /api/reports": "editor",
    "GET /api/reports/{id}": "reader",
    "GET /api/reports/{id}/original": "reader",
    "GET /api/claims": "reader",
    "GET /api/claims/{id}": "reader",
    "GET /api/incidents": "reader",
    "GET /api/incidents/{id}": "reader",
    "GET /api/decisions": "reader",
    "POST /api/decisions": "coder",
    "GET /api/changes": "reader",
    "GET /api/exports/{what}.{form}": "reader",
    "GET /api/exports/{format}": "reader",
}
ENDS_THE_SESSION = ("POST /logout", "DELETE /api/session")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A book with one claim, a decision, and a user of each role."""
    folder = tmp_path_factory.mktemp("made")
    with quick_hashes(), Book.open(folder / "book.db", create=True) as book:
        book.put(REPORT, (CLAIM,), TEXT.encode())
        add_users(book, **{f"{role}1": role for role in Role})
        book.decide(Ruling(Act.ACCEPT, (CLAIM.id,), "editor1"))
        book.back_up(folder / "copy.db")
        yield folder / "copy.db"


@pytest.fixture
def app(made: Path, tmp_path: Path) -> FastAPI:
    """The desk over a copy of it."""
    settings = Settings(publish_folder=tmp_path / "published")
    return create_app(str(shutil.copy(made, tmp_path / "book.db")), settings)


@pytest.fixture
def client(app: FastAPI) -> Iterator[Client]:
    """A client of the desk, not logged in."""
    with serve(app) as found:
        yield found


def as_user(client: Client, name: str) -> Client:
    """Another client, logged in by this name."""
    other = Client(client.port)
    assert other.log_in(name, PASSWORD).status == 303
    return other


def filled(path: str) -> str:
    """The path with ids that are there."""
    ids = {"report": REPORT.id, "claim": CLAIM.id}
    place = {
        "/reports": ids["report"],
        "/api/reports": ids["report"],
        "/claims": ids["claim"],
        "/api/claims": ids["claim"],
    }
    path = path.replace("{what}.{form}", "claims.csv").replace("{claim}", ids["claim"])
    for start, identifier in place.items():
        if path.startswith(f"{start}/"):
            path = path.replace("{id}", identifier)
    return re.sub(r"\{\w+\}", "none", path)


def test_every_way_in_is_in_the_matrix(app: FastAPI) -> None:
    """The pages and the API declare the roles that the matrix says, and no way in is missing from it."""
    declared = {f"{way.method} {way.path}": str(way.need) for way in all_ways()}
    for key in ("GET /login", "POST /login", "GET /static/ground.js", "GET /static/first-level.json"):
        declared[key] = "none"  # the guard lets everyone that far
    api = make_api(app, app.state.desk)
    declared |= {f"{method} {path}": told["x-role"] for method, path, told in operations(api.openapi())}
    assert declared == MATRIX
    served = {f"{m} {r.path}" for r in app.routes for m in getattr(r, "methods", None) or () if m != "HEAD"}
    assert served <= declared.keys()


@pytest.mark.parametrize("who", ["nobody", *Role])
def test_roles_hold_on_every_way_in(client: Client, who: str) -> None:
    """Each way in refuses everyone below its role, and nobody at or above it for want of a role."""
    user = Client(client.port) if who == "nobody" else as_user(client, f"{who}1")
    for key, need in MATRIX.items():
        method, path = key.split()
        if key in ENDS_THE_SESSION and who != "nobody":
            continue
        if method == "GET":
            answer = user.get(filled(path))
        elif path.startswith("/api/"):
            answer = user.ask(method, filled(path), b"{}", {"Content-Type": "application/json", "Origin": user.origin})
        else:
            answer = user.post(filled(path))
        shut_out = answer.status == 401 or answer.headers.get("Location", "").startswith("/login?next=")
        lacks_role = answer.status == 403 and "needs the role" in answer.text
        if need == "none":
            assert not lacks_role, key
            assert not shut_out or path in ("/login", "/api/session"), key
        elif who == "nobody":
            assert shut_out, key
        else:
            assert lacks_role == (not Role(who).may(Role(need))), f"{key} by {who}: {answer.status}"
            assert answer.status < 500, key


def test_the_end_of_a_session_is_for_everyone(client: Client) -> None:
    """Each role may end its own session, by page and by API."""
    for role in Role:
        user = as_user(client, f"{role}1")
        assert user.post("/logout").status == 303
        token = user.send("POST", "/api/session", {"name": f"{role}1", "password": PASSWORD}).json()["token"]
        assert user.send("GET", "/api/claims", token=token).status == 200
        assert user.send("DELETE", "/api/session", token=token).status == 204
        assert user.send("GET", "/api/claims", token=token).status == 401


@pytest.mark.parametrize("number", ["D1", "d1", "D01", "D１"])
def test_only_an_editor_takes_back_what_others_decided(client: Client, number: str) -> None:
    """A coder cannot undo another's decision, by page or by API, however its number is written."""
    coder = as_user(client, "coder1")
    ruling = {"act": "undo", "subjects": [number], "why": "Wrong."}
    headers = {"Content-Type": "application/json", "Origin": coder.origin}
    assert coder.ask("POST", "/api/decisions", json.dumps(ruling).encode(), headers).status == 403
    assert coder.post("/decide", act="undo", subject=number, why="Wrong.").status == 403
    editor = as_user(client, "editor1")
    assert editor.ask("POST", "/api/decisions", json.dumps(ruling).encode(), headers).status == 201


ANSWERS = ("/", "/login", "/nothing/here", f"/reports/{REPORT.id}", f"/reports/{REPORT.id}/original", "/api/claims")


@pytest.mark.parametrize("path", [*ANSWERS, "/api/docs", "/api/none", "/static/desk/desk.css", "/static/none"])
@pytest.mark.parametrize("logged_in", [True, False])
def test_every_answer_is_sealed(client: Client, path: str, logged_in: bool) -> None:
    """Each answer, of whatever status, carries the policy and the other headers; what is the book's is not stored."""
    user = as_user(client, "admin1") if logged_in else client
    answer = user.get(path)
    policy = ", ".join(answer.headers.get_all("Content-Security-Policy") or ())
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
    for loose in ("unsafe-inline", "unsafe-eval", "*", "http:", "https:", "blob:"):
        assert loose not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == ("no-cache" if path.startswith("/static/") else "no-store")
    assert "Server" not in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_originals_are_never_pages(client: Client) -> None:
    """A report's bytes come as plain text or to be saved, under a policy that lets nothing run."""
    user = as_user(client, "reader1")
    page = user.get(f"/reports/{REPORT.id}/original")
    assert page.headers["Content-Type"].startswith("text/plain")
    assert "sandbox" in ", ".join(page.headers.get_all("Content-Security-Policy") or ())
    saved = user.get(f"/api/reports/{REPORT.id}/original")
    assert saved.headers["Content-Type"] == "application/octet-stream"
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_pages_have_nothing_inline(client: Client) -> None:
    """No page has a script, a style or a handler of its own: the policy would stop it."""
    user = as_user(client, "admin1")
    for key, need in MATRIX.items():
        method, path = key.split()
        if method != "GET" or need == "none":
            continue
        answer = user.get(filled(path))
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>\s*\S", answer.text), path
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", answer.text), path
        assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(?:https?:)?//", answer.text), path


@pytest.mark.parametrize(
    ("header", "ours"),
    [
        ("127.0.0.1:8000", True),
        ("localhost:8000", True),
        ("LOCALHOST", True),
        ("[::1]:8000", True),
        ("[::1]", True),
        ("evil.example", False),
        ("localhost.evil.example:8000", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
        ("evil.example:127.0.0.1", False),
    ],
)
def test_only_our_names_are_answered(header: str, ours: bool) -> None:
    """A name that someone pointed at this machine (DNS rebinding) is not ours."""
    assert host_is_ours(header, names=frozenset({"localhost"})) is ours


def test_other_hosts_get_nothing(client: Client) -> None:
    """A request under another name is refused before anything else."""
    answer = client.ask("GET", "/login", headers={"Host": "evil.example"})
    assert answer.status == 421
    assert "form" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "OWN"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {},
    ],
)
def test_other_sites_cannot_write(client: Client, headers: dict[str, str]) -> None:
    """A form of another site, or of none, changes nothing even with the cookie."""
    user = as_user(client, "admin1")
    given = {k: v.replace("OWN", user.origin) for k, v in headers.items()}
    form = {"Content-Type": "application/x-www-form-urlencoded", **given}
    assert user.ask("POST", "/logout", b"", form).status == 403
    assert user.ask("POST", "/logout", b"x=1", form | {"Content-Type": "text/plain"}).status == 403
    assert user.get("/account").status == 200


def test_own_pages_and_programs_can_write() -> None:
    """Our own pages may write, and programs that send what no form can."""
    own = {"host": "127.0.0.1:8000"}
    assert why_not_from_there("POST", own | {"sec-fetch-site": "same-origin"}) is None
    assert why_not_from_there("POST", own | {"origin": "http://127.0.0.1:8000"}) is None
    assert why_not_from_there("POST", own | {"content-type": "application/json"}) is None
    assert why_not_from_there("POST", own | {"content-type": "text/plain", "authorization": "Bearer x"}) is None
    assert why_not_from_there("POST", own | {"origin": "127.0.0.1:8000"}) is not None


def test_other_sites_cannot_read_parts(client: Client) -> None:
    """Another site may link here, and may not fetch, embed or load from here."""
    user = as_user(client, "admin1")
    for mode in ("cors", "no-cors", "websocket"):
        assert user.get("/api/claims", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode=mode).status == 403
    assert user.get("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate").status == 200


def test_odd_methods_are_refused(client: Client) -> None:
    """Methods that no page has get no answer of their own."""
    for method in ("OPTIONS", "TRACE", "PROPFIND"):
        assert client.ask(method, "/login").status in (405, 501)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../settings.py",
        "/static/%2e%2e/%2e%2e/settings.py",
        "/static/..%2f..%2fsettings.py",
        "/static/..%5c..%5csettings.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/desk/%00desk.css",
        "/publish/files/..%2f..%2fbook.db",
        "/publish/files/%2e%2e%2fbook.db",
        "/publish/files/%2fetc%2fpasswd",
        "/publish/files/..",
        "/reports/..%2f..%2fbook.db",
        "/reports/%2e%2e/original",
        "/api/exports/..%2fclaims.csv",
        "/api/exports/claims.csv%2f..%2f..",
        "/coders/rounds/..%2f..%2f",
        "/" + "a" * 5000,
    ],
)
def test_paths_lead_nowhere_else(client: Client, path: str) -> None:
    """No path, however written, leads out of the folders that are served, and none brings the desk down."""
    user = as_user(client, "admin1")
    answer = user.ask("GET", path)
    assert answer.status in (303, 307, 400, 403, 404, 405, 422), answer.status
    assert re.match(rf"/|{user.origin}/", answer.headers.get("Location", "/"))
    for secret in (b"SQLite format", b"root:", b"class Settings"):
        assert secret not in answer.body


def test_a_report_cannot_be_named_as_a_path(
    app: FastAPI, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name of a report that comes in is a label: nothing is written where it points."""
    book = app.state.desk.book
    monkeypatch.setattr(book, "add", partial(book.add, read=word_reader))
    token = client.send("POST", "/api/session", {"name": "editor1", "password": PASSWORD}).json()["token"]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "text/plain"}
    answer = client.ask("POST", "/api/reports?name=..%2F..%2Fevil.txt", b"The week was calm.", headers)
    assert answer.status == 201, answer.text
    assert not list(tmp_path.parent.rglob("evil*"))


def test_oversized_bodies_are_refused(client: Client) -> None:
    """A body beyond the limit is refused by its told length, and by its real one where none is told."""
    login = {"Content-Type": "application/x-www-form-urlencoded", "Origin": client.origin}
    assert client.ask("POST", "/login", b"a" * 1_100_000, login).status == 413
    head = "\r\n".join(f"{k}: {v}" for k, v in login.items())
    with socket.create_connection(("127.0.0.1", client.port), timeout=20) as wire:
        wire.sendall(
            f"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n{head}\r\n\r\n".encode()
        )
        try:
            for _ in range(40):
                wire.sendall(b"10000\r\n" + b"a" * 65_536 + b"\r\n")
        except OSError:
            pass  # the desk closed the connection while we still sent
        assert b" 403 " in (first := wire.recv(100)) or b" 413 " in first
    assert client.ask("POST", "/api/reports", b"a" * 1_100_000, {"Content-Type": "text/plain"}).status in (401, 403)


def test_large_heads_are_refused(client: Client) -> None:
    """Headers without end are cut off."""
    with socket.create_connection(("127.0.0.1", client.port), timeout=20) as wire:
        wire.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 100_000)
        assert b" 400 " in wire.recv(100)


class Impatient(GuardedProtocol):
    """As the desk's, with less patience, so that the test need not have more."""

    head_seconds = 0.5


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\r\n"])
def test_slow_heads_are_cut_off(app: FastAPI, sent: bytes) -> None:
    """A connection on which no whole request head arrives is closed, also where bytes trickle in."""
    with serve(app, http=Impatient) as client:
        with socket.create_connection(("127.0.0.1", client.port), timeout=30) as wire:
            wire.sendall(sent)
            began = time.monotonic()
            closed = False
            while not closed and time.monotonic() - began < 25:
                wire.settimeout(0.1)
                try:
                    closed = wire.recv(100) == b""
                except TimeoutError:
                    if sent:
                        wire.sendall(b"a")
                except OSError:
                    closed = True
            assert closed
        assert client.get("/login").status == 200


def test_slow_bodies_are_cut_off(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that does not arrive in time is answered with 408, and others are served meanwhile."""
    monkeypatch.setattr(middleware, "BODY_SECONDS", 0.5)
    with serve(app) as client, socket.create_connection(("127.0.0.1", client.port), timeout=30) as wire:
        head = "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nContent-Length: 100\r\n\r\nname="
        wire.sendall(head.encode())
        assert client.get("/login").status == 200
        assert b" 408 " in wire.recv(100)


def test_faults_tell_nothing(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a page goes wrong the answer is sealed too, and holds no word of what went wrong."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the secret of the cellar")

    with serve(app) as client:
        user = as_user(client, "admin1")
        monkeypatch.setattr(app.state.desk.book, "claims", fail)
        answer = user.get("/api/claims")
    assert answer.status == 500
    assert "cellar" not in answer.text and "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
