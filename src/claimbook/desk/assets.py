"""The map page's own scripts, served to the desk as one module: both draw the same ground."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from starlette.responses import Response

from .asking import Asked, Desk

PAGE_SCRIPTS = Path(__file__).resolve().parents[1] / "static" / "page"
SCRIPTS = ("elements.js", "land.js", "labels.js")
EXPORTS = ("make", "draw", "button", "plural", "readLand", "addLand", "Labels")


def ground(desk: Desk, asked: Asked) -> Response:
    """The module."""
    del desk, asked
    return Response(_ground(), media_type="text/javascript")


def first_level(desk: Desk, asked: Asked) -> Response:
    """The first-level regions, as they are packed."""
    del desk, asked
    packed = (PAGE_SCRIPTS.parent / "vendor" / "first-level.json.gz").read_bytes()
    return Response(packed, media_type="text/plain", headers={"Content-Encoding": "gzip"})


@cache
def _ground() -> str:
    parts = [(PAGE_SCRIPTS / name).read_text("utf-8") for name in SCRIPTS]
    return "\n".join(parts) + f"\nexport {{ {', '.join(EXPORTS)} }};\n"
