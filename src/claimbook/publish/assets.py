"""The site's own files: one style sheet, one script, Leaflet, and the shapes of countries as data."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from claimbook.errors import MissingPart

STYLES = (("page", "palette.css"), ("page", "ground.css"), ("site", "site.css"))
SCRIPTS = (("page", "elements.js"), ("page", "land.js"), ("page", "labels.js"), ("site", "site.js"))
_FETCHING_RULE = re.compile(r"[^{}]*\{[^{}]*url\([^{}]*\}")  # Leaflet's rules for pictures that the pages do not use
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def write_assets(folder: Path) -> None:
    """Writes them into a new folder.  Raises MissingPart where the package was built without its browser files."""
    folder.mkdir()
    own = "\n".join(_read(*name) for name in SCRIPTS)
    texts = {
        "site.css": "\n".join(_read(*name) for name in STYLES),
        "site.js": f'"use strict";\n(() => {{\n{own}\n}})();\n',
        "leaflet.js": _SOURCE_MAP.sub("", _read("vendor", "leaflet.js")),
        "leaflet.css": _FETCHING_RULE.sub("", _read("vendor", "leaflet.css")),
        "leaflet.LICENSE": _read("vendor", "leaflet.LICENSE"),
        "world-atlas.LICENSE": _read("vendor", "world-atlas.LICENSE"),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")


def land() -> str:
    """The shapes of countries, as TopoJSON."""
    return _read("vendor", "countries-50m.json")


def _read(folder: str, name: str) -> str:
    file = files("claimbook").joinpath("static", folder, name)
    if not file.is_file():
        raise MissingPart(
            f"a site needs {name}, which is brought when the package is built. Install Claimbook again with pip."
        )
    return file.read_text("utf-8").replace("\r\n", "\n")
