"""Triggers with their parts, what the sentences round them name, and which triggers take up an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from claimbook.lexicon.triggers import load_triggers
from claimbook.model import Kind

from .candidates import Candidate
from .features import DEFINITE, FAMILIES
from .mentions import Mention
from .reading import Reading


@dataclass(frozen=True, slots=True)
class Parts:
    """Key words of the likely places and parties, the day, and the tolls, as one trigger's sentence has them."""

    places: frozenset[str] = frozenset()
    initiators: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    tolls: frozenset[str] = frozenset()


NO_PARTS = Parts()
ASPECTS = tuple(field.name for field in fields(Parts))


def elsewhere(one: Parts, other: Parts) -> bool:
    """Whether both sentences tell a place, and none of the one is the other's."""
    return bool(one.places and other.places) and not one.places & other.places


@dataclass(frozen=True, slots=True)
class Trigger:
    """A candidate with what the first steps think of it: the chances that it is the mention that tells a happening best
    (of the day's news, or an optional one), or that it tells of one again."""

    candidate: Candidate
    kind: Kind
    main: float
    optional: float
    parts: Parts = NO_PARTS
    again: float = 0.0

    @property
    def eventive(self) -> float:
        """How likely it tells of any happening at all."""
        return self.main + self.optional + self.again


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What each sentence names, for telling happenings apart."""

    places: tuple[frozenset[str], ...]
    actors: tuple[frozenset[str], ...]
    days: tuple[frozenset[str], ...]
    counts: tuple[frozenset[int], ...]


def look_around(reading: Reading, mentions: list[list[Mention]]) -> Surroundings:
    """The places, actors, days and counts of every sentence."""
    doc = reading.doc
    places, actors, days, counts = [], [], [], []
    for index, sentence in enumerate(reading.sentences):
        places.append(frozenset(doc[m.start : m.end].text.lower() for m in mentions[index] if "known_place" in m.shows))
        actors.append(
            frozenset(reading.actor_at[i] for i in range(sentence.start, sentence.end) if i in reading.actor_at)
        )
        days.append(frozenset(str(p.value.start) for p in reading.periods_in[index] if p.value))
        counts.append(frozenset(p.value.low for p in reading.counts_in[index] if p.value.low > 1))
    return Surroundings(tuple(places), tuple(actors), tuple(days), tuple(counts))


def taken_up(reading: Reading, triggers: list[Trigger]) -> set[tuple[int, int]]:
    """Pairs of tokens that tell of one happening because the second takes the first up.

    "The attack" alone, with nothing said of which, is the one told of just before; and who "repelled the attack" or was
    "killed in the clashes" did so in it.
    """
    pairs: set[tuple[int, int]] = set()
    nouns = load_triggers().nouns
    ordered = sorted(triggers, key=lambda t: t.candidate.index)
    by_token = {t.candidate.index: t for t in ordered}
    for i, lemma in enumerate(reading.lemmas):
        if lemma not in nouns or reading.pos[i] not in ("NOUN", "PROPN") or not _bare_definite(reading, i):
            continue
        token = reading.doc[i]
        verb = token.head.head if token.head.dep_ == "prep" else token.head
        tells = [i for i in (token.i, verb.i) if i in by_token]
        if (
            verb.i in tells
            and token.i in tells
            and (token.dep_ in ("dobj", "nsubj") or token.head.lower_ in ("in", "during", "by"))
        ):
            pairs.add((min(tells), max(tells)))
        earlier = _told_before(reading, ordered, token.i, nouns[lemma])
        if earlier is not None:
            pairs |= {(earlier.candidate.index, i) for i in tells}
    return pairs


def _told_before(reading: Reading, ordered: list[Trigger], index: int, kinds: tuple[Kind, ...]) -> Trigger | None:
    """The nearest trigger of a kin kind in the two sentences before, within the paragraph."""
    home = reading.sentence_of[index]
    for earlier in reversed([t for t in ordered if t.candidate.index < index]):
        there = reading.sentence_of[earlier.candidate.index]
        if home - there > 2 or reading.paragraph_of[there] != reading.paragraph_of[home]:
            return None
        if there != home and any(akin(kind, earlier.kind) for kind in kinds):
            return earlier
    return None


def _bare_definite(reading: Reading, index: int) -> bool:
    narrowing = ("amod", "compound", "prep", "acl", "relcl", "nummod", "appos")
    return is_definite(reading, index) and not any(reading.deps[c] in narrowing for c in reading.children[index])


def is_definite(reading: Reading, index: int) -> bool:
    """Whether "the", "this", "its" or the like stands with the word."""
    return any(reading.lower[c] in DEFINITE and reading.deps[c] in ("det", "poss") for c in reading.children[index])


def akin(one: Kind, other: Kind) -> bool:
    """Whether two kinds may name one happening: one family, or the general word for it."""
    general = (Kind.ATTACK, Kind.ARMED_CLASH)
    return one == other or any(one in f and other in f for f in FAMILIES) or one in general or other in general


def distances(at: int, triggers: Sequence[int], most: int, far: int) -> tuple[int, int]:
    """From the first trigger on, either way and at most so many; and to the nearest, at most so many."""
    return max(-most, min(most, at - triggers[0])), min(far, *(abs(at - other) for other in triggers))
