"""Features for the question: which part does this mention play in that happening?"""

from __future__ import annotations

from claimbook.lexicon.parties import load_roles

from .candidates import Candidate
from .mentions import Mention, bare_path, path
from .reading import Reading

BACK, AHEAD = 3, 1  # sentences before and after a trigger in which its parties and places are looked for
_NEAR_KINDS = 4


def role_features(reading: Reading, candidate: Candidate, kind: str, mention: Mention) -> list[str]:
    """Initiator, target, place or none: the mention's own look, its way to the trigger, and the words beside it."""
    doc = reading.doc
    trigger = doc[candidate.index]
    head = doc[mention.head]
    distance = reading.sentence_of[mention.head] - reading.sentence_of[trigger.i]
    family = "V" if trigger.pos_ in ("VERB", "AUX") else "N"
    look = [s for s in mention.shows if not s.startswith("hl:")]
    core = "/".join(
        s.split(":", 1)[-1] for s in look if s.startswith(("role:", "actor", "demonym", "known_place", "unknown_name"))
    )
    out = [*mention.shows, f"look:{core}", f"dist:{max(-3, min(2, distance))}", f"kd:{kind}"]
    before = doc[mention.start - 1] if mention.start else None
    lead = _lead(reading, mention)
    out.append(f"lead:{lead}")
    out.append(f"lead:{lead}/{core}")
    if before is not None:
        out.append(f"bw:{before.lower_}" if before.pos_ not in ("PROPN", "NUM") else f"bp:{before.pos_}")
    after = doc[mention.end] if mention.end < len(doc) else None
    if after is not None:
        out.append(f"aw:{after.lower_}" if after.pos_ != "PROPN" else "aw:<NAME>")
        if reading.lemmas[after.i] in load_roles()["place"]:
            out.append("then_place_word")
    out.append(f"hdep:{head.dep_}")
    out.append(f"hh:{reading.lemmas[head.head.i]}" if head.head.pos_ != "PROPN" else "hh:<NAME>")
    if distance == 0:
        way = path(reading, trigger.i, mention.head)
        bare = bare_path(way)
        out += [
            f"path:{family}{way}",
            f"bpath:{family}{bare}",
            f"bpath:{bare}/{core}",
            f"kpath:{kind}/{bare}",
            f"lpath:{reading.lemmas[trigger.i]}/{bare}",
        ]
        gap = mention.start - trigger.i
        out.append(
            "gap:"
            + (
                "-3"
                if gap < -15
                else "-2"
                if gap < -6
                else "-1"
                if gap < 0
                else "1"
                if gap < 6
                else "2"
                if gap < 15
                else "3"
            )
        )
        out.append(f"gs:{'before' if gap < 0 else 'after'}/{family}/{core}")
        if mention.start <= trigger.i < mention.end:
            out.append("holds_trigger")
        between = range(min(trigger.i, mention.head) + 1, max(trigger.i, mention.head))
        if any(doc[i].pos_ == "VERB" and doc[i].dep_ in ("ROOT", "conj", "ccomp", "advcl", "relcl") for i in between):
            out.append("clause_between")
        voice = "passive" if any(c.dep_ in ("auxpass", "nsubjpass") for c in trigger.children) else "active"
        out.append(f"voice:{voice}/{bare}")
        near = sum(1 for i in between if doc[i].ent_type_ or i in reading.actor_at)
        out.append(f"between:{min(near, _NEAR_KINDS)}")
    else:
        out.append(f"far:{distance}/{core}")
        out.append(f"far:{head.dep_}/{core}")
        out.append(f"far:{lead}/{core}/{'back' if distance < 0 else 'ahead'}")
        if (
            reading.paragraph_of[reading.sentence_of[mention.head]]
            == reading.paragraph_of[reading.sentence_of[trigger.i]]
        ):
            out.append("same_paragraph")
        if reading.sentence_of[mention.head] == 0:
            out.append("first_sentence")
    return out


def _lead(reading: Reading, mention: Mention) -> str:
    """The preposition that brings the mention in, over "the town of" and the like."""
    doc = reading.doc
    token = doc[mention.head]
    for _ in range(4):
        if token.dep_ in ("conj", "appos", "compound", "amod", "nmod") and token.head.i != token.i:
            token = token.head
            continue
        if (
            token.dep_ == "pobj"
            and token.head.lower_ == "of"
            and reading.lemmas[token.head.head.i] in load_roles()["place"]
        ):
            token = token.head.head
            continue
        break
    if token.dep_ in ("pobj", "pcomp"):
        return token.head.lower_
    return f"<{token.dep_}>"


def date_features(
    reading: Reading, candidate: Candidate, phrase_start: int, phrase_sentence: int, age: str, order: int
) -> list[str]:
    """Is this time expression the happening's?"""
    doc = reading.doc
    trigger = doc[candidate.index]
    distance = phrase_sentence - reading.sentence_of[trigger.i]
    out = ["phrase", f"dist:{max(-4, min(3, distance))}", f"age:{age}", f"tense:{_tense(reading, candidate)}"]
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
    tense = _tense(reading, candidate)
    return [what, f"{what}/dates:{min(dates, 2)}", f"{what}/before:{min(before, 2)}", f"{what}/{tense}", f"{what}/first:{index == 0}",
            f"{what}/published:{reading.published is not None}", f"{what}/d{min(dates, 1)}b{min(before, 1)}{tense}"]  # fmt: skip


def _tense(reading: Reading, candidate: Candidate) -> str:
    from .features import clause_head

    clause = clause_head(reading.doc[candidate.index])
    marks = "".join(sorted({c.lemma_.lower()[:4] for c in clause.children if c.dep_ in ("aux", "auxpass")}))
    return f"{clause.tag_}+{marks}"
