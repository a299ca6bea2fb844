"""Nouns → rows: the columns to search by, made from what the chain vouches for, and made again by `check`."""

from __future__ import annotations

from typing import Any

from claimbook.model import Claim, Harm, Report

from .words import fold

Row = dict[str, Any]


def text_or_none(words: str | None) -> str | None:
    """The words without NUL characters, which PostgreSQL's columns cannot hold (the body keeps them, escaped)."""
    return words.replace("\0", "") if words is not None else None


def report_columns(report: Report) -> Row:
    """The columns to search reports by."""
    published = report.published.value if report.published else None
    return {
        "name": text_or_none(report.name),
        "title": text_or_none(report.title.value if report.title else None),
        "outlet": text_or_none(report.outlet.value if report.outlet else None),
        "published": published.isoformat() if published else None,
        "address": text_or_none(report.address),
    }


def report_text(report: Report) -> str:
    """What text search reads of a report."""
    title = report.title.value if report.title and report.title.value else ""
    body = report.text[report.body.start : report.body.end] if report.body else ""
    return f"{title} {body}"


def claim_columns(claim: Claim) -> Row:
    """The columns to search claims by; a flag that is unknown counts as false."""
    period = claim.period.value if claim.period else None
    end = (period.end or period.start) if period else None
    killed, injured = toll_range(claim, Harm.KILLED), toll_range(claim, Harm.INJURED)
    return {
        "kind": str(claim.kind.value) if claim.kind.value else "",
        "modality": str(claim.modality.value) if claim.modality.value else "",
        "background": bool(claim.background.value),
        "aggregate": bool(claim.aggregate.value),
        "start": period.start.isoformat() if period else None,
        "end": end.isoformat() if end else None,
        "killed_low": killed[0],
        "killed_high": killed[1],
        "injured_low": injured[0],
        "injured_high": injured[1],
    }


def toll_range(claim: Claim, harm: Harm) -> tuple[int | None, int | None]:
    """The claim's figure: its groups summed, those already counted in another left out."""
    tolls = [t.value for t in claim.tolls if t.value is not None and t.value.harm is harm]
    whole = [t for t in tolls if not t.part] or tolls
    if not whole:
        return None, None
    tops = [t.high for t in whole if t.high is not None]
    return sum(t.low for t in whole), sum(tops) if len(tops) == len(whole) else None


def claim_terms(claim: Claim) -> set[tuple[str, str]]:
    """(role, folded name or entry) of every place, actor and speaker, unresolved ones by their words."""
    found: set[tuple[str, str | None]] = set()
    for place in claim.places:
        if place.value is None:
            found.add(("place", place.wording))
        else:
            v = place.value
            found.update(("place", name) for name in (v.name, v.admin1, v.admin2, v.country))
    for actor in (*claim.initiators, *claim.targets):
        if actor.value is None:
            found.add(("actor", actor.wording))
        else:
            found.update(("actor", name) for name in (actor.value.name, actor.value.entry))
    for link in claim.speakers:
        if link.value is None:
            found.add(("speaker", link.wording))
        else:
            found.update(("speaker", name) for name in (link.value.name, link.value.entry))
    return {(role, fold(name)) for role, name in found if name and fold(name)}


def claim_spots(claim: Claim) -> list[tuple[float, float, float]]:
    """(lat, lon, radius_km) of every place that the gazetteer decided."""
    values = [p.value for p in claim.places if p.value is not None]
    return [(v.lat, v.lon, v.radius_km or 0.0) for v in values if v.lat is not None and v.lon is not None]


def claim_text(claim: Claim) -> str:
    """What text search reads of a claim: its words, and the names that they were resolved to."""
    parts = [claim.quote.wording, claim.kind.wording]
    parts += [p.wording for p in claim.places]
    parts += [a.wording for a in (*claim.initiators, *claim.targets)]
    parts += [link.wording for link in claim.speakers]
    parts += [p.value.name for p in claim.places if p.value]
    parts += [a.value.name for a in (*claim.initiators, *claim.targets) if a.value]
    parts += [link.value.name for link in claim.speakers if link.value]
    if claim.means is not None:
        parts.append(claim.means.wording)
    return " ".join(dict.fromkeys(parts))
