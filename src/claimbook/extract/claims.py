"""Happenings → claims: every value with its words, its spans in the report, its basis and its method.

One claim for each speaker that the report cites for a happening, or one in the outlet's own voice.  The resolvers are
handed in; this module knows no lexicon of actors and no gazetteer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from claimbook.model import (
    Actor,
    Basis,
    Claim,
    Harm,
    Link,
    Modality,
    Outcome,
    Period,
    Place,
    Precision,
    Side,
    Site,
    Sourced,
    Span,
    SpeakerKind,
    Stance,
    Status,
    Toll,
    claim_id,
    stated,
)

from .happening import Happening, StandIn
from .mentions import Mention
from .reading import Reading
from .speech import Speech
from .tolls import Quantity

QUOTE_WORDS = 12
METHOD = {
    "kind": "kind.trained@1", "modality": "modality.trained@1", "background": "event.trained@1", "aggregate": "aggregate.trained@1",
    "outcome": "outcome.trained@1", "role": "role.trained@1", "toll": "toll.trained@1", "speech": "speech.trained@1",
    "means": "means.rules@1", "site": "site.rules@1", "quote": "quote.rules@1", "published": "periods.published@1",
}  # fmt: skip
_STATUS = (
    (Status.CHILD, {"child", "children", "boy", "girl", "baby", "infant", "toddler", "minor", "kid"}),
    (Status.WOMAN, {"woman", "women", "mother", "wife", "daughter", "sister"}),
    (Status.JOURNALIST, {"journalist", "reporter", "photographer", "cameraman"}),
    (Status.MEDICAL, {"doctor", "nurse", "medic", "paramedic"}),
    (Status.AID_WORKER, {"aid", "humanitarian", "rescuer"}),
)


class ActorResolver(Protocol):
    """Words → actor."""

    def resolve(self, wording: str, context: Any, *, at: int | None = None) -> Any:
        """The actor and how it was reached; `at` is where the words begin in the clean text."""


@dataclass(frozen=True, slots=True)
class Resolvers:
    """What turns words into actors, speakers and places."""

    actors: Any
    speakers: Any
    places: Any
    context: Any = None  # of actors
    cited: Any = None  # the context of speakers
    frame: Any = None


def make_claims(reading: Reading, happenings: Sequence[Happening], resolvers: Resolvers) -> tuple[Claim, ...]:
    """The claims of one report, in text order; claims on one happening share its number."""
    writer = _Writer(reading, resolvers)
    places = writer.places(happenings)
    claims: list[Claim] = []
    ordinals: dict[tuple[object, ...], int] = {}
    for number, happening in enumerate(happenings, 1):
        for claim in writer.claims(number, happening, places, ordinals):
            claims.append(claim)
    return tuple(claims)


class _Writer:
    """Writes the claims of one report."""

    def __init__(self, reading: Reading, resolvers: Resolvers) -> None:
        self.reading = reading
        self.text = reading.report.text
        self.resolvers = resolvers
        outlet = reading.report.outlet
        self.outlet_name = outlet.value if outlet and outlet.value else ""
        self.outlet_entry = resolvers.speakers.outlet_of(
            self.outlet_name or None, reading.report.address, reading.doc.text
        )
        if self.outlet_entry and not self.outlet_name:
            self.outlet_name = resolvers.speakers.entries[self.outlet_entry].name

    def claims(
        self,
        number: int,
        happening: Happening,
        places: dict[tuple[int, int], Place],
        ordinals: dict[tuple[object, ...], int],
    ) -> list[Claim]:
        """One claim a speaker, or one for the outlet itself."""
        trigger = happening.main.candidate
        trigger_span = self.reading.span_of(trigger.index, trigger.index + 1)
        kind = stated(
            self.text, (self.reading.span_of(trigger.index, trigger.last + 1),), happening.kind, METHOD["kind"]
        )
        shared: dict[str, Any] = {
            "report": self.reading.report.id,
            "happening": number,
            "kind": kind,
            "quote": self._quote(trigger.index),
            "modality": self._modality(happening, trigger_span),
            "background": self._inferred(happening.background, "background"),
            "aggregate": self._inferred(happening.aggregate, "aggregate"),
            "period": self._period(happening),
            "places": tuple(self._place(m, places) for m in happening.places),
            "initiators": tuple(self._actor(m) for m in happening.initiators),
            "targets": tuple(self._actor(m) for m in happening.targets),
            "means": self._words(happening.means, "means") if happening.means else None,
            "sites": tuple(self._site(site, start, end) for site, start, end in happening.sites),
            "outcome": self._outcome(happening.outcome, trigger_span),
            "mentions": tuple(
                self.reading.span_of(t.candidate.index, t.candidate.index + 1) for t in happening.triggers
            ),
        }
        rivals = {s.start if s else None for _, _, s in happening.rival_tolls}
        speeches: list[Speech | None] = [*happening.speeches]
        # One of the figures is the outlet's own.
        if None in rivals or all(s.start in rivals for s in happening.speeches):
            speeches.insert(0, None)
        out = []
        for speech in speeches:
            chain = self._chain(speech)
            names = tuple(link.value.name for link in chain if link.value)
            key = (trigger_span.start, trigger_span.end, happening.kind, names)
            ordinals[key] = ordinals.get(key, -1) + 1
            identifier = claim_id(
                report=self.reading.report.id,
                trigger=trigger_span,
                kind=happening.kind,
                speakers=names,
                ordinal=ordinals[key],
            )
            out.append(Claim(id=identifier, speakers=chain, tolls=self._tolls(happening, speech), **shared))
        return out

    def places(self, happenings: Sequence[Happening]) -> dict[tuple[int, int], Place]:
        """Every place of the report, resolved together."""
        mentions = sorted({(m.start, m.end) for h in happenings for m in h.places})
        spans = [(self.reading.doc[a:b].start_char, self.reading.doc[a:b].end_char) for a, b in mentions]
        if not spans:
            return {}
        resolved = self.resolvers.places.resolve(self.reading.clean.text, spans, frame=self.resolvers.frame)
        return dict(zip(mentions, resolved, strict=True))

    def _span(self, start: int, end: int) -> tuple[Span, ...]:
        return (self.reading.span_of(start, end),)

    def _words(self, tokens: tuple[int, int], step: str) -> Sourced[str]:
        words = " ".join(self.reading.doc[tokens[0] : tokens[1]].text.split())
        return stated(self.text, self._span(*tokens), words, METHOD[step])

    def _inferred(self, value: bool, step: str) -> Sourced[bool]:
        return Sourced(value=value, basis=Basis.INFERRED, method=METHOD[step])

    def _quote(self, trigger: int) -> Sourced[str]:
        """A few words round the trigger, within its sentence and its line of thought."""
        doc = self.reading.doc
        sentence = self.reading.sentences[self.reading.sentence_of[trigger]]
        tokens = [t.i for t in sentence if not t.is_space]
        at = tokens.index(trigger)
        first = max(0, at - QUOTE_WORDS // 2)
        last = min(len(tokens), first + QUOTE_WORDS)
        # A stop inside the words would make the quote reach over two sentences.
        for k in range(at - 1, first - 1, -1):
            if doc[tokens[k]].text in (".", "!", "?", ";", ":"):
                first = k + 1
                break
        for k in range(at + 1, last):
            if doc[tokens[k]].text in (".", "!", "?", ";"):
                last = k
                break
        while first < at and doc[tokens[first]].is_punct:
            first += 1
        while last - 1 > at and doc[tokens[last - 1]].is_punct:
            last -= 1
        return self._words((tokens[first], tokens[last - 1] + 1), "quote")

    def _modality(self, happening: Happening, trigger: Span) -> Sourced[Modality]:
        return Sourced(value=happening.modality, basis=Basis.INFERRED, method=METHOD["modality"])

    def _outcome(self, outcome: Outcome | None, trigger: Span) -> Sourced[Outcome] | None:
        return None if outcome is None else Sourced(value=outcome, basis=Basis.INFERRED, method=METHOD["outcome"])

    def _period(self, happening: Happening) -> Sourced[Period] | None:
        phrase = happening.period
        if phrase is not None:
            spans = (self.reading.text_span(phrase.start, phrase.end),)
            words = stated(self.text, spans, phrase.value, phrase.method)
            return words if phrase.basis is Basis.STATED else words.model_copy(update={"basis": Basis.INFERRED})
        published = self.reading.published
        if happening.stand_in is StandIn.NONE or published is None:
            return None
        value = Period(start=published, end=published)
        if happening.stand_in is StandIn.MONTH:
            following = published.replace(day=28).toordinal() + 4
            last = type(published).fromordinal(following - type(published).fromordinal(following).day)
            value = Period(start=published.replace(day=1), end=last, precision=Precision.MONTH)
        return Sourced(value=value, basis=Basis.ASSUMED, method=METHOD["published"])

    def _place(self, mention: Mention, places: dict[tuple[int, int], Place]) -> Sourced[Place]:
        return stated(
            self.text, self._span(mention.start, mention.end), places[mention.start, mention.end], "places.rules@1"
        )

    def _actor(self, mention: Mention) -> Sourced[Actor]:
        words = " ".join(self.reading.doc[mention.start : mention.end].text.split())
        at = self.reading.doc[mention.start].idx
        resolved = self.resolvers.actors.resolve(words, self.resolvers.context, at=at)
        return stated(self.text, self._span(mention.start, mention.end), resolved.actor, f"actors.{resolved.how}@1")

    def _site(self, site: Site, start: int, end: int) -> Sourced[Site]:
        return stated(self.text, self._span(start, end), site, METHOD["site"])

    def _tolls(self, happening: Happening, speech: Speech | None) -> tuple[Sourced[Toll], ...]:
        """The happening's tolls as this speaker has them: its own figures go before the others'."""
        own = [(harm, q) for harm, q, s in happening.rival_tolls if s is speech]
        harms = {harm for harm, _ in own}
        told = [(harm, q) for harm, q in happening.tolls if harm not in harms] + own
        return tuple(self._toll(harm, quantity, happening) for harm, quantity in told)

    def _toll(self, harm: Harm, quantity: Quantity, happening: Happening) -> Sourced[Toll]:
        group_start, group_end = quantity.group
        group = " ".join(self.reading.doc[group_start:group_end].text.split())
        actor = self.resolvers.actors.resolve(group, self.resolvers.context).actor
        lemma = self.reading.lemmas[quantity.head]
        status = next((s for s, words in _STATUS if lemma in words), None)
        if status is None:
            status = Status.CIVILIAN if actor.kind == 7 else Status.COMBATANT if actor.kind else Status.UNKNOWN
        start, end = min(quantity.start, group_start), max(quantity.end, group_end)
        toll = Toll(
            harm=harm,
            low=quantity.count.low,
            high=quantity.count.high,
            group=group,
            status=status,
            side=self._side(quantity, happening),
            part=quantity.part,
        )
        return stated(self.text, self._span(start, end), toll, METHOD["toll"])

    def _side(self, quantity: Quantity, happening: Happening) -> Side:
        """Whose people were harmed: read from shared words with the parties; civilians who are no party stand by."""
        words = {self.reading.lemmas[i] for i in range(*quantity.group)}
        for side, mentions in ((Side.INITIATOR, happening.initiators), (Side.TARGET, happening.targets)):
            for mention in mentions:
                if words & {
                    self.reading.lemmas[i] for i in range(mention.start, mention.end) if self.reading.doc[i].is_alpha
                }:
                    return side
        return Side.UNKNOWN

    def _chain(self, speech: Speech | None) -> tuple[Sourced[Link], ...]:
        outlet = Link(
            name=self.outlet_name or "(outlet unknown)",
            entry=self.outlet_entry,
            kind=self.resolvers.speakers.entries[self.outlet_entry].kind if self.outlet_entry else SpeakerKind.UNKNOWN,
            stance=Stance.ASSERTS if speech is None else Stance.REPORTS,
        )
        first: Sourced[Link] = Sourced(value=outlet, basis=Basis.INFERRED, method="outlet@1")
        if speech is None:
            return (first,)
        words = " ".join(self.reading.doc[speech.start : speech.end].text.split())
        entry, kind = self.resolvers.speakers.resolve(words, self.resolvers.cited)
        link = Link(name=words, entry=entry, kind=kind, stance=speech.stance)
        return first, stated(self.text, self._span(speech.start, speech.end), link, METHOD["speech"])
