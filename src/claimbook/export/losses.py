"""What was lost: every export counts what its format could not hold, and says what stands in its place.

The counts go into a small JSON file beside the export.  A `sight` is a thing that an incident may have and that a
format may not be able to hold; each format names its own among SIGHTS, with how it chose.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from claimbook.model import Harm, Incident

from .profile import SmallCell

EXACT_KM = 5.0
SUFFIX = ".lost.json"

# What an incident may have that a format may not hold: name → how the sidecar tells it, and whether an incident has it.
SIGHTS: dict[str, tuple[str, Callable[[Incident], bool]]] = {
    "range": ("incidents whose number of killed is a range", lambda i: _killed(i, lambda t: t.low != t.high)),
    "open": ("incidents whose number of killed has no upper bound", lambda i: _killed(i, lambda t: t.high is None)),
    "rivals": (
        "incidents for whose killed voices give several figures",
        lambda i: _killed(i, lambda t: len({(f.low, f.high) for f in t.figures}) > 1),
    ),
    "no toll": ("incidents of which nobody tells how many were killed", lambda i: i.tally(Harm.KILLED) is None),
    "nobody killed": ("incidents without a death", lambda i: not is_lethal(i)),
    "injured": (
        "incidents with people injured, captured, missing or displaced",
        lambda i: any(t.harm is not Harm.KILLED for t in i.tallies),
    ),
    "who": (
        "incidents that tell who the harmed were or on which side",
        lambda i: any(t.status or t.side for t in i.tallies),
    ),
    "attribution": (
        "incidents told through a chain of speakers",
        lambda i: any(len(v.speakers) > 1 for v in i.voices),
    ),
    "voices": ("incidents told by several independent voices", lambda i: i.independent_voices > 1),
    "contradictions": ("incidents whose claims contradict each other", lambda i: bool(i.contradictions)),
    "grade": ("incidents with a grade", lambda i: i.grade is not None),
    "no coordinates": (
        "incidents without coordinates",
        lambda i: i.place is None or i.place.value.lat is None,
    ),
    "no country": ("incidents without a country", lambda i: i.place is None or i.place.value.country is None),
    "area": (
        f"incidents whose place is an area of more than {EXACT_KM:g} km",
        lambda i: i.place is not None and (i.place.value.radius_km or 0.0) > EXACT_KM,
    ),
    "places": ("incidents with several places", lambda i: len(i.places) > 1),
    "no day": ("incidents without a day", lambda i: i.period is None),
    "period": (
        "incidents that last or may lie in more than one day",
        lambda i: i.period is not None and i.period.value.end != i.period.value.start,
    ),
    "parties": ("incidents with several parties on one side", lambda i: max(len(i.initiators), len(i.targets)) > 1),
    "sites": ("incidents that tell what was struck", lambda i: bool(i.sites)),
    "outcome": ("incidents that tell how it ended", lambda i: i.outcome is not None),
    "joinings": ("incidents joined of several happenings", lambda i: len(i.happenings) > 1),
    "words": ("incidents whose claims keep the words that they rest on", lambda i: True),
}


class Losses:
    """The counts of one export."""

    def __init__(self, form: str, lost: Mapping[str, str]) -> None:
        self.form = form
        self.lost = lost
        self.incidents = 0
        self.counts: dict[str, int] = dict.fromkeys(lost, 0)
        self.left: dict[str, int] = {}
        self.changed: dict[str, int] = {}

    def see(self, incident: Incident) -> None:
        """Counts an incident with all that the format cannot hold of it."""
        self.incidents += 1
        for name in self.lost:
            if SIGHTS[name][1](incident):
                self.counts[name] += 1

    def leave_out(self, why: str) -> None:
        """Counts an incident that is not in the file."""
        self.left[why] = self.left.get(why, 0) + 1

    def keep_back(self, why: str, number: int) -> None:
        """Counts incidents that never came to the format."""
        if number:
            self.incidents += number
            self.left[why] = self.left.get(why, 0) + number

    def change(self, what: str) -> None:
        """Counts a value that was shortened or changed to fit."""
        self.changed[what] = self.changed.get(what, 0) + 1

    def tell(self, *, profile: Mapping[str, Any], cells: Sequence[SmallCell] = ()) -> dict[str, Any]:
        """All of it, for people and machines."""
        told: dict[str, Any] = {
            "format": self.form,
            "profile": dict(profile),
            "incidents": self.incidents,
            "left_out": self.left,
            "lost": [
                {"what": SIGHTS[name][0], "incidents": number, "instead": self.lost[name]}
                for name, number in self.counts.items()
                if number
            ],
            "changed": self.changed,
        }
        if cells:
            told["small_cells"] = {
                "warning": f"{len(cells)} region(s) and month(s) hold so few incidents that people may be told from them.",
                "cells": [c.model_dump() for c in cells],
            }
        return told

    def __repr__(self) -> str:
        return f"Losses({self.form}, {self.incidents} incidents)"


def write_sidecar(told: Mapping[str, Any], beside: Path) -> Path:
    """Writes the counts beside the export; gives the path."""
    path = sidecar_of(beside)
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def sidecar_of(export: Path) -> Path:
    """Where the sidecar of an export lies: "incidents.csv.lost.json"."""
    return export.with_name(export.name + SUFFIX)


def is_lethal(incident: Incident) -> bool:
    """Whether some voice tells of a death."""
    return _killed(incident, lambda t: t.high is None or t.high > 0)


def _killed(incident: Incident, holds: Callable[[Any], bool]) -> bool:
    tally = incident.tally(Harm.KILLED)
    return tally is not None and holds(tally)
