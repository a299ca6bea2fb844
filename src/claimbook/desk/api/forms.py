"""What the API takes and gives, and who may ask: roles, filters, pages of lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from claimbook.desk.asking import Desk
from claimbook.desk.people import Person, Role
from claimbook.errors import UsageError
from claimbook.model import Act, Claim, Decision, Grade, Kind
from claimbook.review import State
from claimbook.store import Filter

T = TypeVar("T")
MOST = 1000


class Out(BaseModel):
    """What the API gives."""

    model_config = ConfigDict(extra="forbid")


class Page(Out, Generic[T]):
    """Some of a list, from `offset` on; `more` says whether others follow."""

    items: list[T]
    offset: int
    more: bool


class ReportLine(Out):
    """A report without its text."""

    id: str
    name: str
    outlet: str | None
    published: date | None
    title: str | None
    address: str | None
    media_type: str
    sha256: str


class ClaimOut(Out):
    """A claim with the corrections that stand, and its state; `as_read` where a correction stands."""

    state: State
    claim: Claim
    as_read: Claim | None = None


class DecisionOut(Out):
    """A decision, and whether it stands: "stands", "undone", or "suggestion" where its claims changed since."""

    decision: Decision
    standing: str


class AddedOut(Out):
    """A report that was taken in, or that the book had already; how many claims; what was met while reading."""

    report: str
    known: bool
    claims: int
    notices: list[str]


class RulingIn(BaseModel):
    """A decision to make.  `subjects` are ids of claims, incidents or reports, or for an undo a decision such as D7."""

    model_config = ConfigDict(extra="forbid")

    act: Act
    subjects: list[str] = Field(min_length=1, max_length=500)
    why: str = Field("", max_length=10_000)
    field: str | None = Field(None, max_length=100)
    value: Any = None
    grade: Grade | None = None


class LoginIn(BaseModel):
    """Name and password, and the code where the user has an authenticator."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=64)
    password: str = Field(max_length=1024)
    code: str = Field("", max_length=10)


class SessionOut(Out):
    """A session: its token, whose it is, and after how many seconds without use, or in all, it ends."""

    token: str
    name: str
    role: Role
    idle_seconds: int
    whole_seconds: int


def desk_of(request: Request) -> Desk:
    """The desk."""
    desk: Desk = request.app.state.desk
    return desk


def person_of(request: Request) -> Person:
    """Who asks, as the protection found; without it nobody is anybody."""
    found = getattr(request.state, "person", None)
    if not isinstance(found, Person):
        raise HTTPException(401, "Log in first.")
    return found


def needs(role: Role) -> Any:
    """A dependency: the person, who has this role at least."""

    def check(person: Annotated[Person, Depends(person_of)]) -> Person:
        if not person.name or not person.role.may(role):
            raise HTTPException(403, f"This needs the role {role}; {person.name} has {person.role}.")
        return person

    check.role = role  # type: ignore[attr-defined]  # the tests and the docs page read it
    return Depends(check)


def extra(role: Role) -> dict[str, Any]:
    """What the description says of a route besides its form: the role that it needs."""
    return {"x-role": str(role)}


def wanted(
    since: Annotated[date | None, Query(description="From this day.")] = None,
    until: Annotated[date | None, Query(description="To this day.")] = None,
    place: Annotated[str | None, Query(description="At a place, or in an area, of this name.")] = None,
    near: Annotated[str | None, Query(description="LAT,LON in degrees.")] = None,
    within_km: Annotated[float, Query(gt=0, le=20_000, description="How near.")] = 25.0,
    kind: Annotated[list[Kind] | None, Query(description="Of this kind; several times.")] = None,
    actor: Annotated[str | None, Query(description="With a party of this name or entry.")] = None,
    speaker: Annotated[str | None, Query(description="Told by a speaker of this name or entry.")] = None,
    killed_from: Annotated[int | None, Query(description="At least so many killed, by the lower figure.")] = None,
    killed_to: Annotated[int | None, Query(description="At most so many killed, by the higher figure.")] = None,
    injured_from: Annotated[int | None, Query(description="At least so many injured.")] = None,
    injured_to: Annotated[int | None, Query(description="At most so many injured.")] = None,
    grade: Annotated[list[Grade] | None, Query(description="Incidents of this grade; several times.")] = None,
    text: Annotated[str | None, Query(description='With all these words; "in quotes" for a phrase.')] = None,
    report: Annotated[str | None, Query(description="Of the report with this id or name.")] = None,
    state: Annotated[State | None, Query(description="Claims that people ruled on so, or not.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST, description="No more than so many.")] = 100,
    offset: Annotated[int, Query(ge=0, description="Pass over so many.")] = 0,
) -> Filter:
    """The filters that lists take: those of the commands."""
    return Filter(
        since=since,
        until=until,
        place=place,
        near=_point(near),
        within_km=within_km,
        kinds=tuple(str(k) for k in kind or ()),
        actor=actor,
        speaker=speaker,
        killed_from=killed_from,
        killed_to=killed_to,
        injured_from=injured_from,
        injured_to=injured_to,
        grades=tuple(str(g) for g in grade or ()),
        words=text,
        report=report,
        state=str(state) if state else None,
        limit=limit + 1,  # one more tells whether others follow
        offset=offset,
    )


def paged(found: list[T], wanted: Filter, shape: Callable[[Any], Any] = lambda x: x) -> dict[str, Any]:
    """A page of what was found with one too many."""
    limit = (wanted.limit or MOST + 1) - 1
    return {"items": [shape(x) for x in found[:limit]], "offset": wanted.offset, "more": len(found) > limit}


def _point(given: str | None) -> tuple[float, float] | None:
    if given is None:
        return None
    try:
        lat, lon = (float(part) for part in given.split(","))
    except ValueError:
        lat = lon = float("nan")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise UsageError(f"near={given}: give latitude and longitude in degrees, such as 35.1,40.4.")
    return lat, lon
