"""A desk that runs, on a port of its own, and a plain client for it that sends what it is told and follows nothing."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
import uvicorn
from argon2 import PasswordHasher

from claimbook.book import Book
from claimbook.desk.access import credentials
from claimbook.desk.access.serving import options
from claimbook.desk.access.users import Users
from claimbook.desk.people import Role


@dataclass
class Reply:
    """One answer."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as words."""
        return self.body.decode()

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Client:
    """Sends requests as a browser on the desk's own pages would, with the cookie that it was given."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""

    @property
    def origin(self) -> str:
        """The desk's own origin."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        """One request, with these headers and no others but Host, Content-Length and the cookie."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            cookie = {"Cookie": self.cookie} if self.cookie else {}
            connection.request(method, path, body or None, {**cookie, **(headers or {})})
            answer = connection.getresponse()
            reply = Reply(answer.status, answer.headers, answer.read())
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            if line.startswith("claimbook-session="):
                self.cookie = line.split(";")[0] if "Max-Age=0" not in line else ""
        return reply

    def get(self, path: str, **headers: str) -> Reply:
        """A page."""
        return self.ask("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path: str, **fields: str) -> Reply:
        """A form of the desk's own pages."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        return self.ask("POST", path, urlencode(fields).encode(), kind)

    def send(self, method: str, path: str, value: Any = None, *, token: str = "") -> Reply:
        """JSON, as a program sends it."""
        given = {"Authorization": f"Bearer {token}"} if token else {}
        return self.ask(method, path, json.dumps(value).encode(), {"Content-Type": "application/json", **given})

    def log_in(self, name: str, password: str, code: str = "", *, onward: str = "") -> Reply:
        """Through the form."""
        return self.post("/login", name=name, password=password, code=code, next=onward)


@contextmanager
def serve(app: Any, **more: Any) -> Iterator[Client]:
    """The app on a port of its own, served as `claimbook desk` serves it."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", **{**options(), **more}))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield Client(server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(10)


PASSWORD = "five green lorries 7"


@contextmanager
def quick_hashes() -> Iterator[None]:
    """Hashes that take little time; what is stored stays argon2id."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(credentials, "_hasher", PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))
        yield


def add_users(book: Book, **roles: Role) -> None:
    """Users by these names, all with the same password."""
    for name, role in roles.items():
        Users(book).add(name, role, PASSWORD)
