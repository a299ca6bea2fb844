"""The map page in a real browser: it runs with no network, runs nothing of what it shows, and can be worked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import DESKTOP, PHONE

from claimbook.export.page import write_page

Open = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Writes a page and opens it from disk; at the end, it has asked for nothing else and complained of nothing."""
    told: list[str] = []
    contexts: list[Any] = []

    def show(readings: Any, *, size: dict[str, int] = DESKTOP, scheme: str = "light") -> Any:
        path = tmp_path / "page.html"
        write_page(readings, path)
        context = browser.new_context(viewport=size, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        address = path.as_uri()
        page.on("request", lambda r: told.append(f"request {r.url}") if r.url not in (address, "data:,") else None)
        page.on("dialog", lambda d: told.append(f"dialog {d.message}"))
        page.on("pageerror", lambda e: told.append(f"error {e}"))
        page.on("console", lambda m: told.append(f"console {m.text}"))
        page.on("popup", lambda p: told.append(f"popup {p.url}"))
        page.goto(address)
        page.wait_for_selector("html[data-ready]", timeout=20_000)
        return page

    yield show
    for context in contexts:
        context.close()
    assert told == []


def shown(page: Any) -> list[str]:
    """The quotes of the claims that the list shows."""
    marks: list[str] = page.eval_on_selector_all("#claims .claim mark", "all => all.map(e => e.textContent)")
    return marks


def test_hostile_words_run_nothing(open_page: Open, hostile_readings: Any) -> None:
    """Hostile strings in every field run nothing and fetch nothing, whatever is opened on the page."""
    page = open_page(hostile_readings)
    for summary in page.query_selector_all("details > summary"):
        summary.evaluate("e => e.click()")
    for disc in page.query_selector_all("#map path.disc"):
        disc.dispatch_event("mouseover")
    page.wait_for_timeout(200)
    assert page.evaluate("window.__ran") is None
    assert (
        page.query_selector("img, iframe, object, embed, base, meta[http-equiv=refresh], #claims style, #claims svg")
        is None
    )
    assert page.locator(".claim").count() == len(hostile_readings)
    handlers = (
        "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on'))"
    )
    assert page.evaluate(f"{handlers}.length") == 0


def test_hostile_words_are_shown_as_words(open_page: Open, hostile_readings: Any) -> None:
    """What a report says is seen as it says it, markup and all; an address that is no web address is no link."""
    page = open_page(hostile_readings)
    assert "<script>window.__ran = 1</script>" in page.inner_text("#claims")
    assert "javascript:window.__ran=7" in page.inner_text("#claims")
    assert page.locator("#claims a").count() == 0


def test_places_are_areas(open_page: Open, readings: Any) -> None:
    """Each located place is a disc, none is a pin, and what is not located is in the list with the reason."""
    page = open_page(readings)
    assert page.locator("#map path.disc").count() == 2
    assert page.locator("#map .leaflet-marker-icon, #map img").count() == 0
    text = page.inner_text("#claims")
    assert "not placed: Two places of that name are as likely." in text
    assert "not placed: the report names no place for it" in text
    wide, narrow = sorted(
        (box["width"] for box in (d.bounding_box() for d in page.query_selector_all("#map path.disc"))), reverse=True
    )
    assert wide > 5 * narrow


def test_claims_say_who_and_how_sure(open_page: Open, readings: Any) -> None:
    """A claim shows its words in their sentence, chain, toll with its range, basis and modality."""
    page = open_page(readings)
    card = page.locator(".claim").nth(0)
    text = " ".join(card.inner_text().split())
    assert card.locator("mark").inner_text() == "shells fell"
    for words in (
        "claimed",
        "2021-05-03",
        "Daily Lines reports › Alba Watch claims",
        "at least 4 killed",
        "traders",
        "within 4 km",
    ):
        assert words in text
    assert "denied" in page.locator(".claim").nth(2).inner_text()
    assert page.locator(".claim").nth(1).locator(".basis.assumed").first.inner_text() == "assumed"
    assert "Nothing to report in 1 report" in page.inner_text("#claims")


def test_filters_choose_claims(open_page: Open, readings: Any) -> None:
    """Kind, way of putting, and words choose what the list and the map show; one press clears all."""
    page = open_page(readings)
    assert len(shown(page)) == 3
    page.locator("summary", has_text="Put as").click()
    page.locator("fieldset label", has_text="denied").click()
    assert shown(page) == ["calm"]
    assert page.locator("#map path.disc").count() == 0
    assert page.inner_text("#status") == "1 of 3 claims"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Clear all").click()
    page.fill("#words", "TRADERS")
    assert shown(page) == ["shells fell"]


def test_days_choose_claims(open_page: Open, readings: Any) -> None:
    """Days choose the claims of these days, from the fields and by pressing a bar."""
    page = open_page(readings)
    page.get_by_label("From", exact=True).fill("2021-05-04")
    assert shown(page) == []
    page.get_by_role("button", name="All days").click()
    bar = page.locator("#time .bar.shelling").bounding_box()
    page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + 4)
    assert shown(page) == ["shells fell", "fired"]
    assert page.get_by_label("From", exact=True).input_value() == "2021-05-03"


def test_list_follows_the_map(open_page: Open, readings: Any) -> None:
    """A claim out of the map's sight leaves the list; those that are not placed stay."""
    page = open_page(readings)
    page.locator("#map").focus()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(300)  # the map takes no further press while it moves
        if len(shown(page)) < 3:
            break
    assert shown(page) == ["fired", "calm"]
    page.get_by_role("button", name="Fit the map to the claims").click()
    assert len(shown(page)) == 3


def test_disc_chooses_its_claims(open_page: Open, readings: Any) -> None:
    """Pressing a disc shows the claims there; pressing the note takes that back."""
    page = open_page(readings)
    page.locator("#map path.disc").last.click()
    assert shown(page) == ["shells fell"]
    page.locator(".chip").click()
    assert len(shown(page)) == 3


def test_keyboard_reaches_filters(open_page: Open, readings: Any) -> None:
    """The first stop skips to the claims, the next opens a filter, and Escape closes it and keeps the place."""
    page = open_page(readings)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the claims"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("details.facet[open]").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert shown(page) == ["shells fell", "fired"]
    page.keyboard.press("Escape")
    assert page.locator("details.facet[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_sources_of_values(open_page: Open, readings: Any) -> None:
    """Each claim tells of every value its words, basis and rule."""
    page = open_page(readings)
    card = page.locator(".claim").nth(0)
    card.locator(".sources summary").click()
    card.locator(".sources tbody tr").first.wait_for()
    rows = card.locator(".sources tbody tr").all_inner_texts()
    assert any(row.split("\t") == ["place", "Alba", "Alba", "stated", "test@1"] for row in rows)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_fits_the_screen(open_page: Open, readings: Any, size: dict[str, int], scheme: str) -> None:
    """Nothing is wider than the screen, and words stand out from their ground (WCAG AA), light and dark."""
    page = open_page(readings, size=size, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert page.locator("#map").bounding_box()["height"] > 200
    for selector in (".claim h3 .kind", ".claim blockquote", ".claim dt", ".caution", ".basis.assumed", "mark"):
        assert page.evaluate(CONTRAST, selector) >= 4.5, selector


# The ratio of contrast of an element's words to the first ground below them (WCAG 2.2, relative luminance).
CONTRAST = """selector => {
  const element = document.querySelector(selector);
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  let below = element;
  while (parts(getComputedStyle(below).backgroundColor)[3] === 0) below = below.parentElement;
  const light = colour => {
    const [r, g, b] = parts(colour).map(c => c / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const both = [light(getComputedStyle(element).color), light(getComputedStyle(below).backgroundColor)].sort((a, b) => b - a);
  return (both[0] + 0.05) / (both[1] + 0.05);
}"""


def test_page_without_claims(open_page: Open) -> None:
    """No reports give a page that says so."""
    page = open_page([])
    assert page.inner_text("#summary") == "0 claims from 0 reports"
    assert page.inner_text("#time .note") == "No claim has a day."
