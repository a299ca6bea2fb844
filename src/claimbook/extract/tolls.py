"""Tolls: which quantities count people killed, injured or captured, and of which happening.

Quantities come from the count rules; where no number stands, a person in the singular is one and a bare plural is the
guide's "low 2".
"""

from __future__ import annotations

from dataclasses import dataclass

from claimbook.lexicon.parties import load_roles
from claimbook.model import Count, Harm

from .candidates import Candidate
from .mentions import Mention, Sort, bare_path, path
from .reading import Reading

KILL = {"kill", "die", "death", "dead", "martyr", "murder", "assassinate", "execute", "slay", "massacre", "behead", "perish", "lose",
        "claim", "fatality", "body", "life", "eliminate", "neutralize", "neutralise", "slaughter", "assassination", "killing", "martyrdom", "gun", "toll",
        "killed", "kills", "died", "dies"}  # fmt: skip
HURT = {"injure", "wound", "injury", "hurt", "wounded", "injured", "maim", "casualty", "injures", "wounds"}
TAKE = {"capture", "arrest", "detain", "kidnap", "abduct", "hostage", "seize", "hold", "captive", "apprehend"}
HARMS = KILL | HURT | TAKE
_NONE = {
    "casualty": (Harm.KILLED, Harm.INJURED),
    "causality": (Harm.KILLED, Harm.INJURED),  # as it is often misspelt
    "death": (Harm.KILLED,),
    "fatality": (Harm.KILLED,),
    "injury": (Harm.INJURED,),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many of whom: the count, its tokens [start, end), the group's head token and tokens."""

    start: int
    end: int
    count: Count
    head: int
    group: tuple[int, int]
    said: str  # "number", "one" (a singular), "plural" or "none"
    part: bool


def find_quantities(reading: Reading, mentions: list[list[Mention]]) -> list[list[Quantity]]:
    """The quantities of people in each sentence that holds a word of harm."""
    rows: list[list[Quantity]] = []
    for index, sentence in enumerate(reading.sentences):
        row: list[Quantity] = []
        rows.append(row)
        if not any(reading.lemmas[i] in HARMS for i in range(sentence.start, sentence.end)):
            continue
        taken: set[int] = set()
        for phrase in reading.counts_in[index]:
            first, last = reading.tokens_of(phrase)
            head = _counted(reading, first, last, sentence.end)
            if head is None:
                continue
            taken.add(head)
            row.append(
                Quantity(
                    first,
                    last,
                    phrase.value,
                    head,
                    _group(reading, mentions[index], head),
                    "number",
                    _is_part(reading, first),
                )
            )
        people = load_roles()
        for mention in mentions[index]:
            lemma = reading.lemmas[mention.head]
            token = reading.doc[mention.head]
            if mention.sort is not Sort.PHRASE or mention.head in taken or token.pos_ not in ("NOUN", "PROPN"):
                continue
            if lemma not in people["civilian"] and lemma not in people["force"]:
                continue
            if token.tag_ in ("NNS", "NNPS") or token.lower_ == "people":
                count, said = Count(2, None, vague=True), "plural"
            else:
                count, said = Count(1, 1), "one"
            start = mention.start
            while start > sentence.start and reading.doc[start - 1].dep_ == "det":
                start -= 1
            row.append(
                Quantity(
                    start,
                    mention.end,
                    count,
                    mention.head,
                    (mention.start, mention.end),
                    said,
                    _is_part(reading, start),
                )
            )
        row.sort(key=lambda q: q.start)
    return rows


def none_harmed(reading: Reading, index: int) -> list[tuple[Harm, Quantity]]:
    """What a sentence says did not come about: "no casualties" is nobody killed and nobody injured."""
    out = []
    for token in reading.sentences[index]:
        if token.lower_ != "no" or token.dep_ != "det":
            continue
        nouns = (token.head, *token.head.conjuncts)
        harms = [harm for noun in nouns for harm in _NONE.get(reading.lemmas[noun.i], ())]
        end = token.head.i + 1
        nobody = Quantity(token.i, end, Count(0, 0), token.head.i, (token.i, end), "none", part=False)
        out += [(harm, nobody) for harm in dict.fromkeys(harms)]
    return out


def harms_together(reading: Reading, quantity: Quantity) -> bool:
    """Whether the words give one number for dead and injured alike: "a dozen were killed or wounded"."""
    first, last = max(0, quantity.start - 6), min(len(reading.lemmas) - 2, quantity.end + 8)
    for i in range(first, last):
        if reading.lower[i + 1] in ("or", "and", "and/or"):
            harms = {harm_of(reading.lemmas[i]), harm_of(reading.lemmas[i + 2])}
            if harms == {"kill", "hurt"} and not any(reading.doc[j].is_punct for j in range(quantity.end, i)):
                return True
    return False


def _counted(reading: Reading, first: int, last: int, stop: int) -> int | None:
    """The noun that a number counts, or the number itself where it stands for people ("killed 12")."""
    number = reading.doc[last - 1]
    for token in (number, reading.doc[first]):
        head = token.head
        if (
            token.dep_ in ("nummod", "amod", "quantmod", "det")
            and head.i >= first
            and head.pos_ in ("NOUN", "PROPN", "ADJ")
        ):
            if head.i < first or head.i > last + 6:
                continue
            return int(head.i)
    for child in number.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            inner = next((c for c in child.children if c.dep_ == "pobj"), None)
            if inner is not None:
                return int(inner.i)
    if last < stop and reading.doc[last].pos_ in ("NOUN", "PROPN"):
        return last
    if (
        last + 1 < stop
        and reading.doc[last].pos_ in ("ADJ", "PROPN", "NOUN")
        and reading.doc[last + 1].pos_ in ("NOUN", "PROPN")
    ):
        return last + 1
    return int(number.i)


def _group(reading: Reading, row: list[Mention], head: int) -> tuple[int, int]:
    for mention in row:
        if mention.sort is Sort.PHRASE and mention.start <= head < mention.end:
            return mention.start, mention.end
    return head, head + 1


def _is_part(reading: Reading, first: int) -> bool:
    """ "including two children": already counted in another quantity."""
    before = [reading.doc[i].lower_ for i in range(max(0, first - 3), first)]
    token = reading.doc[first]
    for _ in range(5):
        if token.lower_ in ("including", "among", "include", "includes", "included"):
            return True
        if token.head.i == token.i:
            break
        token = token.head
    return any(w in ("including", "among", "includes", "included") for w in before)


def beside(reading: Reading, quantity: Quantity) -> str:
    """The word of harm right before or soon after a quantity, whatever the parse: "kills at least 12", "left 27 dead"."""
    doc = reading.doc
    if quantity.start and (harm := harm_of(reading.lemmas[quantity.start - 1])):
        return f"{harm}/before"
    first = max(quantity.end, quantity.head + 1, quantity.group[1])
    for i in range(first, min(first + 6, len(doc))):
        if doc[i].text in ".;,:()" or doc[i].like_num:
            break
        if harm := harm_of(reading.lemmas[i]):
            return f"{harm}/after"
    return "none"


def governor(reading: Reading, head: int) -> str:
    """The word of harm that governs a noun, by which step: "20 people killed", "killed 20 people", "the death of 20"."""
    doc = reading.doc
    for child in doc[head].children:
        harm = harm_of(reading.lemmas[child.i])
        if harm and child.dep_ in ("acl", "amod", "relcl", "compound"):
            return f"{harm}/{child.dep_}"
    token = doc[head]
    if harm := harm_of(reading.lemmas[head]):
        return f"{harm}/self"
    step = ""
    for _ in range(5):
        if token.head.i == token.i:
            break
        if token.dep_ not in ("conj", "appos"):
            step = f"{token.dep_}:{token.lower_}" if token.dep_ == "prep" else token.dep_
        token = token.head
        if harm := harm_of(reading.lemmas[token.i]):
            return f"{harm}/{step}"
        if any(c.dep_ == "nsubj" and reading.lemmas[c.i] == "toll" for c in token.children):
            return "kill/toll"  # "the death toll rose to 44"
        if token.pos_ == "VERB" and token.dep_ not in ("conj", "xcomp"):
            break
    return "none"


def harm_of(lemma: str) -> str | None:
    """Which harm a lemma tells of."""
    return "kill" if lemma in KILL else "hurt" if lemma in HURT else "take" if lemma in TAKE else None


def toll_features(reading: Reading, candidate: Candidate, quantity: Quantity) -> list[str]:
    """Killed, injured, captured or none of that happening: the quantity's own look, and how it stands to the trigger."""
    return [*quantity_features(reading, quantity), *stand_features(reading, candidate, quantity)]


def quantity_features(reading: Reading, quantity: Quantity) -> list[str]:
    """What a quantity looks like, whatever the trigger: whom it counts, and the words of harm round it."""
    lemma = reading.lemmas[quantity.head]
    sentence = reading.sentences[reading.sentence_of[quantity.head]]
    people = load_roles()
    sort = (
        "civilian"
        if lemma in people["civilian"]
        else "force"
        if lemma in people["force"]
        else "harm"
        if lemma in HARMS
        else "number"
        if quantity.head < quantity.end
        else "other"
    )
    out = [
        f"said:{quantity.said}",
        f"sort:{sort}",
        f"ss:{quantity.said}/{sort}",
        f"dep:{reading.deps[quantity.head]}",
    ]
    if quantity.part:
        out.append("part")
    ruled = governor(reading, quantity.head)
    by = beside(reading, quantity)
    out += [
        f"beside:{by}",
        f"beside:{by}/{quantity.said}",
        f"gov:{ruled}",
        f"gov:{ruled.split('/')[0]}/{quantity.said}/{sort}",
    ]
    best: tuple[int, str] | None = None
    for i in range(sentence.start, sentence.end):
        harm = harm_of(reading.lemmas[i])
        if harm is None:
            continue
        way = bare_path(path(reading, i, quantity.head))
        gap = quantity.start - i if i < quantity.start else i - quantity.end
        side = "left" if i < quantity.start else "right"
        out.append(f"way:{harm}/{way}")
        if gap <= 6:
            out.append(f"near:{harm}/{side}/{min(gap, 6) // 3}")
        if i == quantity.head:
            out.append(f"is:{harm}")
        if best is None or gap < best[0]:
            best = (gap, f"{harm}/{side}")
    if best:
        out.append(f"nearest:{best[1]}")
        out.append(f"nearest:{best[1]}/{quantity.said}/{sort}")
    after = reading.lower[quantity.head + 1] if quantity.head + 1 < len(reading.lower) else ""
    if after in ("others", "were", "was", "have", "has", "had", "and", "died", "dead", "injured", "wounded", "killed"):
        out.append(f"after:{after}")
    if quantity.count.low > 200:
        out.append("large")
    return out


def stand_features(reading: Reading, candidate: Candidate, quantity: Quantity) -> list[str]:
    """How a quantity stands to a trigger."""
    trigger = candidate.index
    here, there = reading.sentence_of[trigger], reading.sentence_of[quantity.head]
    distance = max(-3, min(3, there - here))
    word = reading.lemmas[trigger] if reading.lemmas[trigger] in HARMS else reading.pos[trigger]
    out = [f"dist:{distance}", f"trig:{word}"]
    if distance == 0:
        out.append(f"tway:{bare_path(path(reading, trigger, quantity.head))}")
        out.append(f"tgap:{min(abs(quantity.head - trigger) // 5, 5)}")
    else:
        same = reading.paragraph_of[there] == reading.paragraph_of[here]
        out.append(f"same_paragraph:{same}/{distance}")
    return out
