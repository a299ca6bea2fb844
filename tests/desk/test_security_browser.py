"""Hostile words in every field of a report, on every page, in a real browser: nothing runs, nothing is fetched."""

from __future__ import annotations

import getpass
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desking import Client, serve

from claimbook import store
from claimbook.book import Book, Ruling
from claimbook.desk.app import create_app
from claimbook.model import Act
from claimbook.settings import Settings

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")


def bytes_of(text: str) -> bytes:
    """The text as bytes; half of a surrogate pair as what it would be."""
    return text.encode("utf-8", "surrogatepass")


@pytest.fixture
def hostile(hostile_readings: Any, tmp_path: Path) -> Iterator[tuple[Client, list[str]]]:
    """A desk over a book of hostile reports, with hostile decisions and tasks; and the paths of its pages."""
    where = str(tmp_path / "book.db")
    paths = ["/", "/queue", "/parties", "/speakers", "/coders", "/publish", "/account", "/api/docs"]
    with Book.open(where, create=True) as book:
        for report, (claim,) in hostile_readings:
            data = bytes_of(report.text)
            sha256 = hashlib.sha256(data).hexdigest()
            report = report.model_copy(update={"id": sha256[:16], "sha256": sha256})
            claim = claim.model_copy(update={"report": report.id})
            try:
                book.put(report, (claim,), data)
            except (UnicodeEncodeError, ValueError):
                continue  # half a surrogate pair can be in no book: reading replaces it
            words = claim.quote.wording
            book.decide(Ruling(Act.COMMENT, (claim.id,), words, words))
            paths += [f"/reports/{report.id}", f"/reports/{report.id}?original", f"/claims/{claim.id}"]
        paths += [f"/incidents/{incident.id}" for incident in book.incidents()]
        assert len(paths) > 50
        with store.writing(book.engine, where) as connection:
            claims = {c.as_read.id: c.as_read.report for c in store.all_claims(connection)}
            me = getpass.getuser()
            rows = [(report, claim, me) for claim, report in sorted(claims.items())]
            store.put_assignments(connection, "r", "<img src=x onerror=window.__ran=12>", rows)
            paths += [f"/coders/tasks/{n}" for n in range(1, len(rows) + 1)]
    with serve(create_app(where, Settings())) as client:
        yield client, [*paths, "/coders/rounds/r"]


def test_hostile_words_run_nothing_on_any_page(browser: Any, hostile: tuple[Client, list[str]]) -> None:
    """No page runs, fetches or complains of anything, whatever is opened on it, and each shows the words as words."""
    client, paths = hostile
    told: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800}, service_workers="block")
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.on("request", lambda r: None if r.url.startswith((client.origin, "data:,")) else told.append(f"asks {r.url}"))
    page.on("dialog", lambda d: told.append(f"dialog {d.message}"))
    page.on("pageerror", lambda e: told.append(f"error {e}"))
    page.on("popup", lambda p: told.append(f"popup {p.url}"))
    page.on("console", lambda m: told.append(f"console {m.text}") if m.type in ("error", "warning") else None)
    shown = 0
    for path in paths:
        answer = page.goto(client.origin + path)
        assert answer is not None and answer.status == 200, (path, answer.status if answer else None)
        page.wait_for_selector("html[data-ready]")
        for summary in page.query_selector_all("details:not([open]) > summary"):
            summary.evaluate("e => e.click()")
        assert page.evaluate("window.__ran") is None, path
        assert page.url.startswith(client.origin + "/")
        assert page.evaluate(UNASKED) == [], path
        shown += "window.__ran" in page.inner_text("main")
    context.close()
    assert told == []
    assert shown > len(paths) / 3


# What no template of ours makes: handlers, styles and frames, links to elsewhere, bases, refreshes.
UNASKED = """() => [...document.querySelectorAll('*')].flatMap(e => [
  ...[...e.attributes].filter(a => a.name.startsWith('on') || a.name === 'srcdoc').map(a => a.name),
  ...(['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'APPLET', 'PORTAL', 'STYLE'].includes(e.tagName) ? [e.tagName] : []),
  ...(e.tagName === 'META' && e.httpEquiv ? ['refresh'] : []),
  ...(e.tagName === 'A' && /^(javascript|data|vbscript):/i.test(e.href) ? [e.href] : []),
  ...(e.tagName === 'SCRIPT' && !e.src && !(e.type || '').includes('json') ? ['inline script'] : []),
])"""
