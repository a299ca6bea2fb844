"""The values that a claim holds: periods, places, actors, tolls and links of the chain of speakers."""

from __future__ import annotations

from datetime import date

from pydantic import model_validator

from .base import Frozen
from .words import ActorKind, Harm, Precision, Relation, Side, SpeakerKind, Stance, Status


class Period(Frozen):
    """From `start` to `end`, both days included, known to the unit of `precision`.

    A month or a year is held as its first and last day.  `end` is None for a period that is open and
    whose end nothing tells.  `part_of_day` keeps "evening", "overnight", "dawn" where it was said.
    """

    start: date
    end: date | None
    precision: Precision = Precision.DAY
    part_of_day: str | None = None
    ongoing: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> Period:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")
        return self


class Candidate(Frozen):
    """One gazetteer entry that a place name may mean."""

    entry: str
    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float
    lon: float
    score: float


class Place(Frozen):
    """A place as the report names it and, where the gazetteer decides, where that is.

    `name` is the mended form of the words.  `lat` and `lon` are WGS 84 degrees of the centre of a disc of
    `radius_km` in which the happening lies; all three are None together.  `geo_precision` is ACLED's (1 exact,
    2 part of a region or near, 3 region), `where_prec` UCDP's (1 exact to 7 international).  `candidates` are
    kept where the names did not decide, and `reason` says in words why this one won or none did.
    """

    name: str
    relation: Relation = Relation.IN
    kind: str | None = None
    entry: str | None = None
    country: str | None = None
    admin1: str | None = None
    admin1_code: str | None = None
    admin2: str | None = None
    admin2_code: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    geo_precision: int | None = None
    where_prec: int | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""


class Actor(Frozen):
    """A party as the report names it and, where the lexicon knows it, its entry."""

    name: str
    entry: str | None = None
    kind: ActorKind = ActorKind.UNKNOWN
    country: str | None = None
    backer: str | None = None


class Toll(Frozen):
    """People harmed: a range, who they were, and on which side they stood.

    `high` is None where the words give only a lower bound.  `part` is true for people already counted
    in another toll of the claim ("including two children").
    """

    harm: Harm
    low: int
    high: int | None
    group: str = ""
    status: Status = Status.UNKNOWN
    side: Side = Side.UNKNOWN
    part: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> Toll:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"a toll needs 0 <= low <= high, not {self.low} to {self.high}")
        return self


class Link(Frozen):
    """One speaker of the chain, and what it does with the words."""

    name: str
    entry: str | None = None
    kind: SpeakerKind = SpeakerKind.UNKNOWN
    stance: Stance = Stance.REPORTS
