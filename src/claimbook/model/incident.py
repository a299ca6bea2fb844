"""An incident: one happening, as its claims tell it.  It is computed, never edited.

Every value keeps the claims that say it and the rule that chose it; rival figures stand side by side.  Nothing here
is a fact: an incident says what is claimed, by whom, and how far the voices agree.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from .base import Frozen
from .values import Actor, Link, Period, Place
from .words import Harm, Kind, Outcome, Side, Site, Status

T = TypeVar("T")


class Grade(StrEnum):
    """How harm to civilians is borne out, after the scale of Airwars."""

    CONFIRMED = "confirmed"  # the party blamed concedes
    FAIR = "fair"  # independent speakers, not all of one side, agree on party and harm
    WEAK = "weak"  # one voice
    CONTESTED = "contested"  # rival accounts of who did it
    DISCOUNTED = "discounted"  # independent speakers say that it did not happen, or that no civilians were harmed


class Told(Frozen, Generic[T]):
    """A value, the ids of the claims that say it, and the rule that chose it, in words."""

    value: T
    claims: tuple[str, ...]
    rule: str


class Voice(Frozen):
    """One claim's chain of speakers, outermost first, and the report it stands in."""

    claim: str
    report: str
    published: date | None
    speakers: tuple[Link, ...]


class Figure(Frozen):
    """What one voice gives for a toll; `high` is None for a lower bound."""

    low: int
    high: int | None
    claims: tuple[str, ...]
    report: str
    published: date | None
    speakers: tuple[str, ...]


class Tally(Frozen):
    """One toll of the incident: the people of `status` (None: all people) on `side` (None: both sides).

    `low` and `high` bound every figure (`high` None: no voice gives an upper bound).  `best_low` to `best_high` is the
    best figure by `rule`.  `figures` are in order of publication, so that they show how the number moved; `moved` says
    it in a sentence where it did.
    """

    harm: Harm
    status: Status | None
    side: Side | None
    low: int
    high: int | None
    best_low: int
    best_high: int | None
    rule: str
    figures: tuple[Figure, ...]
    moved: str | None = None


class Clash(StrEnum):
    """What the claims contradict each other about."""

    FIGURES = "figures"
    PARTY = "party"
    HAPPENED = "happened"


class Contradiction(Frozen):
    """Claims that cannot all be right, in a sentence."""

    about: Clash
    sentence: str
    claims: tuple[str, ...]


class Level(Frozen):
    """One comparison of two happenings: its name, the level that fits, the weight in bits, and why in words."""

    comparison: str
    level: str
    weight: float
    sentence: str


class Joining(Frozen):
    """Why two happenings stand in one incident.  `left` and `right` are the first claims' ids; `score` sums the levels."""

    left: str
    right: str
    score: float
    levels: tuple[Level, ...]


class Graded(Frozen):
    """A grade and its reason.  `method` is the rule's name, or "decision" where a person set it."""

    grade: Grade
    reason: str
    method: str


class Incident(Frozen):
    """One happening, as its claims tell it.

    `happenings` are the claims gathered by report and happening; `joinings` say why they are one incident.  `grade`
    is None where no harm to civilians is told; then `voices_by_side` alone says how many independent voices there are.
    """

    id: str
    happenings: tuple[tuple[str, ...], ...]
    reports: tuple[str, ...]
    kind: Told[Kind]
    period: Told[Period] | None
    place: Told[Place] | None
    places: tuple[Told[Place], ...]
    initiators: tuple[Told[Actor], ...]
    targets: tuple[Told[Actor], ...]
    sites: tuple[Told[Site], ...]
    outcome: Told[Outcome] | None
    tallies: tuple[Tally, ...]
    contradictions: tuple[Contradiction, ...]
    voices: tuple[Voice, ...]
    independent_voices: int
    voices_by_side: dict[str, int]
    grade: Graded | None
    joinings: tuple[Joining, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of all its claims, in order."""
        return tuple(sorted(c for group in self.happenings for c in group))

    def tally(self, harm: Harm, *, status: Status | None = None, side: Side | None = None) -> Tally | None:
        """The toll of one harm, for all people or for those of one status or side."""
        return next((t for t in self.tallies if (t.harm, t.status, t.side) == (harm, status, side)), None)
