"""Finds the time expressions of a text and has them reckoned in order.

A phrase whose date cannot be told keeps the value None.  Nothing is taken from the machine's clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from claimbook.model import Basis, Period, Phrase

from ..calendar import MONTHS
from .forms import is_trap, patterns
from .reckoning import reckon
from .told import Told

METHOD = "periods.rules@2"
FAR_YEARS = 10
REACH = 40  # characters round a hint in which a form may lie
_AND = re.compile(
    r"(?i)\s*(?:,|,? and(?: then| again)?|,? or|to|until|through|[-–—&])(?: (?:on|in|from|by|of|the|late|early|mid))*\s*"
)


_AHEAD = re.compile(
    r"(?i)\b(?:will|shall|due|scheduled|planned|plans?|slated|(?:is|are|was|were|set|expected|vowed|going|threatened) to|upcoming|deadline)\b"
)


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    form: str
    match: re.Match[str]


def find_periods(text: str, *, published: date | None, before: str = "") -> tuple[Phrase[Period | None], ...]:
    """Every time expression of clean text, in order, resolved where it can be; spans do not overlap.

    `before` is text that goes before, such as a title: the dates that it tells count as told, but are no phrases.
    """
    hits = [h for h in _hits(text) if not _is_far_ahead(h, published)]
    earlier = _hits(before) if before else []
    told = Told(published=published, chronicle=_is_chronicle([*earlier, *hits], published))
    for index in range(len(earlier)):
        value = _reckon(before, earlier, index, told).value
        if value is not None and value.end is not None and (value.end - value.start).days > 1:
            told.scope, told.last, told.day = value, None, None
    told.at = told.told_at = 0
    if told.last is None and told.chronicle:
        told.first_year, told.first_month = _first_year(hits)
    return tuple(_reckon(text, hits, index, told) for index in range(len(hits)))


def _reckon(text: str, hits: list[_Hit], index: int, told: Told) -> Phrase[Period | None]:
    hit = hits[index]
    told.at = hit.start
    told.ahead = bool(_AHEAD.search(_sentence_before(text, hit.start)))
    value, alone = reckon(hit.form, hit.match, told, ahead=_year_ahead(text, hits, index))
    if value is not None:
        told.tell(value)
    start = _trim(text, hit)
    return Phrase(start, hit.end, value, Basis.STATED if alone else Basis.INFERRED, METHOD)


def _hits(text: str) -> list[_Hit]:
    """The time expressions of a text; of overlapping readings the longest stands."""
    forms = patterns()[1]
    found: list[tuple[int, int, int, str, re.Match[str]]] = []
    for start, end in _windows(text):
        for order, (name, form) in enumerate(forms.items()):
            found += [
                (m.start() - m.end(), order, m.start(), name, m)
                for m in form.finditer(text, start, end)
                if not is_trap(text, m, name)
            ]
    found.sort(key=lambda f: f[:3])
    taken = bytearray(len(text))
    hits = []
    for _, _, start, name, m in found:
        if not any(taken[start : m.end()]):
            taken[start : m.end()] = b"\1" * (m.end() - start)
            hits.append(_Hit(start, m.end(), name, m))
    return sorted(hits, key=lambda h: h.start)


def _windows(text: str) -> Iterable[tuple[int, int]]:
    """Stretches round the words that every form has one of: most sentences hold none."""
    windows: list[list[int]] = []
    for m in patterns()[0].finditer(text):
        start, end = max(0, m.start() - REACH), min(len(text), m.end() + REACH)
        if windows and start <= windows[-1][1]:
            windows[-1][1] = end
        else:
            windows.append([start, end])
    for start, end in windows:
        while start > 0 and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        yield start, end


def _is_chronicle(hits: list[_Hit], published: date | None) -> bool:
    """Whether years long past are told more often than days near the report; without a day of its own, always."""
    if published is None:
        return True
    years = [int(y) for h in hits if (y := h.match.groupdict().get("y")) and len(y) == 4]
    past = sum(1 for y in years if y < published.year - 1)
    near = len(years) - past + 2 * sum(1 for h in hits if h.form in ("today", "weekday"))
    return past >= 5 and past > near


def _sentence_before(text: str, at: int) -> str:
    """The words before in the sentence, or the last hundred characters of them."""
    return re.split(r"[.!?;]\s|\n", text[max(0, at - 100) : at])[-1]


def _is_far_ahead(hit: _Hit, published: date | None) -> bool:
    """A bare figure that would be a year long after the report counts something else."""
    if hit.form != "year_alone" or hit.match["lead"] or published is None:
        return False
    return int(hit.match["y"]) > published.year + FAR_YEARS


def _year_ahead(text: str, hits: list[_Hit], index: int) -> int | None:
    """The year that the last of a list of dates names for all of them: "in April and June 1955"."""
    month = _month(hits[index])
    if month is None or hits[index].match.groupdict().get("y"):
        return None
    for here, following in zip(hits[index:], hits[index + 1 :], strict=False):
        last = _month(following)
        if last is None or not _AND.fullmatch(text, here.end, following.start):
            return None
        year = following.match.groupdict().get("y")
        if year:
            return int(year) - (month > last)
    return None


def _first_year(hits: list[_Hit]) -> tuple[int | None, int]:
    """The first year that a text names with a month, and that month; dates before it lean on it."""
    for hit in hits:
        year, month = hit.match.groupdict().get("y"), _month(hit)
        if year and month:
            return int(year), month
        if year:
            break
    return None, 0


def _month(hit: _Hit) -> int | None:
    word = hit.match.groupdict().get("mon")
    return MONTHS[word.lower().rstrip(".")] if word else None


def _trim(text: str, hit: _Hit) -> int:
    """Leave prepositions that add no meaning out of the span."""
    words = text[hit.start : hit.end]
    lead = re.match(r"(?i)(?:(?:in|on|at|by|of|from|during|later|and|or|to|for|into)\s+|\(\s*)(?=\S)", words)
    opening = (hit.match.groupdict().get("open") or "").strip()
    if lead and not opening and hit.form not in ("dawn", "past_n", "recent", "nth_day"):
        return hit.start + lead.end()
    return hit.start
