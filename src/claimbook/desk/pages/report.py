"""One report: its text with every claim's words marked, the claims, and the original beside them."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from claimbook import store
from claimbook.model import Report

from ..asking import Asked, Desk
from ..marking import cut_text
from ..page import render
from ..people import Role
from ..telling import tell_claim

MOST_SHOWN = 400_000  # characters of an original; all of it can be fetched


def show(desk: Desk, asked: Asked) -> Response:
    """The page of a report."""
    identifier = asked.path["id"]
    with desk.reading() as connection:
        report = _report(store.get_report(connection, identifier))
        stored = store.claims_of_reports(connection, [identifier])
        incidents = store.incidents_of(connection, [c.as_read.id for c in stored])
        data = store.get_original(connection, report.sha256) if "original" in asked.query else None
    return render(
        asked,
        "report.html",
        title=(report.title.value if report.title and report.title.value else report.name),
        report=report,
        told=[tell_claim(report, c) for c in stored],
        incidents=incidents,
        pieces=cut_text(report.text, [c.as_read for c in stored]),
        original=_words(data)[:MOST_SHOWN] if data is not None and report.media_type != "application/pdf" else None,
        wants_original="original" in asked.query,
        may_decide=asked.person.role.may(Role.CODER),
    )


def original(desk: Desk, asked: Asked) -> Response:
    """The bytes as they came in: a PDF to be saved, all else as plain text, so that no browser runs any of it."""
    with desk.reading() as connection:
        report = _report(store.get_report(connection, asked.path["id"]))
        data = store.get_original(connection, report.sha256) or b""
    pdf = report.media_type == "application/pdf"
    headers = {
        "Content-Disposition": f'{"attachment" if pdf else "inline"}; filename="{report.id}.{"pdf" if pdf else "txt"}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(data, media_type="application/pdf" if pdf else "text/plain; charset=utf-8", headers=headers)


def _report(found: Report | None) -> Report:
    if found is None:
        raise HTTPException(404, "There is no such report in the book.")
    return found


def _words(data: bytes) -> str:
    """The bytes as words, for reading beside the text: UTF-8, else one character a byte."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
