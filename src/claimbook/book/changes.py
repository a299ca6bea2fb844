"""What changed in a book since a moment, for programs that keep a copy of it.

A copy that replaces what it has of each report and incident named here, and drops those that are gone, is the book as it
is now.  Corrections and rulings change a report's claims, so the reports that decisions touch are named too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from claimbook import store
from claimbook.errors import UsageError
from claimbook.model import Decision, Frozen

from .book import Book

_MARK = re.compile(r"(\d{1,15})-(\d{1,15})")


class ChangedReport(Frozen):
    """A report that was added, read again, or ruled on; or, where it is gone, its tombstone."""

    id: str
    gone: bool = False
    gone_at: str | None = None
    claims: tuple[str, ...] = ()


class ChangedIncident(Frozen):
    """An incident that is new or says something else; or one that is no more, its claims being told of otherwise."""

    id: str
    gone: bool = False


class Changes(Frozen):
    """All that changed.  `until` is what to ask with the next time."""

    until: str
    reports: tuple[ChangedReport, ...]
    incidents: tuple[ChangedIncident, ...]
    decisions: tuple[str, ...]


def changes_since(book: Book, since: str = "") -> Changes:
    """What changed after a mark that an earlier call gave as `until`, or from a moment such as 2024-05-01T12:00:00Z on.

    Nothing given means from the beginning.  Raises UsageError where it is neither.
    """
    mark = _mark(since)
    moment = None if mark else _moment(since)
    book.refresh()
    with store.reading(book.engine, book.where) as connection:
        entry, turn = mark or store.numbers_at(connection, moment or "")
        entries = store.entries_since(connection, entry)
        head = store.head(connection)
        incidents = store.incidents_since(connection, turn)
        until = f"{head.number if head else 0}-{store.last_turn(connection)}"
        decisions = [e.subject for e in entries if e.what == "decision"]
        gone = {e.subject: e.at for e in entries if e.what == "erase"}
        touched = {e.subject for e in entries if e.what in ("report", "claims")}
        touched |= _ruled(store.all_decisions(connection), set(decisions)) if decisions else set()
        claims: dict[str, list[str]] = {report: [] for report in touched - gone.keys()}
        for claim in store.claims_of_reports(connection, claims):
            claims[claim.as_read.report].append(claim.as_read.id)
    reports = [ChangedReport(id=r, claims=tuple(ids)) for r, ids in sorted(claims.items())]
    reports += [ChangedReport(id=r, gone=True, gone_at=at) for r, at in sorted(gone.items())]
    return Changes(
        until=until,
        reports=tuple(reports),
        incidents=tuple(ChangedIncident(id=i, gone=is_gone) for i, is_gone in incidents),
        decisions=tuple(decisions),
    )


def _mark(since: str) -> tuple[int, int] | None:
    found = _MARK.fullmatch(since.strip())
    return (int(found[1]), int(found[2])) if found else None


def _moment(since: str) -> str | None:
    """The moment as entries bear it, in UTC; a moment without a zone is taken as UTC."""
    if not since.strip():
        return None
    try:
        given = datetime.fromisoformat(since.strip())
    except ValueError:
        raise UsageError(
            f"{since}: give the `until` of an earlier answer, or a moment such as 2024-05-01T12:00:00Z."
        ) from None
    zoned = given if given.tzinfo else given.replace(tzinfo=UTC)
    return zoned.astimezone(UTC).isoformat(timespec="seconds")


def _ruled(log: Sequence[Decision], fresh: set[str]) -> set[str]:
    """The reports whose claims the fresh decisions touch; an undo touches those of what it takes back."""
    by_number = {d.number: d for d in log}
    touched: set[str] = set()
    for decision in log:
        if decision.id not in fresh:
            continue
        chain: Decision | None = decision
        while chain is not None:
            touched |= {c.report for c in chain.claims}
            chain = by_number.get(chain.undoes) if chain.undoes is not None else None
    return touched
