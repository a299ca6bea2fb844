"""A report, its passages, and the notices that reading it may leave."""

from __future__ import annotations

from datetime import date

from .base import Frozen, Sourced, Span


class Notice(Frozen):
    """A problem met while reading, with what to do next.  `where` is a path, a page, or an address."""

    where: str
    what: str
    next_step: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.next_step}"


class Passage(Frozen):
    """A sentence of a report."""

    index: int
    span: Span


class Report(Frozen):
    """One published text.

    `id` is the first 16 hex digits of `sha256`, the hash of the original bytes.  `name` is the path
    below the root it was read from, without its ending.  `text` is the characters that every span of
    every claim counts in: the decoded file (header block included) for plain text, the extracted text
    for HTML and PDF.  `body` is the part of `text` that is read for claims.
    """

    id: str
    sha256: str
    name: str
    media_type: str
    text: str
    body: Span | None
    title: Sourced[str] | None = None
    outlet: Sourced[str] | None = None
    address: str | None = None
    published: Sourced[date] | None = None
    notices: tuple[Notice, ...] = ()
