"""PDF: the text of its pages, read in a process of its own; scans, passwords and damage are told of."""

from __future__ import annotations

import json
import subprocess
from datetime import date

import pytest

from claimbook.model import Notice

LINES = ("Rebels shelled Port Salt on Monday, killing three", "fishermen, the mayor said.")


def test_the_pages_are_read_in_order(report, make_pdf):
    """Pages are parted by a blank line, lines by a line break."""
    found = report(make_pdf(LINES, ("The harbour was closed.",)))
    assert found.media_type == "application/pdf"
    assert found.text == "\n".join(LINES) + "\n\nThe harbour was closed."
    assert found.notices == ()


def test_a_dateline_of_a_pdf_is_read(report, make_pdf):
    """The day before the first sentence dates the report."""
    assert report(make_pdf(("6 May 2021", *LINES))).published.value == date(2021, 5, 6)


def test_a_page_without_text_is_told_of(report, make_pdf):
    """One scanned page among others: the others are read, the notice names the page."""
    found = report(make_pdf(LINES, ()))
    assert "Rebels shelled" in found.text
    (notice,) = found.notices
    assert notice.where == "r, page 2"
    assert "OCR" in notice.next_step


@pytest.mark.parametrize(
    ("make", "reason", "step"),
    [
        (lambda make: make(()), "scanned", "OCR"),
        (lambda make: make((), ()), "scanned", "OCR"),
        (lambda make: make(LINES, encrypt=True), "password", "without the password"),
        (lambda make: b"%PDF-1.7 and nothing more", "damaged", "print it"),
        (lambda make: make(LINES)[:40], "damaged", "print it"),
        (lambda make: b"%PDF-1.4\n" + bytes(range(256)) * 40, "damaged", "print it"),
    ],
    ids=["scan", "scans", "password", "stub", "cut short", "noise"],
)
def test_a_bad_pdf_is_a_notice(read, make_pdf, make, reason, step):
    """Scanned, locked and damaged PDFs: what is wrong and what to do next, and no exception."""
    answer = read(make(make_pdf), media_type="application/pdf")
    assert isinstance(answer, Notice)
    assert reason in answer.what
    assert step in answer.next_step


def test_the_first_bytes_tell_a_pdf(report, make_pdf):
    """Standard input has no ending: the bytes decide."""
    assert report(make_pdf(LINES), media_type=None).media_type == "application/pdf"


def test_more_pages_than_are_read_are_told_of(monkeypatch, report, make_pdf):
    """A PDF of more pages than the limit is read as far, and said so."""
    answer = json.dumps({"pages": ["Rebels shelled Port Salt."], "total": 501}).encode()
    done = subprocess.CompletedProcess([], 0, stdout=answer, stderr=b"")
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: done)
    (notice,) = report(make_pdf(LINES)).notices
    assert "first 1 of 501 pages" in notice.what


@pytest.mark.parametrize(
    "fault",
    [
        subprocess.TimeoutExpired("pdf_child", 90),
        subprocess.CompletedProcess([], -9, stdout=b"", stderr=b""),
        subprocess.CompletedProcess([], 1, stdout=b"", stderr=b"MemoryError"),
    ],
    ids=["time", "killed", "memory"],
)
def test_a_pdf_that_takes_too_much_is_a_notice(monkeypatch, read, make_pdf, fault):
    """Where the child process runs out of time or memory, the reader goes on with a notice."""

    def run(*a: object, **k: object) -> object:
        if isinstance(fault, Exception):
            raise fault
        return fault

    monkeypatch.setattr(subprocess, "run", run)
    answer = read(make_pdf(LINES))
    assert isinstance(answer, Notice)
    assert "more time or memory" in answer.what
