"""When a report was published: given, header, HTML metadata, dateline, or inferred from the text; the basis says which."""

from __future__ import annotations

import re
from datetime import date

from claimbook.model import Basis, Sourced, Span, stated

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_DAY_FIRST = re.compile(rf"(?i)\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH},? ((?:19|20)\d\d)\b")
_MONTH_FIRST = re.compile(rf"(?i)\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)\b")
_IN_NAME = re.compile(r"(?<!\d)(\d\d)[_\-.](\d\d)[_\-.](\d\d|20\d\d)(?!\d)")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|\b)")
_DAY_ALONE = re.compile(rf"(?i)\b(?:{_MONTH} (\d{{1,2}})|(\d{{1,2}}) {_MONTH})\b(?!,? (?:19|20)\d\d)")
_FILE_LINE = re.compile(r"(?m)^\s*(?:https?://|www\.)?\S+$")
_ENTRY = re.compile(rf"(?i)\b(?:\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}},?) (?:19|20)\d\d\s[-–—]")
DATELINE_REACH = 300  # characters of the body in which a dateline stands


def _day(year: str, month: int | str, day: str) -> date | None:
    try:
        return date(int(year), MONTHS[month.lower().rstrip(".")] if isinstance(month, str) else month, int(day))
    except (ValueError, KeyError):
        return None


def parse_day(text: str) -> tuple[date, int, int] | None:
    """The first full date of `text` (ISO, "7 August 2020", "August 7, 2020"): the day, start and end."""
    hits = []
    for pattern, order in ((_ISO, "ymd"), (_DAY_FIRST, "dmy"), (_MONTH_FIRST, "mdy")):
        if m := pattern.search(text):
            a, b, c = m.groups()
            found = {
                "ymd": lambda a=a, b=b, c=c: _day(a, int(b), c),
                "dmy": lambda a=a, b=b, c=c: _day(c, b, a),
                "mdy": lambda a=a, b=b, c=c: _day(c, a, b),
            }[order]()
            if found:
                hits.append((m.start(), m.end(), found))
    if not hits:
        return None
    start, end, found = min(hits)
    return found, start, end


def stated_day(text: str, start: int, end: int, method: str) -> Sourced[date] | None:
    """The date that the characters [start, end) of the report's text state."""
    hit = parse_day(text[start:end])
    if hit is None:
        return None
    day, first, last = hit
    return stated(text, (Span(start=start + first, end=start + last),), day, method)


def infer_published(text: str, body: Span, address: str | None) -> Sourced[date] | None:
    """The date by dateline, by the address, or by a file name that a day of the text bears out; else None.

    A dateline is a full date that stands before the first sentence has ended; a full date later in the text tells of
    what happened, not of when the report was written.
    """
    if len(_ENTRY.findall(text, body.start, body.end)) > 2:
        return _by_address(address)  # a chronicle: its dates are those of its entries
    opening = text[body.start : min(body.end, body.start + DATELINE_REACH)]
    hit = parse_day(opening)
    if hit is not None:
        day, first, last = hit
        head = opening[:first]
        lead = len(head.split()) <= 30 and not re.search(
            r"(?i)\b(?:on|in|since|until|from|by|of|before|after|between)\s+$", head
        )
        if lead and not re.search(r"[a-z][.!?]\s", head):
            span = Span(start=body.start + first, end=body.start + last)
            return stated(text, (span,), day, "published.dateline@1")
    return _by_address(address) or _from_file_name(text, body)


def _by_address(address: str | None) -> Sourced[date] | None:
    m = _IN_ADDRESS.search(address or "")
    found = _day(m.group(1), int(m.group(2)), m.group(3)) if m else None
    if m is None or found is None:
        return None
    return Sourced(value=found, wording=m.group(), basis=Basis.INFERRED, method="published.address@1")


def _from_file_name(text: str, body: Span) -> Sourced[date] | None:
    """A file name such as "brief_07_08_20.mp4", read day first or month first as the days of the text bear out."""
    days = set()
    for m in _DAY_ALONE.finditer(text, body.start, body.end):
        month, day = (m.group(1), m.group(2)) if m.group(1) else (m.group(4), m.group(3))
        days.add((MONTHS[month.lower().rstrip(".")], int(day)))
    for line in _FILE_LINE.finditer(text, body.start, body.end):
        for m in _IN_NAME.finditer(line.group()):
            one, two, year = m.group(1), m.group(2), m.group(3)
            year = year if len(year) == 4 else "20" + year
            for month, day in ((two, one), (one, two)):
                found = _day(year, int(month), day) if 1 <= int(month) <= 12 else None
                if found and any(0 <= (found - other).days <= 7 for other in _same_year(days, found)):
                    at = line.start() + m.start()
                    span = Span(start=at, end=at + len(m.group()))
                    return Sourced(
                        value=found,
                        wording=text[span.start : span.end],
                        spans=(span,),
                        basis=Basis.INFERRED,
                        method="published.file_name@1",
                    )
    return None


def _same_year(days: set[tuple[int, int]], near: date) -> list[date]:
    out = []
    for month, day in days:
        found = _day(str(near.year), month, str(day))
        if found:
            out.append(found)
    return out
