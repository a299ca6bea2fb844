"""How the pages look and read: they fit both widths, light and dark, and axe-core finds nothing serious."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browsing import DESKTOP, PHONE, faults_of, serious

from claimbook.book import Book
from claimbook.desk.wording import FAMILIES

Open = Callable[..., Any]
PAGES = ("/", "/incidents/{incident}", "/reports/{report}", "/queue", "/parties", "/speakers", "/publish")


@pytest.fixture
def where(desk: Any) -> dict[str, str]:
    """An incident and a report to look at."""
    with Book.open(desk.book) as book:
        incident = max(book.incidents(), key=lambda i: (len(i.reports), len(i.tallies), i.id))
    return {"incident": incident.id, "report": incident.reports[0]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_fit_and_read(at_desk: Open, desk: Any, where: dict[str, str], size: dict[str, int], scheme: str) -> None:
    """Nothing is wider than the screen, there is one first heading, and axe-core finds nothing serious."""
    page = at_desk("/", size=size, scheme=scheme)
    wrong = []
    for path in PAGES:
        page.goto(desk.origin + path.format(**where))
        page.wait_for_selector("html[data-ready]")
        wrong += faults_of(page, path, size["width"])
    assert wrong == []


def test_the_desk_works_by_keyboard(at_desk: Open) -> None:
    """The first stop skips to the content, filters open and close by keys, and focus comes back."""
    page = at_desk("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.focus("summary")
    page.keyboard.press("Enter")
    assert page.locator("details.pick[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("details.pick[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_legend_tells_what_the_map_draws(at_desk: Open, desk: Any, where: dict[str, str], scheme: str) -> None:
    """By keyboard it opens over the map and tells every colour that is drawn, in that colour, and what shapes mean."""
    page = at_desk("/", scheme=scheme)
    for path, meant in (
        ("/", "So many incidents lie here"),
        (f"/incidents/{where['incident']}", "Another incident near"),
    ):
        page.goto(desk.origin + path)
        page.wait_for_selector("html[data-ready]")
        page.wait_for_selector("#map path.disc", state="attached")
        page.focus(".legend summary")
        page.keyboard.press("Enter")
        words = page.inner_text(".legend")
        assert all(name in words for name, _ in FAMILIES.values())
        assert "It may have happened anywhere in this area" in words and meant in words
        drawn = set(page.eval_on_selector_all("#map path.disc", "all => all.map(e => getComputedStyle(e).stroke)"))
        told = page.eval_on_selector_all(".legend .swatch", "all => all.map(e => getComputedStyle(e).backgroundColor)")
        assert drawn and drawn <= set(told)
        assert len(set(told)) == len(FAMILIES)
        assert serious(page) == []


def test_a_phone_shows_every_page_and_what_is_edited(at_desk: Open, desk: Any) -> None:
    """All pages can be reached without moving the line of links, and the form to edit does not lie over its claim."""
    page = at_desk("/queue", size=PHONE)
    links = page.eval_on_selector_all(".top nav a", "all => all.map(a => a.getBoundingClientRect().right)")
    assert len(links) == 6 and max(links) <= PHONE["width"]
    page.keyboard.press("e")
    page.wait_for_selector("details[data-panel='e'][open]")
    claim, form = (
        page.eval_on_selector(s, "e => e.getBoundingClientRect().toJSON()") for s in ("#current .claim", ".verdicts")
    )
    assert claim["bottom"] <= form["top"]


def test_what_opens_fits_a_phone(at_desk: Open, desk: Any) -> None:
    """Panels of filters, the words and rules of a claim, a reason and near incidents open within the screen."""
    page = at_desk("/", size=PHONE)
    wrong = []
    for path, several in (("/", "details.pick > summary, .legend > summary"), ("/queue", "#item details > summary")):
        page.goto(desk.origin + path)
        page.wait_for_selector("html[data-ready]")
        for at in range(page.locator(several).count()):
            page.locator(several).nth(at).click()
            wide = page.evaluate("document.documentElement.scrollWidth")
            words = page.locator(several).nth(at).inner_text()
            wrong += [f"{path}: {words} makes it {wide} wide"] * (wide > PHONE["width"])
            page.keyboard.press("Escape")
    assert wrong == []


def test_a_list_on_the_map_stays_when_the_map_moves(at_desk: Open) -> None:
    """Pressing an area near the edge moves the map to make room, and the list that it opens stays there."""
    page = at_desk("/")
    page.wait_for_selector("#map path.disc")
    spot = page.evaluate(
        """() => {
          const box = document.getElementById("map").getBoundingClientRect();
          const near = (e) => { const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; };
          const spots = [...document.querySelectorAll("#map path.disc")].map(near);
          return spots.sort((a, b) => a[0] - b[0])[0];
        }"""
    )
    with page.expect_response("**/map?**"):
        page.mouse.click(*spot)
    page.wait_for_selector(".leaflet-popup .spot a")
    page.wait_for_timeout(300)  # what the answer draws anew is drawn
    assert page.locator(".leaflet-popup .spot a").count() >= 1
    assert page.locator(".leaflet-popup .spot a").first.get_attribute("href").startswith("/incidents/")
