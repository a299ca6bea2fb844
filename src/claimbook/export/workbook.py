"""XLSX: sheets for incidents, claims, reports and speakers, with real days, filters and a header that stays in sight.

Text is always written as text (see `sheets`): what looks like a formula stays what it is, marked so that Excel leaves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimbook.model import Claim, Report

from .case import Format, Material, Options, seen
from .incident_table import COLUMNS, LOST, flatten_incident, join
from .losses import Losses
from .native import CLAIM_COLUMNS, REPORT_COLUMNS, claim_cells, report_cells
from .sheets import Workbook

SPEAKER_COLUMNS: dict[str, str] = {
    "speaker": "its name",
    "entry": "its entry in the lexicon, if it is there",
    "kind": "what it is: a monitor, an agency, a party and so on",
    "claims": "how many claims go through it",
    "first": "of how many it said it first: it stands last in the chain",
    "reports": "in how many reports",
    "denies": "how many of the claims it denies or doubts",
}
SHEETS = {"incidents": COLUMNS, "claims": CLAIM_COLUMNS, "reports": REPORT_COLUMNS, "speakers": SPEAKER_COLUMNS}
_WIDE = {"sentence": 60, "quote": 60, "place": 24, "places": 24, "initiators": 24, "targets": 24, "speakers": 40}


@dataclass(slots=True)
class _Speaker:
    kind: str
    claims: int = 0
    first: int = 0
    denies: int = 0
    reports: set[str] = field(default_factory=set)


def write(material: Material, to: Path, losses: Losses, options: Options) -> None:
    """Writes the workbook, row by row."""
    book = Workbook(to, losses.change)
    sheets = {name: book.add_sheet(name, tuple(columns), _WIDE) for name, columns in SHEETS.items()}
    speakers: dict[tuple[str, str], _Speaker] = {}
    told: set[str] = set()

    def add(reports: Mapping[str, Report], claims: Iterable[tuple[Claim, str]], incident: str | None) -> None:
        for report in reports.values():
            if report.id not in told:
                told.add(report.id)
                sheets["reports"].add(report_cells(report))
        for claim, state in claims:
            sheets["claims"].add(claim_cells(reports[claim.report], claim, state, incident))
            _note(speakers, claim)

    for case in seen(material.cases, losses):
        sheets["incidents"].add(flatten_incident(case))
        states = ((c, case.states.get(c.id, "read")) for c in case.claims)
        add(case.reports, states, case.incident.id)
    for loose in material.loose:
        add({loose.report.id: loose.report}, [(loose.claim, loose.state)], None)
    for row in _speaker_rows(speakers):
        sheets["speakers"].add(row)
    book.close()


def _note(speakers: dict[tuple[str, str], _Speaker], claim: Claim) -> None:
    chain = [link.value for link in claim.speakers if link.value]
    for at, link in enumerate(chain, 1):
        speaker = speakers.setdefault((link.name, link.entry or ""), _Speaker(str(link.kind)))
        speaker.claims += 1
        speaker.first += at == len(chain)
        speaker.denies += str(link.stance) in ("denies", "doubts")
        speaker.reports.add(claim.report)


def _speaker_rows(speakers: Mapping[tuple[str, str], _Speaker]) -> Iterator[dict[str, Any]]:
    for (name, entry), told in sorted(speakers.items(), key=lambda item: (-item[1].claims, item[0])):
        yield {
            "speaker": join([name]),
            "entry": entry or None,
            "kind": told.kind,
            "claims": told.claims,
            "first": told.first,
            "reports": len(told.reports),
            "denies": told.denies,
        }


FORMAT = Format(
    name="xlsx",
    suffix=".xlsx",
    about="a workbook with sheets for incidents, claims, reports and speakers",
    write=write,
    columns=SHEETS,
    lost={**LOST, "rivals": "the lowest, the highest and the best figure; each claim's own in the sheet of claims",
          "words": "left out, but for the quote of each claim"},
    needs_claims=True,
)  # fmt: skip
