"""The pages of logins, coders and the API fit both widths, light and dark, and axe-core finds nothing serious."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bookmaking import make_claim, make_report
from browsing import faults_of
from desking import PASSWORD, Client, add_users, quick_hashes, serve

from claimbook import store
from claimbook.book import Book
from claimbook.desk.app import create_app
from claimbook.desk.people import Role
from claimbook.review.coding import answers_of
from claimbook.settings import Settings

REPORT = make_report("Heavy guns shelled Riverton on Monday, residents said. " * 9, name="first")
CLAIM = make_claim(REPORT, "shelled", killed=2)
PAGES = (
    "/login",
    "/account",
    "/coders",
    "/coders/tasks/3",
    "/coders/rounds/r",
    f"/coders/rounds/r/{CLAIM.id}",
    "/api/docs",
)


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A desk over a book with a round that two have answered, differently."""
    where = str(tmp_path_factory.mktemp("looks") / "book.db")
    with quick_hashes(), Book.open(where, create=True) as book:
        book.put(REPORT, (CLAIM,), REPORT.text.encode())
        add_users(book, ana=Role.CODER, ben=Role.CODER, eva=Role.EDITOR)
        with store.writing(book.engine, where) as connection:
            tasks = [(REPORT.id, CLAIM.id, coder) for coder in ("ana", "ben")]
            store.put_assignments(connection, "r", "eva", tasks)
            store.put_assignments(connection, "s", "eva", [(REPORT.id, CLAIM.id, "eva")])
            for number, kind in ((1, "air_strike"), (2, "shelling")):
                store.put_answers(connection, number, {**answers_of(CLAIM), "kind": kind})
        with serve(create_app(where, Settings())) as client:
            yield client


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_fit_and_read(browser: Any, coded: Client, width: int, scheme: str) -> None:
    """Nothing is wider than the screen, there is one first heading, and axe-core finds nothing serious."""
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    context.set_default_timeout(120_000)
    page = context.new_page()
    wrong = []
    for path in PAGES:
        page.goto(coded.origin + path)
        page.wait_for_selector("html[data-ready]")
        wrong += faults_of(page, path, width)
        if path == "/login":
            page.fill("[name=name]", "eva")
            page.fill("[name=password]", PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(coded.origin + "/")
    context.close()
    assert wrong == []
