"""Who asks: nobody, the user of the machine alone on loopback, or a user with a session; and the way in."""

from __future__ import annotations

import getpass
import ipaddress
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from claimbook.desk.asking import Desk
from claimbook.desk.people import Person, Role
from claimbook.errors import UsageError

from .attempts import Attempts
from .headers import names_of
from .sessions import Sessions
from .users import Users

COOKIE = "claimbook-session"
SECURE_COOKIE = "__Host-claimbook-session"  # what only https can set, and no other host of the domain
NOBODY = Person("", Role.READER)
AT_ONCE = 2  # passwords looked at together: each takes 64 MiB and all cores
_log = logging.getLogger("claimbook.desk")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks; `token` is the session's, None for the one who is alone at the machine."""

    person: Person
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many attempts: so many seconds must pass before the next."""

    seconds: int


class Guard:
    """The users, sessions and attempts of one desk.  Raises UsageError where it would stand open to others."""

    def __init__(self, desk: Desk) -> None:
        self.loopback = is_loopback(desk.host)
        self.names = names_of(desk.host, desk.settings.desk_hosts)
        self.users = Users(desk.book)
        self.sessions = Sessions()
        self.attempts = Attempts()
        self._gate = threading.BoundedSemaphore(AT_ONCE)
        if not self.loopback and not self.users.any():
            raise UsageError(
                f"{desk.host} can be reached by others, and the book has no users. Add one first: "
                f"claimbook users add {desk.book.where} NAME --role admin."
            )

    def visitor(self, headers: Mapping[str, str]) -> Visitor | None:
        """Who sends these headers; None for one who must log in first."""
        token = token_of(headers)
        if token is not None and (session := self.sessions.find(token)) is not None:
            known = self.users.again(session.user, session.stamp)
            if known is not None:
                return Visitor(known.person, token)
            self.sessions.end(token)
        if self.loopback and not proxied(headers) and not self.users.any():
            return Visitor(Person(_machine_user(), Role.ADMIN))
        return None

    def log_in(self, name: str, password: str, code: str, *, address: str) -> str | Wait | None:
        """The token of a new session; None where something was wrong; Wait where too much was."""
        wait = self.attempts.begin(name, address)
        if wait > 0:
            return Wait(int(wait) + 1)
        with self._gate:
            known = self.users.known(name, password, code)
        if known is None:
            _log.warning("a login from %s failed", address)
            return None
        self.attempts.succeeded(name, address)
        return self.sessions.begin(known.id, known.stamp)


def token_of(headers: Mapping[str, str]) -> str | None:
    """The session's token, from the Authorization header or the cookie."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return None
    found = cookies.get(SECURE_COOKIE) or cookies.get(COOKIE)
    return found.value if found else None


def proxied(headers: Mapping[str, str]) -> bool:
    """Whether a proxy hands on someone else's request: then nobody is alone at the machine."""
    return any(name in headers for name in ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _machine_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "user"
