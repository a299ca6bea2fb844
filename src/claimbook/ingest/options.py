"""What a reader may be told, and what goes in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says of the reports: it goes before what they say themselves."""

    published: date | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """A report to read: its file (None: standard input) and its name, the path below the root without ending."""

    path: Path | None
    name: str
