"""`create_app`: the desk over one book.

Order of a request: the protection of `desk.access` (headers, origin, sessions, who asks), then the role that the route
needs, then the page.  Without `desk.access` the desk answers on loopback only, and whoever asks is the user of the
machine.
"""

from __future__ import annotations

import getpass
import importlib.util
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from claimbook.book import Book
from claimbook.errors import ClaimbookError, UsageError
from claimbook.settings import Settings

from .asking import Asked, Desk, Way
from .page import render
from .people import Person, Role
from .routes import WAYS

STATIC = Path(__file__).resolve().parents[1] / "static"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
MOST_FIELDS = 400


def create_app(book_url: str, settings: Settings, *, host: str = "127.0.0.1") -> FastAPI:
    """The desk over the book at `book_url`; `app.state.desk` holds what requests share.

    Raises BookError where the book cannot be opened, UsageError where it would answer others without protection.
    """
    # Pages do not wait where incidents are of older rules; each one says so, as `Desk.behind` has it.
    desk = Desk(Book.open(book_url, settings=settings, show_older=lambda _: None), settings, host)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.book.close()

    app = FastAPI(title="Claimbook", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.desk = desk
    app.state.ways = frozenset(way.path for way in all_ways() if way.method == "GET")
    for way in all_ways():
        app.add_route(way.path, _endpoint(desk, way), methods=[way.method], name=way.name)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(ClaimbookError, _tell_ours)
    if _is_there("claimbook.desk.api"):
        importlib.import_module("claimbook.desk.api").add_api(app, desk)
    if _is_there("claimbook.desk.access.middleware"):
        importlib.import_module("claimbook.desk.access.middleware").protect(app, desk)
    elif host not in LOOPBACK:
        raise UsageError(f"{host}: without users and logins the desk answers on loopback only.")
    return app


def all_ways() -> tuple[Way, ...]:
    """Every way to ask something, those of the parts that may be missing too."""
    more = [m for m in ("claimbook.desk.access.pages", "claimbook.desk.coders") if _is_there(m)]
    return (*WAYS, *(way for m in more for way in importlib.import_module(m).WAYS))


def person_of(request: Request) -> Person:
    """Who asks: as the protection found, else the user of this machine."""
    found = getattr(request.state, "person", None)
    return found if isinstance(found, Person) else Person(_user(), Role.ADMIN)


def _endpoint(desk: Desk, way: Way) -> Callable[[Request], Awaitable[Response]]:
    """The page in a thread, behind its role."""

    async def answer(request: Request) -> Response:
        person = person_of(request)
        if not person.role.may(way.need):
            raise HTTPException(403, f"This needs the role {way.need}; {person.name} has {person.role}.")
        form = await request.form(max_files=0, max_fields=MOST_FIELDS) if way.method == "POST" else FormData()
        return await run_in_threadpool(_answer, desk, way, Asked(request, person, form))

    return answer


def _answer(desk: Desk, way: Way, asked: Asked) -> Response:
    asked.request.state.behind = desk.behind()
    return way.answer(desk, asked)


async def _tell_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _tell(request, error.status_code, str(error.detail))


async def _tell_ours(request: Request, error: Exception) -> Response:
    """What was asked cannot be done, in the words of the error."""
    return _tell(request, 400 if isinstance(error, UsageError) else 503, str(error))


def _tell(request: Request, status: int, sentence: str) -> Response:
    asked = Asked(request, person_of(request))
    return render(asked, "error.html", status=status, title="This did not work", sentence=sentence)


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "user"
