"""A published site in a real browser: from a server and from disk, with no network, on a desk and on a phone."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import DESKTOP, PHONE, serious
from own_tables import fill

from claimbook.book import Book
from claimbook.publish import publish

TITLE = "<img src=x onerror='window.__ran=1'> Invented book"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None: ...


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with Book.open(folder / "book.db", create=True) as book:
        fill(book)
        publish(book, folder / "site", title=TITLE)
    return folder / "site"


@pytest.fixture(scope="module", params=["server", "disk"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Where the site lies: on a plain web server of this machine, and as files."""
    if request.param == "disk":
        yield site.as_uri() + "/"
        return
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page_at(browser: Any, address: str) -> Iterator[Any]:
    """Opens a page of the site; at the end nothing foreign was asked for and nothing complained."""
    told: list[str] = []
    contexts: list[Any] = []

    def show(path: str, size: dict[str, int] = DESKTOP) -> Any:
        context = browser.new_context(viewport=size)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: None if r.url.startswith((address, "data:")) else told.append(r.url))
        page.on("pageerror", lambda e: told.append(f"error {e}"))
        page.on("console", lambda m: told.append(f"console {m.text}"))
        page.goto(address + path)
        if path.startswith("index.html"):
            page.wait_for_selector("html[data-ready]", timeout=20_000)
        return page

    yield show
    for context in contexts:
        context.close()
    assert told == []


def test_the_map_and_the_list_show_the_incidents(page_at: Any) -> None:
    """Each place is a disc, each incident a row that leads to its page; the title is words."""
    page = page_at("index.html")
    assert page.locator("#map path.disc").count() == 2
    assert page.locator("#list .incidents li").count() == 3
    assert page.inner_text("#status") == "3 incidents"
    assert page.inner_text(".site") == TITLE and page.evaluate("window.__ran") is None
    page.click("#list .incidents li:has-text('Shelling') a")
    assert "Killed 4 to 5" in page.inner_text(".lead")
    page.click("text=On the map")
    page.wait_for_selector("html[data-ready]")
    assert re.match("1 of 3 incidents", page.inner_text("#status"))


def test_filters_and_discs_narrow_the_list(page_at: Any) -> None:
    """Kind, words, days and a disc each leave the incidents that fit, and can be taken back."""
    page = page_at("index.html")
    page.select_option("select", "public")
    assert page.inner_text("#status") == "1 of 3 incidents"
    page.select_option("select", "")
    page.fill("input[type=search]", "rebel" if page.locator("text=rebel").count() else "clash")
    assert page.inner_text("#status") == "1 of 3 incidents"
    page.fill("input[type=search]", "")
    page.fill("input[aria-label=From]", "2020-03-01")
    page.dispatch_event("input[aria-label=From]", "change")
    assert page.inner_text("#status") == "2 of 3 incidents"
    page.fill("input[aria-label=From]", "")
    page.dispatch_event("input[aria-label=From]", "change")
    page.locator("#map path.disc").first.dispatch_event("click")
    assert page.inner_text("#status") in ("1 of 3 incidents", "2 of 3 incidents")
    page.click(".chip")
    assert page.inner_text("#status") == "3 incidents"


def test_pages_fit_a_phone(page_at: Any, site: Path) -> None:
    """No page is wider than a phone; the map comes first, then the list."""
    incident = next((site / "incidents").iterdir()).name
    for path in ("index.html", "method.html", "months/2020-03.html", f"incidents/{incident}"):
        page = page_at(path, PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    page = page_at("index.html", PHONE)
    box = page.locator("#map").bounding_box()
    assert box["width"] > 380 and page.locator("#list").bounding_box()["y"] >= box["y"] + box["height"]


def test_months_serve_without_scripts(browser: Any, address: str) -> None:
    """Without scripts, the first page says so and leads to the months, and they to the incidents."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "index.html")
    assert page.locator("noscript").count() == 1
    page.click("text=March 2020")
    page.click("a:has-text('Armed clash')")
    assert "7 March 2020" in page.inner_text("main")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, site: Path, scheme: str) -> None:
    """Contrast, names of controls and order of headings pass on every sort of page, in light and dark."""
    incident = next((site / "incidents").iterdir()).name
    context = browser.new_context(viewport=DESKTOP, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    wrong = []
    for path in ("index.html", "method.html", "months/2020-03.html", f"incidents/{incident}"):
        page.goto(f"{site.as_uri()}/{path}")
        wrong += [f"{path}: {found}" for found in serious(page)]
    context.close()
    assert wrong == []
