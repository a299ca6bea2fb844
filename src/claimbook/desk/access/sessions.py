"""Sessions, in the memory of the one process that is the desk: they end when they should, and with the desk."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

IDLE_SECONDS = 60 * 60
WHOLE_SECONDS = 12 * 60 * 60
MOST = 10  # of one user; the oldest ends


@dataclass(slots=True)
class Session:
    """Whose it is, with the stamp that the user bore at login; moments by the clock of `Sessions`."""

    user: str
    stamp: str
    began: float
    seen: float


class Sessions:
    """Open sessions by the hash of their token, so that memory holds no token."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[str, Session] = {}
        self._lock = threading.Lock()

    def begin(self, user: str, stamp: str) -> str:
        """The token of a new session."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            self._open = {key: s for key, s in self._open.items() if not _over(s, now)}
            own = sorted((s.began, key) for key, s in self._open.items() if s.user == user)
            for _, key in own[: max(0, len(own) - MOST + 1)]:
                del self._open[key]
            self._open[_hash(token)] = Session(user, stamp, now, now)
        return token

    def find(self, token: str) -> Session | None:
        """The session of a token, seen now; None where there is none, or it is over."""
        now = self._clock()
        with self._lock:
            session = self._open.get(_hash(token))
            if session is None:
                return None
            if _over(session, now):
                del self._open[_hash(token)]
                return None
            session.seen = now
            return session

    def end(self, token: str) -> None:
        """Ends a session."""
        with self._lock:
            self._open.pop(_hash(token), None)


def _over(session: Session, now: float) -> bool:
    return now - session.seen > IDLE_SECONDS or now - session.began > WHOLE_SECONDS


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
