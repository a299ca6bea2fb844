"""The page on export formats is what the formats are."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports_reference import exports_reference

from claimbook.export.formats import FORMATS, load_format
from claimbook.export.losses import SIGHTS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "exports.md"


def test_the_page_is_what_the_formats_say():
    """docs/reference/exports.md holds every format with its columns, tags and losses, as they are in the code."""
    made = exports_reference()
    assert PAGE.read_text(encoding="utf-8") == made, (
        "run: python tests/support/exports_reference.py > docs/reference/exports.md"
    )


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_says_what_it_loses(name: str):
    """What a format loses is among the things that the sidecar can count, and something stands in its place."""
    form = load_format(name)
    assert set(form.lost) <= set(SIGHTS)
    assert all(form.lost.values())
    assert all(source for columns in form.columns.values() for source in columns.values())
