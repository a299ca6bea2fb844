"""Clean text: the body of a report, mended for reading, with a map back to the report's own offsets."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from .base import Span


@dataclass(frozen=True, slots=True)
class CleanText:
    """`text` is what the parser reads; `origin[i]` is the offset in the report's text of its character i.

    `origin` is ascending and has one entry more than `text` has characters: the offset just past the last one.
    Characters that cleaning put in (a space for a line break) carry the offset of what they stand for.
    """

    text: str
    origin: array[int]

    def span(self, start: int, end: int) -> Span:
        """The report's characters that [start, end) of the clean text came from."""
        first = self.origin[start]
        last = self.origin[end - 1]
        return Span(start=first, end=max(last + 1, first + 1))
