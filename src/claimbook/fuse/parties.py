"""How two parties stand to each other: the same, one part of the other, allied, alike, different, or not to be told."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from claimbook.lexicon.parties import ActorEntry, load_actors
from claimbook.model import Actor, ActorKind

from .words import telling_words


class Relationship(IntEnum):
    """From worst to best, with the unknown between different and alike."""

    DIFFERENT = 0
    UNKNOWN = 1
    ALIKE = 2
    ALLIED = 3
    PART = 4
    SAME = 5


class Relations:
    """Relations between actors, by the lexicon's parents and backers."""

    def __init__(self, entries: Sequence[ActorEntry]) -> None:
        self._entries = {e.id: e for e in entries}
        self._known: dict[tuple[tuple[object, ...], tuple[object, ...]], Relationship] = {}

    @classmethod
    def load(cls) -> Relations:
        """By the built-in lexicon."""
        return cls(load_actors())

    def name(self, entry: str) -> str:
        """The name of an entry; the entry itself where the lexicon does not hold it."""
        return self._entries[entry].name if entry in self._entries else entry

    def knows(self, entry: str) -> bool:
        """Whether the lexicon of actors holds this entry."""
        return entry in self._entries

    def root(self, entry: str) -> str:
        """The topmost parent."""
        seen = {entry}
        while (known := self._entries.get(entry)) and known.parent and known.parent not in seen:
            entry = known.parent
            seen.add(entry)
        return entry

    def side(self, entry: str) -> str:
        """The side that an actor stands on: the topmost of its parents and first backers."""
        seen: set[str] = set()
        while entry not in seen:
            seen.add(entry)
            known = self._entries.get(entry)
            if known is None:
                break
            entry = known.parent or (known.backers[0] if known.backers else entry)
        return entry

    def between(self, a: Actor, b: Actor) -> Relationship:
        """How `a` stands to `b`; symmetric."""
        left, right = _key(a), _key(b)
        known = self._known.get((left, right))
        if known is None:
            known = self._known[left, right] = self._known[right, left] = self._relate(a, b)
        return known

    def best(self, left: Sequence[Actor], right: Sequence[Actor]) -> Relationship:
        """The best relation of any of `left` to any of `right`."""
        return max((self.between(a, b) for a in left for b in right), default=Relationship.UNKNOWN)

    def _relate(self, a: Actor, b: Actor) -> Relationship:
        if a.entry and b.entry and not (self._people(a.entry) or self._people(b.entry)):
            return self._relate_entries(a.entry, b.entry)
        if telling_words(a.name) & telling_words(b.name):
            return Relationship.ALIKE
        civil = (a.kind == ActorKind.CIVILIANS, b.kind == ActorKind.CIVILIANS)
        if all(civil):
            return Relationship.ALIKE
        if a.kind and b.kind and any(civil):
            return Relationship.DIFFERENT
        countries = (self._country(a), self._country(b))
        if all(countries):
            return Relationship.ALIKE if countries[0] == countries[1] else Relationship.DIFFERENT
        return Relationship.UNKNOWN

    def _people(self, entry: str) -> bool:
        return entry in self._entries and self._entries[entry].people

    def _relate_entries(self, a: str, b: str) -> Relationship:
        if a == b:
            return Relationship.SAME
        if self._above(a, b) or self._above(b, a):
            return Relationship.PART
        if self.root(a) == self.root(b) or self._backs(a, b) or self._backs(b, a):
            return Relationship.ALLIED
        return Relationship.DIFFERENT

    def _above(self, a: str, b: str) -> bool:
        seen = {b}
        while (known := self._entries.get(b)) and known.parent and known.parent not in seen:
            b = known.parent
            if b == a:
                return True
            seen.add(b)
        return False

    def _backs(self, a: str, b: str) -> bool:
        known = self._entries.get(b)
        return known is not None and (a in known.backers or self.root(a) in known.backers)

    def _country(self, actor: Actor) -> str | None:
        if actor.country:
            return actor.country
        known = self._entries.get(actor.entry) if actor.entry else None
        return known.country if known else None


def _key(actor: Actor) -> tuple[object, ...]:
    if actor.entry:
        return (actor.entry,)
    return (actor.name, actor.kind, actor.country)
