"""A desk over the demo's book, and a browser that complains of whatever it should not see."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import CHROMIUM, DESKTOP, QUIET
from desking import serve

from claimbook.book import Book
from claimbook.cli.demo import examples_folder
from claimbook.desk.app import create_app
from claimbook.ingest import find_inputs
from claimbook.settings import Settings

PATIENCE_MS = 90_000  # a shared machine may be slow
Open = Callable[..., Any]


@pytest.fixture(scope="session")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of the example reports, read once; take a copy to change it."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    with Book.open(path, create=True, settings=Settings.from_environment()) as book:
        for _ in book.add(find_inputs([examples_folder()]).items):
            pass
        book.refresh()
        book.back_up(path.with_name("copy.db"))
    return path.with_name("copy.db")


@pytest.fixture
def desk(demo_book: Path, tmp_path: Path) -> Iterator[Any]:
    """A desk over a copy of the demo's book, where one person's pass is enough; its `.origin` and `.book` are known."""
    book = tmp_path / "demo.db"
    shutil.copy(demo_book, book)
    settings = Settings.from_environment().model_copy(
        update={"publish_passes": 1, "publish_folder": tmp_path / "published"}
    )
    with serve(create_app(str(book), settings)) as client:
        client.book = book
        yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_api.sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture
def at_desk(browser: Any, desk: Any) -> Iterator[Open]:
    """Opens a page of the desk; at the end, nothing was asked of any other address and nothing complained."""
    told: list[str] = []
    contexts: list[Any] = []

    def go(path: str = "/", *, size: dict[str, int] = DESKTOP, scheme: str = "light") -> Any:
        context = browser.new_context(viewport=size, color_scheme=scheme, accept_downloads=True)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request", lambda r: None if r.url.startswith((desk.origin, "data:,")) else told.append(f"request {r.url}")
        )
        page.on("dialog", lambda d: told.append(f"dialog {d.message}"))
        page.on("pageerror", lambda e: told.append(f"error {e}"))
        page.on("console", lambda m: told.append(f"console {m.text}"))
        page.on("popup", lambda p: told.append(f"popup {p.url}"))
        page.goto(desk.origin + path)
        page.wait_for_selector("html[data-ready]")
        return page

    yield go
    for context in contexts:
        context.close()
    assert told == []
