"""Logging in, logging out, and one's own account."""

from __future__ import annotations

import re

from starlette.responses import RedirectResponse, Response

from claimbook.desk.asking import Asked, Desk, Way
from claimbook.desk.page import render
from claimbook.desk.people import Role
from claimbook.errors import UsageError

from .guard import COOKIE, SECURE_COOKIE, Guard, Wait
from .sessions import WHOLE_SECONDS

_OWN = re.compile(r"/(?![/\\])[^\x00-\x1f\\]*")


def show_login(desk: Desk, asked: Asked) -> Response:
    """The form; someone who is in already goes on."""
    if asked.person.name:
        return RedirectResponse(_onward(asked.query.get("next", "")), 303)
    return _form(asked, after=asked.query.get("next", ""))


def log_in(desk: Desk, asked: Asked) -> Response:
    """Begins a session, or says that something was wrong without saying what."""
    guard = guard_of(asked)
    password = asked.form.get("password")
    answer = guard.log_in(
        asked.given("name"),
        password if isinstance(password, str) else "",
        asked.given("code"),
        address=address_of(asked),
    )
    after = asked.given("next")
    if isinstance(answer, Wait):
        sentence = f"Too many attempts. Wait {answer.seconds} seconds, then try again."
        page = _form(asked, after=after, problem=sentence, status=429)
        page.headers["Retry-After"] = str(answer.seconds)
        return page
    if answer is None:
        return _form(asked, after=after, problem="Name, password or code is wrong.", status=401)
    page = RedirectResponse(_onward(after), 303)
    if asked.request.state.token:  # whoever was in before is not any more
        guard.sessions.end(asked.request.state.token)
    secure = asked.request.url.scheme == "https" or asked.request.headers.get("origin", "").startswith("https://")
    page.set_cookie(
        SECURE_COOKIE if secure else COOKIE,
        answer,
        max_age=WHOLE_SECONDS,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    return page


def log_out(desk: Desk, asked: Asked) -> Response:
    """Ends the session."""
    if asked.request.state.token:
        guard_of(asked).sessions.end(asked.request.state.token)
    page = RedirectResponse("/login", 303)
    page.delete_cookie(COOKIE, path="/")
    page.delete_cookie(SECURE_COOKIE, path="/", secure=True)
    page.headers["Clear-Site-Data"] = '"cache"'
    return page


def show_account(desk: Desk, asked: Asked) -> Response:
    """Who one is here, and the form for another password."""
    return _account(asked)


def change_password(desk: Desk, asked: Asked) -> Response:
    """Gives oneself another password; all one's sessions end."""
    if not asked.request.state.signed_in:
        return _account(asked, problem="The one alone at the machine has no password.", status=400)
    guard = guard_of(asked)
    old, new = (asked.form.get(field) for field in ("old", "new"))
    if not isinstance(old, str) or not isinstance(new, str) or new != asked.form.get("again"):
        return _account(asked, problem="The new password was not written twice alike.", status=400)
    answer = guard.log_in(asked.person.name, old, asked.given("code"), address=address_of(asked))
    if isinstance(answer, Wait):
        return _account(asked, problem=f"Too many attempts. Wait {answer.seconds} seconds.", status=429)
    if answer is None:
        return _account(asked, problem="The password until now, or the code, is wrong.", status=401)
    guard.sessions.end(answer)
    try:
        guard.users.set_password(asked.person.name, new)
    except UsageError as error:
        return _account(asked, problem=str(error), status=400)
    return RedirectResponse("/login", 303)


def guard_of(asked: Asked) -> Guard:
    """The desk's guard."""
    guard: Guard = asked.request.app.state.guard
    return guard


def address_of(asked: Asked) -> str:
    """The address that the request comes from."""
    return asked.request.client.host if asked.request.client else "unknown"


def _onward(after: str) -> str:
    """Where to go on to: a path of our own, never another site."""
    return after if _OWN.fullmatch(after) and not after.startswith("/login") else "/"


def _form(asked: Asked, *, after: str, problem: str = "", status: int = 200) -> Response:
    return render(asked, "access/login.html", status=status, title="Log in", after=after, problem=problem)


def _account(asked: Asked, *, problem: str = "", status: int = 200) -> Response:
    return render(asked, "access/account.html", status=status, title="Account", problem=problem)


WAYS: tuple[Way, ...] = (
    Way("/login", "GET", Role.READER, "login", show_login),
    Way("/login", "POST", Role.READER, "log_in", log_in),
    Way("/logout", "POST", Role.READER, "log_out", log_out),
    Way("/account", "GET", Role.READER, "account", show_account),
    Way("/account", "POST", Role.READER, "change_password", change_password),
)
