"""The example of the book's reference runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bookmaking import make_claim, make_report

from claimbook.book import Book

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "book.md"


def test_the_example_in_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of the page finds an incident and comments on it."""
    monkeypatch.chdir(tmp_path)
    report = make_report("Guns shelled Riverton.")
    with Book.open("book.db", create=True) as book:
        book.put(report, [make_claim(report, "shelled")], report.text.encode())
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(example, {})
    with Book.open("book.db") as book:
        assert [d.why for d in book.decisions()[0]] == ["look again"]
