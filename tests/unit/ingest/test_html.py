"""HTML: the article, its title, outlet and date; menus, scripts and what is no article."""

from __future__ import annotations

from datetime import date

import pytest

from claimbook.model import Basis, Notice

ARTICLE = """<!DOCTYPE html><html><head><title>Shells fall on Port Salt</title>
<meta property="og:site_name" content="Morning Brief"><meta property="article:published_time" content="2021-05-06T08:00:00Z">
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<script>document.write("Ten thousand rebels were killed")</script>
<article><h1>Shells fall on Port Salt</h1>
<p>Rebels shelled the harbour of Port Salt on Monday, killing at least three fishermen, the town's mayor said.</p>
<p>The harbour was closed, and boats were sent to the bay of Alba until the shelling stopped in the evening.</p></article>
<footer>All rights reserved. Sign up for our newsletter.</footer></body></html>"""


def test_the_article_is_read(report):
    """Paragraphs are kept apart; menus, scripts and footers are not read."""
    found = report(ARTICLE)
    assert found.media_type == "text/html"
    assert "killing at least three fishermen" in found.text
    assert "\n\nThe harbour was closed" in found.text
    for furniture in ("Ten thousand", "Sport", "newsletter"):
        assert furniture not in found.text
    assert (found.body.start, found.body.end) == (0, len(found.text))


def test_what_the_page_says_of_itself_is_inferred(report):
    """Title, outlet and date come from the metadata, which stand outside the text that is kept."""
    found = report(ARTICLE)
    assert found.title.value == "Shells fall on Port Salt"
    assert found.outlet.value == "Morning Brief"
    assert found.published.value == date(2021, 5, 6)
    assert {v.basis for v in (found.title, found.outlet, found.published)} == {Basis.INFERRED}


def test_the_given_date_goes_first(report):
    """What the user says replaces the page's own date."""
    assert report(ARTICLE, published=date(2020, 1, 2)).published.value == date(2020, 1, 2)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><nav>Home</nav></body></html>",
        "<html></html>",
        "<!doctype html>",
        "<html><body><p>Too short.</p></body></html>",
        "<html><body><script>while(true){}</script></body></html>",
    ],
)
def test_a_page_without_an_article_is_a_notice(read, page):
    """A menu, an empty page, a heading: a notice that says what to save instead."""
    answer = read(page)
    assert isinstance(answer, Notice)
    assert "no article" in answer.what
    assert ".txt" in answer.next_step


def test_broken_markup_is_read(report):
    """Tags that are never closed do not hide the words."""
    body = "<p>Rebels shelled the harbour of Port Salt on Monday, killing three fishermen, the mayor of the town said. "
    assert "three fishermen" in report(f"<html><body><div><article>{body * 3}<b>").text


def test_an_ending_decides_before_the_bytes(read):
    """A .html file that holds plain words is a page without an article, not a text."""
    assert isinstance(read("Shells fell.", media_type="text/html"), Notice)


def test_undecodable_bytes_do_not_stop_it(read):
    """Bytes that are no UTF-8 leave the rest of the page readable."""
    answer = read(ARTICLE.encode().replace(b"mayor", b"may\xff\xfeor"))
    assert not isinstance(answer, Notice)
    assert "three fishermen" in answer.text
