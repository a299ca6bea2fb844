"""The map page: whole, deterministic, asking no network, and safe against the texts that it shows."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from claimbook.errors import MissingPart
from claimbook.export import page as page_module
from claimbook.export.page import embed, make_page, write_page
from claimbook.export.page_data import cut_context, describe_readings, pick_towns, plain, tell_range
from claimbook.model import Span

LARGEST_BYTES = 1_500_000


class Parts(HTMLParser):
    """The elements of a page, and the text inside its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.inside: list[tuple[str, dict[str, str | None], str]] = []
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag in ("script", "style"):
            self._open = (tag, dict(attrs))

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self.inside.append((*self._open, data))

    def handle_endtag(self, tag: str) -> None:
        self._open = None


def data_of(text: str) -> dict[str, Any]:
    found = "".join(data for _, attrs, data in Parts(text).inside if attrs.get("id") == "data")
    value = json.loads(found)
    assert isinstance(value, dict)
    return value


def test_hostile_words_add_no_element(readings: Any, hostile_readings: Any) -> None:
    """A page of hostile texts has the very elements and attributes of a page of gentle ones."""
    gentle, hostile = Parts(make_page(readings)), Parts(make_page(hostile_readings))
    assert hostile.tags == gentle.tags
    assert [a for a in hostile.attributes if a[1] != "content"] == [a for a in gentle.attributes if a[1] != "content"]


def test_hostile_words_come_back_whole(hostile_readings: Any) -> None:
    """Every hostile word is in the page's data as it was, but for the characters that steer a page."""
    data = data_of(make_page(hostile_readings).encode().decode())
    assert [r["name"] for r in data["reports"]] == [plain(report.name) for report, _ in hostile_readings]
    assert len(data["claims"]) == len(hostile_readings)


def test_policy_names_every_script_and_style(readings: Any) -> None:
    """The policy allows nothing but the scripts and styles of the page, by their hashes."""
    text = make_page(readings)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert "unsafe" not in policy[1]
    for tag in ("script", "style"):
        wanted: dict[str, str] = {}
        for name, attrs, body in Parts(text).inside:
            if name == tag and attrs.get("type") != "application/json":
                wanted[body] = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert wanted
        assert rules[f"{tag}-src"].split() == [f"'sha256-{digest}'" for digest in wanted.values()]


def test_page_names_nothing_to_fetch(readings: Any) -> None:
    """No element and no style points at a file or an address."""
    parts = Parts(make_page(readings))
    pointing = [a for a in parts.attributes if a[1] in ("src", "srcset", "href", "action", "data")]
    assert pointing == [("link", "href", "data:,"), ("a", "href", "#claims")]
    styles = "".join(body for tag, _, body in parts.inside if tag == "style")
    assert "url(" not in styles
    assert "@import" not in styles


def test_same_readings_same_page(readings: Any, tmp_path: Path) -> None:
    """The same readings give the same bytes."""
    write_page(readings, tmp_path / "a.html")
    write_page(readings, tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_page_stays_small(readings: Any) -> None:
    """With the map of the world in it, the page stays under 1.5 MB."""
    assert len(make_page(readings).encode()) < LARGEST_BYTES


def test_page_without_claims(readings: Any) -> None:
    """No report, and reports with nothing to report, still give a page."""
    assert data_of(make_page([]))["claims"] == []
    assert len(data_of(make_page(readings[1:]))["reports"]) == 1


def test_embedded_json_cannot_end_its_script() -> None:
    """Embedded JSON holds no angle bracket, ampersand or line separator, and reads back the same."""
    value = {"</script>": ["<!--", "&amp;", "\u2028\u2029", "\\u003c"]}
    text = embed(value)
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == value


def test_context_is_the_sentence_of_the_quote(readings: Any) -> None:
    """The pieces of the context are the quote's own sentence, with the quote and the stated values marked."""
    report, claims = readings[0]
    pieces = cut_context(report, claims[0])
    assert "".join(text for text, _ in pieces).strip() == (
        "On 3 May, shells fell on the market of Alba, and at least 4 traders were killed, the Alba Watch said."
    )
    assert "".join(text for text, marks in pieces if "q" in marks) == "shells fell"
    assert "".join(text for text, marks in pieces if "t" in marks) == "at least 4 traders"
    assert ("traders", "at") in pieces


def test_long_context_is_cut_and_says_so(readings: Any, make_claim: Any) -> None:
    """A sentence without end is cut on both sides, at a word, with a mark where it was."""
    text = "on and on " * 200 + "shells fell " + "and on " * 200
    report = readings[0][0].model_copy(update={"text": text, "body": Span(start=0, end=len(text))})
    pieces = cut_context(report, make_claim(text, "shells fell"))
    assert pieces[0] == ("… ", "")
    assert pieces[-1] == (" …", "")
    assert len("".join(t for t, _ in pieces)) < 600


def test_unlocated_places_keep_their_reason(readings: Any) -> None:
    """A place without coordinates is in the page's data with the reason why."""
    claims = describe_readings(readings)["claims"]
    assert claims[1]["places"][0]["lat"] is None
    assert claims[1]["places"][0]["why"] == "Two places of that name are as likely."
    assert claims[2]["places"] == []


def test_values_keep_words_basis_and_rule(readings: Any) -> None:
    """Each value is there with its words, its basis and the rule that reached it."""
    claim = describe_readings(readings)["claims"][0]
    assert claim["speakers"][1] == {
        "v": "Alba Watch",
        "w": "the Alba Watch",
        "b": "stated",
        "m": "test@1",
        "stance": "claims",
        "kind": "unknown",
    }
    assert claim["tolls"][0]["v"] == "at least 4 killed"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(2, 2, "2"), (2, 5, "2–5"), (2, None, "at least 2"), (0, 0, "0"), (1200, 1500, "1,200–1,500")],
)
def test_ranges_in_words(low: int, high: int | None, words: str) -> None:
    """A toll shows its low and high, or that only a lower bound is known."""
    assert tell_range(low, high) == words


def test_towns_to_read_the_map_by(readings: Any) -> None:
    """Capitals everywhere and towns near the places are there, largest first; far towns are not."""
    towns = pick_towns(p for _, claims in readings for claim in claims for p in claim.places)
    names = [name for name, *_ in towns]
    assert {"Damascus", "Tokyo", "Aleppo"} <= set(names)
    assert "Osaka" not in names
    assert [t[3] for t in towns] == sorted((t[3] for t in towns), reverse=True)


def test_package_without_browser_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A package that was built without its browser files says what to do."""
    monkeypatch.setattr(page_module, "files", lambda _: tmp_path)
    page_module._vendor.cache_clear()
    with pytest.raises(MissingPart, match=r"leaflet\.css.*pip"):
        make_page([])
