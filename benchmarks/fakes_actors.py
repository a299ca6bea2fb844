"""Who killed, as one of FA-KES's classes: a reading of names, not a trained classifier.

Each sentence that tells of deaths gives its named parties points: for standing where the doer stands ("regime strikes
kill", "killed by rebels"), against standing where the hurt stand ("30 ISIS fighters killed", "attack on rebels").
The headline and the first sentences count most.  Where no party gains enough, the answer is "unknown".
"""

from __future__ import annotations

import re
from functools import cache

from claimbook.fuse.parties import Relations
from claimbook.resolve.actors import ActorIndex

UNKNOWN = "unknown"
CLASSES = {
    "government": "syrian government or russian troops",
    "isis": "the organization of the islamic state in iraq and the levant - isis",
    "opposition": "armed opposition groups",
    "coalition": "international coalition forces",
    "kurds": "self administration forces",
    "nusra": "al-nusra front",
}
_ENTRIES = {
    "government": {"sy-armed-forces", "sy-ndf", "ru-armed-forces", "ir-irgc", "lb-hezbollah", "sy-shabiha"},
    "isis": {"is"},
    "opposition": {
        "sy-opposition",
        "sy-fsa",
        "sy-ahrar",
        "sy-jaysh-islam",
        "sy-zenki",
        "sy-islamic-front",
        "sy-jaysh-fatah",
    },
    "coalition": {"coalition-isis", "us-armed-forces", "tr-armed-forces", "fr-armed-forces", "gb-armed-forces"},
    "kurds": {"sy-sdf", "sy-ypg", "sy-asayish", "iq-peshmerga"},
    "nusra": {"sy-nusra", "sy-hts", "al-qaeda"},
}
# Words that name a party in this war beside the lexicon's names; the lexicon takes them only with a report's context.
_WORDS = (
    ("government", r"regime(?:'?s)?|government (?:forces|troops|warplanes|jets|aircraft|forces'|air ?strikes|strikes|shelling|raids)|syrian (?:government|regime|"
     r"army|troops|soldiers|forces|air ?force|air force jets|warplanes|aircraft|jets|helicopters|state forces|government's)|assad(?:'?s)?|russian? |russia(?:'?s)?|"
     r"army (?:units?|operations?|troops|forces|airstrikes)|(?:the )?army|pro-government|barrel bombs?|damascus regime"),
    ("isis", r"\bIS\b|ISIS|ISIL|daesh|islamic state|jihadists?"),
    ("opposition", r"rebels?(?: fire| shelling)?|opposition (?:fighters|forces|groups|factions)|insurgents?|free syrian army|mortar attack by militants"),
    ("coalition", r"coalition|us-led|american|us (?:air ?strikes?|strikes?|jets|warplanes|raids?|missiles?|forces|drone)|turkish (?:army|military|forces|artillery|jets|"
     r"strikes?|shelling|border guards|warplanes)|turkey"),
    ("kurds", r"kurds|kurdish(?:-led)?|\bSDF\b|\bYPG\b|\bPYD\b|syrian democratic forces"),
    ("nusra", r"nusra|fate[hs] al-? ?sham|tahrir al-? ?sham|al-? ?qaeda"),
)  # fmt: skip
_PARTY = {
    name: re.compile(
        rf"(?i)(?<![\w-])(?:{words})(?![\w-])"
        if name != "isis"
        else r"(?<![\w-])(?:\bIS\b|(?i:ISIS|ISIL|daesh|islamic state|jihadists?))(?![\w-])"
    )
    for name, words in _WORDS
}
_DEATH = re.compile(
    r"(?i)\b(?:kill\w*|dead|death\w*|die[sd]?|massacre\w*|execut\w+|behead\w*|murder\w*|casualt\w+|slain|martyr\w*|lives|toll|bodies|eliminat\w+|destroy\w*|losses)\b"
)
_ACT = (
    r"(?:air ?strikes?|strikes?|air ?raids?|raids?|shell(?:ing|s|ed)?|bomb(?:s|ing|ings|ardment|ed)?|attacks?|attacked|offensive|assault|rockets?|missiles?|"
    r"warplanes?|jets?|aircraft|planes?|helicopters?|artillery|gunfire|fire[ds]?|fighter|forces?|troops|massacre|kill\w*|execut\w+|behead\w*|murder\w*|"
    r"stages?|storm\w*|target\w*|launch\w*|drop\w*|mortars?|snipers?|suicide|eliminate\w*|destroy\w*|pound\w*|seize\w*|advance\w*|foil\w*|repel\w*|claim\w*)"
)
_DOES = re.compile(rf"(?i)^[\w'’-]*(?:\s+[\w'’-]+){{0,2}}?\s+{_ACT}\b")
_BY = re.compile(
    r"(?i)(?:\bby|carried out by|blam\w+(?: on)?|accus\w+|responsib\w+ (?:of|for|by)|hands of|in an?|in|from|after|against the)\s+(?:the\s+|suspected\s+|an?\s+|alleged\s+)?(?:\w+\s+)?$"
)
_HURT_BEFORE = re.compile(
    r"(?i)(?:\b\d[\d,]*|dozens of|scores of|hundreds of|several|many|two|three|four|five|six|seven|eight|nine|ten|kill\w*|injur\w+|wound\w+|against|target\w*|on|of|"
    r"held by|held|inside|fighting|from|between|clash\w* with)\s+(?:at least\s+|more than\s+|over\s+|the\s+|some\s+)?(?:\d[\d,]*\s+)?(?:\w+\s+)?$"
)
_HURT_AFTER = re.compile(
    r"(?i)^[\w'’-]*\s*(?:-?held|-?controlled|-?run|fighters?|militants?|members?|terrorists?|soldiers?|troops|jihadists?|mercenaries|leaders?|commanders?|bombers?|positions?|rebels?|forces)?"
    r"\s*(?:(?:were|was|have been|are|being|also)\s+)?(?:killed|dead|die[ds]?|injured|eliminated|lose\w*|losses|held|areas?|territory|stronghold|neighbou?rhood|town|village|district|bastion)\b"
)
LEAST = 0.8
_AIR = re.compile(r"(?i)\bair ?(?:strikes?|raids?)|warplanes?|jets\b|barrel bomb")


def actor_class(text: str) -> str:
    """The class of whoever did the killing that the text tells of, or "unknown"."""
    scores = dict.fromkeys(CLASSES, 0.0)
    told = [s for s in _sentences(text) if _DEATH.search(s)]
    for rank, sentence in enumerate(told[:6]):
        weight = (2.0, 1.4, 1.0, 0.7, 0.5, 0.4)[rank]
        for party, start, end in _parties(sentence):
            scores[party] += weight * _points(sentence, start, end)
    if re.search(r"(?i)claim\w* responsibility", text):
        for sentence in _sentences(text):
            if found := re.search(r"(?i)claim\w* responsibility", sentence):
                near = [p for p, s, _ in _parties(sentence) if abs(s - found.start()) < 60]
                if near and not re.search(r"(?i)\bno\b[^.]*claim", sentence):
                    scores[near[0]] += 2.5
    if re.search(r"(?i)\b(?:chemical|sarin|nerve agent|gas) attack", text) and scores["government"] > -1:
        scores["government"] += 1.2
    if max(scores.values()) < LEAST and _AIR.search(" ".join(told[:3])):
        # Only states fly: an air raid without an owner is whose aircraft the rest of the text names.
        owners = [
            p for s in _sentences(text) if _AIR.search(s) for p, _, _ in _parties(s) if p in ("government", "coalition")
        ]
        if owners:
            scores[max(owners, key=owners.count)] += LEAST
    best = max(scores, key=lambda name: scores[name])
    return CLASSES[best] if scores[best] >= LEAST else UNKNOWN


def _points(sentence: str, start: int, end: int) -> float:
    before, after = sentence[max(0, start - 45) : start], sentence[end : end + 45]
    points = 0.0
    if _DOES.match(after):
        points += 1.0
    if _BY.search(before):
        points += 0.8
    if start < 3 and not _HURT_AFTER.match(after):
        points += 0.5
    if _HURT_AFTER.match(after):
        points -= 1.5
    if _HURT_BEFORE.search(before) and not _BY.search(before):
        points -= 1.2
    return points


def _parties(sentence: str) -> list[tuple[str, int, int]]:
    """(class, start, end) of every party named, in order, none inside another."""
    found = [(name, m.start(), m.end()) for name, words in _PARTY.items() for m in words.finditer(sentence)]
    for phrase in _index().find(sentence):
        name = _class_of(phrase.value)
        if name:
            found.append((name, phrase.start, phrase.end))
    found.sort(key=lambda f: (f[1], -f[2]))
    kept: list[tuple[str, int, int]] = []
    for name, start, end in found:
        if not kept or start >= kept[-1][2]:
            kept.append((name, start, end))
    return kept


@cache
def _class_of(entry: str) -> str | None:
    at, seen = entry, set()
    while at not in seen:
        seen.add(at)
        for name, entries in _ENTRIES.items():
            if at in entries:
                return name
        at = _relations().root(at) if _relations().root(at) != at else _relations().side(at)
    return None


def _sentences(text: str) -> list[str]:
    return [s.strip() for s in re.split(r"(?<=[a-z\d)\"'])\.\s+|\n+", text) if s.strip()]


@cache
def _index() -> ActorIndex:
    return ActorIndex.load()


@cache
def _relations() -> Relations:
    return Relations.load()
