"""Who says so: "according to X", "X said that", "X reported", "citing X", and the sentences over which it reaches."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from claimbook.lexicon.parties import load_roles
from claimbook.model import Stance

from .candidates import Candidate
from .mentions import Mention, path
from .reading import Reading

_STANCES = {
    "claim": Stance.CLAIMS, "allege": Stance.CLAIMS, "accuse": Stance.CLAIMS, "deny": Stance.DENIES, "reject": Stance.DENIES,
    "refute": Stance.DENIES, "doubt": Stance.DOUBTS, "question": Stance.DOUBTS, "confirm": Stance.ASSERTS,
    "state": Stance.ASSERTS, "announce": Stance.ASSERTS, "acknowledge": Stance.ASSERTS, "admit": Stance.ASSERTS,
}  # fmt: skip
_SAYING = {
    "say", "tell", "report", "state", "confirm", "announce", "add", "note", "claim", "declare", "document", "indicate", "reveal",
    "cite", "quote", "describe", "mention", "estimate", "acknowledge", "admit", "warn", "stress", "deny", "publish", "release",
    "write", "tweet", "allege", "accuse", "monitor", "explain", "assert", "affirm", "point", "record", "reject", "post", "broadcast",
    "argue", "recount", "insist", "suggest", "inform", "hear", "show", "put", "believe", "blame", "call", "vow", "witness",
}  # fmt: skip
REACH = 3  # sentences after a speaker in which it may still speak


@dataclass(frozen=True, slots=True)
class Speech:
    """A speaker (tokens [start, end)), the word of saying, and its stance."""

    start: int
    end: int
    head: int
    verb: int
    how: str
    stance: Stance


def find_speech(reading: Reading, mentions: list[list[Mention]]) -> list[Speech]:
    """Every speaker with its word of saying, in text order."""
    found: list[Speech] = []
    by_head: dict[int, Mention] = {}
    for row in mentions:
        for m in row:
            old = by_head.get(m.head)
            if m.sort != "modifier" and (old is None or m.end - m.start > old.end - old.start):
                by_head[m.head] = m
    for token in reading.doc:
        lemma = reading.lemmas[token.i]
        if token.pos_ == "VERB" and lemma in _SAYING and not _is_name(token):
            stance = _STANCES.get(lemma, Stance.REPORTS)
            for child in token.children:
                if child.dep_ == "nsubj":
                    _add(reading, by_head, found, child, token, f"subject:{lemma}", stance)
                elif child.dep_ == "agent":
                    for inner in child.children:
                        _add(reading, by_head, found, inner, token, f"by:{lemma}", stance)
                elif child.dep_ == "dobj" and lemma in ("cite", "quote"):
                    _add(reading, by_head, found, child, token, f"object:{lemma}", Stance.REPORTS)
        elif token.lower_ == "according":
            for child in token.children:
                if child.lower_ == "to":
                    for inner in child.children:
                        _add(reading, by_head, found, inner, token, "according", Stance.REPORTS)
        elif token.dep_ in ("nsubj", "pobj") and lemma in ("statement", "report", "account"):
            for child in token.children:
                if child.dep_ == "poss" or (child.dep_ == "prep" and child.lower_ in ("by", "from")):
                    inner = child if child.dep_ == "poss" else next(iter(child.children), child)
                    _add(reading, by_head, found, inner, token, f"of:{lemma}", Stance.REPORTS)
    return sorted(found, key=lambda s: (s.verb, s.start))


def _add(
    reading: Reading,
    by_head: dict[int, Mention],
    found: list[Speech],
    speaker: Token,
    verb: Token,
    how: str,
    stance: Stance,
) -> None:
    for token in (speaker, *speaker.conjuncts):
        if token.lower_ in ("he", "she", "it", "they") and found:
            # A pronoun takes up the speaker before it.
            last = found[-1]
            if 0 <= reading.sentence_of[token.i] - reading.sentence_of[last.verb] <= REACH:
                found.append(Speech(last.start, last.end, last.head, verb.i, f"again:{how.split(':')[0]}", stance))
            continue
        mention = by_head.get(token.i)
        if (
            mention is None
            or _is_somewhere(reading, mention)
            or not any(
                s in ("role:speaker", "actor", "speaker", "capital", "role:force", "role:civilian")
                for s in mention.shows
            )
        ):
            continue
        if not any(s.start == mention.start for s in found):
            found.append(Speech(mention.start, mention.end, mention.head, verb.i, how, stance))


def _is_name(token: Token) -> bool:
    """ "Said" that is a surname: "Reuters/Rodi Said"."""
    return token.text == "Said" and token.i > token.sent.start and token.nbor(-1).text[:1].isupper()


def _is_somewhere(reading: Reading, mention: Mention) -> bool:
    """Where somebody speaks, not who: "Raqqa province", and the town of a dateline, "NAIROBI (Agency) - An official said"."""
    if "role:place" in mention.shows:
        return True
    sentence = reading.sentences[reading.sentence_of[mention.start]]
    opens = mention.start == sentence.start and "known_place" in mention.shows
    return opens and any(t in ("-", "–", "—", "--") for t in reading.lower[mention.end : mention.end + 8])


def speech_features(reading: Reading, candidate: Candidate, speech: Speech) -> list[str]:
    """Does this speaker stand behind that happening?"""
    doc = reading.doc
    trigger = doc[candidate.index]
    distance = reading.sentence_of[speech.verb] - reading.sentence_of[trigger.i]
    lemma = reading.lemmas[speech.head]
    speakers = load_roles()["speaker"]
    out = [f"how:{speech.how}", f"dist:{max(-3, min(2, distance))}", f"howd:{speech.how}/{max(-3, min(2, distance))}"]
    sort = (
        "known"
        if any(i in reading.speaker_at for i in range(speech.start, speech.end))
        else "role"
        if lemma in speakers
        else "other"
    )
    out += [f"who:{sort}", f"whod:{sort}/{max(-3, min(2, distance))}"]
    if sort == "role":
        out.append(f"wl:{lemma}")
    if any(i in reading.actor_at for i in range(speech.start, speech.end)):
        out.append("actor")
    if distance == 0:
        inside = any(t.i == speech.verb for t in trigger.ancestors) or speech.verb == trigger.i
        out.append(f"under:{inside}")
        out.append(f"path:{path(reading, trigger.i, speech.verb)}")
        out.append("side:" + ("before" if speech.verb < trigger.i else "after"))
    else:
        same = (
            reading.paragraph_of[reading.sentence_of[speech.head]]
            == reading.paragraph_of[reading.sentence_of[trigger.i]]
        )
        out.append(f"same_paragraph:{same}/{max(-3, min(2, distance))}")
        sentence = reading.sentences[reading.sentence_of[trigger.i]]
        quoted = any(t.text in '"“”' for t in sentence)
        out.append(f"quoted:{quoted}/{distance < 0}")
        added = any(reading.lemmas[i] in ("add", "also", "say") for i in range(sentence.start, sentence.end))
        out.append(f"added:{added}/{distance < 0}")
    return out
