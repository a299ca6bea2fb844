"""A claim: what one report says of one happening, through one chain of speakers."""

from __future__ import annotations

import hashlib

from .base import Frozen, Sourced, Span
from .values import Actor, Link, Period, Place, Toll
from .words import Kind, Modality, Outcome, Site


class Claim(Frozen):
    """One claim.  Claims of one report on one happening share its `happening` number (from 1).

    `kind` carries the words of the trigger and `quote` the few words around it, within one sentence.
    `mentions` are the triggers of the happening in the report, this one first.  `background` marks what
    lies more than 31 days before the report, or is history; `aggregate` a roll-up of several happenings.
    `speakers` is the chain, outermost (the outlet) first.  Empty tuples and None mean that the report does
    not say.
    """

    id: str
    report: str
    happening: int
    kind: Sourced[Kind]
    sub_kind: Sourced[str] | None = None
    quote: Sourced[str]
    modality: Sourced[Modality]
    background: Sourced[bool]
    aggregate: Sourced[bool]
    period: Sourced[Period] | None = None
    places: tuple[Sourced[Place], ...] = ()
    initiators: tuple[Sourced[Actor], ...] = ()
    targets: tuple[Sourced[Actor], ...] = ()
    means: Sourced[str] | None = None
    sites: tuple[Sourced[Site], ...] = ()
    tolls: tuple[Sourced[Toll], ...] = ()
    outcome: Sourced[Outcome] | None = None
    speakers: tuple[Sourced[Link], ...] = ()
    mentions: tuple[Span, ...] = ()


def claim_id(*, report: str, trigger: Span, kind: Kind, speakers: tuple[str, ...], ordinal: int) -> str:
    """The claim's id: 16 hex digits over what the claim is, never over how or when it was found.

    `speakers` are the names of the chain, outermost first; `ordinal` tells apart two happenings that one
    trigger tells of.
    """
    parts = (report, str(trigger.start), str(trigger.end), kind.value, *speakers, str(ordinal))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
