"""Claimbook from Python: what `import claimbook` gives.  Loaded on first use, so that the import alone costs nothing."""

from __future__ import annotations

import builtins
from datetime import date
from functools import lru_cache
from pathlib import Path

from claimbook.book import Book
from claimbook.errors import UsageError
from claimbook.ingest import Input, ReadOptions, read_bytes, read_file
from claimbook.model import Notice
from claimbook.pipeline import Pipeline, ReadReport
from claimbook.settings import Settings


def open(where: str | Path, *, create: bool = False) -> Book:
    """The book at a path or a postgresql:// URL; `create` makes one where there is none.

    Use it with `with`, or `close` it.  Raises BookError where it cannot be opened.
    """
    return Book.open(where, create=create)


def read(
    what: str | bytes | Path,
    *,
    published: date | str | None = None,
    outlet: str | None = None,
    name: str = "text",
    settings: Settings | None = None,
) -> ReadReport:
    """One report with its claims; nothing is kept.

    `what` is the report's text, its bytes (text, HTML or PDF), or the path of its file.  `published` (a day, such as
    "2020-08-07") and `outlet` go before what the report says of itself.  The first call loads the pipeline, which
    takes seconds.  Raises UsageError where there is no report to be read, saying why.
    """
    options = ReadOptions(published=_day(published), outlet=outlet)
    if isinstance(what, Path):
        answer = read_file(Input(path=what, name=what.stem), options)
    elif isinstance(what, builtins.bytes):
        answer = read_bytes(what, name=name, options=options)
    else:
        answer = read_bytes(what.encode(errors="replace"), name=name, options=options, media_type="text/plain")
    if isinstance(answer, Notice):
        raise UsageError(str(answer))
    return ReadReport(answer, _pipeline(settings or Settings.from_environment()).read(answer))


@lru_cache(maxsize=1)
def _pipeline(settings: Settings) -> Pipeline:
    return Pipeline(settings)


def _day(given: date | str | None) -> date | None:
    if not isinstance(given, str):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"published={given!r}: give a day such as 2020-08-07.") from None
