"""Words → who speaks: outlets, agencies, monitors, ministries; unnamed speakers keep their words and kind."""

from __future__ import annotations

from collections.abc import Sequence

from claimbook.lexicon.parties import SpeakerEntry, load_speakers
from claimbook.model import Phrase, SpeakerKind

from .names import NameIndex, fold, words_of

METHOD = "speakers.rules@1"
_KINDS = (
    (SpeakerKind.PARTISAN, ("pro-", "pro", "opposition", "loyalist", "activists")),
    (SpeakerKind.LOCAL, ("resident", "residents", "witness", "witnesses", "eyewitness", "eyewitnesses", "local", "locals", "activist", "villagers", "relative", "relatives", "survivors")),
    (SpeakerKind.AID, ("medics", "medic", "doctors", "doctor", "hospital", "rescuers", "medical", "paramedics", "crescent", "cross", "defense", "defence", "helmets", "health")),
    (SpeakerKind.MONITOR, ("observatory", "monitor", "monitors", "watchdog", "network")),
    (SpeakerKind.UN, ("un", "united", "nations")),
    (SpeakerKind.PARTY, ("army", "military", "militants", "rebels", "commander", "command", "spokesman", "forces", "fighters", "troops", "militia")),
    (SpeakerKind.OFFICIAL, ("official", "officials", "police", "ministry", "minister", "government", "governor", "mayor", "president", "authorities", "authority", "security")),
    (SpeakerKind.AGENCY, ("agency", "newspaper", "media", "television", "tv", "radio", "reports", "channel", "correspondent", "website", "outlet", "news")),
)  # fmt: skip


class SpeakerIndex:
    """The speaker lexicon, ready for finding and resolving."""

    def __init__(self, entries: Sequence[SpeakerEntry]) -> None:
        self.entries = {e.id: e for e in entries}
        self._names = NameIndex(((n, e.id) for e in entries for n in (e.name, *e.names)), METHOD)
        self._hosts = {host: e.id for e in entries for host in e.hosts}

    @classmethod
    def load(cls) -> SpeakerIndex:
        """The built-in lexicon."""
        return cls(load_speakers())

    def find(self, text: str) -> tuple[Phrase[str], ...]:
        """Every name of the lexicon in clean text."""
        return self._names.find(text)

    def resolve(self, wording: str) -> tuple[str | None, SpeakerKind]:
        """The entry, if the words name one, and the kind of speaker that they show."""
        found = self._names.get(wording)
        if found is None:
            inside = self._names.find(wording)
            found = inside[0].value if len(inside) == 1 else None
        if found is not None:
            return found, self.entries[found].kind
        words = {fold(w) for w, _, _ in words_of(wording)}
        for kind, cues in _KINDS:
            if words & set(cues):
                return None, kind
        return None, SpeakerKind.UNKNOWN

    def outlet_of(self, outlet: str | None, address: str | None) -> str | None:
        """The entry of the outlet, told from its name or from the address of the report."""
        if outlet and (found := self._names.get(outlet)):
            return found
        if address:
            host = address.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")
            return next((e for h, e in self._hosts.items() if host == h or host.endswith("." + h)), None)
        return None
