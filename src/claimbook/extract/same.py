"""Do two triggers tell of one happening?  Features of the pair, and the grouping."""

from __future__ import annotations

from dataclasses import dataclass

from claimbook.lexicon.triggers import load_triggers
from claimbook.model import Kind

from .candidates import Candidate
from .features import DEFINITE, FAMILIES
from .mentions import Mention, bare_path, path
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


@dataclass(frozen=True, slots=True)
class Trigger:
    """A candidate with what the first steps think of it."""

    candidate: Candidate
    kind: Kind
    main: float
    optional: float
    parts: Parts = NO_PARTS

    @property
    def eventive(self) -> float:
        """How likely it tells of any happening, of the day's news or not."""
        return self.main + self.optional


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


def _overlap(a: frozenset[object], b: frozenset[object]) -> str:
    if not a and not b:
        return "none"
    if not a or not b:
        return "one"
    return "shared" if a & b else "apart"


def same_features(reading: Reading, around: Surroundings, first: Trigger, second: Trigger) -> list[str]:
    """The features of a pair; `first` stands before `second`."""
    doc = reading.doc
    a, b = doc[first.candidate.index], doc[second.candidate.index]
    i, j = reading.sentence_of[a.i], reading.sentence_of[b.i]
    distance = min(j - i, 6)
    pos = ("V" if a.pos_ in ("VERB", "AUX") else "N") + ("V" if b.pos_ in ("VERB", "AUX") else "N")
    family = any(first.kind in f and second.kind in f for f in FAMILIES)
    kinds = "same" if first.kind == second.kind else "family" if family else "other"
    definite = any(c.lower_ in DEFINITE for c in b.children if c.dep_ in ("det", "poss"))
    out = [
        f"d:{distance}", f"k:{kinds}", f"dk:{min(distance, 3)}/{kinds}", f"pos:{pos}", f"dp:{min(distance, 2)}/{pos}/{kinds}",
        f"def:{definite}/{pos[1]}/{kinds}", f"lemma:{reading.lemmas[a.i] == reading.lemmas[b.i]}/{kinds}",
        f"pair:{'+'.join(sorted((first.kind, second.kind)))}",
    ]  # fmt: skip
    modified = any(c.dep_ in ("amod", "compound", "prep", "acl", "relcl", "nummod") for c in b.children)
    if definite and pos[1] == "N" and not modified:
        out += [f"again/{kinds}", f"again/{min(distance, 3)}"]
    if any(c.dep_ == "dobj" and any(g.lower_ in DEFINITE for g in c.children) for c in b.children):
        out.append(f"definite_object/{reading.lemmas[b.i]}")
    out += _parts_features(first.parts, second.parts, kinds, min(distance, 2))
    if distance == 0:
        way = bare_path(path(reading, a.i, b.i))
        out += [f"way:{way}", f"wayk:{way}/{kinds}", f"gap:{min(abs(b.i - a.i) // 4, 5)}"]
        lemmas = "+".join(sorted((reading.lemmas[a.i], reading.lemmas[b.i])))
        out.append(f"lemmas:{lemmas}")
        between = doc[a.i + 1 : b.i]
        if any(
            t.lower_ in ("while", "meanwhile", "also", "another", "later", "separately") or t.text == ";"
            for t in between
        ):
            out.append("parted")
    else:
        out.append(f"par:{reading.paragraph_of[i] == reading.paragraph_of[j]}/{kinds}")
        place = _overlap(around.places[i], around.places[j])
        day = _overlap(around.days[i], around.days[j])
        actor = _overlap(around.actors[i], around.actors[j])
        out += [f"place:{place}/{kinds}", f"day:{day}/{kinds}", f"actor:{actor}/{kinds}", f"pd:{place}/{day}/{kinds}"]
        out.append(f"count:{_overlap(around.counts[i], around.counts[j])}/{kinds}")
        if any(
            c.lower_ in ("another", "other", "second", "separate", "new", "previous", "similar") for c in b.children
        ):
            out.append("another")
        if i == 0:
            out.append(f"headline/{kinds}")
    return out


def _parts_features(one: Parts, other: Parts, kinds: str, distance: int) -> list[str]:
    """Whether what the two sentences tell of place, parties, day and toll agrees."""
    place = _overlap(one.places, other.places)
    by, on = _overlap(one.initiators, other.initiators), _overlap(one.targets, other.targets)
    day, toll = _overlap(one.days, other.days), _overlap(one.tolls, other.tolls)
    apart = [place, by, on, day, toll].count("apart")
    shared = [place, by, on, day, toll].count("shared")
    return [
        f"tp:{place}/{kinds}", f"tp:{place}/d{distance}", f"tb:{by}/{kinds}", f"to:{on}/{kinds}", f"td:{day}/{kinds}",
        f"tt:{toll}/{kinds}", f"tpo:{place}/{on}/{kinds}", f"tpd:{place}/{day}/{kinds}", f"tpt:{place}/{toll}",
        f"apart:{apart}/{kinds}", f"shared:{shared}/{kinds}", f"net:{shared - apart}/{kinds}/d{distance}",
    ]  # fmt: skip


def taken_up(reading: Reading, triggers: list[Trigger]) -> set[tuple[int, int]]:
    """Pairs of tokens that tell of one happening because the second takes the first up.

    "The attack" alone, with nothing said of which, is the one told of just before; and who "repelled the attack" or was
    "killed in the clashes" did so in it.
    """
    pairs: set[tuple[int, int]] = set()
    nouns = load_triggers().nouns
    ordered = sorted(triggers, key=lambda t: t.candidate.index)
    by_token = {t.candidate.index: t for t in ordered}
    for token in reading.doc:
        if (
            token.pos_ not in ("NOUN", "PROPN")
            or reading.lemmas[token.i] not in nouns
            or not _bare_definite(reading, token.i)
        ):
            continue
        verb = token.head.head if token.head.dep_ == "prep" else token.head
        tells = [i for i in (token.i, verb.i) if i in by_token]
        if (
            verb.i in tells
            and token.i in tells
            and (token.dep_ in ("dobj", "nsubj") or token.head.lower_ in ("in", "during", "by"))
        ):
            pairs.add((min(tells), max(tells)))
        earlier = _told_before(reading, ordered, token.i, nouns[reading.lemmas[token.i]])
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
    children = list(reading.doc[index].children)
    definite = any(c.lower_ in DEFINITE and c.dep_ in ("det", "poss") for c in children)
    return definite and not any(
        c.dep_ in ("amod", "compound", "prep", "acl", "relcl", "nummod", "appos") for c in children
    )


def akin(one: Kind, other: Kind) -> bool:
    """Whether two kinds may name one happening: one family, or the general word for it."""
    general = (Kind.ATTACK, Kind.ARMED_CLASH)
    return one == other or any(one in f and other in f for f in FAMILIES) or one in general or other in general
