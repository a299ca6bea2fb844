"""Publishing: what may go out, in which profile, what that leaves out, and what went out."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, RedirectResponse, Response

from claimbook.book.passing import passed_incidents
from claimbook.export.profile import Coarsening
from claimbook.store import overview

from .. import publishing
from ..asking import Asked, Desk
from ..page import render
from ..people import Role

SHOWN = 50


def show(desk: Desk, asked: Asked) -> Response:
    """The page: what is ready, what the chosen profile leaves out, and what was published."""
    query = asked.query
    wish = publishing.read_wish(query.get("form", ""), query.get("profile", ""), query.get("points", ""))
    with desk.reading() as connection:
        ready = passed_incidents(connection, needed=desk.passes_needed)
        total = overview.count_incidents(connection, overview.Wanted())
        lines = overview.lines_of(connection, ready.incidents[:SHOWN])
    told = publishing.preview(desk, wish) if ready.incidents else None
    return render(
        asked,
        "publish.html",
        title="Publish",
        wish=wish,
        ready=ready,
        total=total,
        lines=sorted(lines.values(), key=lambda line: (line.start or "", line.id), reverse=True),
        needed=desk.passes_needed,
        told=told,
        formats=publishing.usable_formats(),
        points=tuple(Coarsening),
        folder=publishing.published_folder(desk),
        files=publishing.published_files(desk) if asked.person.role.may(Role.EDITOR) else [],
        may_publish=asked.person.role.may(Role.EDITOR),
        new=query.get("new", ""),
    )


def publish(desk: Desk, asked: Asked) -> Response:
    """Writes the file."""
    wish = publishing.read_wish(asked.given("form"), asked.given("profile"), asked.given("points"))
    path, _ = publishing.publish(desk, wish)
    return RedirectResponse(
        f"/publish?form={wish.form}&profile={wish.profile}&points={wish.points}&new={path.name}", 303
    )


def fetch(desk: Desk, asked: Asked) -> Response:
    """One published file, to be saved."""
    path = publishing.published_file(desk, asked.path["name"])
    if path is None:
        raise HTTPException(404, "There is no such published file.")
    return FileResponse(path, filename=path.name, media_type="application/octet-stream")
