"""What the law makes one erase: the report, its original, its claims and what was ruled of them alone.

A tombstone stays, with the original's hash, who erased it, when and why; the chain holds digests only, so it holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, select, text, update

from claimbook.errors import BookError

from . import audit
from .reports import drop_claims
from .schema import claim, decision, decision_claim, erased, original, report
from .words import drop_words


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure took, and which decisions it left because they name claims of other reports too."""

    report: str
    sha256: str
    claims: int
    decisions_taken: tuple[int, ...]
    decisions_left: tuple[int, ...]


def erase_report(connection: Connection, identifier: str, *, who: str, why: str) -> Erasure:
    """Takes a report out within the caller's writing transaction.

    Compute incidents in the same transaction, for until then the claims wait beside the book as they were; then
    `scrub` clears the traces from the files.
    """
    if not why.strip():
        raise BookError("an erasure needs its reason: give --reason.")
    row = connection.execute(select(report.c.id, report.c.sha256).where(report.c.id == identifier)).one_or_none()
    if row is None:
        raise BookError(f"{identifier}: there is no such report in the book. `claimbook reports` lists them.")
    ids = list(connection.execute(select(claim.c.id).where(claim.c.report == identifier)).scalars())
    taken, left = _decisions(connection, identifier)
    if taken:
        connection.execute(update(decision).where(decision.c.number.in_(taken)).values(body=None))
        connection.execute(delete(decision_claim).where(decision_claim.c.decision.in_(taken)))
    drop_claims(connection, identifier)
    drop_words(connection, "report_words", [identifier])
    connection.execute(delete(report).where(report.c.id == identifier))
    connection.execute(delete(original).where(original.c.sha256 == row.sha256))
    body = audit.canonical(
        {"report": identifier, "sha256": row.sha256, "who": who, "at": audit.now(), "why": why, "decisions": taken}
    )
    held = audit.digest(body)
    connection.execute(insert(erased).values(report=identifier, sha256=row.sha256, body=body, digest=held))
    audit.append(connection, [("erase", identifier, held)])
    return Erasure(identifier, row.sha256, len(ids), tuple(taken), tuple(left))


def _decisions(connection: Connection, identifier: str) -> tuple[list[int], list[int]]:
    """The decisions on claims of this report alone, and those that name other reports too."""
    naming = select(decision_claim.c.decision).where(decision_claim.c.report == identifier)
    reports: dict[int, set[str]] = {}
    for number, named in connection.execute(
        select(decision_claim.c.decision, decision_claim.c.report).where(decision_claim.c.decision.in_(naming))
    ):
        reports.setdefault(number, set()).add(named)
    return sorted(n for n, r in reports.items() if len(r) == 1), sorted(n for n, r in reports.items() if len(r) > 1)


def scrub(engine: Engine) -> None:
    """Clears what was deleted from the pages of the database's own files.  Backups made before still hold it."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(claimbook_writing=True) as connection, connection.begin():
            for table in ("report_words", "claim_words"):
                connection.execute(text(f"INSERT INTO {table} ({table}) VALUES ('optimize')"))
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.close()
        finally:
            raw.close()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM"))
