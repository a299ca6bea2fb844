"""Claimbook reads reports of armed conflict and keeps a book of what they claim, and who says so.

From Python: `claimbook.open` opens a book, `claimbook.read` reads one report.  Both are loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimbook.api import open, read

__version__ = "0.1.0"
__all__ = ["__version__", "open", "read"]


def __getattr__(name: str) -> Any:
    if name in ("open", "read"):
        from claimbook import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
