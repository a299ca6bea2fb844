"""PDFs made in the test, page by page, and reports read from bytes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pdfmaking import write_pdf

from claimbook.ingest import ReadOptions, read_bytes
from claimbook.model import Notice, Report


@pytest.fixture
def read() -> Callable[..., Report | Notice]:
    """Bytes (or text) → what reading them gives; `media_type` as the file's ending would say."""

    def reading(data: bytes | str, *, media_type: str | None = None, **options: object) -> Report | Notice:
        raw = data.encode() if isinstance(data, str) else data
        return read_bytes(raw, name="r", media_type=media_type, options=ReadOptions(**options))  # type: ignore[arg-type]

    return reading


@pytest.fixture
def report(read: Callable[..., Report | Notice]) -> Callable[..., Report]:
    """As `read`, for what must be a report."""

    def reading(data: bytes | str, **options: object) -> Report:
        answer = read(data, **options)
        assert isinstance(answer, Report), answer
        return answer

    return reading


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """Lines of each page → a PDF whose pages show them; `encrypt` makes it ask for a password."""
    return write_pdf
