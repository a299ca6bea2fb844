"""The audit chain: one entry for every report, claim set, decision and erasure, each sealed over the one before it.

An entry holds the digest of what was put in the book, not the thing itself; so what the law makes one erase can go
and the chain still holds.  Times stand here (and in decisions) and nowhere else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from .schema import audit

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the `number`-th, made `at` a moment (UTC), on a `subject`, with the digest of what was put in."""

    number: int
    at: str
    what: str
    subject: str
    digest: str
    prev: str
    hash: str

    def seal(self) -> str:
        """The hash that this entry must have: sha256 over its other fields as canonical JSON."""
        rest = {k: v for k, v in asdict(self).items() if k != "hash"}
        return hashlib.sha256(canonical(rest).encode()).hexdigest()


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: the same value gives the same characters."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(*bodies: str) -> str:
    """sha256 over bodies as they are stored, each ended by a line feed (JSON bodies hold none)."""
    whole = hashlib.sha256()
    for body in bodies:
        whole.update(body.encode())
        whole.update(b"\n")
    return whole.hexdigest()


def now() -> str:
    """This moment, in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def entries(connection: Connection) -> list[Entry]:
    """The whole chain, in order."""
    return [Entry(*row) for row in connection.execute(select(audit).order_by(audit.c.number))]


def head(connection: Connection) -> Entry | None:
    """The newest entry."""
    row = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(1)).one_or_none()
    return Entry(*row) if row else None


def append(connection: Connection, items: Sequence[tuple[str, str, str]]) -> None:
    """Adds an entry for each (what, subject, digest), within the caller's writing transaction."""
    last = head(connection)
    number, prev = (last.number, last.hash) if last else (0, START)
    at = now()
    rows = []
    for what, subject, held in items:
        number += 1
        entry = Entry(number, at, what, subject, held, prev, "")
        prev = entry.seal()
        rows.append({**asdict(entry), "hash": prev})
    connection.execute(insert(audit), rows)


def first_break(chain: Iterable[Entry]) -> str | None:
    """What is wrong with the first entry that does not hold, in a sentence; None where all hold."""
    prev = START
    for number, entry in enumerate(chain, 1):
        if entry.number != number:
            return f"audit entry {number} is missing: the next one there is {entry.number}."
        if entry.prev != prev:
            return f"audit entry {number} ({entry.what} {entry.subject}) does not follow from the one before it."
        if entry.seal() != entry.hash:
            return f"audit entry {number} ({entry.what} {entry.subject}) was changed after it was written."
        prev = entry.hash
    return None
