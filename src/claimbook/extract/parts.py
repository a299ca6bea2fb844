"""What each trigger's own sentence tells of it, before triggers are grouped: where, who, whom, when, how many.

Two mentions of one happening may differ in words; what they say of place, day, parties and toll tells whether they can
be one.
"""

from __future__ import annotations

from collections.abc import Mapping

from .candidates import Candidate
from .findings import Findings, dates_around
from .linear import LinearModel
from .mentions import Mention
from .reading import Reading
from .roles import role_features
from .same import Parts
from .tolls import toll_features

SURE = {"place": 0.35, "initiator": 0.4, "target": 0.35}


def own_parts(
    reading: Reading, findings: Findings, candidate: Candidate, kind: str, models: Mapping[str, LinearModel]
) -> Parts:
    """The parts that the role, date and toll steps give a trigger within its own sentence."""
    home = reading.sentence_of[candidate.index]
    role = models["role"]
    words: dict[str, set[str]] = {name: set() for name in SURE}
    columns = {name: role.classes.index(name) for name in SURE}
    for mention in findings.mentions[home]:
        chances = role.probabilities(role_features(reading, candidate, kind, mention))
        for name, cut in SURE.items():
            if chances[columns[name]] >= cut:
                words[name] |= key_words(reading, mention)
    date = models["date"]
    best, day = 0.5, ""
    for phrase, features in dates_around(reading, candidate):
        chance = date.probability(features)
        if chance > best and phrase.value is not None:
            best, day = chance, str(phrase.value.start)
    toll = models["toll"]
    tolls = set()
    for quantity in findings.quantities[home]:
        chances = toll.probabilities(toll_features(reading, candidate, quantity))
        for column, name in enumerate(toll.classes):
            if name != "none" and chances[column] >= 0.4:
                tolls.add(f"{name} {quantity.count.low}")
    return Parts(
        places=frozenset(words["place"]),
        initiators=frozenset(words["initiator"]),
        targets=frozenset(words["target"]),
        days=frozenset({day} if day else ()),
        tolls=frozenset(tolls),
    )


def key_words(reading: Reading, mention: Mention) -> frozenset[str]:
    """The words of a mention that tell it from others: names, else nouns."""
    tokens = reading.doc[mention.start : mention.end]
    names = {t.lower_ for t in tokens if t.text[:1].isupper() and t.is_alpha and len(t) > 2}
    return frozenset(names or {reading.lemmas[t.i] for t in tokens if t.pos_ in ("NOUN", "PROPN", "ADJ")})
