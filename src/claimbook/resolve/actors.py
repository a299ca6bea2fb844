"""Words → Actor: names, abbreviations that the text defines, labels of the outlet, nationality and role, references.

Nothing is forced: a group that the lexicon does not know keeps its words, with the kind that they show, and where a
name could mean two parties and the report does not tell which, it stays open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import OSA

from claimbook.lexicon.parties import ActorEntry, SpeakerEntry, load_actors
from claimbook.model import Actor, ActorKind, Phrase, SpeakerKind

from . import wording as words
from .context import ActorContext, Named, count_countries, country_named, find_abbreviations
from .frame import CountryFrame, make_frame
from .general import Service, service_of
from .names import NameIndex, key_of
from .places.landmarks import Landmark

METHOD = "actors.rules@3"
_ARMED_OTHERS = (ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.IDENTITY_MILITIA)
_THE_GROUP = re.compile(
    r"(?i)^(?:(?:armed|militant|terrorist|extremist|jihadist|rebel|insurgent|islamist)\s+)?(?:group|organi[sz]ation|movement|militia|"
    r"faction|gang|cartel|group's fighters|group’s fighters)$"
)
_JOINT = re.compile(r"\s*,\s*|\s+(?:and|&)\s+(?:the\s+)?|\s*/\s*")
_NOBODY = re.compile(
    r"(?i)^(?:(?:its|their|his)\s+)?(?:allies|allied forces|allied militias|allied groups|proxies|supporters|partners)$"
)
FUZZY_LEAST = 10  # letters of a name before a slip of the pen is allowed


@dataclass(frozen=True, slots=True)
class ResolvedActor:
    """An actor and how it was reached.

    "name", "abbreviation", "label", "leader", "nationality", "state", "reference" lead to an entry; "frame", to a general
    name's entry or at least its country; "role" and "words" leave it open.
    """

    actor: Actor
    how: str


class ActorIndex:
    """The actor lexicon, ready for finding and resolving."""

    def __init__(self, entries: Sequence[ActorEntry]) -> None:
        self.entries = {e.id: e for e in entries}
        self._names = NameIndex(((n, e.id) for e in entries if not e.people for n in (e.name, *e.names)), METHOD)
        self._all: dict[tuple[str, ...], list[str]] = {}
        self._shouted: set[tuple[tuple[str, ...], str]] = set()  # count only in capitals
        self._common: dict[tuple[tuple[str, ...], str], bool] = {}  # count only in a report of the entry's country
        self._labels: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        self._slipped: dict[tuple[str, ...], list[str]] = {}  # answers of `_slips`, which looks at many names
        self._leaders: dict[tuple[str, ...], list[str]] = {}
        for entry in entries:
            for name in (entry.name, *entry.names, *entry.also):
                if _is_general(name):
                    continue  # found in texts, but no name of one party
                _add(self._all, name, entry.id)
                if name in entry.also and name.isupper():
                    self._shouted.add((key_of(name), entry.id))
                elif not entry.people and (name in entry.also or name[:1].islower()):
                    self._common[key_of(name), entry.id] = name in entry.also
            for leader in entry.leaders:
                _add(self._leaders, leader, entry.id)
            for label in entry.labels:
                for partisan in label.words:
                    rows = self._labels.setdefault(key_of(partisan), [])
                    rows.extend((by, entry.id) for by in label.by)
        # For `_slips`: (words, first letter) → names spelt out, with their keys.
        self._by_shape: dict[tuple[int, str], list[tuple[str, tuple[str, ...]]]] = {}
        for key in self._all:
            self._by_shape.setdefault((len(key), key[0][:1]), []).append((" ".join(key), key))
        self._forces: dict[tuple[str, Service], list[ActorEntry]] = {}
        for entry in entries:
            for service, is_such in ((Service.ARMY, entry.army), (Service.POLICE, entry.police)):
                if entry.country and is_such:
                    self._forces.setdefault((entry.country, service), []).append(entry)

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> ActorIndex:
        """The built-in lexicon and a researcher's own files."""
        return cls(load_actors(extra))

    def find(self, text: str) -> tuple[Phrase[str], ...]:
        """Every name of the lexicon in clean text."""
        return self._names.find(text)

    def context(
        self,
        text: str,
        *,
        outlet: str | None = None,
        speaker: SpeakerEntry | None = None,
        year: int | None = None,
        landmarks: Sequence[Landmark] | None = None,
        found: Sequence[Phrase[str]] | None = None,
    ) -> ActorContext:
        """What a report's clean text says about its own names; `landmarks` are the well-known places in it, if known,
        and `found` is what `find` answered, if it was asked before."""
        known = self.find(text) if found is None else found
        found = [p for p in known if not _is_general(text[p.start : p.end])]
        named = tuple(Named(p.start, p.value, key_of(text[p.start : p.end])) for p in found)
        told = [e for n in named if (e := self.entries[n.entry]).country]
        countries: Mapping[str, float] = count_countries(text, (e.country for e in told if e.country))
        groups = (e.country for e in told if e.country and e.kind in _ARMED_OTHERS)
        near_home = speaker.country if speaker and speaker.kind is not SpeakerKind.AGENCY else None
        if landmarks is None:  # where no gazetteer is at hand
            frame = CountryFrame(votes=countries, outlet=near_home)
        else:
            frame = make_frame(text, landmarks, parties=groups, outlet=near_home)
            countries = {c: countries.get(c, 0) + frame.votes.get(c, 0) for c in {**countries, **frame.votes}}
        return ActorContext(
            outlet=outlet,
            speaker=speaker,
            abbreviations=find_abbreviations(text),
            named=named,
            countries=countries,
            year=year,
            frame=frame,
        )

    def resolve(self, wording: str, context: ActorContext, *, at: int | None = None) -> ResolvedActor:
        """The actor that the words name, as far as they do; `at` is where they begin in the clean text."""
        name = words.strip_front(wording)
        found = self._entry(name, context, at)
        if found is not None:
            return ResolvedActor(self._actor(name, found[0]), found[1])
        if service_of(name) is not None:
            home = self._home(name, context, at)
            return ResolvedActor(
                Actor(name=name, kind=ActorKind.STATE_FORCES, country=home), "frame" if home else "role"
            )
        kind, country = words.kind_of(name), words.country_of(name)
        backer = words.backer_words(name)
        if backer is not None and kind in (ActorKind.UNKNOWN, ActorKind.STATE_FORCES, *_ARMED_OTHERS):
            behind = self._entry(backer, context, None)
            shown = behind[0] if behind else backer
            if kind is ActorKind.STATE_FORCES:
                kind = ActorKind.POLITICAL_MILITIA  # who is for a government is not it
            return ResolvedActor(Actor(name=name, kind=kind, backer=shown), "role")
        if kind or country:
            return ResolvedActor(Actor(name=name, kind=kind, country=country), "role")
        return ResolvedActor(Actor(name=name), "words")

    def lookup(self, name: str) -> tuple[ActorEntry, ...]:
        """Every entry that bears exactly this name, label or leader's name, in the lexicon's order."""
        key = key_of(name)
        ids = [*self._all.get(key, ()), *self._leaders.get(key, ()), *(i for _, i in self._labels.get(key, ()))]
        return tuple(self.entries[i] for i in dict.fromkeys(ids))

    def _entry(self, name: str, context: ActorContext, at: int | None) -> tuple[str, str] | None:
        """The entry and how it was reached, or None."""
        plain, inner = words.split_parenthesis(name)
        if inner is not None:
            return self._entry(plain, context, at) or self._entry(inner, context, None)
        full = context.abbreviations.get(name)
        if full is not None:
            found = self._named(full, context)
            return (found, "abbreviation") if found else None
        for by, entry in self._labels.get(key_of(name), ()):
            if context.uses_label_of(by):
                return entry, "label"
        found = self._named(name, context)
        if found:
            return found, "name"
        if service_of(name) is not None:
            return self._general(name, context, at)
        if key_of(name) in self._all:
            return None  # it is a name, of several, and the report does not tell which
        return self._joined(name, context) or self._inside(name, context, at) or self._of_state(name, context, at)

    def _named(self, name: str, context: ActorContext) -> str | None:
        key = key_of(name)
        ids = [i for i in self._all.get(key, ()) if (key, i) not in self._shouted or name.isupper()]
        ids = [i for i in ids if (key, i) not in self._common or self._fits(i, context, strictly=self._common[key, i])]
        if key not in self._all and len("".join(key)) >= FUZZY_LEAST and len(key) > 1 and name[:1].isupper():
            if key not in self._slipped:
                self._slipped[key] = self._slips(key)
            ids = self._slipped[key]
        return self._choose(ids, context)

    def _slips(self, key: tuple[str, ...]) -> list[str]:
        """Entries whose name differs by a letter or two ("Batallion")."""
        text = " ".join(key)
        most = 1 if len(text) < 14 else 2
        found = []
        for spelt, other in self._by_shape.get((len(key), key[0][:1]), ()):
            near = abs(len(spelt) - len(text)) <= most and OSA.distance(spelt, text, score_cutoff=most) <= most
            if near and not any(words.is_plain_word(a) for a, b in zip(key, other, strict=True) if a != b):
                found += self._all[other]
        return list(dict.fromkeys(found))

    def _choose(self, ids: Sequence[str], context: ActorContext) -> str | None:
        """Of several entries of one name that of the report's time and countries; None where these do not decide."""
        entries = [self.entries[i] for i in ids]
        if context.year is not None and len(entries) > 1:
            year = context.year
            in_time = [e for e in entries if (e.since or year) <= year <= (e.until or year)]
            entries = in_time or entries
        if len(entries) > 1 and context.countries:
            weights = [self._weight(e.id, context) for e in entries]
            best = max(weights)
            entries = [e for e, w in zip(entries, weights, strict=True) if w == best and w > 0]
        return entries[0].id if len(entries) == 1 or (entries and not context.countries) else None

    def _fits(self, entry_id: str, context: ActorContext, *, strictly: bool) -> bool:
        """Whether a name that many could bear is this entry's: the report must name its country, if it names any."""
        entry = self.entries[entry_id]
        if not (entry.country or entry.where):
            return True
        return self._weight(entry_id, context) > 0 and (bool(context.countries) or not strictly)

    def _weight(self, entry_id: str, context: ActorContext) -> float:
        """How much the report is about the countries in which an entry acts; 1 where no report is at hand."""
        if not context.countries:
            return 1
        entry = self.entries[entry_id]
        return max((context.countries.get(c, 0) for c in (entry.country, *entry.where) if c), default=0)

    def _joined(self, name: str, context: ActorContext) -> tuple[str, str] | None:
        """ "Turkish and allied forces" is one party; two parties in one phrase are left open."""
        parts = [p for p in _JOINT.split(name) if p]
        if len(parts) < 2:
            return None
        found = {}
        for part in parts:
            entry = None if _NOBODY.match(part) else self._entry(part, context, None)
            if entry:
                found[entry[0]] = entry[1]
        if len(found) != 1 or words.is_place_held(name):
            return None
        rest = [p for p in parts if not _NOBODY.match(p) and self._entry(p, context, None) is None]
        if rest and not all(words.is_part_of_party(p) for p in rest):
            return None
        return next(iter(found.items()))

    def _inside(self, name: str, context: ActorContext, at: int | None) -> tuple[str, str] | None:
        """ "ISIL commander", "members of the Maute group": the longest name inside, if the rest says which part."""
        if words.is_place_held(name) or words.backer_words(name) is not None:
            return None
        inside = self._names.find(name)
        if not inside:
            first, _, others = name.partition(" ")
            entry = self._named(first, context) if first.isupper() and words.is_part_of_party(others) else None
            return (entry, "name") if entry and (key_of(first), entry) in self._shouted else None
        if len({p.value for p in inside}) > 1:
            return None
        best = max(inside, key=lambda p: (p.end - p.start, -p.start))
        inner = name[best.start : best.end]
        if _is_general(inner):
            return self._general(inner, context, at) if words.is_part_of_party(name.replace(inner, "")) else None
        entry = self._named(inner, context)
        if entry is None:
            return None
        country = self.entries[entry].country
        beside = (name[: best.start] + " " + name[best.end :]).split()
        rest = " ".join(w for w in beside if not country or words.country_word(w) != country)
        return (entry, "name") if words.is_part_of_party(rest) else None

    def _of_state(self, name: str, context: ActorContext, at: int | None) -> tuple[str, str] | None:
        """By leader, by nationality, by country, or by what the report named before."""
        country = country_named(name) or words.metonyms().get(name)
        if country:
            return self._force(country, Service.ARMY, context, "state")
        if words.is_place_held(name):
            return None
        leader = words.leader_words(name)
        if leader is not None:
            entry = self._choose(self._leaders.get(key_of(leader), ()), context)
            if entry is None and _JOINT.search(leader) is None:
                entry = self._named(leader, context)
                land = None if entry else country_named(leader)
                if land:
                    return self._force(land, Service.ARMY, context, "leader")
            return (entry, "leader") if entry else None
        if words.backer_words(name) is not None or _JOINT.search(name):
            return None
        country = words.country_of(name)
        if country:
            if words.is_only_adjective(name) or words.is_of_army(name):
                return self._force(country, Service.ARMY, context, "nationality")
            return self._force(country, Service.ARMY, context, "state") if words.is_of_state(name) else None
        return self._reference(name, context, at)

    def _force(self, country: str, service: Service, context: ActorContext, how: str) -> tuple[str, str] | None:
        """The entry of a country's army or police in the year of the report; of several at the turn, the elder."""
        entries = self._forces.get((country, Service.ARMY if service is Service.RULERS else service), [])
        year = context.year
        in_time = [e for e in entries if year is None or (e.since or year) <= year <= (e.until or year)]
        return (in_time[0].id, how) if in_time else None

    def _general(self, name: str, context: ActorContext, at: int | None) -> tuple[str, str] | None:
        service, home = service_of(name), self._home(name, context, at)
        return self._force(home, service, context, "frame") if service and home else None

    def _home(self, name: str, context: ActorContext, at: int | None) -> str | None:
        """Whose forces a general name means: the country of the part of the report, else of the report.

        An army that the report names is meant by "the army" before that of a country that it only speaks of.
        """
        here = context.frame.near(at) if at is not None else None
        if here:
            return here
        home = context.frame.home
        if home and service_of(name) is Service.ARMY:
            armies = {self.entries[n.entry].country for n in context.named if self.entries[n.entry].army}
            return home if not armies or home in armies else None
        return home

    def _reference(self, name: str, context: ActorContext, at: int | None) -> tuple[str, str] | None:
        """ "the group", the end of a longer name: what the report named in full."""
        if _THE_GROUP.match(name):
            before = [n for n in context.named if at is None or n.start < at]
            groups = [n.entry for n in before if self.entries[n.entry].kind in _ARMED_OTHERS]
            if at is None:
                return (groups[0], "reference") if len(set(groups)) == 1 else None
            return (groups[-1], "reference") if groups and len(set(groups[-2:])) == 1 else None
        if name[:1].isupper():
            key = key_of(name)
            whole = {
                n.entry
                for n in context.named
                if len(n.key) > len(key) >= 2 and key in (n.key[-len(key) :], n.key[: len(key)])
            }
            if len(whole) == 1:
                return whole.pop(), "reference"
        return None

    def _actor(self, name: str, entry_id: str) -> Actor:
        entry = self.entries[entry_id]
        return Actor(name=name, entry=entry.id, kind=entry.kind, country=entry.country)


def _is_general(name: str) -> bool:
    """Whether a name of the lexicon is a general one ("regime forces"): "National Army" is not."""
    return name[:1].islower() and service_of(name) is not None


def _add(table: dict[tuple[str, ...], list[str]], name: str, entry: str) -> None:
    ids = table.setdefault(key_of(name), [])
    if entry not in ids:
        ids.append(entry)
