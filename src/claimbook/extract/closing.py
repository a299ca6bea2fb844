"""A filled happening looked at once more: how sure it is said, how it ended, and whether to keep it at all."""

from __future__ import annotations

from collections import Counter

from claimbook.model import Precision

from .features import FAMILIES, candidate_features
from .findings import Findings
from .happening import Happening
from .reading import Reading


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


def keep_features(reading: Reading, findings: Findings, happenings: list[Happening], happening: Happening) -> list[str]:
    """What a filled happening looks like beside the report's others."""
    main = happening.main
    index = reading.sentence_of[main.candidate.index]
    sure = int(10 * main.eventive)
    out = [f"sure:{n}" for n in range(sure + 1)]
    out += [f"main:{n}" for n in range(int(10 * main.main) + 1)]
    out += [f"n:{min(len(happening.triggers), 4)}", f"kind:{happening.kind}", f"background:{happening.background}"]
    second = max((t.eventive for t in happening.triggers[1:]), default=0.0)
    out += [f"second:{n}" for n in range(int(5 * second) + 1)]
    for name, part in (("place", happening.places), ("who", happening.initiators), ("whom", happening.targets),
                       ("toll", happening.tolls), ("speech", happening.speeches)):  # fmt: skip
        out.append(f"{name}:{min(len(part), 2)}")
    out.append(f"date:{'words' if happening.period else happening.default_period}")
    out.append(
        f"filled:{sum(map(bool, (happening.places, happening.initiators, happening.targets, happening.tolls, happening.period)))}"
    )
    out.append(f"modality:{happening.modality}")
    # How it stands to the others: a twin of the same kind, before or after, in the same or another sentence.
    rivals = [h for h in happenings if h is not happening]
    out.append(f"others:{min(len(rivals), 6)}")
    own_places = {reading.doc[m.start : m.end].text.lower() for m in happening.places}
    for h in rivals:
        gap = reading.sentence_of[h.main.candidate.index] - index
        same = (
            "same"
            if h.kind == happening.kind
            else "family"
            if any(h.kind in f and happening.kind in f for f in FAMILIES)
            else None
        )
        stronger = "stronger" if h.main.eventive > main.eventive else "weaker"
        if gap == 0:
            out.append(f"beside:{stronger}")
        if same:
            places = {reading.doc[m.start : m.end].text.lower() for m in h.places}
            meet = "shared" if own_places & places else "apart" if own_places and places else "open"
            days = "open"
            if h.period and happening.period and h.period.value and happening.period.value:
                days = "shared" if h.period.value.start == happening.period.value.start else "apart"
            out.append(f"twin:{same}/{stronger}/{meet}/{days}")
            if gap == 0:
                out.append(f"twin_beside:{same}/{stronger}")
    out.append("at:" + ("0" if index == 0 else "1" if index < 4 else "2" if index < 10 else "3"))
    out += [
        f"{g}:{min(findings.view.groups[index][g], 2)}"
        for g in ("history_word", "total_word", "habit_word", "plan_word", "court_word")
    ]
    whole = findings.view.whole
    rate = (whole["fight_word"] + whole["harm_word"] + whole["means_shell"] + whole["means_air"]) / (
        len(reading.doc) + 1
    )
    out.append("conflict:" + ("0" if rate < 0.01 else "1" if rate < 0.025 else "2" if rate < 0.05 else "3"))
    return sorted(set(out))
