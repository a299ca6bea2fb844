"""The API: JSON over the same book functions as the commands and the pages, described by OpenAPI.

It is an app of its own below /api, behind the same protection; each route says by `needs` which role it takes.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.base import RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from claimbook import __version__
from claimbook.desk.asking import Asked, Desk
from claimbook.desk.page import render
from claimbook.errors import ClaimbookError, UsageError

from .files import file_routes
from .forms import person_of
from .routes import book_routes
from .session import session_routes

ABOUT = """What reports claim, and who says so. A claim is not a fact: an incident says what is claimed, by whom, and how far
the voices agree. Programs begin a session with `POST /api/session` and send its token as `Authorization: Bearer TOKEN`;
a desk that is alone on its machine, without users, needs none."""


def add_api(app: FastAPI, desk: Desk) -> None:
    """Puts the API below /api of the desk."""
    app.mount("/api", make_api(app, desk), name="api")


def make_api(outer: FastAPI, desk: Desk) -> FastAPI:
    """The API as an app; `outer` is the desk's."""
    api = FastAPI(
        title="Claimbook",
        version=__version__,
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        root_path_in_servers=False,
        servers=[{"url": "/api"}],
    )
    api.state.desk, api.state.outer, api.state.ways = desk, outer, getattr(outer.state, "ways", ())
    api.middleware("http")(_name_older)
    api.include_router(session_routes)
    api.include_router(book_routes)
    api.include_router(file_routes)
    api.add_exception_handler(ClaimbookError, _tell)
    api.add_route("/docs", _show_docs, methods=["GET"], include_in_schema=False)
    return api


async def _name_older(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Says in a header where the incidents are of older rules."""
    response = await call_next(request)
    if await run_in_threadpool(request.app.state.desk.behind):
        response.headers["Claimbook-Incidents"] = "of older rules"
    return response


async def _tell(_: Request, error: Exception) -> Response:
    return JSONResponse({"detail": str(error)}, 400 if isinstance(error, UsageError) else 503)


async def _show_docs(request: Request) -> HTMLResponse:
    """The description as a page of our own: no script, nothing from elsewhere."""
    request.app.state.ways = getattr(request.app.state.outer.state, "ways", ())
    described = request.app.openapi()
    return render(
        Asked(request, person_of(request)),
        "api.html",
        title="API",
        about=described["info"]["description"],
        operations=list(operations(described)),
        schemas=described["components"]["schemas"],
    )


def operations(described: dict[str, Any]) -> Any:
    """(method, path, operation) of everything that the API does, in order."""
    for path, item in described["paths"].items():
        for method, operation in item.items():
            yield method.upper(), f"/api{path}", operation
