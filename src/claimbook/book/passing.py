"""What may go out: incidents whose every claim enough people passed.  The one rule of the desk, the commands and the API.

How many are enough is said by whoever publishes, else by the setting, else by the book: two in a book with users, which
is a project of several people, and none in a book without, which one person works on alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from claimbook import store
from claimbook.review.passing import is_passed, passes
from claimbook.settings import Settings

from .joining import standing_of

TEAM = 2


@dataclass(frozen=True, slots=True)
class Passed:
    """The ids of the incidents that enough people passed, and how many some did, but not enough."""

    incidents: tuple[str, ...]
    half: int


def passed_incidents(connection: Connection, *, needed: int) -> Passed:
    """The incidents whose every claim was passed by so many people, at least one."""
    found = passes(store.all_decisions(connection), standing_of(connection))
    touched = [claim for claim, who in found.items() if who]
    rows = store.incident_rows(connection, set(store.incidents_of(connection, touched).values()))
    whole = sorted(i for i, row in rows.items() if is_passed(row.claims, found, needed=max(needed, 1)))
    return Passed(tuple(whole), len(rows) - len(whole))


def passes_needed(connection: Connection, settings: Settings) -> int:
    """How many people must pass an incident before the public may see it, where nobody says otherwise."""
    if settings.publish_passes is not None:
        return settings.publish_passes
    return TEAM if store.has_users(connection) else 0
