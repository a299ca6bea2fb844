"""Fixtures that several folders of tests share: readings for the pages, gentle ones and hostile ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from claimbook.model import (
    Actor,
    Basis,
    Claim,
    Harm,
    Kind,
    Link,
    Modality,
    Notice,
    Outcome,
    Period,
    Place,
    Report,
    Side,
    Site,
    Sourced,
    Span,
    Stance,
    Status,
    Toll,
    stated,
)

Reading = tuple[Report, list[Claim]]
TEXT = (
    "The week was calm in the south. On 3 May, shells fell on the market of Alba, and at least 4 traders were killed, "
    "the Alba Watch said. Nobody knows who fired."
)
HOSTILE = (
    "<script>window.__ran = 1</script>",
    "</script><script>window.__ran = 2</script>",
    "</SCRIPT ><svg/onload=window.__ran=3>",
    "<!--<script>",
    "--><img src=x onerror=window.__ran=4>",
    "\"><img src='http://192.0.2.1/x.png' onerror='window.__ran=5'>",
    "' autofocus onfocus=window.__ran=6 x='",
    "javascript:window.__ran=7",
    "<style>@import 'http://192.0.2.1/x.css'</style>",
    "<base href=http://192.0.2.1/><meta http-equiv=refresh content='0;url=http://192.0.2.1/'>",
    "{{data}} {{scripts}} ${window.__ran=8} \\u003cscript\\u003e",
    "\u2028\u2029window.__ran=9\u202egnp.exe\u2066",
    "lone \ud800 half, \U0001f4a5 whole, nul \x00, escape \x1b[31m",
    "\u0642\u0635\u0641 <iframe srcdoc='<script>parent.__ran=10</script>'></iframe>",
    "]]><a href='data:text/html,<script>opener.__ran=11</script>'>x</a>",
)


def place(name: str, lat: float | None = None, lon: float | None = None, radius_km: float | None = None) -> Place:
    """A place of this name; without coordinates, one that could not be located."""
    reason = "Two places of that name are as likely." if lat is None else "The only place of that name."
    return Place(name=name, country="SY", lat=lat, lon=lon, radius_km=radius_km, reason=reason)


def inferred(value: Any) -> Sourced[Any]:
    return Sourced(value=value, basis=Basis.INFERRED, method="test@1")


@pytest.fixture
def make_claim() -> Callable[..., Claim]:
    """A claim on words of a text, `changes` replacing its fields."""

    def make(text: str, words: str, **changes: Any) -> Claim:
        start = text.index(words)
        spans = (Span(start=start, end=start + len(words)),)
        fields: dict[str, Any] = {
            "id": f"{start:016x}",
            "report": "0" * 16,
            "happening": 1,
            "kind": stated(text, spans, Kind.SHELLING, "test@1"),
            "quote": stated(text, spans, words, "test@1"),
            "modality": inferred(Modality.ASSERTED),
            "background": inferred(False),
            "aggregate": inferred(False),
        }
        return Claim(**(fields | changes))

    return make


@pytest.fixture
def readings(make_claim: Callable[..., Claim]) -> list[Reading]:
    """Two reports: three claims, of which one has no place and one none that is located; and nothing to report."""

    def words(value: Any, found: str) -> Sourced[Any]:
        start = TEXT.index(found)
        return stated(TEXT, (Span(start=start, end=start + len(found)),), value, "test@1")

    third = Period(start=date(2021, 5, 3), end=date(2021, 5, 3))
    claims = [
        make_claim(
            TEXT,
            "shells fell",
            period=words(third, "3 May"),
            places=(
                words(place("Alba", 35.5, 38.5, 4.0), "Alba"),
                words(place("the south", 34.0, 37.5, 60.0), "the south"),
            ),
            targets=(words(Actor(name="traders"), "traders"),),
            sites=(words(Site.MARKET, "market"),),
            tolls=(
                words(
                    Toll(harm=Harm.KILLED, low=4, high=None, group="traders", status=Status.CIVILIAN, side=Side.TARGET),
                    "at least 4 traders",
                ),
            ),
            outcome=inferred(Outcome.SUCCEEDED),
            speakers=(
                inferred(Link(name="Daily Lines", stance=Stance.REPORTS)),
                words(Link(name="Alba Watch", stance=Stance.CLAIMS), "the Alba Watch"),
            ),
            modality=inferred(Modality.CLAIMED),
        ),
        make_claim(
            TEXT,
            "fired",
            period=Sourced(value=third, basis=Basis.ASSUMED, method="test@1"),
            places=(words(place("Alba"), "Alba"),),
            happening=2,
        ),
        make_claim(TEXT, "calm", kind=words(Kind.AGREEMENT, "calm"), modality=inferred(Modality.DENIED), happening=3),
    ]
    return [(_report(TEXT, "week/one"), claims), (_report("It rained.", "week/two"), [])]


@pytest.fixture
def hostile_readings(make_claim: Callable[..., Claim]) -> list[Reading]:
    """A report for each hostile string, which stands in every field of text that a report or a claim has."""
    return [_hostile_reading(number, words, make_claim) for number, words in enumerate(HOSTILE)]


def _hostile_reading(number: int, words: str, make_claim: Callable[..., Claim]) -> Reading:
    text = f"Before it. {words} After it."
    spans = (Span(start=text.index(words), end=text.index(words) + len(words)),)

    def said(value: Any) -> Sourced[Any]:
        return stated(text, spans, value, words)

    located = place(words, 35.0 + number / 10, 38.0, 5.0).model_copy(
        update={"reason": words, "admin1": words, "country": words}
    )
    claim = make_claim(
        text,
        words,
        id=f"{number:016x}",
        sub_kind=said(words),
        places=(said(located), said(place(words)), said(None)),
        initiators=(said(Actor(name=words)), said(None)),
        targets=(said(Actor(name=words)),),
        means=said(words),
        sites=(said(None),),
        tolls=(said(Toll(harm=Harm.KILLED, low=1, high=2, group=words)), said(None)),
        period=said(Period(start=date(2021, 5, 1 + number), end=date(2021, 5, 1 + number), part_of_day=words)),
        speakers=(said(Link(name=words)), said(Link(name=words))),
    )
    report = _report(text, words).model_copy(
        update={
            "title": said(words),
            "outlet": said(words),
            "address": words,
            "notices": (Notice(where=words, what=words, next_step=words),),
        }
    )
    return report, [claim]


def _report(text: str, name: str) -> Report:
    return Report(
        id="0" * 16,
        sha256="0" * 64,
        name=name,
        media_type="text/plain",
        text=text,
        body=Span(start=0, end=len(text)),
        outlet=inferred("Daily Lines"),
        published=Sourced(value=date(2021, 5, 4), basis=Basis.ASSUMED, method="test@1"),
    )
