"""Who codes which claim, what they answered, and how it was settled.

An assignment names the report and the claim; it goes with the report where that is erased, and stays where the report is
read again: coders answer by the report's words, not by what the rules read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
    update,
)

from .audit import now
from .schema import metadata

assignment = Table(
    "assignment",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("round", String(64), nullable=False),
    Column("report", String(16), ForeignKey("report.id", ondelete="CASCADE"), nullable=False),
    Column("claim", String(16), nullable=False),
    Column("coder", String(64), nullable=False),
    Column("given_by", String(64), nullable=False),
    Column("given_at", String(32), nullable=False),
    Column("answers", Text),  # JSON; None until the coder is done
    Column("answered_at", String(32)),
    UniqueConstraint("round", "claim", "coder"),
    Index("assignment_coder", "coder"),
)

settlement = Table(
    "settlement",
    metadata,
    Column("round", String(64), primary_key=True),
    Column("claim", String(16), primary_key=True),
    Column("report", String(16), ForeignKey("report.id", ondelete="CASCADE"), nullable=False),
    Column("agreed", Text, nullable=False),  # JSON, as answers
    Column("decisions", Text, nullable=False),  # JSON list of "D7"
    Column("who", String(64), nullable=False),
    Column("at", String(32), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One coder's task: a claim to code.  `answers` is None until it is done."""

    number: int
    round: str
    report: str
    claim: str
    coder: str
    answers: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What was agreed on a claim of a round, by whom, and the decisions that it led to."""

    round: str
    claim: str
    agreed: dict[str, Any]
    decisions: tuple[str, ...]
    who: str
    at: str


def put_assignments(
    connection: Connection, round_name: str, given_by: str, rows: Sequence[tuple[str, str, str]]
) -> None:
    """Gives out (report, claim, coder), in this order."""
    number = connection.execute(select(func.max(assignment.c.number))).scalar() or 0
    at = now()
    new = [
        {
            "number": number + n,
            "round": round_name,
            "report": report,
            "claim": claim,
            "coder": coder,
            "given_by": given_by,
            "given_at": at,
        }
        for n, (report, claim, coder) in enumerate(rows, 1)
    ]
    if new:
        connection.execute(insert(assignment), new)


def assignments(
    connection: Connection, *, round_name: str | None = None, coder: str | None = None, number: int | None = None
) -> list[Assignment]:
    """The assignments of a round, of a coder, or the one of this number, in the order given out."""
    columns = (assignment.c.number, assignment.c.round, assignment.c.report, assignment.c.claim, assignment.c.coder)
    query = select(*columns, assignment.c.answers).order_by(assignment.c.number)
    if round_name is not None:
        query = query.where(assignment.c.round == round_name)
    if coder is not None:
        query = query.where(assignment.c.coder == coder)
    if number is not None:
        query = query.where(assignment.c.number == number)
    return [
        Assignment(n, r, report, claim, c, json.loads(answers) if answers is not None else None)
        for n, r, report, claim, c, answers in connection.execute(query)
    ]


def put_answers(connection: Connection, number: int, answers: dict[str, Any]) -> None:
    """Keeps what a coder answered, in the place of what was there."""
    body = json.dumps(answers, sort_keys=True, ensure_ascii=False)
    connection.execute(update(assignment).where(assignment.c.number == number).values(answers=body, answered_at=now()))


def rounds(connection: Connection) -> list[str]:
    """The names of the rounds, the latest first."""
    query = select(assignment.c.round).group_by(assignment.c.round).order_by(func.max(assignment.c.number).desc())
    return list(connection.execute(query).scalars())


def put_settlement(
    connection: Connection, done: Assignment, *, agreed: dict[str, Any], decisions: Sequence[str], who: str
) -> None:
    """Keeps what was agreed on the claim of an assignment."""
    connection.execute(
        insert(settlement).values(
            round=done.round,
            claim=done.claim,
            report=done.report,
            agreed=json.dumps(agreed, sort_keys=True, ensure_ascii=False),
            decisions=json.dumps(list(decisions)),
            who=who,
            at=now(),
        )
    )


def settlements(connection: Connection, round_name: str) -> dict[str, Settlement]:
    """What is settled of a round, by claim."""
    columns = (settlement.c.claim, settlement.c.agreed, settlement.c.decisions, settlement.c.who, settlement.c.at)
    found = connection.execute(select(*columns).where(settlement.c.round == round_name))
    return {
        claim: Settlement(round_name, claim, json.loads(agreed), tuple(json.loads(decisions)), who, at)
        for claim, agreed, decisions, who, at in found
    }
