"""Parties, and who says that they acted; speakers, whom they report, and how their figures differ."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection
from starlette.responses import Response

from claimbook.store import overview
from claimbook.store.overview import Wanted

from ..asking import Asked, Desk
from ..page import render
from ..speaking import Speaking, listen

MOST_SHOWN = 200
SORTS = ("voices", "incidents", "skew", "name")


def parties(desk: Desk, asked: Asked) -> Response:
    """The page of parties."""
    words = asked.query.get("words", "").strip().casefold()
    with desk.reading() as connection:
        rows = desk.answers.of(connection, overview.count_parties, Wanted(), limit=None)
        speaking = _speaking(desk, connection)
    rows = [row for row in rows if words in row[0].casefold()]
    return render(
        asked,
        "parties.html",
        title="Parties",
        rows=rows[:MOST_SHOWN],
        total=len(rows),
        blamed_by=speaking.blamed_by,
        nobody=Counter(),
        words=asked.query.get("words", ""),
    )


def speakers(desk: Desk, asked: Asked) -> Response:
    """The page of speakers."""
    words = asked.query.get("words", "").strip().casefold()
    sort = asked.query.get("sort", "voices")
    with desk.reading() as connection:
        speaking = _speaking(desk, connection)
    found = [s for name, s in sorted(speaking.speakers.items()) if words in name.casefold()]
    if sort == "incidents":
        found.sort(key=lambda s: -len(s.incidents))
    elif sort == "skew":
        found.sort(key=lambda s: -abs(s.skew.middle) if s.skew else 1)
    elif sort != "name":
        found.sort(key=lambda s: -s.voices)
    return render(
        asked,
        "speakers.html",
        title="Speakers",
        rows=found[:MOST_SHOWN],
        total=len(found),
        sort=sort if sort in SORTS else "voices",
        words=asked.query.get("words", ""),
    )


def _speaking(desk: Desk, connection: Connection) -> Speaking:
    """What the speakers say; every incident is read for it."""
    return desk.answers.of(connection, _listen_to_all)


def _listen_to_all(connection: Connection) -> Speaking:
    return listen(overview.all_bodies(connection))
