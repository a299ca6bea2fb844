"""One report: its text with every claim's words marked, the claims, and the original beside them."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from claimbook import store
from claimbook.model import Report

from ..asking import Asked, Desk
from ..marking import cut_text
from ..originals import Outline, outline_of, words_of
from ..page import render
from ..people import Role
from ..picture import FAULTS, Picture, draw_page
from ..telling import tell_claim

MOST_SHOWN = 400_000  # bytes of an original as words; all of it can be fetched
PDF, HTML = "application/pdf", "text/html"


@dataclass(frozen=True, slots=True)
class Shown:
    """The original as the page shows it: a picture of one page, an outline, or words; else `problem` says why not."""

    page: int = 1
    picture: Picture | None = None
    outline: Outline | None = None
    words: str | None = None
    cut: bool = False
    problem: str = ""


def show(desk: Desk, asked: Asked) -> Response:
    """The page of a report."""
    identifier = asked.path["id"]
    wanted = asked.query.get("original", "")
    with desk.reading() as connection:
        report = _report(store.get_report(connection, identifier))
        stored = store.claims_of_reports(connection, [identifier])
        incidents = store.incidents_of(connection, [c.as_read.id for c in stored])
        data = store.get_original(connection, report.sha256) if wanted else None
    return render(
        asked,
        "report.html",
        title=(report.title.value if report.title and report.title.value else report.name),
        report=report,
        told=[tell_claim(report, c) for c in stored],
        incidents=incidents,
        pieces=cut_text(report.text, [c.as_read for c in stored]),
        wanted=wanted,
        shown=_show_original(report, data, wanted, _number(asked.query.get("page", "1"))) if wanted else None,
        may_decide=asked.person.role.may(Role.CODER),
    )


def picture(desk: Desk, asked: Asked) -> Response:
    """One page of a PDF as a picture."""
    with desk.reading() as connection:
        report = _report(store.get_report(connection, asked.path["id"]))
        data = store.get_original(connection, report.sha256) if report.media_type == PDF else None
    number = asked.path["number"]
    if data is None or not number.isdecimal() or len(number) > 6:
        raise HTTPException(404, "There is no such page.")
    drawn = draw_page(data, report.sha256, int(number))
    if isinstance(drawn, str):
        raise HTTPException(503 if drawn == "busy" else 404, FAULTS[drawn])
    return Response(drawn.png, media_type="image/png")


def original(desk: Desk, asked: Asked) -> Response:
    """The bytes as they came in: a PDF to be saved, all else as plain text, so that no browser runs any of it."""
    with desk.reading() as connection:
        report = _report(store.get_report(connection, asked.path["id"]))
        data = store.get_original(connection, report.sha256) or b""
    pdf = report.media_type == PDF
    headers = {
        "Content-Disposition": f'{"attachment" if pdf else "inline"}; filename="{report.id}.{"pdf" if pdf else "txt"}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(data, media_type=PDF if pdf else "text/plain; charset=utf-8", headers=headers)


def _report(found: Report | None) -> Report:
    if found is None:
        raise HTTPException(404, "There is no such report in the book.")
    return found


def _show_original(report: Report, data: bytes | None, wanted: str, page: int) -> Shown:
    if data is None:
        return Shown(problem="The original is not in the book any more.")
    if report.media_type == PDF:
        drawn = draw_page(data, report.sha256, page)
        return Shown(page, problem=FAULTS[drawn]) if isinstance(drawn, str) else Shown(page, picture=drawn)
    if report.media_type == HTML and wanted != "source":
        outline = outline_of(data, report.text)
        return Shown(outline=outline, cut=outline.cut)
    return Shown(words=words_of(data, most=MOST_SHOWN), cut=len(data) > MOST_SHOWN)


def _number(given: str) -> int:
    return max(int(given), 1) if given.isdecimal() and len(given) <= 6 else 1
