"""Who speaks in an incident, for which side, and how many of them are independent.

A voice is one claim's chain of speakers; the last of the chain said it first.  How two voices depend on each other is
judged by a function that is handed in (see `independence`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from claimbook.lexicon.parties import SpeakerEntry, load_speakers
from claimbook.model import Actor, Link, Modality, SpeakerKind, Stance, Status, Toll, Voice

from .parties import Relations
from .records import Happening, Record

CIVIL = frozenset({Status.CIVILIAN, Status.CHILD, Status.WOMAN, Status.JOURNALIST, Status.MEDICAL, Status.AID_WORKER})
NO_SIDE = "no side"


class Verdict(NamedTuple):
    """Whether two voices are independent, and why in words."""

    independent: bool
    reason: str


Independence = Callable[[Voice, Voice], Verdict]
"""Judges two voices of one incident; symmetric."""


@dataclass(frozen=True, slots=True)
class Account:
    """What one voice says, as far as grades need it.  `side` is an actor's entry, or None for a voice of no side."""

    record: Record
    voice: Voice
    side: str | None
    denies: bool

    @property
    def blamed(self) -> tuple[Actor, ...]:
        """The parties that it says acted."""
        return () if self.denies else self.record.initiators

    @property
    def civil_tolls(self) -> tuple[Toll, ...]:
        """The tolls in which it tells of harm to civilians."""
        return tuple(t for t in self.record.tolls if t.status in CIVIL and t.low > 0)


def accounts(happenings: Iterable[Happening], relations: Relations) -> list[Account]:
    """Every claim's account, in order of publication."""
    found = []
    for happening in sorted(happenings, key=lambda h: h.order):
        for record in happening.claims:
            voice = Voice(
                claim=record.claim,
                report=record.report,
                published=happening.source.published,
                speakers=record.speakers,
            )
            denies = record.modality is Modality.DENIED or any(s.stance is Stance.DENIES for s in record.speakers)
            found.append(Account(record, voice, _side(record.speakers, relations), denies))
    return found


def count_independent(voices: Sequence[Account], judge: Independence) -> int:
    """The number of groups of voices that depend on each other, directly or by way of others."""
    return len(group_dependent(voices, judge))


def group_dependent(voices: Sequence[Account], judge: Independence) -> list[list[Account]]:
    """Voices that depend on each other, directly or by way of others, each group one voice."""
    groups: list[list[Account]] = []
    for voice in voices:
        tied = [g for g in groups if any(not judge(voice.voice, other.voice).independent for other in g)]
        merged = [other for g in tied for other in g]
        groups = [g for g in groups if not any(g is t for t in tied)]
        groups.append([*merged, voice])
    return groups


def by_side(voices: Sequence[Account], judge: Independence, relations: Relations) -> dict[str, int]:
    """Independent voices by the side that they speak for, by name; those of no side under "no side"."""
    sides: dict[str, list[Account]] = {}
    for voice in voices:
        sides.setdefault(relations.name(voice.side) if voice.side else NO_SIDE, []).append(voice)
    return {side: count_independent(sides[side], judge) for side in sorted(sides)}


def speaks_for_itself(voice: Account) -> bool:
    """Whether the first speaker is a party to the conflict."""
    return bool(voice.voice.speakers) and voice.voice.speakers[-1].kind is SpeakerKind.PARTY


def said_by(voice: Voice) -> str:
    """The name of the first speaker."""
    return voice.speakers[-1].name if voice.speakers else "the report"


def _side(speakers: Sequence[Link], relations: Relations) -> str | None:
    """The side that the first speaker is aligned with; a speaker that nothing is known of has none."""
    if not speakers:
        return None
    entry = speakers[-1].entry or ""
    known = _speakers().get(entry)
    if known is None:
        return relations.side(entry) if relations.knows(entry) else None  # a party that speaks for itself
    return relations.side(known.alignment) if known.alignment else None


@cache
def _speakers() -> dict[str, SpeakerEntry]:
    return {e.id: e for e in load_speakers()}
