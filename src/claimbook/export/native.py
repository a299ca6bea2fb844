"""Native JSON lines and Parquet: reports, claims and incidents whole, so that reading them gives the same objects.

Each report and claim is there once.  Parquet is a folder of three tables, `reports.parquet`, `claims.parquet` and
`incidents.parquet`; beside the columns to ask by, `json` holds the whole object.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from claimbook.model import Claim, Incident, Report

from .arrow import CHUNK, Table
from .case import Case, Format, Material, Options, seen
from .incident_table import COLUMNS, flatten_incident
from .losses import Losses
from .row import COLUMNS as CLAIM_CELLS
from .row import flatten

REPORT_COLUMNS: dict[str, str] = {
    "id": "the report's id: the first 16 digits of `sha256`",
    "name": "its path below the root, without its ending; its id in the public profile",
    "outlet": "who published it",
    "published": "the day of publication",
    "title": "its title; blank in the public profile",
    "address": "where it was published; blank in the public profile",
    "media_type": "what the file is",
    "sha256": "the hash of the original bytes",
}
CLAIM_COLUMNS: dict[str, str] = {
    **CLAIM_CELLS,
    "incident": "the id of its incident; empty where it is in none",
    "state": "read, accepted or rejected, by people's decisions",
}
JSON_COLUMN = {"json": "the whole object, as JSON lines have it"}
LINES: dict[str, str] = {
    "type": "report, claim or incident",
    "state": "of a claim: read, accepted or rejected",
    "incident": "of a claim: the id of its incident, or null",
    "value": "the whole object",
}
# What a column holds that is no text.
KINDS: dict[str, str] = {
    **dict.fromkeys(("start", "end", "published", "published_first", "published_last"), "date"),
    **dict.fromkeys(("lat", "lon", "radius_km"), "float"),
    **dict.fromkeys(("ongoing", "background", "aggregate"), "bool"),
    **dict.fromkeys(("geo_precision", "where_prec", "independent_voices", "happening", "quote_start", "quote_end"), "int"),
    **{c: "int" for c in (*COLUMNS, *CLAIM_CELLS) if c.endswith(("_low", "_high", "_best"))},
}  # fmt: skip
PARTS = ("reports", "claims", "incidents")


@dataclass(slots=True)
class Whole:
    """What a native export holds; `states` and `homes` (its incident) are by claim."""

    reports: list[Report] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    homes: dict[str, str | None] = field(default_factory=dict)

    def take(self, kind: str, value: str, state: str | None, incident: str | None) -> None:
        """Adds one object from its JSON."""
        if kind == "report":
            self.reports.append(Report.model_validate_json(value))
        elif kind == "incident":
            self.incidents.append(Incident.model_validate_json(value))
        else:
            claim = Claim.model_validate_json(value)
            self.claims.append(claim)
            self.states[claim.id] = state or "read"
            self.homes[claim.id] = incident


def write_jsonl(material: Material, to: Path, losses: Losses, options: Options) -> None:
    """A line for each object: the reports and claims of an incident before it, the claims of none at the end."""
    with to.open("w", encoding="utf-8") as file:
        for one in _each(material, losses):
            said = f', "state": "{one.state}", "incident": {json.dumps(one.home)}' if one.kind == "claim" else ""
            file.write(f'{{"type": "{one.kind}"{said}, "value": {one.json or one.noun.model_dump_json()}}}\n')


def read_jsonl(path: Path) -> Whole:
    """What a JSON lines export holds."""
    whole = Whole()
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            whole.take(row["type"], json.dumps(row["value"]), row.get("state"), row.get("incident"))
    return whole


def write_parquet(material: Material, to: Path, losses: Losses, options: Options) -> None:
    """The folder `to` with the three tables.  Raises MissingPart without pyarrow."""
    to.mkdir()
    with (
        Table(to / "reports.parquet", {**REPORT_COLUMNS, **JSON_COLUMN}, kinds=KINDS) as reports,
        Table(to / "claims.parquet", {**CLAIM_COLUMNS, **JSON_COLUMN}, kinds=KINDS) as claims,
        Table(to / "incidents.parquet", {**COLUMNS, **JSON_COLUMN}, kinds=KINDS) as incidents,
    ):
        for one in _each(material, losses):
            body = {"json": one.json or one.noun.model_dump_json()}
            if isinstance(one.noun, Report):
                reports.add({**report_cells(one.noun), **body})
            elif isinstance(one.noun, Claim) and one.report is not None:
                claims.add({**claim_cells(one.report, one.noun, one.state, one.home), **body})
            elif one.case is not None:
                incidents.add({**flatten_incident(one.case), **body})


def read_parquet(folder: Path) -> Whole:
    """What a Parquet export holds.  Raises MissingPart without pyarrow."""
    from .arrow import load

    parquet = load("pyarrow.parquet")
    whole = Whole()
    for part in PARTS:
        wanted = ["json", "state", "incident"] if part == "claims" else ["json"]
        for batch in parquet.ParquetFile(folder / f"{part}.parquet").iter_batches(batch_size=CHUNK, columns=wanted):
            for row in batch.to_pylist():
                whole.take(part[:-1], row["json"], row.get("state"), row.get("incident"))
    return whole


def report_cells(report: Report) -> dict[str, Any]:
    """A report as {column: value}."""
    return {
        "id": report.id,
        "name": report.name,
        "outlet": report.outlet.value if report.outlet else None,
        "published": report.published.value if report.published else None,
        "title": report.title.value if report.title else None,
        "address": report.address,
        "media_type": report.media_type,
        "sha256": report.sha256,
    }


def claim_cells(report: Report, claim: Claim, state: str | None, incident: str | None) -> dict[str, Any]:
    """A claim as {column: value}; days are dates."""
    row: dict[str, Any] = flatten(report, claim)
    period = claim.period.value if claim.period else None
    days = {
        "published": report.published.value if report.published else None,
        "start": period.start if period else None,
        "end": period.end if period else None,
    }
    return {**row, **days, "incident": incident, "state": state or "read"}


class _One(NamedTuple):
    """One object on its way to a file: a claim comes with its report, an incident with its case; `json` if it is kept."""

    kind: str
    noun: Report | Claim | Incident
    json: str | None = None
    state: str | None = None
    home: str | None = None
    report: Report | None = None
    case: Case | None = None


def _each(material: Material, losses: Losses) -> Iterator[_One]:
    """Every object once, what it rests on before it; only ids are remembered."""
    told: set[str] = set()

    def fresh(reports: Iterable[Report]) -> Iterator[_One]:
        for report in reports:
            if report.id not in told:
                told.add(report.id)
                yield _One("report", report)

    for case in seen(material.cases, losses):
        yield from fresh(case.reports.values())
        for claim in case.claims:
            state = case.states.get(claim.id, "read")
            body = case.as_kept.claims.get(claim.id)
            yield _One("claim", claim, body, state, case.incident.id, report=case.reports[claim.report])
        yield _One("incident", case.incident, case.as_kept.incident, case=case)
    for loose in material.loose:
        yield from fresh([loose.report])
        yield _One("claim", loose.claim, state=loose.state, report=loose.report)


JSONL = Format(
    name="jsonl",
    suffix=".jsonl",
    about="reports, claims and incidents whole, a line each; read again, they are the same objects",
    write=write_jsonl,
    columns={"lines": LINES},
    lost={},
    needs_claims=True,
)
PARQUET = Format(
    name="parquet",
    suffix="",
    about="the same as a folder of three Parquet tables",
    write=write_parquet,
    columns={
        "reports": {**REPORT_COLUMNS, **JSON_COLUMN},
        "claims": {**CLAIM_COLUMNS, **JSON_COLUMN},
        "incidents": {**COLUMNS, **JSON_COLUMN},
    },
    lost={},
    needs_claims=True,
    needs=("pyarrow",),
)
