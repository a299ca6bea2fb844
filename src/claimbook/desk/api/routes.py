"""Reports in; reports, claims, incidents and decisions out; decisions in; exports; changes since a moment."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, HTTPException, Query, Response

from claimbook.book import Ruling
from claimbook.book.changes import Changes, changes_since
from claimbook.book.rows import report_row
from claimbook.desk.asking import Desk
from claimbook.desk.pages.deciding import check_role
from claimbook.desk.people import Person, Role
from claimbook.model import Decision, Incident, Report
from claimbook.review import Standing
from claimbook.store import Filter, StoredClaim

from .forms import ClaimOut, DecisionOut, Page, ReportLine, RulingIn, desk_of, extra, needs, paged, wanted

book_routes = APIRouter()
TheDesk = Annotated[Desk, Depends(desk_of)]
Wanted = Annotated[Filter, Depends(wanted)]
READ: dict[str, Any] = {"dependencies": [needs(Role.READER)], "openapi_extra": extra(Role.READER)}
T = TypeVar("T")
MISSING: dict[int | str, dict[str, Any]] = {404: {"description": "The book has none of this id."}}


@book_routes.get("/reports", tags=["reports"], **READ)
def list_reports(desk: TheDesk, wanted: Wanted) -> Page[ReportLine]:
    """Reports by day of publication."""
    return Page[ReportLine].model_validate(paged(list(desk.book.reports(wanted)), wanted, report_row))


@book_routes.get("/reports/{id}", tags=["reports"], responses=MISSING, **READ)
def get_report(desk: TheDesk, id: str) -> Report:
    """One report with its text, which the offsets of its claims count in."""
    return _there(desk.book.report(id), "report")


@book_routes.get("/reports/{id}/original", tags=["reports"], response_class=Response, responses=MISSING, **READ)
def get_original(desk: TheDesk, id: str) -> Response:
    """The report's bytes as they came in, to be saved: no browser is to show them."""
    report = _there(desk.book.report(id), "report")
    data = _there(desk.book.original(report.sha256), "original")
    headers = {"Content-Disposition": f'attachment; filename="{report.id}"'}
    return Response(data, media_type="application/octet-stream", headers=headers)


@book_routes.get("/claims", tags=["claims"], **READ)
def list_claims(desk: TheDesk, wanted: Wanted) -> Page[ClaimOut]:
    """Claims by report, in reading order."""
    return Page[ClaimOut].model_validate(paged(list(desk.book.claims(wanted)), wanted, _claim))


@book_routes.get("/claims/{id}", tags=["claims"], responses=MISSING, **READ)
def get_claim(desk: TheDesk, id: str) -> ClaimOut:
    """One claim, every value with its words."""
    return _claim(_there(desk.book.claims_by_id([id]).get(id), "claim"))


@book_routes.get("/incidents", tags=["incidents"], **READ)
def list_incidents(desk: TheDesk, wanted: Wanted) -> Page[Incident]:
    """Incidents by start: what is claimed, each value with the claims that say it."""
    return Page[Incident].model_validate(paged(list(desk.book.incidents(wanted)), wanted))


@book_routes.get("/incidents/{id}", tags=["incidents"], responses=MISSING, **READ)
def get_incident(desk: TheDesk, id: str) -> Incident:
    """One incident. Its id may be another one once reports or decisions were added: see /api/changes."""
    return _there(desk.book.incident(id), "incident")


@book_routes.get("/decisions", tags=["decisions"], **READ)
def list_decisions(
    desk: TheDesk,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Page[DecisionOut]:
    """The log of decisions, the first first, and whether each stands."""
    log, standing = desk.book.decisions()
    items = [DecisionOut(decision=d, standing=_stands(d, standing)) for d in log[offset : offset + limit]]
    return Page(items=items, offset=offset, more=len(log) > offset + limit)


@book_routes.post("/decisions", status_code=201, tags=["decisions"], openapi_extra=extra(Role.CODER))
def make_decision(desk: TheDesk, person: Annotated[Person, needs(Role.CODER)], ruling: RulingIn) -> DecisionOut:
    """Put a decision into the book, in your own name. To grade, to mark a copy and to take back another's decision
    need an editor."""
    check_role(desk, person, ruling.act, tuple(ruling.subjects))
    made = desk.book.decide(
        Ruling(
            act=ruling.act,
            subjects=tuple(ruling.subjects),
            who=person.name,
            why=ruling.why,
            field=ruling.field,
            value=ruling.value,
            grade=str(ruling.grade) if ruling.grade else None,
        )
    )
    return DecisionOut(decision=made, standing="stands")


@book_routes.get("/changes", tags=["changes"], **READ)
def list_changes(
    desk: TheDesk,
    since: Annotated[
        str,
        Query(max_length=40, description="The `until` of an earlier answer, or a moment such as 2024-05-01T12:00:00Z."),
    ] = "",
) -> Changes:
    """What changed since then. Replace what you have of each report and incident named; drop those that are gone."""
    return changes_since(desk.book, since)


def _there(found: T | None, what: str) -> T:
    if found is None:
        raise HTTPException(404, f"There is no such {what} in the book.")
    return found


def _claim(stored: StoredClaim) -> ClaimOut:
    corrected = stored.view != stored.as_read
    return ClaimOut(state=stored.state, claim=stored.view, as_read=stored.as_read if corrected else None)


def _stands(decision: Decision, standing: Standing) -> str:
    if decision.number in standing.undone:
        return "undone"
    return "stands" if standing.stands(decision) else "suggestion"
