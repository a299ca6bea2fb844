"""HTML: the article's text by trafilatura, its date by htmldate.  Bytes only; nothing is ever fetched."""

from __future__ import annotations

from datetime import date

from claimbook.model import Basis, Notice, Report, Sourced, Span

from .options import ReadOptions
from .published import infer_published

LEAST_WORDS = 10  # below that it is a menu or a heading, not an article


def read_html(data: bytes, *, name: str, sha256: str, options: ReadOptions) -> Report | Notice:
    """A report from a page; `text` is the article as extracted."""
    import trafilatura
    from trafilatura.settings import Document

    article = trafilatura.bare_extraction(data, with_metadata=True, include_comments=False, include_tables=False)
    text = (article.text or "").strip() if isinstance(article, Document) else ""
    if not isinstance(article, Document) or len(text.split()) < LEAST_WORDS:
        return Notice(
            where=name,
            what="no article was found in this page.",
            next_step="Save the article's own page, or copy its text into a .txt file.",
        )
    text = text.replace("\n", "\n\n")
    body = Span(start=0, end=len(text))
    address = article.url or None
    return Report(
        id=sha256[:16],
        sha256=sha256,
        name=name,
        media_type="text/html",
        text=text,
        body=body,
        title=_metadata(article.title, "title"),
        outlet=_metadata(article.sitename or article.hostname, "outlet"),
        address=address,
        published=_page_date(data) or infer_published(text, body, address),
    )


def _metadata(value: str | None, field: str) -> Sourced[str] | None:
    if not value:
        return None
    return Sourced(value=value, wording=value, basis=Basis.INFERRED, method=f"html.{field}@1")


def _page_date(data: bytes) -> Sourced[date] | None:
    """The date that the page's own metadata state; htmldate's guesses from elsewhere are not asked for."""
    import htmldate

    try:
        found = htmldate.find_date(data.decode("utf-8", errors="replace"), extensive_search=False, original_date=True)
    except (ValueError, TypeError):
        found = None
    if not found:
        return None
    return Sourced(value=date.fromisoformat(found), wording=found, basis=Basis.INFERRED, method="published.html@1")
