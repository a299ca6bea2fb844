"""Label Studio: one task a report, with what was read as predictions: spans, their labels, and what belongs to what.

A `trigger` is the word that tells of a happening; it carries the kind and how the report puts it, and a relation leads
from it to each value of its claims that has words.  Offsets count code points, as Label Studio's do; a carriage return
becomes a space, because Label Studio drops it and would shift all that follows.  `claimbook annotated` takes what
people made of it back as decisions.

Lost: values without words of their own (assumed days, inferred parties), which claim of one trigger has which speaker.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from claimbook import __version__
from claimbook.errors import UsageError
from claimbook.model import Claim, Kind, Modality, Report, Sourced, Span, claim_mark

from .case import Format, Material, Options
from .losses import Losses

TRIGGER = "trigger"
# label: (the claim's field, its colour)
LABELS: dict[str, tuple[str, str]] = {
    TRIGGER: ("kind", "#b4491a"),
    "period": ("period", "#59636e"),
    "place": ("places", "#26764a"),
    "initiator": ("initiators", "#1b6ca8"),
    "target": ("targets", "#74489c"),
    "means": ("means", "#946200"),
    "site": ("sites", "#5a7d2a"),
    "toll": ("tolls", "#a8203f"),
    "outcome": ("outcome", "#2a7d7d"),
    "speaker": ("speakers", "#7d5a2a"),
}
COLUMNS: dict[str, str] = {
    "text": "the report's text, carriage returns as spaces",
    "report": "the report's id",
    "name": "its name",
    "outlet": "who published it",
    "published": "the day of publication",
    "claims": "the ids of the claims that the predictions show",
    "mark": "a mark of what its claims say, by which a later reading is told from this one",
}
LOST: dict[str, str] = {
    "range": "each voice's own words, as spans",
    "contradictions": "left out",
    "grade": "left out",
    "joinings": "left out: reports are annotated one by one",
}


@dataclass(frozen=True, slots=True)
class Region:
    """Characters of a report with a label."""

    label: str
    start: int
    end: int

    @property
    def id(self) -> str:
        """The same for the same words and label, so that it is known again when it comes back."""
        return f"{self.label}.{self.start}.{self.end}"


@dataclass(frozen=True, slots=True)
class Marked:
    """A claim's trigger, and the regions of each value by its path, such as "places.0"."""

    claim: Claim
    trigger: Region
    values: Mapping[str, tuple[Region, ...]]


def mark_claim(claim: Claim) -> Marked | None:
    """The claim as regions; None where nothing shows its trigger."""
    if not claim.kind.spans:
        return None
    values = {}
    for label, (field, _) in LABELS.items():
        if label != TRIGGER:
            for path, sourced in _values(claim, field):
                if sourced.spans:
                    values[path] = tuple(_region(label, span) for span in sourced.spans)
    return Marked(claim, _region(TRIGGER, claim.kind.spans[0]), values)


def make_task(report: Report, claims: Sequence[Claim]) -> dict[str, Any]:
    """The report's task."""
    marked = [m for claim in claims if (m := mark_claim(claim))]
    regions = {r for m in marked for r in (m.trigger, *(r for own in m.values.values() for r in own))}
    result: list[dict[str, Any]] = []
    for region in sorted(regions, key=lambda r: (r.start, r.end, r.label)):
        result.append(_drawn(report, region, "label", "labels", [region.label]))
        if region.label == TRIGGER:
            own = [m.claim for m in marked if m.trigger == region]
            for name, value in (("kind", same_kind(own)), ("modality", same_modality(own))):
                if value:
                    result.append(_drawn(report, region, name, "choices", [value]))
    pairs = {(m.trigger.id, r.id) for m in marked for own in m.values.values() for r in own}
    result += [
        {"type": "relation", "from_id": trigger, "to_id": value, "direction": "right"}
        for trigger, value in sorted(pairs)
    ]
    return {
        "data": {
            "text": report.text.replace("\r", " "),
            "report": report.id,
            "name": report.name,
            "outlet": report.outlet.value if report.outlet else None,
            "published": report.published.value.isoformat() if report.published and report.published.value else None,
            "claims": sorted(c.id for c in claims),
            "mark": mark_of(claims),
        },
        "predictions": [{"model_version": f"claimbook {__version__}", "result": result}],
    }


def same_kind(claims: Iterable[Claim]) -> str | None:
    """The kind of claims on one trigger; None where they differ."""
    return _same(claim.kind for claim in claims)


def same_modality(claims: Iterable[Claim]) -> str | None:
    """How the report puts claims on one trigger; None where that differs."""
    return _same(claim.modality for claim in claims)


def mark_of(claims: Iterable[Claim]) -> str:
    """16 hex digits over what the claims say."""
    said = sorted(f"{claim.id} {claim_mark(claim)}" for claim in claims)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def label_config() -> str:
    """The labelling interface that the tasks are made for, to be pasted into a project's settings."""
    labels = "\n".join(f'    <Label value="{n}" background="{colour}"/>' for n, (_, colour) in LABELS.items())
    choices = "\n".join(
        f'  <Choices name="{name}" toName="text" perRegion="true" whenTagName="label" whenLabelValue="{TRIGGER}" '
        f'choice="single">{"".join(f"<Choice value={quoteattr(str(v))}/>" for v in there)}</Choices>'
        for name, there in (("kind", Kind), ("modality", Modality))
    )
    return (
        '<View>\n  <Header value="$name"/>\n  <Relations><Relation value="of"/></Relations>\n'
        f'  <Labels name="label" toName="text">\n{labels}\n  </Labels>\n'
        f'  <Text name="text" value="$text" granularity="symbol"/>\n{choices}\n</View>\n'
    )


def _values(claim: Claim, field: str) -> Iterator[tuple[str, Sourced[Any]]]:
    value = getattr(claim, field)
    if isinstance(value, tuple):
        yield from ((f"{field}.{at}", one) for at, one in enumerate(value))
    elif value is not None:
        yield field, value


def _region(label: str, span: Span) -> Region:
    return Region(label, span.start, span.end)


def _same(values: Iterable[Sourced[Any]]) -> str | None:
    there = {str(v.value) for v in values if v.value is not None}
    return there.pop() if len(there) == 1 else None


def _drawn(report: Report, region: Region, name: str, form: str, chosen: list[str]) -> dict[str, Any]:
    where = {
        "start": region.start,
        "end": region.end,
        "text": report.text[region.start : region.end].replace("\r", " "),
    }
    return {"id": region.id, "from_name": name, "to_name": "text", "type": form, "value": {**where, form: chosen}}


def _write(material: Material, to: Path, losses: Losses, options: Options) -> None:
    del options
    reports: dict[str, Report] = {}
    claims: dict[str, list[Claim]] = {}
    for case in material.cases:
        losses.see(case.incident)
        reports |= case.reports
        for claim in case.claims:
            claims.setdefault(claim.report, []).append(claim)
    for loose in material.loose:
        if loose.state != "rejected":
            reports[loose.report.id] = loose.report
            claims.setdefault(loose.report.id, []).append(loose.claim)
    if any(not report.text for report in reports.values()):
        raise UsageError(
            "label-studio is made of the reports' words: give --profile internal, and keep it in the house."
        )
    ordered = sorted(claims, key=lambda r: (reports[r].name, r))
    with to.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for number, report in enumerate(ordered):
            own = sorted(claims[report], key=lambda c: (c.kind.spans[0].start if c.kind.spans else 0, c.id))
            file.write(",\n" if number else "\n")
            file.write(json.dumps(make_task(reports[report], own), ensure_ascii=False))
        file.write("\n]\n")


FORMAT = Format(
    name="label-studio",
    suffix=".json",
    about="tasks for Label Studio with what was read as predictions; internal profile only",
    write=_write,
    columns={"data": COLUMNS},
    lost=LOST,
    needs_claims=True,
)
