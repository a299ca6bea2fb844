"""ACLED's and UCDP's names of actors → ours: the crosswalks read backwards, then the lexicon's own names.

A name that neither knows keeps its words, and the kind that its table gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from claimbook.lexicon.crosswalks import INTER, CountryEntry, acled_actor, ucdp_side
from claimbook.lexicon.load import ROOT, load_entries
from claimbook.lexicon.parties import ActorEntry, load_actors
from claimbook.model import Actor, ActorKind
from claimbook.resolve.actors import ActorIndex
from claimbook.resolve.context import ActorContext

_YEARS = re.compile(r"\s*\(\d{4}-(?:\d{4})?\)")
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")
_CROWDS = (ActorKind.CIVILIANS, ActorKind.PROTESTERS, ActorKind.RIOTERS)  # who they were, no name tells
_CODES = {label.lower(): kind for kind, label in INTER.items()} | {"other forces": ActorKind.EXTERNAL_FORCES}


class Names:
    """The two tables' names, looked up."""

    CIVILIANS = ActorKind.CIVILIANS

    def __init__(self) -> None:
        self._index = ActorIndex.load()
        self._acled: dict[str | None, dict[str, ActorEntry]] = {}

    def country(self, name: str) -> str | None:
        """The code of a country by its name in either table."""
        return _countries().get(name.casefold())

    def acled(self, cells: Mapping[str, str], side: str, *, country: str | None, day: date) -> tuple[Actor, ...]:
        """`actor1` and those with it, or `actor2` and those with it."""
        kind = _kind(cells.get(f"inter{side}", ""))
        main = cells.get(f"actor{side}", "")
        known = self._acled_names(country, day)
        found = [self._actor(main, known, kind)] if main else []
        others = (name.strip() for name in cells.get(f"assoc_actor_{side}", "").split(";"))
        found += [self._actor(name, known, ActorKind.UNKNOWN) for name in others if name]
        return tuple(found)

    def ged(self, name: str) -> tuple[Actor, ...]:
        """A side of GED."""
        return (self._actor(name, _ucdp_names(), ActorKind.UNKNOWN),) if name else ()

    def _acled_names(self, country: str | None, day: date) -> dict[str, ActorEntry]:
        """ACLED's names in a country: years are left out, for they say when a regime stood and not who it is."""
        known = self._acled.get(country)
        if known is None:
            named = ((acled_actor(_actor_of(e), country=country, when=day), e) for e in _parties())
            known = self._acled[country] = _first(
                (_plain(a.name), e) for a, e in sorted(named, key=lambda pair: not pair[0].exact)
            )
        return known

    def _actor(self, name: str, known: Mapping[str, ActorEntry], kind: ActorKind) -> Actor:
        bare = _BRACKETS.sub("", _YEARS.sub("", name)).strip() or name
        if kind in _CROWDS or bare.lower() == "civilians":
            return Actor(name=bare.lower(), kind=kind or ActorKind.CIVILIANS)
        entry = known.get(_plain(name))
        if entry is not None:
            return _actor_of(entry)
        _, _, after = bare.partition(": ")  # "PKK: Kurdistan Workers Party"
        for words in (bare, after):
            if words and (actor := self._index.resolve(words, ActorContext()).actor).entry:
                return actor
        return Actor(name=bare, kind=kind)


def _parties() -> list[ActorEntry]:
    return [e for e in load_actors() if e.kind not in _CROWDS]


def _actor_of(entry: ActorEntry) -> Actor:
    return Actor(name=entry.name, entry=entry.id, kind=entry.kind, country=entry.country)


def _plain(name: str) -> str:
    return " ".join(_YEARS.sub("", name).casefold().split())


def _kind(inter: str) -> ActorKind:
    """The kind of an inter code, in ACLED's words of today or as the number of earlier years."""
    if inter.isdigit() and int(inter) in list(ActorKind):
        return ActorKind(int(inter))
    return _CODES.get(inter.lower(), ActorKind.UNKNOWN)


def _first(pairs: Iterable[tuple[str, ActorEntry]]) -> dict[str, ActorEntry]:
    """Name → the entry that it stands for: of several, one without a parent, then the first."""
    found: dict[str, ActorEntry] = {}
    for name, entry in pairs:
        old = found.get(name)
        if old is None or (old.parent and not entry.parent):
            found[name] = entry
    return found


@cache
def _ucdp_names() -> dict[str, ActorEntry]:
    named = sorted(((ucdp_side(_actor_of(e), when=None), e) for e in _parties()), key=lambda pair: not pair[0].exact)
    return _first((_plain(side.name), e) for side, e in named)


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in load_entries([ROOT / "crosswalks" / "countries.yaml"], CountryEntry):
        for name in (entry.ucdp, entry.name):
            if name:
                found[name.casefold()] = entry.country
    return found
