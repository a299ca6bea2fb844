"""One report with three claims, made by hand, that shows most of what a claim can hold; for tests of outputs."""

from __future__ import annotations

import hashlib
from datetime import date

from claimbook.model import (
    Actor,
    ActorKind,
    Basis,
    Claim,
    Harm,
    Kind,
    Link,
    Modality,
    Outcome,
    Period,
    Place,
    Relation,
    Report,
    Side,
    Site,
    Sourced,
    Span,
    Stance,
    Status,
    Toll,
    claim_id,
    stated,
)

TEXT = (
    "On 4 March rebels shelled the clinic near Port Salt, killing at least two nurses and three\nguards, the Watch said. "
    "The army attacked their camp at dawn. =SUM(A1) Marchers gathered in Old Quay."
)


def span(words: str) -> tuple[Span, ...]:
    """Where `words` first stand in TEXT."""
    start = TEXT.index(words)
    return (Span(start=start, end=start + len(words)),)


def _report() -> Report:
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    return Report(
        id=sha256[:16],
        sha256=sha256,
        name="coast/001",
        media_type="text/plain",
        text=TEXT,
        body=Span(start=0, end=len(TEXT)),
        outlet=Sourced(value="=Evil Post", basis=Basis.ASSUMED, method="test@1"),
        published=Sourced(value=date(2021, 3, 5), basis=Basis.INFERRED, method="test@1"),
    )


REPORT = _report()


def _flag(value: bool) -> Sourced[bool]:
    return Sourced(value=value, basis=Basis.INFERRED, method="test@1")


def _claim(trigger: str, kind: Kind, quote: str, happening: int, **more: object) -> Claim:
    where = span(trigger)
    return Claim.model_validate(
        {
            "id": claim_id(report=REPORT.id, trigger=where[0], kind=kind, speakers=(), ordinal=0),
            "report": REPORT.id,
            "happening": happening,
            "kind": stated(TEXT, where, kind, "test@1"),
            "quote": stated(TEXT, span(quote), quote, "test@1"),
            "modality": Sourced(value=Modality.ASSERTED, basis=Basis.INFERRED, method="test@1"),
            "background": _flag(False),
            "aggregate": _flag(False),
            "mentions": where,
            **more,
        }
    )


def _toll(words: str, low: int, high: int | None, group: str, *, part: bool = False) -> Sourced[Toll]:
    value = Toll(harm=Harm.KILLED, low=low, high=high, group=group, status=Status.MEDICAL, side=Side.TARGET, part=part)
    return stated(TEXT, span(words), value, "test@1")


SHELLING = _claim(
    "shelled",
    Kind.SHELLING,
    "killing at least two nurses and three\nguards",
    1,
    period=stated(TEXT, span("4 March"), Period(start=date(2021, 3, 4), end=date(2021, 3, 4)), "test@1"),
    places=(
        stated(
            TEXT,
            span("Port Salt"),
            Place(
                name="Port Salt",
                relation=Relation.NEAR,
                country="XA",
                lat=-12.5,
                lon=45.25,
                radius_km=10.0,
                geo_precision=2,
                where_prec=2,
            ),
            "test@1",
        ),
    ),
    initiators=(stated(TEXT, span("rebels"), Actor(name="rebels", kind=ActorKind.REBEL_GROUP), "test@1"),),
    targets=(stated(TEXT, span("the clinic"), Actor(name="clinic"), "test@1"),),
    sites=(stated(TEXT, span("clinic"), Site.HOSPITAL, "test@1"),),
    tolls=(_toll("at least two nurses", 2, None, "nurses"), _toll("three\nguards", 3, 3, "guards")),
    modality=stated(TEXT, span("the Watch said"), Modality.CLAIMED, "test@1"),
    speakers=(
        Sourced(value=Link(name="=Evil Post", stance=Stance.REPORTS), basis=Basis.ASSUMED, method="test@1"),
        stated(TEXT, span("the Watch"), Link(name="the Watch", stance=Stance.CLAIMS), "test@1"),
    ),
)
ATTACK = _claim(
    "attacked",
    Kind.ATTACK,
    "The army attacked their camp",
    2,
    period=Sourced(
        value=Period(start=date(2021, 3, 5), end=None, part_of_day="dawn", ongoing=True),
        basis=Basis.ASSUMED,
        method="test@1",
    ),
    initiators=(stated(TEXT, span("The army"), Actor(name="army"), "test@1"),),
    outcome=stated(TEXT, span("attacked"), Outcome.REPELLED, "test@1"),
)
PROTEST = _claim(
    "gathered",
    Kind.PROTEST,
    "=SUM(A1) Marchers gathered in Old Quay",
    3,
    places=(stated(TEXT, span("Old Quay"), Place(name="Old Quay", reason="no such name"), "test@1"),),
)
CLAIMS = (SHELLING, ATTACK, PROTEST)
PAIRS = ((REPORT, CLAIMS),)
