"""The original beside the text of a report, in a real browser: pictures of a PDF, words of a page, bytes of a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browsing import DESKTOP, PHONE, serious
from pdfmaking import write_pdf

from claimbook.book import Book
from claimbook.ingest import ReadOptions, read_bytes
from claimbook.model import Report

Open = Callable[..., Any]
HOSTILE = """<html><body onload="alert(1)"><script>alert(2)</script><base href="http://elsewhere.example/">
<h1>Guns shelled Riverton</h1><p>On Tuesday guns shelled the town of Riverton, and two people died, residents of it said.</p>
<img src="x.png" alt="&lt;img src=y onerror=alert(3)&gt;" onerror="alert(4)"><iframe src="http://elsewhere.example/"></iframe>
<p style="background:url(http://elsewhere.example/z)">&lt;script&gt;alert(5)&lt;/script&gt; "><svg onload=alert(6)></p>
<form action="http://elsewhere.example/"><button>Send</button></form><aside>Advertisement</aside></body></html>"""


def put(book: Any, data: bytes, media_type: str) -> str:
    """Puts a report of these bytes into the desk's book; its id."""
    report = read_bytes(data, name="r", media_type=media_type, options=ReadOptions())
    assert isinstance(report, Report), report
    with Book.open(book) as opened:
        opened.put(report, [], data)
    return report.id


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_pdf_is_shown_page_by_page(at_desk: Open, desk: Any, size: dict[str, int]) -> None:
    """A page is a picture with words for those who cannot see it, and the next is one press away."""
    report = put(desk.book, write_pdf(("Two people died.",), ("The harbour was closed.",)), "application/pdf")
    page = at_desk(f"/reports/{report}", size=size)
    page.click("text=Original beside it")
    page.wait_for_selector("html[data-ready]")
    picture = page.locator(".original img")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("e => e.decode().then(() => e.naturalWidth)") == 1000
    assert picture.get_attribute("alt").startswith("Page 1 of the original")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.click("text=Next")
    page.wait_for_selector(".original >> text=page 2 of 2")
    assert page.locator(".original >> text=Next").count() == 0


def test_a_web_page_is_words_alone(at_desk: Open, desk: Any) -> None:
    """Nothing of a hostile page runs or is fetched, its words are told block by block, and its source is words too."""
    report = put(desk.book, HOSTILE.encode(), "text/html")
    page = at_desk(f"/reports/{report}?original=yes")
    inside = page.locator(".original .text")
    assert inside.locator(".heading").inner_text() == "Guns shelled Riverton"
    assert inside.locator(".image").inner_text() == "Picture: <img src=y onerror=alert(3)>"
    assert "unread" in inside.locator("text=Advertisement").get_attribute("class")
    assert "unread" not in inside.locator("text=On Tuesday").get_attribute("class")
    assert page.locator(".original :is(script, iframe, img, svg, form, button, base, [style], [onload])").count() == 0
    assert serious(page) == []
    page.click(".original nav a")
    page.wait_for_selector("html[data-ready]")
    assert '<body onload="alert(1)">' in page.inner_text(".original .raw")
    assert page.locator(".original :is(script, iframe, img, svg, form, button, base)").count() == 0


def test_a_text_is_its_bytes(at_desk: Open, desk: Any) -> None:
    """The words are as they came in, with what would steer the page written out."""
    report = put(desk.book, "Guns shelled Riverton.\u202e <b>\x07".encode(), "text/plain")
    page = at_desk(f"/reports/{report}?original=yes")
    assert page.inner_text(".original .raw") == "Guns shelled Riverton.\\u202e <b>\\x07"


def test_pages_of_what_is_no_pdf_are_not_there(desk: Any) -> None:
    """Only a PDF has pages, only those that it has, and a number is a number."""
    text = put(desk.book, b"Guns shelled Riverton.", "text/plain")
    pdf = put(desk.book, write_pdf(("Two people died.",)), "application/pdf")
    assert desk.get(f"/reports/{pdf}/pages/1").headers["Content-Type"] == "image/png"
    for path in (
        f"{text}/pages/1",
        f"{pdf}/pages/2",
        f"{pdf}/pages/0",
        f"{pdf}/pages/-1",
        f"{pdf}/pages/..%2f1",
        "nobody/pages/1",
    ):
        assert desk.get(f"/reports/{path}").status == 404
    assert desk.get(f"/reports/{pdf}?original=yes&page=7").text.count("The PDF has no such page.") == 1
