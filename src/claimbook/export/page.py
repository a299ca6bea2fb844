"""The map page: one HTML file with the map, the timeline and the claims, which opens from disk and asks no network.

Invariants: the words of reports reach the page as data only, in one JSON block, and its scripts show them as text; the
policy in its head lets nothing run but those scripts, known by their hashes, and nothing be fetched.
Lost: the texts of the reports beyond the sentence round each claim, the spans, the candidates of a place.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from claimbook.errors import MissingPart
from claimbook.model import Claim, Report

from .page_data import describe_readings, pick_towns

STYLES = ("palette.css", "ground.css", "page.css")
SCRIPTS = (
    "elements.js",
    "land.js",
    "labels.js",
    "claims.js",
    "filters.js",
    "map.js",
    "timeline.js",
    "list.js",
    "main.js",
)
_FETCHING_RULE = re.compile(r"[^{}]*\{[^{}]*url\([^{}]*\}")  # Leaflet's rules for pictures that the page does not use
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_NOT_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write_page(readings: Sequence[tuple[Report, Sequence[Claim]]], path: Path) -> None:
    """Writes the page of these reports and their claims to `path`.

    Raises MissingPart where the package was not built with its browser files, OSError where `path` cannot be written.
    """
    path.write_bytes(make_page(readings).encode())


def make_page(readings: Sequence[tuple[Report, Sequence[Claim]]]) -> str:
    """The page as text.  The same readings give the same text."""
    data = describe_readings(readings)
    data["towns"] = pick_towns(place for _, claims in readings for claim in claims for place in claim.places)
    styles = [_FETCHING_RULE.sub("", _vendor("leaflet.css")), *map(_own, STYLES)]
    scripts = [_SOURCE_MAP.sub("", _vendor("leaflet.js")), _wrap("\n".join(map(_own, SCRIPTS)))]
    parts = {
        "policy": _policy(styles, scripts),
        "styles": "\n".join(f"<style>{text}</style>" for text in styles),
        "data": f'<script type="application/json" id="data">{embed(data)}</script>',
        "land": f'<script type="application/json" id="land">{embed(json.loads(_vendor("countries-50m.json")))}</script>',
        "scripts": "\n".join(f"<script>{text}</script>" for text in scripts),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda m: parts[m[1]], _own("page.html"))


def embed(value: Any) -> str:
    """JSON that can stand inside a script element: it holds nothing that could end or start markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda m: _NOT_IN_SCRIPT[m[0]], text)


def _policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: Sequence[str]) -> str:
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in texts)


def _wrap(script: str) -> str:
    return f'"use strict";\n(() => {{\n{script}\n}})();\n'


@cache
def _own(name: str) -> str:
    return files("claimbook").joinpath("static", "page", name).read_text("utf-8").replace("\r\n", "\n")


@cache
def _vendor(name: str) -> str:
    file = files("claimbook").joinpath("static", "vendor", name)
    if not file.is_file():
        raise MissingPart(
            f"the map page needs {name}, which is brought when the package is built. Install Claimbook again with pip."
        )
    return file.read_text("utf-8").replace("\r\n", "\n")
