"""Files: reports that come in as bytes, and exports that go out as lines."""

from __future__ import annotations

import json
import tempfile
import threading
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi import Path as PathParameter
from starlette.background import BackgroundTask
from starlette.responses import StreamingResponse

from claimbook.book import Added, Book, Known
from claimbook.book.exporting import export_book
from claimbook.book.rows import (
    CLAIM_COLUMNS,
    INCIDENT_COLUMNS,
    REPORT_COLUMNS,
    claim_row,
    claim_whole,
    incident_row,
    incident_whole,
    report_row,
)
from claimbook.desk.asking import Desk
from claimbook.desk.people import Role
from claimbook.export.csv import rows_to_csv
from claimbook.export.formats import load_format
from claimbook.export.profile import Coarsening, Profile
from claimbook.ingest import Input, ReadOptions
from claimbook.model import Notice
from claimbook.store import Filter

from .forms import AddedOut, desk_of, extra, needs, wanted

file_routes = APIRouter()
SUFFIXES = {"text/plain": ".txt", "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf"}
OCTETS = "application/octet-stream"
WAIT_SECONDS = 30.0
CHUNK, IN_MEMORY = 65_536, 1_000_000  # bytes
_gate = threading.BoundedSemaphore(1)  # reading takes memory and a whole core: one report at a time


async def _bytes(request: Request) -> bytes:
    return await request.body()


@file_routes.post(
    "/reports",
    status_code=201,
    tags=["reports"],
    dependencies=[needs(Role.EDITOR)],
    openapi_extra={
        **extra(Role.EDITOR),
        "requestBody": {
            "required": True,
            "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in (*SUFFIXES, OCTETS)},
        },
    },
    responses={
        200: {"model": AddedOut, "description": "The book had these bytes already."},
        415: {"description": "Content-Type is none of these."},
        422: {"description": "The report cannot be read; `detail` says why."},
    },
)
def add_report(
    request: Request,
    answer: Response,
    desk: Annotated[Desk, Depends(desk_of)],
    data: Annotated[bytes, Depends(_bytes)],
    name: Annotated[str, Query(min_length=1, max_length=300, description="What to call it.")] = "report",
    outlet: Annotated[str | None, Query(max_length=300, description="Who published it.")] = None,
    published: Annotated[date | None, Query(description="The day of publication.")] = None,
) -> AddedOut:
    """Read a report and keep it. The body is its bytes; Content-Type, or for application/octet-stream the ending of
    `name`, says whether text, HTML or PDF."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    suffix = SUFFIXES.get(kind, Path(name).suffix.lower() if kind == OCTETS else "")
    if suffix not in SUFFIXES.values():
        raise HTTPException(415, f"Content-Type must be one of {', '.join(SUFFIXES)}.")
    if not _gate.acquire(timeout=WAIT_SECONDS):
        raise HTTPException(503, "Another report is being read. Try again later.", {"Retry-After": "30"})
    try:
        found = _add(desk.book, data, suffix, name, ReadOptions(outlet=outlet, published=published))
    finally:
        _gate.release()
    if found.known:
        answer.status_code = 200
    return found


def _add(book: Book, data: bytes, suffix: str, name: str, options: ReadOptions) -> AddedOut:
    with tempfile.TemporaryDirectory(prefix="claimbook-") as folder:
        path = Path(folder) / f"report{suffix}"  # the name that was given is a label, never a path
        path.write_bytes(data)
        (found,) = book.add([Input(path=path, name=name)], options)
        if isinstance(found, Notice):
            raise HTTPException(422, str(found).replace(str(path), name))
    if isinstance(found, Known):
        return AddedOut(report=found.sha256[:16], known=True, claims=0, notices=[])
    assert isinstance(found, Added)
    notices = [str(notice) for notice in found.report.notices]
    return AddedOut(report=found.report.id, known=False, claims=found.claims, notices=notices)


class What(StrEnum):
    """What is exported."""

    REPORTS = "reports"
    CLAIMS = "claims"
    INCIDENTS = "incidents"


class Form(StrEnum):
    """As what."""

    JSONL = "jsonl"
    CSV = "csv"


TYPES = {Form.JSONL: "application/x-ndjson", Form.CSV: "text/csv; charset=utf-8"}


@file_routes.get(
    "/exports/{what}.{form}",
    tags=["exports"],
    dependencies=[needs(Role.READER)],
    openapi_extra=extra(Role.READER),
    response_class=Response,
)
def export(
    desk: Annotated[Desk, Depends(desk_of)], what: What, form: Form, wanted: Annotated[Filter, Depends(wanted)]
) -> Response:
    """All that fits the filters as one file, whole or not at all; `limit` and `offset` do not count here."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed once it is sent
    for line in _lines(desk.book, what, form, _all_of(wanted)):
        file.write(line.encode("utf-8", "backslashreplace"))
    return _send(file, f"{what}.{form}", TYPES[form])


def _lines(book: Book, what: What, form: Form, wanted: Filter) -> Iterator[str]:
    columns, rows = _rows(book, what, wanted, whole=form is Form.JSONL)
    if form is Form.CSV:
        return rows_to_csv(columns, rows)
    return (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _rows(
    book: Book, what: What, wanted: Filter, *, whole: bool
) -> tuple[tuple[str, ...], Iterable[Mapping[str, Any]]]:
    """Columns and rows, those of the commands."""
    if what is What.REPORTS:
        return REPORT_COLUMNS, (report_row(r) for r in book.reports(wanted))
    if what is What.CLAIMS:
        shape = claim_whole if whole else claim_row
        return CLAIM_COLUMNS, (shape(report, claim) for report, claim in book.claims_with_reports(wanted))
    names, tell = book.report_names(), incident_whole if whole else incident_row
    return INCIDENT_COLUMNS, (tell(incident, names) for incident in book.incidents(wanted))


@file_routes.get(
    "/exports/{format}",
    tags=["exports"],
    dependencies=[needs(Role.READER)],
    openapi_extra=extra(Role.READER),
    response_class=Response,
)
def export_format(
    desk: Annotated[Desk, Depends(desk_of)],
    format: Annotated[str, PathParameter(description="A format of `claimbook export`, such as acled or geojson.")],
    wanted: Annotated[Filter, Depends(wanted)],
    profile: Annotated[
        Profile, Query(description="For whom; the public one leaves out words and names.")
    ] = Profile.PUBLIC,
    points: Annotated[Coarsening, Query(description="How fine public points may be.")] = Coarsening.TENTH,
    passes: Annotated[
        int | None,
        Query(ge=0, description="How many people must have passed an incident; by default as `claimbook export` asks."),
    ] = None,
) -> Response:
    """The incidents that fit in another tool's format, zipped with what the format could not hold. `limit` and `offset`
    do not count here."""
    everything = _all_of(wanted)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed once it is sent
    with tempfile.TemporaryDirectory(prefix="claimbook-") as folder:
        to = Path(folder) / f"incidents{load_format(format).suffix}"
        export_book(desk.book, format, to, wanted=everything, profile=profile, coarsening=points, passes=passes)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for made in sorted(f for f in Path(folder).rglob("*") if f.is_file()):
                packed.write(made, made.relative_to(folder).as_posix())
    return _send(file, f"{format}.zip", "application/zip")


def _all_of(wanted: Filter) -> Filter:
    return Filter(**{f: getattr(wanted, f) for f in Filter.__dataclass_fields__ if f not in ("limit", "offset")})


def _send(file: IO[bytes], name: str, media_type: str) -> Response:
    """The file from its beginning, to be saved; closed once it is sent."""
    file.seek(0)
    chunks = iter(lambda: file.read(CHUNK), b"")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(chunks, media_type=media_type, headers=headers, background=BackgroundTask(file.close))
