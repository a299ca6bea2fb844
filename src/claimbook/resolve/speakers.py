"""Words → who speaks: outlets, agencies, monitors, ministries, parties; unnamed speakers keep their words and kind.

The entry of a speaker is one of the lexicon of speakers or, where a party speaks for itself, one of the lexicon of
actors; the ids of the two never meet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from claimbook.lexicon.parties import SpeakerEntry, SpeakerWords, load_speaker_words, load_speakers
from claimbook.model import ActorKind, Phrase, SpeakerKind

from .actors import ActorIndex
from .context import ActorContext, country_named
from .names import NameIndex, key_of, words_of
from .wording import forms_of, head_of, is_part_of_party, metonyms, strip_front

METHOD = "speakers.rules@2"
_NAME = r"[A-Z][\w'’.-]+(?: (?:al-|el-|bin |ibn |abu |de |van |von )?[A-Z][\w'’.-]+){1,3}"
_AFTER = re.compile(
    rf"({_NAME}), (?:who is )?((?:an?|the|its|his|their|deputy|chief|head|spokes\w+|commander)\b[^,.;\n]{{3,80}})"
)
_BEFORE = re.compile(
    rf"\b((?:[\w'’.-]+ ){{0,4}}(?i:spokes(?:man|woman|person)|minister|commander|governor|mayor|president|chief|general|colonel|captain|"
    rf"officer|director|official|resident|activist|doctor|witness|elder|secretary|Gen\.|Col\.|Maj\.|Brig\.|Lt\.|Capt\.|Gov\.|Dr\.)) ({_NAME})"
)
_DATELINE = re.compile(r"^[^\n]{0,80}?\(([A-Z][\w .&'-]{1,30})\)\s*[-–—]|^\(([A-Z]{2,6})\)", re.M)
_END = re.compile(r"[-–—]{1,2} ?([A-Z][\w ]{1,20})\.?\s*$")
_VAGUE = frozenset(
    {"source", "sources", "spokesman", "spokesmen", "spokeswoman", "spokesperson", "official", "officials", "statement"}
    | {"statements", "report", "reports", "information", "office", "group", "officer", "leader", "chief", "director"}
)


@dataclass(frozen=True, slots=True)
class SpeakerContext:
    """How a report introduces the people it cites, and its parties' names.

    `roles` is folded name → the words of their role, `people` the last names of known spokespeople → their entry.
    """

    roles: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    people: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    actors: ActorContext = field(default_factory=ActorContext)


class SpeakerIndex:
    """The speaker lexicon, ready for finding and resolving."""

    def __init__(self, entries: Sequence[SpeakerEntry], actors: ActorIndex | None = None) -> None:
        """With `actors`, parties that speak for themselves are told by name as well."""
        self.entries = {e.id: e for e in entries}
        self._actors = actors
        self._names = NameIndex(((n, e.id) for e in entries for n in (e.name, *e.names)), METHOD)
        # "The Sun (newspaper)": too common a word to be looked for, but an outlet that is given so by name is meant.
        self._plain = {key_of(e.name.split(" (")[0]): e.id for e in reversed(entries) if " (" in e.name}
        self._people = {key_of(p): e.id for e in reversed(entries) for p in e.people}
        self._hosts = {host: e.id for e in entries for host in e.hosts}

    @classmethod
    def load(cls, actors: ActorIndex | None = None) -> SpeakerIndex:
        """The built-in lexicon."""
        return cls(load_speakers(), actors)

    def find(self, text: str) -> tuple[Phrase[str], ...]:
        """Every name of the lexicon in clean text; people are not looked for."""
        return self._names.find(text)

    def context(self, text: str, actors: ActorContext) -> SpeakerContext:
        """How a report's clean text introduces the people it cites."""
        roles: dict[tuple[str, ...], str] = {}
        for name, role in [m.group(1, 2) for m in _AFTER.finditer(text)] + [
            m.group(2, 1) for m in _BEFORE.finditer(text)
        ]:
            key = key_of(name)
            roles.setdefault(key, role)
            roles.setdefault(key[-1:], role)  # later on, the last name alone
        named = (key_of(m.group()) for m in re.finditer(_NAME, text))
        return SpeakerContext(roles, {k[-1:]: self._people[k] for k in named if k in self._people}, actors)

    def resolve(self, wording: str, context: SpeakerContext | None = None) -> tuple[str | None, SpeakerKind]:
        """The entry, if the words name one, and the kind of speaker that they show."""
        known = context or SpeakerContext()
        entry = self._entry(wording) or known.people.get(key_of(wording))
        if entry is not None:
            return entry, self.entries[entry].kind
        party = self._party(wording, known.actors)
        if party is not None:
            return party, SpeakerKind.PARTY
        kind = SpeakerKind.OFFICIAL if self._is_state(wording) else _kind_of(wording)
        key = key_of(wording)
        role = known.roles.get(key) or (known.roles.get(key[-1:]) if len(key) <= 3 else None)
        if role is not None and (kind is SpeakerKind.UNKNOWN or key in known.roles):
            entry = self._entry(role)
            if entry is not None and self.entries[entry].kind is not SpeakerKind.AGENCY:
                return entry, self.entries[entry].kind
            party = self._party(role, known.actors)
            if party is not None:
                return party, SpeakerKind.PARTY
            shown = _kind_of(role)
            return None, kind if shown is SpeakerKind.UNKNOWN else shown
        return None, kind

    def lookup(self, name: str) -> tuple[SpeakerEntry, ...]:
        """The entries that bear this name, or whose name holds it."""
        exact = self._names.get(name) or self._people.get(key_of(name)) or self._hosts.get(name.lower())
        exact = exact or self._plain.get(key_of(name))
        if exact:
            return (self.entries[exact],)
        key = " ".join(key_of(name))
        return tuple(e for e in self.entries.values() if any(key in " ".join(key_of(n)) for n in (e.name, *e.names)))

    def outlet_of(self, outlet: str | None, address: str | None, text: str = "") -> str | None:
        """The entry of the outlet, told from its name, from the report's address, or from its dateline or end."""
        if outlet:
            plain = re.sub(r"\s*\([^)]*\)", "", outlet)
            for name in (outlet, plain, *re.split(r"\s*[/,]\s*", plain)):
                if found := self._names.get(name) or self._host(name) or self._plain.get(key_of(name)):
                    return found
            inside = {p.value for p in self._names.find(plain)}
            if len(inside) == 1:
                return inside.pop()
        if address and (found := self._host(address)):
            return found
        if not outlet and text:
            head = _DATELINE.search(text[:700])
            end = _END.search(text[-60:])
            for name in (head and (head.group(1) or head.group(2)), end and end.group(1)):
                if name and (found := self._names.get(name)):
                    return found
        return None

    def _host(self, address: str) -> str | None:
        """The outlet of an address or host name."""
        host = address.split("//", 1)[-1].split("/", 1)[0].lower().removeprefix("www.")
        while "." in host:
            if host in self._hosts:
                return self._hosts[host]
            host = host.split(".", 1)[1]
        return None

    def _entry(self, wording: str) -> str | None:
        found = self._names.get(wording) or self._people.get(key_of(wording))
        if found is None and wording.startswith("The "):
            found = self._plain.get(key_of(wording))
        if found is None:
            inside = self._names.find(wording)
            found = inside[0].value if len(inside) == 1 else None
        if found is None:
            words = key_of(wording)
            people = {i for key, i in self._people.items() if 1 < len(key) <= len(words) and _holds(words, key)}
            found = people.pop() if len(people) == 1 else None
        return found

    def _is_state(self, wording: str) -> bool:
        """Whether a state speaks by its bare name ("Israel", "Moscow")."""
        return bool(country_named(wording) or metonyms().get(wording))

    def _party(self, wording: str, context: ActorContext) -> str | None:
        """The armed party that the words name, or whose spokesman, command or fighters they are."""
        if self._actors is None or re.search(r"(?i)\bactivists?$|\bopposition sources?$", wording):
            return None
        name = strip_front(
            re.sub(r"(?i)\b(?:spokes\w+|statement|leader\w*|command\w*) (?:for|of|from|by) (?:the )?", "", wording)
        )
        found = self._actors.resolve(name, context)
        entry = self._actors.entries.get(found.actor.entry or "")
        if entry is None or entry.people or found.how in ("state", "reference", "frame"):
            return None
        if entry.kind is ActorKind.STATE_FORCES and found.how == "nationality" and not is_part_of_party(head_of(name)):
            return None
        return entry.id


def _kind_of(wording: str) -> SpeakerKind:
    """What an unnamed speaker's words show."""
    rows = load_speaker_words()
    words = {form for word, _, _ in words_of(wording) for form in forms_of(word)}
    if re.match(r"(?i)pro[- ]", wording) or re.search(r"(?i)-(?:affiliated|linked|aligned)\b", wording):
        return SpeakerKind.PARTISAN
    head = head_of(wording)
    vague = head.lower() in _VAGUE
    forms = forms_of(head)
    media = any(f in ("media", "tv", "television", "agency", "channel", "broadcaster") for f in forms)
    if vague or media:
        # "local" says least: a local official is an official first.
        for row in sorted(rows, key=lambda r: r.kind is SpeakerKind.LOCAL):
            if row.kind is SpeakerKind.STATE_MEDIA and not media:
                continue
            if media and row.kind in (SpeakerKind.PARTY, SpeakerKind.OFFICIAL, SpeakerKind.LOCAL):
                continue
            if words & set(row.beside) or (row.kind is SpeakerKind.OFFICIAL and "official" in forms):
                return row.kind
    if "rights" in words or "crescent" in words or "cross" in words:
        return SpeakerKind.MONITOR if "rights" in words else SpeakerKind.AID
    if "health" in words and not words & {"ministry", "minister"}:
        return SpeakerKind.AID
    if words & {"ministry", "minister", "secretary"} and words & {"defence", "defense"}:
        return SpeakerKind.PARTY
    return _by_head(forms, rows) or _by_any(words, rows)


def _by_head(forms: Sequence[str], rows: Sequence[SpeakerWords]) -> SpeakerKind | None:
    return next((row.kind for row in rows for f in forms if f in row.heads), None)


def _by_any(words: set[str], rows: Sequence[SpeakerWords]) -> SpeakerKind:
    return next((row.kind for row in rows if words & set(row.heads)), SpeakerKind.UNKNOWN)


def _holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether the words hold the part, in order and together."""
    return any(words[i : i + len(part)] == part for i in range(len(words) - len(part) + 1))
