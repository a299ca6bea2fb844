"""Answers about the incidents of a book, kept until some incident changes: many pages ask the same of all of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from sqlalchemy import Connection

from claimbook import store
from claimbook.store.overview import Wanted, count_incidents

A = TypeVar("A")
MOST = 64  # answers; the one asked for longest ago goes first


class Answers:
    """What was answered of one book, for one state of its incidents.  Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: tuple[int, int] | None = None
        self._kept: dict[Hashable, object] = {}

    def of(self, connection: Connection, question: Callable[..., A], *given: Hashable, **more: Hashable) -> A:
        """What `question(connection, *given, **more)` answers; it must draw on incidents alone."""
        # Turns count what is written; incidents of claims that go are taken out without one.
        state = (store.last_turn(connection), count_incidents(connection, Wanted()))
        key = (question, given, tuple(sorted(more.items())))
        with self._lock:
            if self._state != state:
                self._state, self._kept = state, {}
            if key in self._kept:
                self._kept[key] = self._kept.pop(key)  # asked for last
                return cast(A, self._kept[key])
        answer = question(connection, *given, **more)
        with self._lock:
            if self._state == state:
                self._kept[key] = answer
                if len(self._kept) > MOST:
                    del self._kept[next(iter(self._kept))]
        return answer
