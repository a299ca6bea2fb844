"""How doubtful a claim is, and how much hangs on it: the order of the review queue.

No step of reading gives a probability, so doubt is counted from what the claim itself shows: values that are missing,
unresolved, assumed or inferred, and words that are often misread.  Each point comes with its reason.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from claimbook.model import Basis, Claim, Harm, Incident, Joining, Kind, Modality, Side, Site, Status

CLEAR_BITS = 8.0  # a joining with so many bits or more is not asked about
LEAST_BITS = 3.0
PROTECTED = frozenset({Site.HOSPITAL, Site.SCHOOL, Site.MARKET, Site.CAMP, Site.WORSHIP, Site.HOME})
CIVILIANS = frozenset(
    {Status.CIVILIAN, Status.CHILD, Status.WOMAN, Status.JOURNALIST, Status.MEDICAL, Status.AID_WORKER}
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Points from 0, and why, in sentences."""

    points: float
    reasons: tuple[str, ...]


def doubt(claim: Claim) -> Doubt:
    """How doubtful a claim is by what it shows."""
    found: list[tuple[float, str]] = []
    found += _kind(claim)
    found += _where_and_when(claim)
    found += _tolls(claim)
    if not claim.initiators and not claim.targets:
        found.append((0.5, "No party is named."))
    elif not claim.initiators:
        found.append((0.2, "Nobody is named who did it."))
    if any(a.value is None or a.value.entry is None for a in (*claim.initiators, *claim.targets)):
        found.append((0.2, "A party is not in the lexicon."))
    if any(link.value is None for link in claim.speakers):
        found.append((0.3, "A speaker is not resolved."))
    return Doubt(round(sum(points for points, _ in found), 3), tuple(reason for _, reason in found))


def joining_doubt(joining: Joining) -> Doubt:
    """How doubtful it is that two happenings are one."""
    points = max(0.0, (CLEAR_BITS - joining.score) / (CLEAR_BITS - LEAST_BITS)) * 2
    against = tuple(level.sentence for level in joining.levels if level.weight < 0)
    return Doubt(
        round(points, 3), (f"They were joined by {joining.score:.1f} bits; {LEAST_BITS:g} are needed.", *against)
    )


def consequence(incident: Incident) -> float:
    """How much hangs on an incident, from 1: people harmed, civilians and protected places count more."""
    weight = 0.0
    for harm, worth in ((Harm.KILLED, 1.0), (Harm.INJURED, 0.4), (Harm.MISSING, 0.4), (Harm.CAPTURED, 0.3)):
        if tally := incident.tally(harm):
            weight += worth * (tally.high if tally.high is not None else tally.low)
    answer = 1 + math.log2(1 + weight)
    if any(t.status in CIVILIANS for t in incident.tallies):
        answer *= 1.5
    if any(s.value in PROTECTED for s in incident.sites):
        answer *= 1.3
    if incident.contradictions:
        answer *= 1.2
    return answer


def _kind(claim: Claim) -> list[tuple[float, str]]:
    found = []
    if claim.kind.value is None:
        found.append((1.0, "The kind is not known."))
    elif claim.kind.value is Kind.OTHER_STRATEGIC:
        found.append((0.4, "The kind is “other”."))
    if claim.modality.value in (Modality.DENIED, Modality.CONDITIONAL, Modality.PLANNED, Modality.GENERAL):
        found.append((0.5, f"It is put as {claim.modality.value}, which is often misread."))
    if claim.aggregate.value:
        found.append((0.5, "It may sum several happenings up."))
    if claim.background.value:
        found.append((0.2, "It is taken for background."))
    return found


def _where_and_when(claim: Claim) -> list[tuple[float, str]]:
    found = []
    if claim.period is None or claim.period.value is None:
        found.append((0.6, "No day is known."))
    elif claim.period.basis is Basis.ASSUMED:
        found.append((0.5, "The day is assumed."))
    if not claim.places:
        found.append((0.6, "No place is named."))
    elif all(p.value is None or p.value.lat is None for p in claim.places):
        found.append((0.6, "No place of it is on the map."))
    elif any(p.value is not None and len(p.value.candidates) > 1 for p in claim.places):
        found.append((0.4, "Several places bear the name."))
    return found


def _tolls(claim: Claim) -> list[tuple[float, str]]:
    found = []
    tolls = [t.value for t in claim.tolls if t.value is not None]
    if any(t.side is Side.UNKNOWN for t in tolls):
        found.append((0.3, "The side of those harmed is not known."))
    if any(t.high is None for t in tolls):
        found.append((0.3, "A figure has no upper bound."))
    if len({(t.harm, t.low, t.high) for t in tolls if not t.part}) > 2:
        found.append((0.4, "There are several figures, which may belong to others."))
    return found
