"""What a text says of how parties stand to each other: backed by, part of, allied with, formerly.

Only plain statements between two named parties are taken, and none that is denied, past or supposed ("no longer backed
by", "accused of being backed by").  A party need not be in the lexicon: a group's capitals are enough.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from claimbook.model import (
    ActorRelation,
    Basis,
    CleanText,
    Link,
    Phrase,
    RelationClaim,
    Report,
    SpeakerKind,
    Stance,
    Tie,
    stated,
)

from .actors import ActorIndex
from .context import ActorContext, country_named
from .speakers import SpeakerIndex
from .wording import country_word

METHOD = "relations.rules@1"
_GROUP = re.compile(
    r"\b(?!(?:The|On|In|At|A|An|But|And|Fighters|Members|Forces) )(?:[A-Z][\w'’-]*|al-\w+)(?: (?:of (?:the )?|for (?:the )?|al-|ul-)?(?:[A-Z][\w'’-]*|al-\w+)){0,6}? "
    r"(?:Brigades?|Battalions?|Front|Army|Movement|Forces?|Council|Division|Group|Organi[sz]ation|Militia|Units?|Faction|"
    r"Legion|Corps|Guards?|Alliance|Coalition|Party|Network|Regiment)\b(?: (?:of|for) (?:the )?[A-Z][\w-]+)?"
)
_HELPED = r"(?:backed|supported|funded|financed|trained|armed|equipped|sponsored|bankrolled)"
_AUX = r"(?:,? ?(?:which|who|that))?(?:,? (?:is|are|was|were|has been|have been))?"
_TIES = (
    (Tie.BACKED_BY, re.compile(rf"^{_AUX},? ?(?:\w+ly )?{_HELPED}(?:,? (?:and )?{_HELPED})* by (?:the )?$")),
    (
        Tie.PART_OF,
        re.compile(
            rf"^{_AUX},? ?(?:\(|- ?)?(?:an?|the)? ?(?!as )(?:\w+ )?(?:part|member|branch|wing|arm|faction|component|unit|division|subgroup|chapter|"
            rf"brigade|force|militia) of (?:the )?$|^{_AUX},? (?:operates|fights|operating|fighting) (?:under|as part of) (?:the (?:banner|umbrella) of )?"
            r"(?:the )?$|^, which belongs to (?:the )?$"
        ),
    ),
    (
        Tie.ALLIED_WITH,
        re.compile(
            rf"^{_AUX},? ?(?:closely )?(?:allied|aligned|affiliated) (?:with|to) (?:the )?$|^{_AUX},? ?an? (?:\w+ )?(?:ally|affiliate) of (?:the )?$|"
            r"^(?:,? which)? (?:has |had )?pledged (?:its )?allegiance to (?:the )?$"
        ),
    ),
    (
        Tie.FORMERLY,
        re.compile(
            rf"^{_AUX},? ?\(?(?:formerly|previously|once)(?: known as| called| named)? (?:the )?$|^,? which (?:changed its name|was renamed) from (?:the )?$"
        ),
    ),
)  # fmt: skip
_UNSURE = re.compile(
    r"(?i)\b(?:not|never|no longer|denie[sd]|den(?:y|ies)|accus\w+|alleged(?:ly)?|alleges?|allegations?|claims? (?:to|that)|if|would|could|might)\b"
)
_BEFORE = re.compile(r"\b([A-Z][\w.]*(?: [A-Z][\w.]*)?)[- ](?:backed|supported|funded|trained|sponsored) $")
_STATE = re.compile(r"\b[A-Z][\w.]+(?: (?:States|Kingdom|Arabia))?")
_FAR = 90  # characters between two names


class _Party(NamedTuple):
    start: int
    end: int


def find_relations(text: str, index: ActorIndex, context: ActorContext) -> tuple[Phrase[ActorRelation], ...]:
    """Every relation that the clean text states, in order; the phrase reaches from one party to the other."""
    found = []
    parties = _parties(text, index)
    for first, second in pairwise(parties):
        between = text[first.end : second.start]
        if len(between) > _FAR or _unsure(text, first, second):
            continue
        tie = next((tie for tie, words in _TIES if words.match(between)), None)
        if tie is not None and not country_named(text[first.start : first.end]):
            found.append(_phrase(text, index, context, first, tie, second))
    for party in parties:
        m = _BEFORE.search(text[max(0, party.start - 40) : party.start])
        if m and not _unsure(text, party, party):
            start = max(0, party.start - 40) + m.start(1)
            backer = _Party(start, start + len(m.group(1)))
            if country_word(m.group(1)) or country_named(m.group(1)) or index.find(m.group(1)):
                found.append(_phrase(text, index, context, party, Tie.BACKED_BY, backer))
    return tuple(sorted(found, key=lambda p: (p.start, p.end)))


def relation_claims(
    report: Report, clean: CleanText, index: ActorIndex, speakers: SpeakerIndex
) -> tuple[RelationClaim, ...]:
    """The relations of a report, with its own words and offsets, in the outlet's voice."""
    outlet = report.outlet.value if report.outlet else None
    known = speakers.outlet_of(outlet, report.address, clean.text)
    entry = speakers.entries[known] if known else None
    link = Link(
        name=outlet or (entry.name if entry else "(outlet unknown)"),
        entry=known,
        kind=entry.kind if entry else SpeakerKind.UNKNOWN,
        stance=Stance.ASSERTS,
    )
    return tuple(
        RelationClaim(
            report=report.id,
            relation=stated(report.text, (clean.span(p.start, p.end),), p.value, p.method),
            speakers=(link,),
        )
        for p in find_relations(clean.text, index, index.context(clean.text, outlet=outlet, speaker=entry))
    )


def _phrase(
    text: str, index: ActorIndex, context: ActorContext, party: _Party, tie: Tie, other: _Party
) -> Phrase[ActorRelation]:
    relation = ActorRelation(
        actor=index.resolve(text[party.start : party.end], context).actor,
        tie=tie,
        other=index.resolve(text[other.start : other.end], context).actor,
    )
    return Phrase(min(party.start, other.start), max(party.end, other.end), relation, Basis.STATED, METHOD)


def _parties(text: str, index: ActorIndex) -> list[_Party]:
    """Parties named in the text, in order: those of the lexicon, groups by their capitals, countries that back."""
    kept = [_Party(p.start, p.end) for p in index.find(text)]
    for words in (_GROUP, _STATE):
        for m in words.finditer(text):
            if words is _STATE and not country_named(m.group()):
                continue
            if all(m.end() <= p.start or m.start() >= p.end for p in kept):
                kept.append(_Party(m.start(), m.end()))
    kept.sort()
    # "Army of Testers (AT)": the letters in brackets name the same party.
    return [p for i, p in enumerate(kept) if not (i and re.fullmatch(r" ?\(", text[kept[i - 1].end : p.start]))]


def _unsure(text: str, first: _Party, second: _Party) -> bool:
    """Whether the sentence up to the second party denies or doubts it."""
    begin = max(text.rfind(". ", 0, first.start) + 1, text.rfind("\n", 0, first.start) + 1, 0)
    return bool(_UNSURE.search(text[begin : second.end]))
