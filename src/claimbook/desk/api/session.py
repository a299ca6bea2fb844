"""How a program begins and ends a session: by name and password, for a token that it sends with each request."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Request, Response

from claimbook.desk.access.guard import Guard, Wait
from claimbook.desk.access.sessions import IDLE_SECONDS, WHOLE_SECONDS
from claimbook.desk.people import Person, Role

from .forms import LoginIn, SessionOut, extra, needs

session_routes = APIRouter(tags=["session"])


@session_routes.post("/session", status_code=201, openapi_extra={"x-role": "none"})
def begin_session(request: Request, login: LoginIn) -> SessionOut:
    """Begin a session. Wrong logins are limited: 429 says by Retry-After how long to wait."""
    guard = _guard(request)
    address = request.client.host if request.client else "unknown"
    answer = guard.log_in(login.name, login.password, login.code, address=address)
    if isinstance(answer, Wait):
        raise HTTPException(429, "Too many attempts.", {"Retry-After": str(answer.seconds)})
    visitor = guard.visitor({"authorization": f"Bearer {answer}"}) if answer is not None else None
    if answer is None or visitor is None:
        raise HTTPException(401, "Name, password or code is wrong.")
    return SessionOut(
        token=answer,
        name=visitor.person.name,
        role=visitor.person.role,
        idle_seconds=IDLE_SECONDS,
        whole_seconds=WHOLE_SECONDS,
    )


@session_routes.delete("/session", status_code=204, openapi_extra=extra(Role.READER))
def end_session(request: Request, person: Annotated[Person, needs(Role.READER)]) -> Response:
    """End the session whose token is sent."""
    if request.state.token:
        _guard(request).sessions.end(request.state.token)
    return Response(status_code=204)


def _guard(request: Request) -> Guard:
    guard: Guard = request.app.state.outer.state.guard
    return guard
