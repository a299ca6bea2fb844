"""One request, as the pages see it: who asks, what for, and the form that was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection
from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import Response

from claimbook import store
from claimbook.book import Book
from claimbook.book.passing import TEAM
from claimbook.settings import Settings

from .people import Person, Role
from .remembering import Answers


@dataclass(frozen=True, slots=True)
class Desk:
    """What all requests share.  `host` is the address that the desk listens on."""

    book: Book
    settings: Settings
    host: str
    answers: Answers = field(default_factory=Answers)

    @property
    def passes_needed(self) -> int:
        """How many people must pass a claim: the setting, else two, for at the desk nothing goes out unchecked."""
        return self.settings.publish_passes or TEAM

    def behind(self) -> str:
        """What pages must say where the incidents are of older rules; "" where they are not."""
        return str(self.book.older() or "")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One state of the book from beginning to end, its incidents up to date or as `behind` says."""
        self.book.refresh()
        with store.reading(self.book.engine, self.book.where) as connection:
            yield connection


@dataclass(frozen=True, slots=True)
class Asked:
    """One request.  `form` is empty but for a POST; `partial` tells that htmx wants a part of the page only."""

    request: Request
    person: Person
    form: FormData = field(default_factory=FormData)

    @property
    def query(self) -> QueryParams:
        """What stands after the question mark."""
        return self.request.query_params

    @property
    def path(self) -> Mapping[str, str]:
        """The parts of the path that the route names."""
        return self.request.path_params

    @property
    def partial(self) -> bool:
        """Whether htmx asks, for a part of the page."""
        return self.request.headers.get("HX-Request") == "true"

    def given(self, name: str) -> str:
        """A field of the form as words, "" where it is missing; a file is no words."""
        value = self.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    def given_all(self, name: str) -> tuple[str, ...]:
        """Every value that the form gives a field."""
        return tuple(v.strip() for v in self.form.getlist(name) if isinstance(v, str) and v.strip())


Answer = Callable[[Desk, Asked], Response]
"""A page: it runs in a thread of its own, so it may wait for the book."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to ask: path, method, the lowest role that may, and the page that answers."""

    path: str
    method: str
    need: Role
    name: str
    answer: Answer
