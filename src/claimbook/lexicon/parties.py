"""Actors, speakers, roles and demonyms: the entries and their loaders."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from claimbook.model import ActorKind, Frozen, SpeakerKind

from .load import ROOT, built_in, load_entries


class Label(Frozen):
    """Partisan words for a party, and who uses them so: outlets by name, or the actors whom an outlet is aligned with."""

    words: tuple[str, ...]
    by: tuple[str, ...]


class ActorEntry(Frozen):
    """A party.  `kind` is ACLED's inter code; `since` and `until` are the years in which it stood under this name.

    `names` are looked for in running text; `also` holds names too common for that ("IS", "coalition"), which count only
    where a mention is already known to be a party.  `leaders` are people whose forces these are.  `army` marks the entry that a
    state's troops are when nothing but their nationality is told, one at a time, and `police` that of its police.  `where` are countries in which a party of
    no one country acts.  `parent` is what it is a part of; `backers` fund, train, arm or command it; `allies` it fights
    beside.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    where: tuple[str, ...] = ()
    army: bool = False
    police: bool = False
    parent: str | None = None
    backers: tuple[str, ...] = ()
    allies: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    names: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()

    @property
    def people(self) -> bool:
        """Whether these are unarmed people, not an organised party: they are no name to be looked for in a text."""
        return self.kind in (ActorKind.CIVILIANS, ActorKind.PROTESTERS, ActorKind.RIOTERS)


class SpeakerEntry(Frozen):
    """An outlet, agency, monitor, ministry or media arm; `alignment` names the actor that it speaks for or with.

    `cites` are the speakers that it usually cites, `people` its known spokespeople, `hosts` its addresses.
    """

    id: str
    name: str
    kind: SpeakerKind
    names: tuple[str, ...] = ()
    country: str | None = None
    alignment: str | None = None
    cites: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


class RoleEntry(Frozen):
    """Head words of one sort, and the actor kind that they show."""

    sort: str
    kind: ActorKind
    words: tuple[str, ...]


class PartyWords(Frozen):
    """Words that show how a phrase belongs to a party."""

    sort: str
    words: tuple[str, ...]


class SpeakerWords(Frozen):
    """Words that show one kind of unnamed speaker."""

    kind: SpeakerKind
    heads: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


class DemonymEntry(Frozen):
    """Adjectives of one country."""

    country: str
    words: tuple[str, ...]


def load_actors(extra: Sequence[Path] = ()) -> tuple[ActorEntry, ...]:
    """The built-in actors and those of a researcher's own files, which go before built-in ones of the same id."""
    own = load_entries(extra, ActorEntry)
    taken = {entry.id for entry in own}
    return own + tuple(e for e in load_entries(built_in("actors"), ActorEntry) if e.id not in taken)


@cache
def load_speakers() -> tuple[SpeakerEntry, ...]:
    """The built-in speakers."""
    return load_entries(built_in("speakers"), SpeakerEntry)


@cache
def load_roles() -> dict[str, dict[str, ActorKind]]:
    """Sort → head lemma → the actor kind that it shows."""
    roles: dict[str, dict[str, ActorKind]] = {}
    for entry in load_entries(built_in("roles"), RoleEntry):
        table = roles.setdefault(entry.sort, {})
        for word in entry.words:
            table.setdefault(word, entry.kind)
    return roles


@cache
def load_party_words() -> dict[str, frozenset[str]]:
    """Sort → words, in the singular."""
    return {e.sort: frozenset(e.words) for e in load_entries([ROOT / "party_words.yaml"], PartyWords)}


@cache
def load_speaker_words() -> tuple[SpeakerWords, ...]:
    """The words that show what an unnamed speaker is; of rows that fit, the first holds."""
    return load_entries([ROOT / "speaker_words.yaml"], SpeakerWords)


@cache
def load_demonyms() -> dict[str, str]:
    """Adjective in lower case → country code."""
    entries = load_entries([ROOT / "demonyms.yaml"], DemonymEntry)
    return {word: entry.country for entry in entries for word in entry.words}
