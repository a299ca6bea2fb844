"""What the trained steps see of a candidate: its word, its clause, its sentence, its place in the report.

Features are names; a name is there or not.  None names a person or place of a report: lemmas are features, proper
names are not.
"""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Token

from claimbook.lexicon.parties import load_demonyms
from claimbook.model import Kind, Precision

from .candidates import Candidate
from .reading import Reading

DEFINITE = {"the", "this", "that", "these", "those", "its", "their", "his", "her"}
CLAUSAL = {"ROOT", "ccomp", "relcl", "advcl", "acl", "xcomp", "conj", "pcomp", "parataxis", "csubj"}
OLD_DAYS = 31
CONFLICT = ("fight_word", "harm_word", "means_shell", "means_air")  # cue groups that speak of fighting


def clause_head(token: Token) -> Token:
    """The verb whose clause the token stands in, or the sentence's root."""
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return token


def is_name(reading: Reading, index: int) -> bool:
    """A word of a name, or of a nationality: never a feature by itself."""
    return reading.pos[index] == "PROPN" or index in reading.actor_at or reading.lower[index] in load_demonyms()


def word_of(reading: Reading, token: Token) -> str:
    """The token's lemma, or that it is a name."""
    return "<NAME>" if is_name(reading, token.i) and not reading.cues[token.i] else reading.lemmas[token.i]


class SentenceView:
    """What the sentences of a report hold, gathered once."""

    def __init__(self, reading: Reading) -> None:
        self.groups: list[Counter[str]] = []
        self.years: list[str] = []
        self.flags: list[list[str]] = []
        for index, sentence in enumerate(reading.sentences):
            groups: Counter[str] = Counter()
            for i in range(sentence.start, sentence.end):
                groups.update(reading.cues[i])
            self.groups.append(groups)
            self.flags.append(self._flags(reading, index))
        self.title: Counter[str] = Counter()
        if reading.report.title and reading.report.title.value:
            from claimbook.lexicon.triggers import load_cues

            cues = load_cues()
            for word in reading.report.title.value.lower().split():
                bare = word.strip(".,:;'\"|()").removesuffix("s")
                self.title.update(cues.get(bare, ()))
        self.whole: Counter[str] = Counter()
        for groups in self.groups:
            self.whole.update(groups)
        self.length = len(reading.doc) + 1

    def share(self, *groups: str) -> float:
        """How many of the report's words are of these cue groups, each group counted by itself."""
        return sum(self.whole[group] for group in groups) / self.length

    def _flags(self, reading: Reading, index: int) -> list[str]:
        sentence = reading.sentences[index]
        flags = []
        for phrase in reading.periods_in[index]:
            flags.append(
                age_flag(
                    reading,
                    phrase.value.start if phrase.value else None,
                    phrase.value.precision if phrase.value else None,
                )
            )
        text = sentence.text
        if '"' in text or "“" in text:
            flags.append("quoted")
        length = len(sentence)
        flags.append("len:" + ("1" if length < 8 else "2" if length < 16 else "3" if length < 30 else "4"))
        if not any(t.pos_ in ("VERB", "AUX") for t in sentence):
            flags.append("verbless")
        if text.rstrip()[-1:] not in ".!?\"”'’":
            flags.append("no_stop")
        return flags


def age_flag(reading: Reading, start: object, precision: Precision | None) -> str:
    """How a date lies to the report's: new, old, ahead, or unknown."""
    from datetime import date

    if not isinstance(start, date):
        return "date:unresolved"
    if reading.published is None:
        return f"date:alone:{precision}"
    days = (reading.published - start).days
    if days < -3:
        return "date:ahead"
    if days <= 1:
        return f"date:now:{precision}"
    if days <= 8:
        return f"date:week:{precision}"
    if days <= OLD_DAYS:
        return f"date:month:{precision}"
    return f"date:old:{precision}"


def candidate_features(reading: Reading, view: SentenceView, candidate: Candidate, seen: Counter[str]) -> list[str]:
    """The features of one candidate; `seen` counts lemmas and kinds of the candidates before it."""
    doc = reading.doc
    token = doc[candidate.index]
    lemma = reading.lemmas[token.i]
    index = reading.sentence_of[token.i]
    sentence = reading.sentences[index]
    pos = {"VERB": "V", "AUX": "V"}.get(token.pos_, "N")
    out = [
        f"l:{lemma}",
        f"p:{pos}",
        f"lp:{lemma}/{pos}",
        f"dep:{token.dep_}",
        f"tag:{token.tag_}",
        f"pd:{pos}/{token.dep_}",
    ]
    out += [f"k:{k}" for k in candidate.kinds]
    out += [f"pk:{k}" for k in candidate.phrase_kinds]
    if candidate.phrase_kinds:
        out.append("phrase")
        out.append(f"ph:{lemma}+{reading.lemmas[candidate.last]}")
    # The words that hang on it and on which it hangs.
    head = token.head
    if head.i != token.i:
        out.append(f"h:{word_of(reading, head)}")
        out.append(f"hd:{token.dep_}/{word_of(reading, head)}")
        if head.dep_ in ("prep", "agent") or head.pos_ == "ADP":
            out.append(f"hp:{reading.lemmas[head.i]}<{word_of(reading, head.head)}")
        out += [f"hg:{g}" for g in reading.cues[head.i]]
    determiner = "none"
    children = list(token.children)
    for child in children:
        word = word_of(reading, child)
        if child.dep_ in ("punct", "cc"):
            continue
        if child.dep_ == "det" or child.dep_ == "poss":
            determiner = "def" if child.lower_ in DEFINITE else "indef"
            out.append(f"det:{child.lower_}" if child.pos_ != "PROPN" else "det:name")
        else:
            out.append(f"c:{child.dep_}")
            out.append(f"cw:{child.dep_}/{word}")
        out += [f"cg:{child.dep_}/{g}" for g in reading.cues[child.i]]
        if child.dep_ in ("prep", "agent"):
            for inner in child.children:
                if inner.dep_ in ("pobj", "pcomp"):
                    out.append(f"cp:{reading.lemmas[child.i]}/{_type_of(reading, inner)}")
                    out += [f"cpg:{reading.lemmas[child.i]}/{g}" for g in reading.cues[inner.i]]
        elif child.dep_ in ("nsubj", "nsubjpass", "dobj", "compound", "amod", "poss"):
            out.append(f"ct:{child.dep_}/{_type_of(reading, child)}")
    if pos == "N":
        out.append(f"ndet:{determiner}")
        out.append("plural" if token.tag_ in ("NNS", "NNPS") else "singular")
    # The clause and its verb.
    clause = clause_head(token)
    out.append(f"cl:{clause.dep_ if clause.dep_ in CLAUSAL else 'other'}")
    out.append(f"clt:{clause.tag_}")
    if clause.i != token.i:
        out.append(f"clv:{word_of(reading, clause)}")
        out.append(f"clvd:{word_of(reading, clause)}/{token.dep_}")
    for child in clause.children:
        if child.dep_ in ("aux", "auxpass", "neg", "mark"):
            out.append(f"aux:{child.lemma_.lower()}")
    depth, up = 0, clause
    above: set[str] = set()
    while up.head.i != up.i and depth < 8:
        up = up.head
        depth += 1
        above.update(reading.cues[up.i])
        if depth == 1:
            out.append(f"up:{clause.dep_}/{word_of(reading, up)}")
    out += [f"ab:{g}" for g in sorted(above)]
    out.append(f"depth:{min(depth, 4)}")
    # The sentence.
    groups = view.groups[index]
    out += [f"sg:{g}" for g in groups]
    near: set[str] = set()
    for j in range(max(sentence.start, token.i - 5), min(sentence.end, token.i + 6)):
        if j != token.i:
            near.update(reading.cues[j])
            if not is_name(reading, j) and doc[j].is_alpha and abs(j - token.i) <= 3:
                out.append(f"w:{reading.lemmas[j]}")
    out += [f"ng:{g}" for g in sorted(near)]
    out += [f"s:{f}" for f in view.flags[index]]
    if reading.counts_in[index]:
        out.append("s:count")
    if any(i in reading.actor_at for i in range(sentence.start, sentence.end)):
        out.append("s:actor")
    if not reading.periods_in[index]:
        out.append("s:nodate")
    if groups["harm_word"] and reading.counts_in[index]:
        out.append("s:toll")
    # The report.
    out.append("at:" + ("0" if index == 0 else "1" if index < 3 else "2" if index < 8 else "3" if index < 20 else "4"))
    if index == 0 or reading.paragraph_of[index] != reading.paragraph_of[index - 1]:
        out.append("s:first_of_paragraph")
    for kind in candidate.kinds + candidate.phrase_kinds:
        out.append(f"kseen:{min(seen[kind], 3)}")
        break
    out.append(f"lseen:{min(seen[lemma], 2)}")
    out.append(f"sseen:{min(seen[f'sentence {index}'], 3)}")
    out += [f"t:{g}" for g in view.title if g not in ("say_word", "history_word")]
    share = view.share(*CONFLICT)
    out.append("conflict:" + ("0" if share < 0.01 else "1" if share < 0.025 else "2" if share < 0.05 else "3"))
    for group in ("court_word", "nonconflict_word"):
        rate = view.share(group)
        out.append(f"{group}:" + ("0" if rate < 0.003 else "1" if rate < 0.01 else "2"))
    return out


def count_seen(reading: Reading, candidate: Candidate, seen: Counter[str]) -> None:
    """Note a candidate for those after it."""
    for kind in candidate.kinds + candidate.phrase_kinds:
        seen[kind] += 1
    seen[reading.lemmas[candidate.index]] += 1
    seen[f"sentence {reading.sentence_of[candidate.index]}"] += 1


def kind_features(reading: Reading, view: SentenceView, candidate: Candidate) -> list[str]:
    """What tells the kind: the word, the means nearby, the clause, the report."""
    token = reading.doc[candidate.index]
    lemma = reading.lemmas[token.i]
    index = reading.sentence_of[token.i]
    pos = {"VERB": "V", "AUX": "V"}.get(token.pos_, "N")
    out = [f"l:{lemma}", f"lp:{lemma}/{pos}"]
    out += [f"k:{k}" for k in candidate.kinds]
    if len(candidate.kinds) == 1:
        out.append(f"only:{candidate.kinds[0]}")
    out += [f"pk:{k}" for k in candidate.phrase_kinds]
    for node in token.subtree:
        if abs(node.i - token.i) <= 12 and node.i != token.i:
            out += [f"sub:{g}" for g in reading.cues[node.i]]
    for child in token.children:
        out.append(f"cw:{child.dep_}/{word_of(reading, child)}")
        out += [f"cg:{child.dep_}/{g}" for g in reading.cues[child.i]]
        if child.dep_ in ("prep", "agent"):
            for inner in child.children:
                out += [f"cpg:{reading.lemmas[child.i]}/{g}" for g in reading.cues[inner.i]]
                out.append(f"cpw:{reading.lemmas[child.i]}/{word_of(reading, inner)}")
        elif child.dep_ in ("nsubj", "nsubjpass", "dobj"):
            out.append(f"ct:{child.dep_}/{_type_of(reading, child)}")
    head = token.head
    if head.i != token.i:
        out.append(f"h:{word_of(reading, head)}")
        out += [f"hg:{g}" for g in reading.cues[head.i]]
        out.append(f"hd:{token.dep_}/{word_of(reading, head)}")
        if head.pos_ == "ADP" and head.head.i != head.i:
            out.append(f"hh:{word_of(reading, head.head)}")
        for sibling in head.children:
            if sibling.i != token.i and sibling.dep_ in ("nsubj", "dobj", "nsubjpass", "prep"):
                out += [f"sib:{sibling.dep_}/{g}" for g in reading.cues[sibling.i]]
    sentence = reading.sentences[index]
    for j in range(max(sentence.start, token.i - 4), min(sentence.end, token.i + 5)):
        out += [f"ng:{g}" for g in reading.cues[j]]
    out += [f"sg:{g}" for g in view.groups[index]]
    out += [f"t:{g}" for g in view.title]
    if index:
        out += [f"prev:{g}" for g in view.groups[index - 1] if g.startswith("means_")]
    out += [f"doc:{g}" for g, n in view.whole.items() if g.startswith("means_") and n > 1]
    return sorted(set(out))


def _type_of(reading: Reading, token: Token) -> str:
    """What sort of thing a noun is: an actor, a force, civilians, harm, else its part of speech."""
    if token.i in reading.actor_at:
        return "actor"
    for group in ("force_word", "civil_word", "harm_word"):
        if group in reading.cues[token.i]:
            return group
    return str(token.pos_)


FAMILIES: tuple[frozenset[Kind], ...] = (
    frozenset({Kind.ARMED_CLASH, Kind.TERRITORY_CAPTURED, Kind.OPERATION}),
    frozenset(
        {
            Kind.AIR_STRIKE,
            Kind.SHELLING,
            Kind.EXPLOSIVE_DEVICE,
            Kind.SUICIDE_BOMB,
            Kind.GRENADE,
            Kind.CHEMICAL_WEAPON,
            Kind.WEAPONS_DISRUPTED,
        }
    ),
    frozenset({Kind.ATTACK, Kind.ABDUCTION, Kind.SEXUAL_VIOLENCE, Kind.ARREST, Kind.PROPERTY_DESTRUCTION}),
    frozenset({Kind.PROTEST, Kind.RIOT}),
    frozenset({Kind.AGREEMENT, Kind.DISPLACEMENT, Kind.OTHER_STRATEGIC}),
)
