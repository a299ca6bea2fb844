"""Opening a book for a command: what people are told where its incidents are computed anew, or are of older rules."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress

    from claimbook.book import Book
    from claimbook.book.refreshing import Older
    from claimbook.settings import Settings

MANY = 5_000  # claims: joining them takes more than a moment


@contextmanager
def open_book(
    where: str, *, create: bool = False, settings: Settings | None = None, show_older: bool = False
) -> Iterator[Book]:
    """The book, for commands that give its incidents away or change it; with `show_older`, for those that only look.

    Those that only look do not wait where the rules are newer than the incidents: they say so, once.
    """
    from claimbook.book import Book

    telling = Telling() if show_older else None
    with Book.open(where, create=create, settings=settings, show_older=telling, progress=Computing()) as book:
        yield book


class Telling:
    """Says on standard error that incidents are of older rules, once."""

    def __init__(self) -> None:
        self._told = False

    def __call__(self, older: Older) -> None:
        if not self._told:
            click.echo(f"Note: {older}", err=True)
        self._told = True


class Computing:
    """A bar on standard error while all incidents of a large book are computed; a line where nobody sees a bar."""

    def __init__(self) -> None:
        self._bar: Progress | None = None

    def read(self, claims: int, of: int) -> None:
        """So many claims are read."""
        if of < MANY:
            return
        from .run import progress_bar

        if self._bar is None:
            click.echo(f"Computing the incidents of {of:,} claims anew; this may take minutes.", err=True)
            self._bar = progress_bar(sys.maxsize)
            self._bar.add_task("", total=of)
            self._bar.start()
        for task in self._bar.task_ids:
            what = "Reading the claims" if claims < of else "Joining the claims"
            self._bar.update(task, completed=claims, description=what)

    def done(self) -> None:
        """The bar goes."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
