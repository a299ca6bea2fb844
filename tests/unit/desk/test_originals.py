"""The original beside the text: a web page as plain blocks, bytes as words that steer nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.desk.originals import MOST_BLOCKS, MOST_CHARS, outline_of, words_of

PAGE = """<!doctype html><html><head><title>Head</title><style>p{}</style></head><body>
<nav><ul><li><a href="http://elsewhere.example/">Home</a></li><li><p>News</p><p>of today</p></li></ul></nav>
<h1>Guns shelled <em>River</em>ton</h1><!-- a remark --> <script>alert(1)</script>after
<p>Two people <b>died</b>.<br>Residents said so.</p><img src="http://elsewhere.example/x.png" alt="A street">
<blockquote>It was loud.</blockquote><table><tr><th>Dead</th><td>2</td></tr></table>
<svg><text>drawn</text></svg><noscript>no</noscript></body></html>"""


def blocks(page: str, text: str = "") -> list[tuple[str, str]]:
    """(kind, words) of each block."""
    return [(b.kind, b.words) for b in outline_of(page.encode(), text).blocks]


def test_a_page_is_told_block_by_block() -> None:
    """Headings, items, quotes, rows and the words of pictures come in order; scripts, styles and remarks do not."""
    assert blocks(PAGE) == [
        ("item", "Home"),
        ("item", "News"),
        ("paragraph", "of today"),
        ("heading", "Guns shelled Riverton"),
        ("paragraph", "after"),
        ("paragraph", "Two people died."),
        ("paragraph", "Residents said so."),
        ("image", "A street"),
        ("quote", "It was loud."),
        ("row", "Dead | 2"),
    ]


def test_what_was_read_is_told_apart() -> None:
    """A block whose words are in the text of the report was read, however its white space runs; others were not."""
    found = outline_of(PAGE.encode(), "Guns shelled\nRiverton\n\nTwo people  died.")
    assert [b.words for b in found.blocks if b.read] == ["Guns shelled Riverton", "Two people died."]


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"<", b"<!-- ", b"<html></html>", b"\xff\xfe<", b"<?xml version='1.0' encoding='x'?><p>a"]
)
def test_what_is_no_page_is_no_error(data: bytes) -> None:
    """Whatever the bytes are, an outline comes of it."""
    assert all(b.words for b in outline_of(data, "").blocks)


def test_other_encodings_are_read_as_the_page_says() -> None:
    """A page that is no UTF-8 is read by the encoding that it names."""
    page = '<meta charset="windows-1251"><p>Обстрел города</p>'.encode("windows-1251")
    assert [b.words for b in outline_of(page, "").blocks] == ["Обстрел города"]


def test_an_outline_is_bounded() -> None:
    """Of endless pages, deep ones too, no more than the limits is shown, and it is said that there is more."""
    many = outline_of(b"<p>word</p>" * (MOST_BLOCKS + 1), "")
    assert (len(many.blocks), many.cut) == (MOST_BLOCKS, True)
    long = outline_of(b"<p>" + b"word " * 500 + b"</p>" + b"<p>" + b"word " * MOST_CHARS, "")
    assert (len(long.blocks), long.cut) == (1, True)
    deep = outline_of(b"<div>" * 100_000 + b"end", "")
    assert len(deep.blocks) <= 1


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_words_of_bytes_steer_nothing(data: bytes) -> None:
    """No byte is lost in silence, and no character that would steer a page or a terminal is left."""
    words = words_of(data, most=1000)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in words)
    assert not set(words) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")
    if data.isascii() and data.decode().isprintable():
        assert words == data.decode()


def test_words_of_bytes_are_shown_as_they_are() -> None:
    """UTF-8 stays; what is none, and what steers, is written out; no more than asked for is shown."""
    assert words_of("Дом\r\n<b>\x1b[31m\u202e".encode() + b"\xff", most=99) == "Дом\n<b>\\x1b[31m\\u202e\\xff"
    assert words_of(b"abcdef", most=3) == "abc"
