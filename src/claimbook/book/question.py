"""A question in keywords, as people type it, as the store's Filter: the same words as the commands' options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, get_type_hints

from claimbook.errors import UsageError
from claimbook.model import Grade, Kind
from claimbook.store import Filter


class Asked(TypedDict, total=False):
    """What may be asked of a book; see docs/reference/book.md.  Days are dates or ISO strings such as "2020-08-01"."""

    since: date | str | None
    until: date | str | None
    place: str | None
    near: tuple[float, float] | None
    within_km: float
    kind: str | Sequence[str]
    actor: str | None
    speaker: str | None
    killed_from: int | None
    killed_to: int | None
    injured_from: int | None
    injured_to: int | None
    grade: str | Sequence[str]
    text: str | None
    report: str | None
    state: str | None
    limit: int | None


_RENAMED = {"kind": "kinds", "grade": "grades", "text": "words"}


def to_filter(wanted: Filter | None, asked: Mapping[str, Any]) -> Filter:
    """`wanted` itself, or the filter that the keywords make.  Raises UsageError where a value cannot be one."""
    if wanted is not None:
        if asked:
            raise UsageError("give either a Filter or keywords, not both.")
        return wanted
    known = get_type_hints(Asked)
    for name in asked:
        if name not in known:
            raise UsageError(f"{name}: a book cannot be asked for it. Give some of {', '.join(known)}.")
    given: dict[str, Any] = {_RENAMED.get(name, name): value for name, value in asked.items()}
    for name in ("since", "until"):
        if isinstance(given.get(name), str):
            given[name] = _day(name, given[name])
    for name, what, there in (("kinds", "kind", Kind), ("grades", "grade", Grade)):
        if name in given:
            given[name] = _several(what, given[name], [str(v) for v in there])
    return Filter(**given)


def _day(name: str, words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise UsageError(f"{name}={words!r}: give a day such as 2020-08-01.") from None


def _several(what: str, given: str | Sequence[str], there: Sequence[str]) -> tuple[str, ...]:
    values = (given,) if isinstance(given, str) else tuple(given)
    for value in values:
        if value not in there:
            raise UsageError(f"{what}={value!r}: there is no such {what}. Give one of {', '.join(there)}.")
    return tuple(str(v) for v in values)
