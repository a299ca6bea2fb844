"""A decision: what a person ruled, when and why.  It is a record: it is never changed, only followed by others.

A decision rests on claims, never on incidents, because incidents are computed anew; what is ruled of an incident is
kept as ruled of the claims that it held.  For every claim it keeps the mark of what the claim said at the time, so
that a decision made on other words is seen for what it is.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from .base import Frozen, Span
from .claim import Claim


class Act(StrEnum):
    """What is ruled."""

    ACCEPT = "accept"  # the claims are read rightly
    REJECT = "reject"  # the claims are not there to be read: they take no part in incidents
    CORRECT = "correct"  # one value of one claim was read wrongly, and is this
    JOIN = "join"  # the claims tell of one happening
    PART = "part"  # the first claim tells of another happening than the others
    GRADE = "grade"  # the incident that holds the claims has this grade
    COPY = "copy"  # the report of the first claim copies the report of the second: one voice
    COMMENT = "comment"
    UNDO = "undo"  # an earlier decision no longer stands


class Ruled(Frozen):
    """A claim that a decision rests on, its trigger, and the mark of what it said then (see `claim_mark`)."""

    claim: str
    report: str
    mark: str
    trigger: Span | None = None


class Decision(Frozen):
    """`number` counts the book's decisions from 1; "D7" is written for the seventh.

    `field` and `value` belong to a correction: a path such as "tolls.0.low", and the value as JSON (None removes
    the entry).  `grade` belongs to a grade; `undoes` to an undo; `renews` names the decision that this one makes
    again after its claims had changed.
    """

    number: int = Field(ge=1)
    act: Act
    who: str = Field(min_length=1)
    at: datetime
    why: str = ""
    claims: tuple[Ruled, ...] = ()
    field: str | None = None
    value: Any = None
    grade: str | None = None
    undoes: int | None = None
    renews: int | None = None

    @model_validator(mode="after")
    def _whole(self) -> Decision:
        least = {Act.JOIN: 2, Act.PART: 2, Act.COPY: 2, Act.UNDO: 0}.get(self.act, 1)
        if len({c.claim for c in self.claims}) < least:
            raise ValueError(f"to {self.act} needs {least} claim(s) at least, not {len(self.claims)}")
        if self.act is Act.CORRECT and (self.field is None or len(self.claims) != 1):
            raise ValueError("a correction needs one claim and the path of its value")
        if self.act is Act.GRADE and not self.grade:
            raise ValueError("a grade needs the grade")
        if self.act is Act.UNDO and self.undoes is None:
            raise ValueError("an undo needs the number of the decision that it undoes")
        if self.act is Act.COMMENT and not self.why.strip():
            raise ValueError("a comment needs its words")
        return self

    @property
    def id(self) -> str:
        """ "D" and the number."""
        return f"D{self.number}"


def claim_mark(claim: Claim) -> str:
    """16 hex digits over what the claim says and the words it says it by; not over how it was reached."""
    said = _without_methods(claim.model_dump(mode="json"))
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def ruled(claim: Claim) -> Ruled:
    """The claim as a decision holds it."""
    trigger = claim.kind.spans[0] if claim.kind.spans else None
    return Ruled(claim=claim.id, report=claim.report, mark=claim_mark(claim), trigger=trigger)


def _without_methods(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_methods(v) for k, v in value.items() if k not in ("method", "score", "reason")}
    if isinstance(value, list):
        return [_without_methods(v) for v in value]
    return value
