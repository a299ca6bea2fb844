"""PDF: its text by pypdfium2, in a child process with limits on memory, time and pages."""

from __future__ import annotations

import json

from claimbook.model import Notice, Report, Span

from .child import ask_child
from .options import ReadOptions
from .published import infer_published

SECONDS = 90


def read_pdf(data: bytes, *, name: str, sha256: str, options: ReadOptions) -> Report | Notice:
    """A report from a PDF; `text` is its pages' text, parted by blank lines."""
    answer = _extract(data)
    if isinstance(answer, str):
        what, next_step = _FAULTS.get(answer, _FAULTS["malformed"])
        return Notice(where=name, what=what, next_step=next_step)
    pages, total = answer
    bare = [i + 1 for i, page in enumerate(pages) if not page.strip()]
    if len(bare) == len(pages):
        return Notice(
            where=name,
            what="no page has a text layer; it looks scanned.",
            next_step="Run OCR on it first, and read the result.",
        )
    notices = [
        Notice(
            where=f"{name}, page {page}", what="no text layer.", next_step="Run OCR on it first if the page matters."
        )
        for page in bare
    ]
    if total > len(pages):
        notices.append(
            Notice(
                where=name, what=f"only the first {len(pages)} of {total} pages were read.", next_step="Split the file."
            )
        )
    text = "\n\n".join(page.strip("\n") for page in pages if page.strip())
    body = Span(start=0, end=len(text))
    return Report(
        id=sha256[:16],
        sha256=sha256,
        name=name,
        media_type="application/pdf",
        text=text,
        body=body,
        published=infer_published(text, body, None),
        notices=tuple(notices),
    )


_FAULTS = {
    "password": ("the PDF is protected by a password.", "Save a copy without the password and read that."),
    "malformed": ("the PDF is damaged or is no PDF.", "Open it in a viewer and print it to a new PDF."),
    "limits": ("the PDF took more time or memory than is allowed.", "Print it to a new PDF, or split it."),
}


def _extract(data: bytes) -> tuple[list[str], int] | str:
    """The pages' texts and the number of pages, or the name of a fault."""
    told = ask_child("claimbook.ingest.pdf_child", data, seconds=SECONDS)
    if isinstance(told, str):
        return told
    answer = json.loads(told)
    if "error" in answer:
        return str(answer["error"])
    return [str(page) for page in answer["pages"]], int(answer["total"])
