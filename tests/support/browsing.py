"""The browser that the tests of pages use: where it is, how it is kept quiet, and the sizes that pages are looked at in."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def faults_of(page: Any, path: str, width: int) -> list[str]:
    """What is wrong with the page that is open: wider than the screen, not one first heading, or what axe-core finds."""
    wide, headings = page.evaluate("document.documentElement.scrollWidth"), page.locator("h1").count()
    return [
        *[f"{path} is {wide} wide"] * (wide > width),
        *[f"{path} has {headings} first headings"] * (headings != 1),
        *(f"{path}: {found}" for found in serious(page)),
    ]


def serious(page: Any) -> list[str]:
    """What axe-core finds that is serious or critical, each with its first element."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed: pip install axe-playwright-python")
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:160]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]
