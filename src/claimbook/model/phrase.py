"""A stretch of clean text that a resolver recognised, on its way from `resolve/` to `extract/`.

Phrases live only while a report is read; they are plain and light because there are many of them.
Offsets count in the clean text, not in the report's (see `CleanText`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from .base import Basis

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Phrase(Generic[T]):
    """Characters [start, end) of the clean text, and what they were recognised as."""

    start: int
    end: int
    value: T
    basis: Basis = Basis.STATED
    method: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many: `high` is None for a lower bound.  `vague` marks "several", "dozens" and bare plurals."""

    low: int
    high: int | None
    vague: bool = False
