"""From scored phrases to the few that fill a part: mentions that do not repeat one another, one toll a harm, those harmed."""

from __future__ import annotations

from collections.abc import Iterable

from .happening import Happening
from .mentions import Mention, Sort
from .reading import Reading
from .speech import Speech
from .tolls import Quantity


def apart(reading: Reading, scored: Iterable[tuple[float, Mention]], most: int) -> list[Mention]:
    """The likeliest mentions, none inside or repeating a likelier one, in text order."""
    chosen: list[Mention] = []
    words: set[str] = set()
    for _, mention in sorted(scored, key=lambda row: (-row[0], row[1].start, row[1].end)):
        key = _telling_words(reading, mention)
        crossed = any(m.start < mention.end and mention.start < m.end for m in chosen)
        if len(chosen) < most and not crossed and not key & words:
            chosen.append(mention)
            words |= key
    return sorted(chosen, key=lambda m: m.start)


def _telling_words(reading: Reading, mention: Mention) -> frozenset[str]:
    words = [t.lower_ for t in reading.doc[mention.start : mention.end] if len(t) > 2 and not t.is_punct]
    return frozenset(words or [reading.lower[mention.head]])


def one_toll(reading: Reading, rows: list[tuple[float, Quantity]]) -> list[Quantity]:
    """The surest quantity, and those that are coordinated with it ("9 soldiers and 5 militants") or part of it.

    A toll told in several sentences is one toll: the sentence with the surest figure tells it.
    """
    if not rows:
        return []
    surest = max(rows, key=lambda row: (row[0], -row[1].start))[1]
    home = reading.sentence_of[surest.head]
    if surest.part:  # "at least 11 civilians including three children": the whole is told before its part
        wholes = [q for _, q in rows if not q.part and q.start < surest.start and reading.sentence_of[q.head] == home]
        surest = max(wholes, key=lambda q: q.start, default=surest)
    joined = {t.i for t in reading.doc[surest.head].conjuncts}
    told = [
        q
        for _, q in rows
        if q is surest or (reading.sentence_of[q.head] == home and (q.part or (q.head in joined and not surest.part)))
    ]
    return sorted(told, key=lambda q: q.start)


def harmed(happening: Happening) -> list[Quantity]:
    """The first group of people that the tolls name: those that were acted on, where no words say more."""
    named = [q for _, q in happening.tolls if q.said != "none" and (q.group[0] != q.start or q.said != "number")]
    return named[:1]


def as_mention(quantity: Quantity) -> Mention:
    """The group of a quantity as a mention."""
    return Mention(quantity.group[0], quantity.group[1], quantity.head, Sort.PHRASE, ())


def share_out_tolls(happenings: list[Happening]) -> None:
    """A quantity counts the people of one happening: the one it fits best, and of equals the surest."""
    owners: dict[int, tuple[float, float, int]] = {}
    for n, happening in enumerate(happenings):
        for _, quantity in happening.tolls:
            claim = (round(happening.toll_chances[quantity.start], 2), happening.main.eventive, -n)
            owners[quantity.start] = max(owners.get(quantity.start, claim), claim)
    for n, happening in enumerate(happenings):
        happening.tolls = [(harm, q) for harm, q in happening.tolls if owners[q.start][2] == -n]


def set_rivals_apart(reading: Reading, happenings: list[Happening]) -> None:
    """Another figure for a toll that somebody else gives is that speaker's own, or the outlet's, beside the first."""
    taken = {q.start for h in happenings for _, q in h.tolls}
    for happening in happenings:
        first = {harm: speaker_of(reading, q, happening.speeches) for harm, q in reversed(happening.tolls)}
        for harm, quantity in happening.spare_tolls:
            told = [q for h, q in happening.tolls if h is harm]
            if not told or quantity.part or quantity.start in taken:
                continue
            speech = speaker_of(reading, quantity, happening.speeches)
            rival = all(quantity.count != q.count for q in told)
            alike = all(_group_word(reading, q) == _group_word(reading, quantity) for q in told)
            given = speech is not None or not _cited_beside(reading, quantity, happening.speeches)
            if given and speech is not first[harm] and rival and alike:
                happening.rival_tolls.append((harm, quantity, speech))


def _cited_beside(reading: Reading, quantity: Quantity, speeches: list[Speech]) -> list[Speech]:
    """Whom the figure's sentence cites; where nobody, the figure is the outlet's own."""
    home = reading.sentence_of[quantity.head]
    return [s for s in speeches if reading.sentence_of[s.verb] == home]


def _group_word(reading: Reading, quantity: Quantity) -> str:
    """Whom a figure counts; words for people at large are one."""
    word = reading.lemmas[quantity.head]
    return "people" if word in ("person", "people", "civilian") else word


def speaker_of(reading: Reading, quantity: Quantity, speeches: list[Speech]) -> Speech | None:
    """Who gives the figure: the verb of saying that it stands under, else the sentence's only speaker."""
    verbs = {s.verb: s for s in reversed(speeches)}
    token, steps = quantity.head, 0
    while reading.heads[token] != token and steps < 20:
        token, steps = reading.heads[token], steps + 1
        if token in verbs:
            return verbs[token]
    here = _cited_beside(reading, quantity, speeches)
    return here[0] if len(here) == 1 else None
