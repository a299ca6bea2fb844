"""Reports and claims made by hand, and a simple stand-in for joining, for tests of the book."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text

from claimbook.book.adding import Reading
from claimbook.ingest import Input, ReadOptions
from claimbook.model import (
    Actor,
    Basis,
    Claim,
    Harm,
    Kind,
    Link,
    Modality,
    Notice,
    Period,
    Place,
    Report,
    Sourced,
    Span,
    Toll,
    claim_id,
    stated,
)
from claimbook.settings import Settings


def make_report(text: str, *, name: str = "report", outlet: str = "Gazette", day: date = date(2021, 3, 4)) -> Report:
    """A report of plain text."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Report(
        id=sha256[:16],
        sha256=sha256,
        name=name,
        media_type="text/plain",
        text=text,
        body=Span(start=0, end=len(text)),
        outlet=Sourced(value=outlet, basis=Basis.ASSUMED, method="test@1"),
        published=Sourced(value=day, basis=Basis.ASSUMED, method="test@1"),
    )


def make_claim(
    report: Report,
    trigger: str,
    *,
    kind: Kind = Kind.SHELLING,
    happening: int = 1,
    day: date | None = date(2021, 3, 3),
    place: str = "Riverton",
    spot: tuple[float, float] | None = (35.0, 40.0),
    actor: str = "Blue Guard",
    speaker: str = "Night Monitor",
    killed: int | None = None,
    method: str = "test@1",
) -> Claim:
    """A claim whose trigger is the first place where the word stands in the report."""
    start = report.text.index(trigger)
    spans = (Span(start=start, end=start + len(trigger)),)
    quote = Span(start=start, end=min(start + 40, len(report.text)))
    lat, lon = spot if spot else (None, None)

    def given(value: object) -> dict[str, object]:
        return {"value": value, "basis": Basis.INFERRED, "method": method}

    return Claim(
        id=claim_id(report=report.id, trigger=spans[0], kind=kind, speakers=(speaker,), ordinal=0),
        report=report.id,
        happening=happening,
        kind=stated(report.text, spans, kind, method),
        quote=stated(report.text, (quote,), report.text[quote.start : quote.end], method),
        modality=Sourced(**given(Modality.ASSERTED)),
        background=Sourced(**given(False)),
        aggregate=Sourced(**given(False)),
        period=Sourced(**given(Period(start=day, end=day))) if day else None,
        places=(
            Sourced(**given(Place(name=place, lat=lat, lon=lon, radius_km=2.0 if spot else None, country="Testland"))),
        ),
        initiators=(Sourced(**given(Actor(name=actor, entry=actor.lower().replace(" ", "_")))),),
        tolls=(Sourced(**given(Toll(harm=Harm.KILLED, low=killed, high=killed))),) if killed is not None else (),
        speakers=(Sourced(**given(Link(name=speaker))),),
        mentions=spans,
    )


def word_reader(
    items: Sequence[Input], options: ReadOptions, settings: Settings, jobs: int
) -> Iterator[Reading | Notice]:
    """A stand-in for the pipeline: each word "shelled" is a claim; an empty file is a notice."""
    del settings, jobs
    for item in items:
        assert item.path is not None
        text = item.path.read_text(encoding="utf-8")
        if not text.strip():
            yield Notice(where=str(item.path), what="the file is empty.", next_step="Leave it out.")
            continue
        report = make_report(text, name=item.name, outlet=options.outlet or "Gazette")
        claims = (make_claim(report, "shelled", killed=2),) if "shelled" in text else ()
        yield Reading(report, claims)


POSTGRES_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def why_no_postgres() -> str | None:
    """Why no PostgreSQL server can be started here; None where one can."""
    if not POSTGRES_BINARIES and shutil.which("initdb") is None:
        return "no PostgreSQL server is installed (initdb is not there)"
    if shutil.which("runuser") is None:
        return "runuser is not there, and the server refuses to run as root"
    return None


@contextmanager
def postgres_server() -> Iterator[str]:
    """A server of our own on a socket in a temporary folder; yields the URL of its empty database."""
    found = shutil.which("initdb")
    binaries = POSTGRES_BINARIES[-1] if POSTGRES_BINARIES else Path(found or "").parent
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    shutil.chown(folder, "nobody")
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(["runuser", "-u", "nobody", "--", *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    run(
        str(binaries / "initdb"), "-D", str(data), "-U", "app", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
        "--no-sync",
    )  # fmt: skip
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    run(str(binaries / "pg_ctl"), "-D", str(data), "-w", "-s", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql://app@/postgres?host={folder}"
    finally:
        run(str(binaries / "pg_ctl"), "-D", str(data), "-w", "-s", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str) -> str:
    """An empty database of such a server, for one test; its URL."""
    name = f"book_{uuid4().hex}"
    engine = create_engine(server.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")
