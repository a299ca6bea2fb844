"""What came in, made safe to look at: a web page as an outline of its words, all else as the words of its bytes.

Invariant: nothing of the original's markup goes on.  An outline is our own blocks around plain words, so there is nothing
to clean, no address in it to fetch and no script to run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

MOST_BYTES = 4_000_000
MOST_BLOCKS = 2_000
MOST_CHARS = 200_000
SKIPPED = {"script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object", "select", "textarea"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
KINDS = {
    **dict.fromkeys(HEADINGS, "heading"),
    "li": "item",
    "dt": "item",
    "dd": "item",
    "blockquote": "quote",
    "tr": "row",
}
BREAKS = {
    *KINDS, "p", "div", "section", "article", "header", "footer", "main", "nav", "aside", "ul", "ol", "dl", "table",
    "thead", "tbody", "figure", "figcaption", "form", "fieldset", "address", "pre", "hr", "br", "body", "caption", "details",
    "summary",
}  # fmt: skip
CELLS = {"td", "th"}
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Block:
    """Some words of a page: what they are (heading, paragraph, item, quote, row, image), and whether they were read."""

    kind: str
    words: str
    read: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """A page's blocks in order; `cut` tells that there are more."""

    blocks: tuple[Block, ...]
    cut: bool


def outline_of(data: bytes, text: str) -> Outline:
    """The words of a web page, block by block; `text` is what was read of it."""
    tree = _parse(data[:MOST_BYTES])
    read = _squeeze(text)
    blocks: list[Block] = []
    chars = 0
    for kind, words in _walk(tree) if tree is not None else ():
        if len(blocks) == MOST_BLOCKS or chars + len(words) > MOST_CHARS:
            return Outline(tuple(blocks), True)
        chars += len(words)
        blocks.append(Block(kind, words, kind != "image" and _squeeze(words.replace(" | ", " ")) in read))
    return Outline(tuple(blocks), len(data) > MOST_BYTES)


def words_of(data: bytes, *, most: int) -> str:
    """The first `most` bytes as words: what is no UTF-8, and what would steer a page or a terminal, as `\\xNN` or `\\uNNNN`."""
    words = data[:most].decode("utf-8", "backslashreplace").replace("\r\n", "\n")
    return STEERS.sub(lambda m: f"\\u{ord(m[0]):04x}" if ord(m[0]) > 0xFF else f"\\x{ord(m[0]):02x}", words)


def _parse(data: bytes) -> html.HtmlElement | None:
    try:
        data.decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = None  # as the page itself says
    try:
        return html.document_fromstring(data, parser=html.HTMLParser(encoding=encoding, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _walk(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """(kind, words) of every block in the order of the page; without recursion, for pages nest as deep as they like."""
    parts: list[str] = []
    kind = "paragraph"
    skipping: etree._Element | None = None

    def flush() -> Iterator[tuple[str, str]]:
        nonlocal parts, kind
        words = _squeeze("".join(parts)).strip("| ")
        told, parts, kind = kind, [], "paragraph"
        if words:
            yield told, words

    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else None
        if skipping is not None or tag is None or tag in SKIPPED:
            if event == "start" and skipping is None:
                skipping = element
            elif event == "end" and element is skipping:
                skipping = None
            if event != "start" and skipping is None:
                parts.append(element.tail or "")
            continue
        if event == "start":
            if tag in BREAKS:
                inherited = (
                    "paragraph" if "".join(parts).strip() else kind
                )  # a paragraph that an item begins with is the item
                yield from flush()
                kind = KINDS.get(tag, inherited)
            if tag == "img" and (words := _squeeze(element.get("alt") or "")):
                yield from flush()
                yield "image", words
            parts.append(element.text or "")
        else:
            if tag in BREAKS:
                yield from flush()
            elif tag in CELLS:
                parts.append(" | ")
            parts.append(element.tail or "")
    yield from flush()


def _squeeze(words: str) -> str:
    return " ".join(words.split())
