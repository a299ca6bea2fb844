"""The notebook runs from top to bottom, and shows what it says it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebooks" / "first-look.ipynb"


def _printed(cell: Any) -> str:
    return "".join(out.get("text", "") for out in cell.outputs if out.output_type == "stream")


def test_the_notebook_runs(tmp_path: Path) -> None:
    """Every cell runs; the frame has rows, voices are named, words are quoted, and no output is committed."""
    for library in ("nbclient", "nbformat", "ipykernel", "pandas", "geopandas"):
        pytest.importorskip(library, reason=f"{library} is not installed: pip install '.[dev]'")
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(NOTEBOOK, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs for cell in code)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = "".join(out["data"]["text/plain"] for out in code[1].outputs if "data" in out)
    assert "date_start" in shown and "grade" in shown
    assert " > " in _printed(code[3]) and "bits" in _printed(code[3])
    assert "“" in _printed(code[4])
    assert "have a place on the map" in _printed(code[5])
