"""JSON lines: one claim a line, every value with its words, offsets, basis and method, and the report it is from.

Lost: nothing of the claim; of the report, its text (offsets count in it) and its notices.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from claimbook.model import Claim, Report


def to_jsonl(readings: Iterable[tuple[Report, Sequence[Claim]]]) -> Iterator[str]:
    """A line for each claim, ending in a newline."""
    for report, claims in readings:
        head = describe(report)
        for claim in claims:
            yield json.dumps({**head, **claim.model_dump(mode="json")}, ensure_ascii=False) + "\n"


def describe(report: Report) -> dict[str, Any]:
    """What a line says of its report, beside the claim's own field `report`, which holds the report's id."""
    return {
        "report_name": report.name,
        "sha256": report.sha256,
        "media_type": report.media_type,
        "address": report.address,
        **{
            name: value.model_dump(mode="json") if value is not None else None
            for name, value in (("title", report.title), ("outlet", report.outlet), ("published", report.published))
        },
    }
