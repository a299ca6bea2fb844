"""A filled happening looked at once more: how sure it is said, and how it ended."""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Token

from claimbook.model import Modality, Precision

from .features import candidate_features, clause_head
from .findings import Findings
from .happening import Happening
from .reading import Reading

HEDGES = {"reportedly", "allegedly", "apparently", "purportedly", "supposedly", "alleged", "suspected", "presumed"}


def happening_features(reading: Reading, findings: Findings, happening: Happening) -> list[str]:
    """For modality, outcome and aggregates: the main trigger's look, and what the happening was filled with."""
    candidate = happening.main.candidate
    out = candidate_features(reading, findings.view, candidate, Counter())
    out = [f for f in out if not f.startswith(("kseen", "lseen", "sseen", "t:", "w:"))]
    out.append(f"kind:{happening.kind}")
    out.append(f"speeches:{min(len(happening.speeches), 2)}")
    for speech in happening.speeches:
        out.append(f"how:{speech.how}")
        under = any(t.i == speech.verb for t in reading.doc[candidate.index].ancestors)
        out.append(f"speech_under:{under}")
        out.append(f"stance:{speech.stance}")
    period = happening.period.value if happening.period else None
    if period is not None:
        out.append(f"precision:{period.precision}")
        out.append(f"long:{period.end is None or (period.end - period.start).days > 7}")
        if period.ongoing:
            out.append("ongoing")
        if reading.published and period.precision is Precision.DAY and period.start > reading.published:
            out.append("ahead")
    if any(q.count.low > 50 for _, q in happening.tolls):
        out.append("many")
    return out


def under_condition(reading: Reading, index: int) -> bool:
    """Whether the sentence says it only for a case: "if ..., it may ..."."""
    sentence = reading.sentences[reading.sentence_of[index]]
    marks = [t for t in sentence if t.lower_ in ("if", "unless") and t.dep_ == "mark" and t.head.dep_ == "advcl"]
    for mark in marks:
        main = mark.head.head
        modal = any(
            c.dep_ == "aux" and c.lower_ in ("may", "might", "could", "would", "will", "’ll", "'ll")
            for c in main.children
        )
        if modal and (index == main.i or any(a.i == main.i for a in reading.doc[index].ancestors)):
            return True
    return False


def modality_said(reading: Reading, happening: Happening) -> Modality | None:
    """What plain words settle: "if ..., it may", "denied that it had", "reportedly"."""
    index = happening.main.candidate.index
    if under_condition(reading, index):
        return Modality.CONDITIONAL
    token = reading.doc[index]
    own = {reading.sentence_of[t.candidate.index] for t in happening.triggers}
    if len(own) == 1 and token.dep_ in ("ccomp", "pcomp", "dobj") and _denies(reading, token.head):
        return Modality.DENIED
    clause = clause_head(token)
    words = {c.lower_ for c in token.children} | {c.lower_ for c in clause.children if c.dep_ == "advmod"}
    return Modality.CLAIMED if words & HEDGES else None


def _denies(reading: Reading, verb: Token) -> bool:
    return reading.lemmas[verb.i] in ("deny", "refute") or (
        verb.dep_ == "prep" and reading.lemmas[verb.head.i] in ("deny", "refute")
    )
