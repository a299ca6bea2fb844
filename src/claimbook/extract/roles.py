"""Features for the question: which part does this mention play in that happening?"""

from __future__ import annotations

from typing import NamedTuple

from claimbook.lexicon.parties import load_roles

from .candidates import Candidate
from .mentions import Mention, bare_path, path
from .reading import Reading

BACK, AHEAD = 3, 1  # sentences before and after a trigger in which its parties and places are looked for
_NEAR_KINDS = 4
_CORE = ("role:", "actor", "demonym", "known_place", "unknown_name")
_GAPS = ((-15, "-3"), (-6, "-2"), (0, "-1"), (6, "1"), (15, "2"))
_CLAUSES = ("ROOT", "conj", "ccomp", "advcl", "relcl")


class Look(NamedTuple):
    """What every trigger asks of a mention: what its words show, and the preposition that brings it in."""

    core: str
    lead: str


class Far(NamedTuple):
    """How a mention stands to a trigger of another sentence; many mentions stand alike."""

    distance: int  # sentences from the trigger's to the mention's
    look: Look
    dep: str
    same_paragraph: bool
    first_sentence: bool


def role_features(reading: Reading, candidate: Candidate, kind: str, mention: Mention) -> list[str]:
    """Initiator, target, place or none: the mention's own look, and how it stands to the trigger."""
    look = look_of(reading, mention)
    if reading.sentence_of[candidate.index] == reading.sentence_of[mention.head]:
        way = near_features(reading, candidate, kind, mention, look)
    else:
        way = [f"kd:{kind}", *far_features(far_of(reading, candidate, mention, look))]
    return [*look_features(reading, mention, look), *way]


def look_of(reading: Reading, mention: Mention) -> Look:
    """To be gathered once for all triggers."""
    shown = [s.split(":", 1)[-1] for s in mention.shows if s.startswith(_CORE)]
    return Look("/".join(shown), lead_of(reading, mention))


def look_features(reading: Reading, mention: Mention, look: Look) -> list[str]:
    """What a mention looks like, whatever the trigger: its words and the words beside it."""
    core, lead = look
    head = reading.heads[mention.head]
    out = [*mention.shows, f"look:{core}", f"lead:{lead}", f"lead:{lead}/{core}"]
    before, after = mention.start - 1, mention.end
    if before >= 0:
        named = reading.pos[before] in ("PROPN", "NUM")
        out.append(f"bp:{reading.pos[before]}" if named else f"bw:{reading.lower[before]}")
    if after < len(reading.pos):
        out.append("aw:<NAME>" if reading.pos[after] == "PROPN" else f"aw:{reading.lower[after]}")
        if reading.lemmas[after] in load_roles()["place"]:
            out.append("then_place_word")
    out.append(f"hdep:{reading.deps[mention.head]}")
    out.append("hh:<NAME>" if reading.pos[head] == "PROPN" else f"hh:{reading.lemmas[head]}")
    return out


def far_of(reading: Reading, candidate: Candidate, mention: Mention, look: Look) -> Far:
    """What counts between a trigger and a mention of two sentences."""
    here, there = reading.sentence_of[candidate.index], reading.sentence_of[mention.head]
    same_paragraph = reading.paragraph_of[there] == reading.paragraph_of[here]
    return Far(there - here, look, reading.deps[mention.head], same_paragraph, there == 0)


def far_features(far: Far) -> list[str]:
    """How a mention stands to a trigger of another sentence, whatever the trigger."""
    core, lead = far.look
    out = [
        f"dist:{max(-3, min(2, far.distance))}",
        f"far:{far.distance}/{core}",
        f"far:{far.dep}/{core}",
        f"far:{lead}/{core}/{'back' if far.distance < 0 else 'ahead'}",
    ]
    if far.same_paragraph:
        out.append("same_paragraph")
    if far.first_sentence:
        out.append("first_sentence")
    return out


def near_features(reading: Reading, candidate: Candidate, kind: str, mention: Mention, look: Look) -> list[str]:
    """How a mention stands to a trigger of its own sentence: through the parse, and by the words between."""
    trigger, core = candidate.index, look.core
    family = "V" if reading.pos[trigger] in ("VERB", "AUX") else "N"
    way = path(reading, trigger, mention.head)
    bare = bare_path(way)
    gap = mention.start - trigger
    first, last = min(trigger, mention.head) + 1, max(trigger, mention.head)
    passive = any(reading.deps[i] in ("auxpass", "nsubjpass") for i in reading.children[trigger])
    named = reading.names_before[last] - reading.names_before[first] if first < last else 0
    out = [
        "dist:0",
        f"kd:{kind}",
        f"path:{family}{way}",
        f"bpath:{family}{bare}",
        f"bpath:{bare}/{core}",
        f"kpath:{kind}/{bare}",
        f"lpath:{reading.lemmas[trigger]}/{bare}",
        f"gap:{next((name for least, name in _GAPS if gap < least), '3')}",
        f"gs:{'before' if gap < 0 else 'after'}/{family}/{core}",
        f"voice:{'passive' if passive else 'active'}/{bare}",
        f"between:{min(named, _NEAR_KINDS)}",
    ]
    if mention.start <= trigger < mention.end:
        out.append("holds_trigger")
    if any(reading.pos[i] == "VERB" and reading.deps[i] in _CLAUSES for i in range(first, last)):
        out.append("clause_between")
    return out


def lead_of(reading: Reading, mention: Mention) -> str:
    """The preposition that brings the mention in, over "the town of" and the like."""
    heads, deps = reading.heads, reading.deps
    token = mention.head
    for _ in range(4):
        head = heads[token]
        if deps[token] in ("conj", "appos", "compound", "amod", "nmod") and head != token:
            token = head
        elif (
            deps[token] == "pobj"
            and reading.lower[head] == "of"
            and reading.lemmas[heads[head]] in load_roles()["place"]
        ):
            token = heads[head]
        else:
            break
    return reading.lower[heads[token]] if deps[token] in ("pobj", "pcomp") else f"<{deps[token]}>"


def date_features(
    reading: Reading, candidate: Candidate, phrase_start: int, phrase_sentence: int, age: str, order: int
) -> list[str]:
    """Is this time expression the happening's?"""
    doc = reading.doc
    trigger = doc[candidate.index]
    distance = phrase_sentence - reading.sentence_of[trigger.i]
    out = ["phrase", f"dist:{max(-4, min(3, distance))}", f"age:{age}", f"tense:{tense(reading, candidate)}"]
    if distance == 0:
        way = bare_path(path(reading, trigger.i, phrase_start))
        out += [f"path:{way}", "side:" + ("before" if phrase_start < trigger.i else "after")]
        gap = abs(phrase_start - trigger.i)
        out.append("gap:" + ("0" if gap < 4 else "1" if gap < 10 else "2" if gap < 20 else "3"))
        others = len(reading.periods_in[phrase_sentence])
        out.append(f"rivals:{min(others, 3)}")
        between = range(min(trigger.i, phrase_start) + 1, max(trigger.i, phrase_start))
        if any(doc[i].pos_ == "VERB" and doc[i].dep_ in ("ROOT", "conj", "ccomp", "advcl", "relcl") for i in between):
            out.append("clause_between")
        out.append(f"da:0/{age}")
    else:
        own = bool(reading.periods_in[reading.sentence_of[trigger.i]])
        out.append(f"own_sentence_has:{own}/{max(-4, min(3, distance))}")
        same = reading.paragraph_of[phrase_sentence] == reading.paragraph_of[reading.sentence_of[trigger.i]]
        out.append(f"same_paragraph:{same}")
        out.append(f"da:{'back' if distance < 0 else 'ahead'}/{age}")
    out.append(f"order:{min(order, 3)}")
    return out


def default_features(reading: Reading, candidate: Candidate, what: str) -> list[str]:
    """Is the report's own day, its month, or no date at all the happening's?"""
    trigger = reading.doc[candidate.index]
    index = reading.sentence_of[trigger.i]
    dates = len(reading.periods_in[index])
    before = sum(len(reading.periods_in[i]) for i in range(max(0, index - 2), index))
    form = tense(reading, candidate)
    return [what, f"{what}/dates:{min(dates, 2)}", f"{what}/before:{min(before, 2)}", f"{what}/{form}", f"{what}/first:{index == 0}",
            f"{what}/published:{reading.published is not None}", f"{what}/d{min(dates, 1)}b{min(before, 1)}{form}"]  # fmt: skip


def tense(reading: Reading, candidate: Candidate) -> str:
    """The form of the clause's verb, with its auxiliaries."""
    from .features import clause_head

    clause = clause_head(reading.doc[candidate.index])
    marks = "".join(sorted({c.lemma_.lower()[:4] for c in clause.children if c.dep_ in ("aux", "auxpass")}))
    return f"{clause.tag_}+{marks}"
