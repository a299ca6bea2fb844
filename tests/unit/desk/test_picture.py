"""Pages of a PDF as pictures: drawn apart from the desk, within limits, a few at a time."""

from __future__ import annotations

import struct
import subprocess
import zlib
from collections.abc import Iterator

import pytest
from pdfmaking import write_pdf

from claimbook.desk import picture
from claimbook.desk.picture import Picture, draw_page
from claimbook.desk.picture_child import MOST_PIXELS, WIDTH_PX

PAGES = (("Two people died.",), ("The harbour was closed.",), ())


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """No picture of another test is at hand."""
    picture._kept.clear()
    yield
    picture._kept.clear()


def rows_of(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and the pixels of one of our PNG files, each row after its filter byte."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n") and png.endswith(b"IEND\xaeB`\x82")
    width, height, depth, color = struct.unpack(">2I2B", png[16:26])
    assert (depth, color) == (8, 2)
    return width, height, zlib.decompress(png[41:-16])


def test_a_page_is_drawn() -> None:
    """Each page comes as a PNG of its own shape; one with words has ink, one without has none."""
    data = write_pdf(*PAGES)
    drawn = [draw_page(data, "x", number) for number in (1, 2, 3)]
    for one, inked in zip(drawn, (True, True, False), strict=True):
        assert isinstance(one, Picture)
        width, height, rows = rows_of(one.png)
        assert (one.width, one.height, one.total) == (width, height, 3)
        assert width == WIDTH_PX and abs(height / width - 792 / 612) < 0.01
        assert len(rows) == height * (width * 3 + 1)
        row = width * 3 + 1
        pixels = b"".join(rows[at * row + 1 : (at + 1) * row] for at in range(height))
        assert (min(pixels) < 100) == inked
    assert drawn[0].png != drawn[1].png  # type: ignore[union-attr]


@pytest.mark.parametrize("size", ["14400 14400", "14400 20", "20 14400", "0.5 0.5", "200000 200000"])
def test_a_picture_is_no_larger_than_the_limit(size: str) -> None:
    """However large or thin a page says it is, its picture stays within the limits, or it is told of."""
    drawn = draw_page(write_pdf(("x",), size=size), size, 1)
    if isinstance(drawn, Picture):
        assert drawn.width <= WIDTH_PX + 1 and drawn.width * drawn.height <= MOST_PIXELS * 1.01
    else:
        assert drawn == "malformed"


@pytest.mark.parametrize(
    ("data", "number", "fault"),
    [
        (write_pdf(*PAGES), 0, "no page"),
        (write_pdf(*PAGES), 4, "no page"),
        (b"%PDF-1.4 and then nothing", 1, "malformed"),
        (b"", 1, "malformed"),
        (write_pdf(("x",), encrypt=True), 1, "password"),
    ],
)
def test_what_cannot_be_drawn_is_told_of(data: bytes, number: int, fault: str) -> None:
    """A bad PDF, a locked one or a page that is not there gives a word for it, never an exception."""
    assert draw_page(data, "x", number) == fault


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (subprocess.TimeoutExpired("picture_child", 20), "limits"),
        (subprocess.CompletedProcess([], -9, b"", b""), "limits"),
        (subprocess.CompletedProcess([], 1, b"", b"MemoryError"), "limits"),
        (subprocess.CompletedProcess([], 1, b"", b"other"), "malformed"),
    ],
)
def test_a_page_that_takes_too_much_is_told_of(monkeypatch: pytest.MonkeyPatch, answer: object, fault: str) -> None:
    """Where the child runs too long, is killed or breaks, the desk lives and says so."""

    def run(*_: object, **options: object) -> object:
        assert options["timeout"] == picture.SECONDS
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(subprocess, "run", run)
    assert draw_page(b"x", "x", 1) == fault


def test_few_are_drawn_at_once_and_some_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page at hand is not drawn again, no more than KEPT are at hand, and beyond AT_ONCE one is told to come back."""
    drawn: list[int] = []

    def draw(data: bytes, number: int) -> Picture:
        drawn.append(number)
        return Picture(b"", 1, 1, 99)

    monkeypatch.setattr(picture, "_draw", draw)
    for number in (*range(1, picture.KEPT + 2), picture.KEPT + 1, 1):
        draw_page(b"", "x", number)
    assert drawn == [*range(1, picture.KEPT + 2), 1]
    monkeypatch.setattr(picture, "WAIT_SECONDS", 0.01)
    for _ in range(picture.AT_ONCE):
        picture._gate.acquire()
    try:
        assert draw_page(b"", "y", 1) == "busy"
    finally:
        for _ in range(picture.AT_ONCE):
            picture._gate.release()
