"""A relation claim: what one report says of how two parties stand to each other.

It is no happening and joins nothing; it keeps its words as every claim does.
"""

from __future__ import annotations

from enum import StrEnum

from .base import Frozen, Sourced
from .values import Actor, Link


class Tie(StrEnum):
    """How the first party stands to the second."""

    BACKED_BY = "backed_by"
    PART_OF = "part_of"
    ALLIED_WITH = "allied_with"
    FORMERLY = "formerly"


class ActorRelation(Frozen):
    """One party, the tie, and the other party."""

    actor: Actor
    tie: Tie
    other: Actor


class RelationClaim(Frozen):
    """What a report says of two parties, and the chain of speakers, outermost (the outlet) first."""

    report: str
    relation: Sourced[ActorRelation]
    speakers: tuple[Link, ...] = ()
