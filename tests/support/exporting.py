"""A small book for tests of exports: invented reports full of what must not be published, and their incidents.

`SECRETS` are the names, handles, words and exact coordinates that no public file may hold,
`VILLAGES` those that coarse ones may not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from claimbook.export.case import AsKept, Case, Loose, Material, Options
from claimbook.export.formats import Exported, load_format, write_export
from claimbook.export.profile import Public
from claimbook.fuse import Rulings, Source, fuse
from claimbook.model import (
    Actor,
    ActorKind,
    Basis,
    Claim,
    Harm,
    Incident,
    Kind,
    Link,
    Modality,
    Outcome,
    Period,
    Place,
    Precision,
    Relation,
    Report,
    Side,
    Site,
    Sourced,
    Span,
    SpeakerKind,
    Stance,
    Status,
    Toll,
    claim_id,
    stated,
)

TEXTS = {
    "a": (
        "Shells hit Tell Sorat on 5 March, killing three to seven people, baker Karim Exampleson among them, his cousin "
        "@karim_front_line wrote. The clinic on Mill Lane was struck, too."
    ),
    "b": "The Northern Army said that it shelled Tell Sorat and killed twelve fighters. Colonel Hassan Madeupov denied it.",
    "c": "Gunmen took two nurses from the clinic at Bandul in March, Dr Layla Inventedi told this paper.",
    "d": "Marchers filled Old Quay; nobody was hurt.",
}
SECRETS = (
    "Karim", "Exampleson", "karim_front_line", "Hassan", "Madeupov", "Layla", "Inventedi", "Mill Lane", "Marchers filled",
    "Shells hit", "shelled Tell Sorat", "took two nurses", "baker", "35.12345", "38.98765", "35.61234", "35.79876",
    "-12.54321", "131.12345", "secret/folder", "example.org/posts/karim",
)  # fmt: skip
VILLAGES = ("Tell Sorat", "Bandul", "Old Quay")  # which the grid of a tenth of a degree, or regions, must hide

HILL = Place(
    name="Tell Sorat", entry="geonames-1", country="SY", admin1="Idlib", admin1_code="SY07", admin2="Harim",
    admin2_code="SY0703", lat=35.12345, lon=38.98765, radius_km=1.5, geo_precision=1, where_prec=1,
)  # fmt: skip
PORT = Place(
    name="Bandul", relation=Relation.NEAR, entry="geonames-2", country="SY", admin1="Latakia", admin1_code="SY06",
    lat=35.61234, lon=35.79876, radius_km=3.0, geo_precision=2, where_prec=2,
)  # fmt: skip
QUAY = Place(
    name="Old Quay", entry="geonames-3", country="AU", admin1="Northern Territory", lat=-12.54321, lon=131.12345,
    radius_km=1.5, geo_precision=1, where_prec=1,
)  # fmt: skip
ARMY = Actor(name="the Northern Army", entry="sy-armed-forces", kind=ActorKind.STATE_FORCES, country="SY")
REBELS = Actor(name="Colonel Hassan Madeupov", kind=ActorKind.REBEL_GROUP, country="SY")
PEOPLE = Actor(name="baker Karim Exampleson", kind=ActorKind.CIVILIANS)
SOHR = Link(name="SOHR", entry="sohr", kind=SpeakerKind.MONITOR, stance=Stance.CLAIMS)
COUSIN = Link(name="@karim_front_line", kind=SpeakerKind.LOCAL, stance=Stance.CLAIMS)
COLONEL = Link(name="Colonel Hassan Madeupov", kind=SpeakerKind.PARTY, stance=Stance.DENIES)


def make_report(key: str, *, outlet: str, day: date | None) -> Report:
    """A report whose name, address and title tell too much."""
    text = TEXTS[key]
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    title = text.split(",")[0]
    return Report(
        id=sha256[:16],
        sha256=sha256,
        name=f"secret/folder/{key}",
        media_type="text/plain",
        text=text,
        body=Span(start=0, end=len(text)),
        title=stated(text, (Span(start=0, end=len(title)),), title, "test@1"),
        outlet=Sourced(value=outlet, basis=Basis.ASSUMED, method="test@1"),
        address=f"https://example.org/posts/karim/{key}",
        published=Sourced(value=day, basis=Basis.INFERRED, method="test@1") if day else None,
    )


REPORTS = {
    r.id: r
    for r in (
        make_report("a", outlet="Syrian Observatory for Human Rights", day=date(2020, 3, 6)),
        make_report("b", outlet="Karim's Blog", day=date(2020, 3, 7)),
        make_report("c", outlet="Reuters", day=date(2020, 4, 2)),
        make_report("d", outlet="Reuters", day=None),
    )
}
A, B, C, D = REPORTS.values()


def told(report: Report, words: str, value: Any) -> Any:
    """A value that the words of the report state."""
    start = report.text.index(words)
    return stated(report.text, (Span(start=start, end=start + len(words)),), value, "test@1")


def make_claim(
    report: Report,
    trigger: str,
    kind: Kind,
    happening: int,
    *,
    speakers: Sequence[Link],
    modality: Modality = Modality.ASSERTED,
    **more: Any,
) -> Claim:
    """A claim of a report; the chain opens with its outlet."""
    spans = told(report, trigger, kind).spans
    outlet = report.outlet.value if report.outlet and report.outlet.value else "outlet"
    entry = {"Syrian Observatory for Human Rights": "sohr", "Reuters": "reuters"}.get(outlet)
    first = Link(name=outlet, entry=entry, kind=SpeakerKind.AGENCY, stance=Stance.REPORTS)
    chain = (first, *speakers)
    return Claim(
        id=claim_id(report=report.id, trigger=spans[0], kind=kind, speakers=tuple(s.name for s in chain), ordinal=0),
        report=report.id,
        happening=happening,
        kind=told(report, trigger, kind),
        quote=told(report, trigger, trigger),
        modality=Sourced(value=modality, basis=Basis.INFERRED, method="test@1"),
        background=Sourced(value=False, basis=Basis.INFERRED, method="test@1"),
        aggregate=Sourced(value=False, basis=Basis.INFERRED, method="test@1"),
        speakers=tuple(Sourced(value=s, basis=Basis.INFERRED, method="test@1") for s in chain),
        mentions=spans,
        **more,
    )


def toll(report: Report, words: str, low: int, high: int | None, **more: Any) -> Any:
    """A toll of people killed unless told otherwise, its group in the report's words."""
    return told(report, words, Toll(**{"harm": Harm.KILLED, "low": low, "high": high, "group": words, **more}))


DAY = Period(start=date(2020, 3, 5), end=date(2020, 3, 5), part_of_day="as Karim slept")
SHELLED = make_claim(
    A,
    "Shells hit",
    Kind.SHELLING,
    1,
    speakers=(SOHR, COUSIN),
    period=told(A, "on 5 March", DAY),
    places=(told(A, "Tell Sorat", HILL),),
    initiators=(Sourced(value=ARMY, basis=Basis.INFERRED, method="test@1"),),
    targets=(told(A, "baker Karim Exampleson", PEOPLE),),
    means=told(A, "Shells", "Shells"),
    sites=(told(A, "clinic on Mill Lane", Site.HOSPITAL),),
    tolls=(toll(A, "three to seven people", 3, 7, status=Status.CIVILIAN, side=Side.TARGET),),
)
CONCEDED = make_claim(
    B,
    "shelled",
    Kind.SHELLING,
    1,
    speakers=(Link(name="the Northern Army", kind=SpeakerKind.PARTY, stance=Stance.CLAIMS),),
    period=Sourced(value=Period(start=date(2020, 3, 5), end=date(2020, 3, 5)), basis=Basis.INFERRED, method="test@1"),
    places=(told(B, "Tell Sorat", HILL),),
    initiators=(told(B, "The Northern Army", ARMY),),
    targets=(told(B, "fighters", REBELS),),
    tolls=(toll(B, "twelve fighters", 12, 12, status=Status.COMBATANT, side=Side.TARGET),),
    outcome=told(B, "killed", Outcome.SUCCEEDED),
)
DENIED = make_claim(
    B,
    "denied",
    Kind.SHELLING,
    1,
    speakers=(COLONEL,),
    modality=Modality.DENIED,
    period=CONCEDED.period,
    places=CONCEDED.places,
    initiators=CONCEDED.initiators,
)
TAKEN = make_claim(
    C,
    "took",
    Kind.ABDUCTION,
    1,
    speakers=(Link(name="Dr Layla Inventedi", kind=SpeakerKind.AID, stance=Stance.REPORTS),),
    period=told(C, "in March", Period(start=date(2020, 3, 1), end=date(2020, 3, 31), precision=Precision.MONTH)),
    places=(told(C, "Bandul", PORT),),
    initiators=(told(C, "Gunmen", Actor(name="Gunmen", kind=ActorKind.POLITICAL_MILITIA)),),
    targets=(told(C, "two nurses", Actor(name="two nurses", kind=ActorKind.CIVILIANS)),),
    tolls=(toll(C, "two nurses", 2, 2, harm=Harm.CAPTURED, status=Status.MEDICAL, side=Side.TARGET),),
)
MARCH = make_claim(
    D,
    "filled",
    Kind.PROTEST,
    1,
    speakers=(),
    period=Sourced(value=Period(start=date(2020, 5, 1), end=None, ongoing=True), basis=Basis.ASSUMED, method="test@1"),
    places=(told(D, "Old Quay", QUAY),),
    initiators=(told(D, "Marchers", Actor(name="Marchers", kind=ActorKind.PROTESTERS)),),
)
CLAIMS = (SHELLED, CONCEDED, DENIED, TAKEN, MARCH)


def join(claims: Sequence[Claim], reports: Sequence[Report]) -> tuple[Incident, ...]:
    """The incidents of claims."""
    sources = {
        r.id: Source(r.id, r.outlet.value if r.outlet else None, r.published.value if r.published else None, r.id)
        for r in reports
    }
    return fuse(claims, sources, rulings=Rulings())


INCIDENTS = join(CLAIMS, tuple(REPORTS.values()))
HIDDEN = frozenset(
    c for i in INCIDENTS if SHELLED.id in i.claims for c in i.claims
)  # claims of the incident with a clinic


def cases(incidents: Sequence[Incident] = INCIDENTS, claims: Sequence[Claim] = CLAIMS) -> list[Case]:
    """The incidents with what they rest on, as a book brings them: their JSON is at hand."""
    by_id = {c.id: c for c in claims}
    return [
        Case(
            i,
            {r: REPORTS[r] for r in i.reports},
            tuple(by_id[c] for c in i.claims),
            as_kept=AsKept(i.model_dump_json(), {c: by_id[c].model_dump_json() for c in i.claims}),
        )
        for i in incidents
    ]


def material() -> Material:
    """The whole small book, with one claim that is in no incident."""
    loose = MARCH.model_copy(update={"id": "0" * 16, "happening": 9})
    return Material(cases(), [Loose(loose, D), Loose(MARCH.model_copy(update={"id": "1" * 16}), D, "rejected")])


def write(name: str, folder: Path, *, public: Public | None = None, hxl: bool = False) -> Exported:
    """The small book in a format."""
    to = folder / f"out-{name}{load_format(name).suffix}"
    return write_export(material(), name, to, public=public, options=Options(hxl=hxl))
