"""Incidents brought to the claims, the decisions and the rules of today.

What changed since they were computed costs as much as it touches, and is done by whoever asks for incidents.  Where the
rules themselves changed (a newer Claimbook, a newer lexicon), every incident must be computed anew, which takes minutes
in a large book.  So who only looks may ask to be shown the incidents of the older rules, and is told that they are.
They stay whole until then: nothing is computed under the new rules in part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from claimbook import store

from . import joining, ruling

if TYPE_CHECKING:
    from .book import Book

TRIES = 3  # to compute incidents while others write, before keeping them waiting


@dataclass(frozen=True, slots=True)
class Older:
    """The incidents are what older rules gave; claims or decisions of so many `reports` changed since."""

    where: str
    reports: int

    def __str__(self) -> str:
        since = f", and {self.reports} report(s) changed since then that they do not tell of" if self.reports else ""
        return (
            "The incidents were computed under older rules of joining, or with an older lexicon, than those of today"
            f"{since}. `claimbook recompute {self.where}` computes them anew."
        )


Told = Callable[[Older], None]
"""What to do where incidents of older rules are shown."""


def older(book: Book) -> Older | None:
    """Whether the incidents that the book holds are of older rules; None where they are of today's, or there are none."""
    with store.reading(book.engine, book.where) as connection:
        if not _of_older_rules(connection):
            return None
        return Older(store.plain_name(book.where), store.count_pending(connection))


def refresh(book: Book) -> int:
    """Computes incidents where something changed; how many changed with it.

    Where all would have to be computed for the rules alone and the book was opened to show older ones, they stay.
    """
    if book.show_older is not None and (behind := older(book)):
        book.show_older(behind)
        return 0
    try:
        return _refresh(book)
    finally:
        if book.progress:
            book.progress.done()


def _refresh(book: Book) -> int:
    written = 0
    for _ in range(TRIES):
        with store.reading(book.engine, book.where) as before:
            if not store.is_pending(before, joining.rules_mark()):
                return written
            computed = joining.compute(before, book.progress)
            with store.writing(book.engine, book.where) as connection:
                if store.head(connection) == store.head(before):
                    return written + joining.write(connection, computed)
                if computed.claims is None:
                    written += _write_as_of(before, connection, computed)
    with store.writing(book.engine, book.where) as connection:
        return written + joining.write(connection, joining.compute(connection, book.progress))


def _of_older_rules(connection: Connection) -> bool:
    rules = store.computed_rules(connection)
    return rules is not None and rules != joining.rules_mark() and store.is_pending(connection, joining.rules_mark())


def _write_as_of(before: Connection, connection: Connection, computed: joining.Computed) -> int:
    """Writes all incidents as they were to be `before`, and notes what others changed since as still to be done.

    So minutes of computing are not lost because someone put a decision in meanwhile.  Nothing is written where others
    computed meanwhile, or something was erased: no claim that is gone may be noted.
    """
    head = store.head(before)
    fresh = store.entries_since(connection, head.number if head else 0)
    erased = any(e.what == "erase" for e in fresh)
    if erased or store.computed_with(connection) != store.computed_with(before):
        return 0
    changed = _changed_by(fresh, connection)
    then = {report: [c.view for c in claims] for report, claims in _claims_of(before, changed).items()}
    there = {c.as_read.id for claims in _claims_of(connection, changed).values() for c in claims}
    gone = {c.id for claims in then.values() for c in claims} - there
    still = tuple(row for row in computed.incidents if gone.isdisjoint(row.claims))
    written = joining.write(connection, replace(computed, incidents=still))
    store.note_pending(connection, {report: then.get(report, []) for report in changed})
    return written


def _changed_by(fresh: Sequence[store.Entry], connection: Connection) -> set[str]:
    """The reports that these entries of the audit chain touch."""
    changed = {e.subject for e in fresh if e.what != "decision"}
    made = {e.subject for e in fresh if e.what == "decision"}
    log = store.all_decisions(connection)
    return changed | {c.report for d in log if d.id in made for c in ruling.felt(d, log).claims}


def _claims_of(connection: Connection, reports: set[str]) -> dict[str, list[store.StoredClaim]]:
    found: dict[str, list[store.StoredClaim]] = {}
    for claim in store.claims_of_reports(connection, reports):
        found.setdefault(claim.as_read.report, []).append(claim)
    return found
