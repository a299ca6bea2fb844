"""How values are told on the pages: plain words, figures with their ranges, never more certain than they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from claimbook.export.page_data import plain


def name_of(code: object) -> str:
    """ "air_strike" → "air strike"."""
    return str(code).replace("_", " ")


FILTERS: dict[str, Callable[..., Any]] = {"named": name_of, "plain": plain}
