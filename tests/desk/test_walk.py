"""The desk as a new user walks it, in a real browser: from the overview to a file on disk."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from typing import Any

import pytest

from claimbook.book import Book
from claimbook.model import Act

Open = Callable[..., Any]
CLAIM = re.compile(r"at=([0-9a-f]{16})")


def acts(desk: Any) -> list[Act]:
    """The acts in the book's log, in order."""
    with Book.open(desk.book) as book:
        return [d.act for d in book.decisions()[0]]


def said(page: Any, words: str) -> None:
    """Waits for what the queue says it did."""
    page.wait_for_selector(f"#item .done:has-text('{words}')")


def test_a_new_user_walks_the_desk(at_desk: Open, desk: Any) -> None:
    """Overview, filter, incident, report, queue (accept, correct, join, part, undo), publish, and a file on disk."""
    page = at_desk("/")
    assert re.search(r"\d+ incidents", page.inner_text("#status"))
    page.wait_for_selector("#map[data-ready]")
    assert page.locator("#map path.disc").count() > 3

    page.locator("summary", has_text="Kind").click()
    page.get_by_label("air strike").check()
    page.wait_for_selector("#status:has-text(' of ')")
    assert "kind=air_strike" in page.url
    kinds = page.locator(".lines tbody .kind").all_inner_texts()
    assert kinds and set(kinds) == {"air strike"}
    page.keyboard.press("Escape")

    page.locator(".lines tbody a", has_text="air strike").first.click()
    page.wait_for_selector("article.incident")
    assert page.locator(".claim blockquote mark").count() >= 1
    page.locator(".claim .source").first.click()
    page.wait_for_selector("article.report")
    page.wait_for_selector(".text .on")  # the claim that was asked for is shown in its words
    page.locator(".text a.m").first.click()
    lit = page.locator(".claim.lit").get_attribute("data-claim")
    page.locator(f"[data-claim='{lit}'] [data-show]").click()
    assert page.url.endswith(f"#words-{lit}")

    page.get_by_role("link", name="Queue", exact=True).click()
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("a")
    said(page, "accept")
    page.keyboard.press("Backspace")
    said(page, "is taken back")
    page.keyboard.press("x")
    page.keyboard.type("The sentence is about a film.")
    page.keyboard.press("Enter")
    said(page, "reject")

    with Book.open(desk.book) as book:  # an incident with a claim whose toll can be corrected, and a near one to join
        incidents = list(book.incidents())
        claim = next(
            c
            for i in incidents
            for c in book.claims_by_id(i.claims).values()
            if c.view.tolls and not c.view.background.value
        )
    page.goto(f"{desk.origin}/queue?at={claim.view.id}")
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("e")
    low = page.locator("[name='value:tolls.0.low']")
    toll = claim.view.tolls[0].value
    right = str((toll.high or toll.low) + 1)
    low.fill(right)
    page.locator("[name='value:tolls.0.high']").fill(right)
    page.locator("details[data-panel='e'] [name=why]").fill("The report says one more.")
    page.locator("details[data-panel='e'] button").click()
    said(page, "correct")
    assert f"{right} {toll.harm}" in page.inner_text("#current")
    assert page.locator("#current .basis.corrected").count() >= 1

    joined = join_with_near(page, desk, incidents)
    page.goto(f"{desk.origin}/queue?at={joined}")
    page.wait_for_selector("html[data-ready]")
    page.locator("#part summary").click()
    page.locator("#part [name=why]").fill("They are two.")
    page.locator("#part button").click()
    said(page, "part")

    page.goto(f"{desk.origin}/queue?at={joined}")
    page.wait_for_selector("html[data-ready]")
    page.locator("a", has_text="Its incident").click()
    page.wait_for_selector("article.incident")
    page.get_by_role("button", name="Accept all its claims").click()
    page.wait_for_selector(".state.accepted")
    assert acts(desk) == [Act.ACCEPT, Act.UNDO, Act.REJECT, Act.CORRECT, Act.CORRECT, Act.JOIN, Act.PART, Act.ACCEPT]

    page.get_by_role("link", name="Publish", exact=True).click()
    page.wait_for_selector("html[data-ready]")
    assert re.search(r"1 of \d+ incidents is ready", page.inner_text(".counts"))
    assert "Words of reports" in page.inner_text(".publish")
    page.get_by_role("button", name=re.compile("^Publish 1 incident")).click()
    page.wait_for_selector(".done")
    (path,) = (desk.book.parent / "published").glob("*.csv")
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig")))
    assert len(rows) == 1
    with page.expect_download() as download:
        page.locator(".done a").click()
    assert download.value.suggested_filename == path.name


def join_with_near(page: Any, desk: Any, incidents: list[Any]) -> str:
    """Joins some claim with an incident near by, through its page in the queue; the claim's id."""
    claim = next((i.claims[0] for i in incidents if 'id="join"' in desk.get(f"/queue?at={i.claims[0]}").text), None)
    assert claim is not None, "no incident of the demo has another near by"
    page.goto(f"{desk.origin}/queue?at={claim}")
    page.wait_for_selector("html[data-ready]")
    page.locator("#join summary").click()
    page.locator("#join input[type=radio]").first.check()
    page.locator("#join [name=why]").fill("Same town, same day.")
    page.locator("#join button").click()
    said(page, "join")
    return str(claim)


def test_the_list_follows_the_map(at_desk: Open) -> None:
    """With the box checked the list holds what the map shows, and the address keeps the view."""
    page = at_desk("/")
    page.wait_for_selector("#map[data-ready]")
    whole = page.inner_text("#status strong")
    page.check("#follow")
    page.wait_for_url("**view=**")
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_selector(f"#status strong:not(:has-text('{whole}'))")
    shown = page.inner_text("#status strong")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.inner_text("#status strong") == shown
    assert page.is_checked("#follow")


def test_days_are_chosen_on_the_time_line(at_desk: Open) -> None:
    """Pressing a bar chooses its days; the link takes that back."""
    page = at_desk("/")
    bar = page.locator(".timeline .bar", has=page.locator(".part")).first
    days = bar.get_attribute("data-from"), bar.get_attribute("data-to")
    box = bar.locator(".part").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**since=**")
    assert (page.input_value("[name=since]"), page.input_value("[name=until]")) == days
    page.get_by_role("link", name="All days").click()
    page.wait_for_selector("html[data-ready]")
    assert "since" not in page.url


def test_a_near_incident_is_picked_on_the_map(at_desk: Open, desk: Any) -> None:
    """Pressing the area of a near incident on the map of another chooses it for a join."""
    with Book.open(desk.book) as book:
        ids = [i.id for i in book.incidents() if i.place is not None]
    areas = {i: desk.get(f"/incidents/{i}/map").json()["areas"] for i in ids}
    own, other = next((i, a["id"]) for i, some in areas.items() for a in some if a["id"] != i)
    page = at_desk(f"/incidents/{own}")
    page.locator(f"#map path.disc[data-ids~='{other}']").first.dispatch_event("click")
    page.wait_for_selector("#join[open] input[type=radio]:checked")
    assert page.locator("#join input:checked").get_attribute("value") in {a["id"] for a in areas[own]} - {own}


def test_a_reason_is_needed_to_override(desk: Any) -> None:
    """Without a reason no claim is rejected, corrected, joined or parted, whatever the browser lets through."""
    with Book.open(desk.book) as book:
        claim = next(c for i in book.incidents() for c in i.claims)
    for act in ("reject", "correct", "join", "part"):
        fields = {"act": act, "subject": claim, "at": claim, "mark": "", "value:kind": "shelling"}
        reply = desk.post("/queue/decide", **fields)
        assert reply.status == 422
        assert "needs a reason" in reply.text
    assert acts(desk) == []


def test_the_way_back_stays_in_the_desk(desk: Any) -> None:
    """After a decision nobody is sent to an address elsewhere."""
    with Book.open(desk.book) as book:
        claim = next(c for i in book.incidents() for c in i.claims)
    for back in ("https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:1"):
        reply = desk.post("/decide", act="accept", subject=claim, back=back)
        assert reply.status == 303
        assert reply.headers["Location"] == f"/claims/{claim}"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/?since=yesterday", "is no day"),
        ("/?view=1,2", "south, west, north and east"),
        ("/?kind=film", "there is no"),
        ("/?killed=many", "is no number"),
        ("/incidents/none", "no such incident"),
        ("/reports/none", "no such report"),
        ("/claims/none", "no such claim"),
        ("/queue?at=none", "no such claim"),
        ("/publish/files/..%2Fdemo.db", "not"),
        ("/publish?form=none", "no such format"),
    ],
)
def test_wrong_addresses_are_told_of(desk: Any, path: str, words: str) -> None:
    """An address that asks for what is not there gets a sentence, and no error of the server."""
    reply = desk.get(path)
    assert 400 <= reply.status < 500
    assert words in reply.text.lower() or words in reply.text
