"""`clean`: from a report to the text that the parser reads, with the map back."""

from __future__ import annotations

from array import array

from claimbook.model import CleanText, Report

from .furniture import cut_furniture
from .mend import MENDING, apply


def clean(report: Report) -> CleanText:
    """The body of the report, mended, without page furniture.

    `origin` of the result counts in `report.text`; a report without a body gives an empty text.
    """
    if report.body is None:
        return CleanText("", array("l", [0]))
    start, end = report.body.start, report.body.end
    text = report.text[start:end]
    origin = array("l", range(start, end + 1))
    for mending in (*MENDING, cut_furniture):
        text, origin = apply(text, origin, mending(text))
    kept = text.rstrip()
    if len(kept) < len(text):
        origin = origin[: len(kept) + 1]
    return CleanText(kept, origin)
