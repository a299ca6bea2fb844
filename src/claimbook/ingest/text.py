"""Plain text: decoding, and the optional block of `name: value` lines before the first blank line."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from claimbook.model import Basis, Notice, Report, Sourced, Span, stated

from .options import ReadOptions
from .published import infer_published, stated_day

HEADER_NAMES = {
    "url",
    "outlet",
    "published",
    "title",
    "date",
    "source",
    "author",
    "language",
    "address",
    "headline",
    "byline",
}
_HEADER_LINE = re.compile(r"([A-Za-z][A-Za-z _-]{0,30}):[ \t]*(.*)")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(data: bytes, name: str) -> tuple[str, tuple[Notice, ...]] | Notice:
    """The text of a file, with a notice where its encoding had to be guessed; a Notice alone where it is not text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError:
                break
    if b"\x00" in data[:4096]:
        return Notice(
            where=name, what="this is a binary file, not text.", next_step="Convert it to text, HTML or PDF first."
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        guess = from_bytes(data[:200_000]).best()
        if guess is None:
            return Notice(
                where=name, what="the encoding cannot be told.", next_step="Save the file as UTF-8 and read it again."
            )
        text = data.decode(guess.encoding, errors="replace")
        notice = Notice(
            where=name,
            what=f"not UTF-8; read as {guess.encoding}.",
            next_step="Check names with accents, or save the file as UTF-8.",
        )
        return text, (notice,)
    if len(_CONTROL.findall(text[:4096])) > 20:
        return Notice(
            where=name, what="this is a binary file, not text.", next_step="Convert it to text, HTML or PDF first."
        )
    return text, ()


def read_text(text: str, *, name: str, sha256: str, options: ReadOptions, notices: tuple[Notice, ...]) -> Report:
    """A report from plain text; the header block, if there is one, stays in `text` and out of `body`."""
    header, body_start = _header(text)
    body_end = len(text.rstrip())
    body = Span(start=body_start, end=body_end) if body_start < body_end else None
    values = {key: (value, start) for key, value, start in header}
    fields = {key: _stated(text, *values[key]) for key in values if values[key][0]}
    address = fields["url"].value if "url" in fields else None
    outlet = fields.get("outlet") or fields.get("source")
    published = None
    for key in ("published", "date"):
        if key in fields and published is None:
            value, start = values[key]
            published = stated_day(text, start, start + len(value), "published.header@1")
            if published is None and options.published is None:
                notices += (_no_date(name, value),)
    if published is None and body is not None:
        published = infer_published(text, body, address)
    return Report(
        id=sha256[:16],
        sha256=sha256,
        name=name,
        media_type="text/plain",
        text=text,
        body=body,
        title=fields.get("title") or fields.get("headline"),
        outlet=outlet,
        address=address,
        published=published,
        notices=notices,
    )


def _no_date(name: str, value: str) -> Notice:
    return Notice(
        where=name,
        what=f"its header's date, {value!r}, is not understood.",
        next_step="Write it as 2020-08-07, or give --published DATE.",
    )


def _stated(text: str, value: str, start: int) -> Sourced[str]:
    return stated(text, (Span(start=start, end=start + len(value)),), value, "header@1")


def _header(text: str) -> tuple[list[tuple[str, str, int]], int]:
    """The (name, value, offset of the value) rows of the header block, and where the body begins."""
    first = _HEADER_LINE.match(text)
    if not first or first.group(1).strip().lower() not in HEADER_NAMES:
        return [], 0
    rows: list[tuple[str, str, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if not line.strip():
            return rows, at + len(line)
        m = _HEADER_LINE.match(line)
        if not m:
            return rows, at
        value = m.group(2).rstrip()
        rows.append((m.group(1).strip().lower(), value, at + m.start(2)))
        at += len(line)
    return rows, at


def given(value: object, name: str) -> Sourced[object]:
    """A value that the user gave on the command line."""
    return Sourced(value=value, wording=str(value), basis=Basis.ASSUMED, method=f"given.{name}@1")
