"""The examples of the pages on Python give what the pages show."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
FRAMES = "the examples need pandas, polars and geopandas: pip install 'claimbook[frames]'"


@pytest.mark.parametrize("page", ["reference/python.md", "how-to/python.md"])
def test_the_examples_give_what_is_shown(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example of the page, run in order in an empty folder, prints what stands below it."""
    for library in ("pandas", "polars", "geopandas"):
        pytest.importorskip(library, reason=FRAMES)
    monkeypatch.chdir(tmp_path)
    flags = doctest.IGNORE_EXCEPTION_DETAIL | doctest.NORMALIZE_WHITESPACE
    # A closing fence is no output: examples end with an empty line.
    failed, tried = doctest.testfile(str(DOCS / page), module_relative=False, optionflags=flags, encoding="utf-8")
    assert tried > 3
    assert failed == 0
