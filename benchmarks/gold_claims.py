"""Hand annotations as claims: what joining would be given if every report were read without a fault.

An annotated event becomes one claim for each speaker that it cites, or one in the outlet's own voice.  Names are
resolved as the pipeline resolves them; a report's text serves only to find where a name stands.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from claimbook.fuse import Source
from claimbook.model import (
    Basis,
    Claim,
    Harm,
    Kind,
    Link,
    Modality,
    Outcome,
    Period,
    Place,
    Precision,
    Sourced,
    Span,
    SpeakerKind,
    Stance,
    Status,
    Toll,
    claim_id,
)
from claimbook.resolve.actors import ActorContext, ActorIndex
from claimbook.resolve.places import Frame, PlaceResolver, open_gazetteer
from claimbook.resolve.speakers import SpeakerIndex

METHOD = "annotation@1"


def shared_folder() -> Path:
    """The folder of annotations and reports, beside the repository or named by CLAIMBOOK_SHARED."""
    given = os.environ.get("CLAIMBOOK_SHARED")
    return Path(given) if given else Path(__file__).parent.parent.parent / "shared"


def read_index(shared: Path) -> dict[str, dict[str, str]]:
    """The reports' rows by name."""
    with (shared / "reports" / "INDEX.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["path"].removesuffix(".txt"): row for row in rows}


class Adapter:
    """Turns annotated reports into sources and claims."""

    def __init__(self, shared: Path, resolver: PlaceResolver | None = None) -> None:
        self._shared = shared
        self._index = read_index(shared)
        self._actors = ActorIndex.load()
        self._speakers = SpeakerIndex.load()
        self._places = resolver or PlaceResolver(open_gazetteer())

    def read(self, names: tuple[str, ...] = ("train", "dev")) -> Iterator[tuple[Source, list[Claim]]]:
        """Every annotated report of the named sets."""
        for name in names:
            with (self._shared / "gold" / f"{name}.jsonl").open(encoding="utf-8") as file:
                for line in file:
                    yield self._report(json.loads(line))

    def _report(self, row: dict[str, Any]) -> tuple[Source, list[Claim]]:
        doc = row["doc"]
        about = self._index.get(doc, {})
        published = _day(row["reference_date"] or about.get("published"))
        source = Source(report=doc, outlet=about.get("outlet") or None, published=published, name=doc)
        path = self._shared / "reports" / f"{doc}.txt"
        text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        claims: list[Claim] = []
        for number, event in enumerate(row["events"], 1):
            claims += self._claims(source, text, number, event)
        return source, claims

    def _claims(self, source: Source, text: str, number: int, event: dict[str, Any]) -> list[Claim]:
        at = max(0, text.find(event["quote"]))
        context = ActorContext(outlet=source.outlet)
        quote = _said(event["quote"], event["quote"], at)
        shared: dict[str, Any] = {
            "report": source.report,
            "happening": number,
            "kind": _inferred(Kind(event["type"])),
            "quote": quote,
            "modality": _inferred(Modality(event["modality"])),
            "background": _inferred(bool(event["background"])),
            "aggregate": _inferred(bool(event["aggregate"])),
            "period": _period(event),
            "places": tuple(self._place(source, text, p) for p in event["places"]),
            "initiators": tuple(_said(self._actors.resolve(w, context).actor, w) for w in event["initiators"]),
            "targets": tuple(_said(self._actors.resolve(w, context).actor, w) for w in event["targets"]),
            "means": _said(event["weapon"], event["weapon"]) if event["weapon"] else None,
            "tolls": tuple(self._tolls(event, context)),
            "outcome": _inferred(Outcome(event["outcome"])) if event["outcome"] in set(Outcome) else None,
        }
        claims = []
        for ordinal, speaker in enumerate(event["attribution"] or [None]):
            chain = self._chain(source, speaker, Modality(event["modality"]))
            identifier = claim_id(
                report=source.report,
                trigger=Span(start=at, end=at + 1),
                kind=Kind(event["type"]),
                speakers=tuple(link.value.name for link in chain if link.value),
                ordinal=number * 100 + ordinal,
            )
            claims.append(Claim(id=identifier, speakers=chain, **shared))
        return claims

    def _chain(self, source: Source, speaker: str | None, modality: Modality) -> tuple[Sourced[Link], ...]:
        entry = self._speakers.outlet_of(source.outlet, None)
        kind = self._speakers.entries[entry].kind if entry else SpeakerKind.UNKNOWN
        stance = Stance.DENIES if modality is Modality.DENIED else Stance.REPORTS if speaker else Stance.ASSERTS
        outlet = Link(name=source.outlet or "unknown", entry=entry, kind=kind, stance=stance)
        if speaker is None:
            return (_inferred(outlet),)
        inner, inner_kind = self._speakers.resolve(speaker)
        said = Stance.DENIES if modality is Modality.DENIED else Stance.CLAIMS
        return (_inferred(outlet), _said(Link(name=speaker, entry=inner, kind=inner_kind, stance=said), speaker))

    def _place(self, source: Source, text: str, place: dict[str, Any]) -> Sourced[Place]:
        words = place["text"]
        found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text)
        around = text if found else words
        span = found.span() if found else (0, len(words))
        frame = Frame(published=source.published, country=place.get("country"))
        return _said(self._places.resolve(around, [span], frame=frame)[0], words)

    def _tolls(self, event: dict[str, Any], context: ActorContext) -> Iterator[Sourced[Toll]]:
        for harm in (Harm.KILLED, Harm.INJURED, Harm.CAPTURED):
            count = event.get(str(harm))
            if count is None:
                continue
            groups = event.get(f"{harm}_who") or []
            kinds = {int(self._actors.resolve(g, context).actor.kind) for g in groups}
            # The annotations give one number for all groups: it is civilians' only where every group is.
            status = Status.CIVILIAN if kinds == {7} else Status.COMBATANT if kinds and 7 not in kinds | {0} else None
            toll = Toll(
                harm=harm,
                low=count["low"],
                high=count["high"],
                group=", ".join(groups),
                status=status or Status.UNKNOWN,
            )
            yield _inferred(toll)


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words and len(words) == 10 else None


def _period(event: dict[str, Any]) -> Sourced[Period] | None:
    start, end = event["date_start"], event["date_end"]
    if not start:
        return None
    precision = {10: Precision.DAY, 7: Precision.MONTH, 4: Precision.YEAR}[len(start)]
    first = date.fromisoformat((start + "-01-01")[:10])
    last = _last_day(end or start)
    return _inferred(Period(start=first, end=max(first, last), precision=precision, ongoing=end is None))


def _last_day(words: str) -> date:
    if len(words) == 10:
        return date.fromisoformat(words)
    year, month = (int(words[:4]), 12) if len(words) == 4 else (int(words[:4]), int(words[5:7]))
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _inferred(value: Any) -> Any:
    return Sourced(value=value, basis=Basis.INFERRED, method=METHOD)


def _said(value: Any, words: str, at: int = 0) -> Any:
    span = (Span(start=at, end=at + max(1, len(words))),)
    return Sourced(value=value, wording=words or "-", spans=span, basis=Basis.STATED, method=METHOD)
