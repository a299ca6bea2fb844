"""One value of a claim, put right by a person.

A corrected value keeps the words that the report gave it, and says by its method which decision put it there.  The
claim as it was read is not touched: a corrected one is made beside it.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from claimbook.errors import UsageError
from claimbook.model import Basis, Claim

SINGLE = ("kind", "sub_kind", "modality", "background", "aggregate", "period", "means", "outcome")
SEVERAL = ("places", "initiators", "targets", "sites", "tolls", "speakers")


def parse_value(words: str) -> Any:
    """What a person typed: JSON where it is JSON, else the words themselves; "none" and "" say that there is none."""
    if words.strip().lower() in ("", "none", "null"):
        return None
    try:
        return json.loads(words)
    except json.JSONDecodeError:
        return words


def correct(claim: Claim, field: str, value: Any, *, method: str) -> Claim:
    """The claim with the value at `field` replaced: "kind", "period.start", "tolls.0.low", "places.1".

    A number one past the last adds an entry; a value of None removes an entry, or leaves a single value unknown.
    Raises UsageError where the path or the value does not fit the model.
    """
    whole = claim.model_dump(mode="json")
    head, *rest = field.split(".")
    if head in SINGLE:
        whole[head] = _replace(whole[head], rest, value, method=method, field=field)
    elif head in SEVERAL and rest and rest[0].isdigit() and int(rest[0]) <= len(whole[head]):
        position = int(rest[0])
        entries = whole[head]
        old = entries[position] if position < len(entries) else None
        if value is None and len(rest) == 1:
            del entries[position : position + 1]
        else:
            entries[position : position + 1] = [_replace(old, rest[1:], value, method=method, field=field)]
    else:
        raise UsageError(
            f"{field}: a claim has no such value. Give one of {', '.join(SINGLE)}, or "
            f"{', '.join(SEVERAL)} with a number from 0, as in tolls.0.low."
        )
    try:
        return Claim.model_validate(whole)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(
            f"{field}: {value!r} does not fit: {first['msg']}. See `claimbook show` for its form."
        ) from None


def _replace(old: dict[str, Any] | None, path: list[str], value: Any, *, method: str, field: str) -> dict[str, Any]:
    """The sourced value with `value` at `path` inside it; its words stay, for they are the report's."""
    if len(path) > 1:
        raise UsageError(f"{field}: goes deeper than a claim's values do.")
    if not path:
        new = value
    elif old is None or not isinstance(old["value"], dict):
        raise UsageError(f"{field}: there is no value yet to hold {path[0]!r}. Give the whole value as JSON.")
    else:
        new = {**old["value"], path[0]: value}
    if old is None:
        return {"value": new, "basis": Basis.INFERRED, "method": method}
    return {**old, "value": new, "method": method}
