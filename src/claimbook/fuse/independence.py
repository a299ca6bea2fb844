"""Whether two voices are independent: their chains of speakers do not meet, and their texts are not copies.

Three outlets that repeat one monitor are one voice, and so are two that print one agency's piece.  Every verdict says
why in words.  Texts are compared by MinHash over runs of five words, so a book of reports needs 128 numbers for each.

Where chains meet.  Each chain's *origin* is whoever said it first, as far as that speaker can be told from others: of
unnamed people ("residents") two reports may cite different ones, so there the speaker before them answers for it.  Two
chains meet where one's origin stands anywhere in the other.  That both pass through one outlet is no meeting: a paper
that quotes two armies brings two voices.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from datasketch import MinHash

from claimbook.lexicon.parties import load_speakers
from claimbook.model import Link, SpeakerKind, Voice

from .records import Rulings
from .voices import Independence, Verdict

RUN = 5  # words
PERMUTATIONS = 128
COPY_AT = (
    0.6  # of the shorter text's runs of words; between what we judged copies (0.74 and more) and not (0.45 and less)
)
LEAST_ALIKE = 0.01  # of the MinHash: less is no copy, however the lengths differ
LEAST_RUNS = 25  # shorter texts share their formulas, not a source
UNNAMED = frozenset({SpeakerKind.LOCAL, SpeakerKind.UNKNOWN})
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a text is known by: its MinHash, how many different runs of words it has, and the agencies it is credited to."""

    signature: tuple[int, ...]
    runs: int
    credits: frozenset[str] = frozenset()


Prints = Callable[[str], Fingerprint | None]
"""A report's id → its fingerprint; None where its text is not at hand."""


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a report's text.  The same text gives the same one on every machine."""
    words = [w.lower() for w in _WORDS.findall(text)]
    runs = {" ".join(words[i : i + RUN]).encode() for i in range(len(words) - RUN + 1)}
    minhash = _blank().copy()
    minhash.update_batch(sorted(runs))
    return Fingerprint(tuple(int(v) for v in minhash.hashvalues), len(runs), credited(text))


def shared_wording(left: Fingerprint, right: Fingerprint) -> float:
    """The share of the shorter text's runs of words that stand in the other, 0 to 1, as far as MinHash tells."""
    fewer = min(left.runs, right.runs)
    if not fewer:
        return 0.0
    alike = float(np.mean(np.array(left.signature) == np.array(right.signature)))
    return min(1.0, alike * (left.runs + right.runs) / ((1 + alike) * fewer))


def is_copy(left: Fingerprint, right: Fingerprint) -> bool:
    """Whether one text copies the other, or both a third."""
    return min(left.runs, right.runs) >= LEAST_RUNS and shared_wording(left, right) >= COPY_AT


def copies_among(prints: Mapping[str, Fingerprint]) -> list[tuple[str, str, float]]:
    """Every pair of reports of which one is a copy, with the share of wording, in order of their ids."""
    ids = sorted(prints)
    signatures = np.array([prints[i].signature for i in ids])
    found = []
    for at, one in enumerate(ids):
        alike = (signatures[at + 1 :] == signatures[at]).mean(axis=1) if at + 1 < len(ids) else ()
        near = [ids[at + 1 + k] for k in np.nonzero(np.asarray(alike) > LEAST_ALIKE)[0]]
        found += [(one, b, shared_wording(prints[one], prints[b])) for b in near if is_copy(prints[one], prints[b])]
    return found


def judge_by_chains_and_texts(prints: Prints) -> Callable[[Rulings], Independence]:
    """Independence for `fuse`, given where fingerprints come from."""

    def make(rulings: Rulings) -> Independence:
        def judge(left: Voice, right: Voice) -> Verdict:
            return independent(left, right, prints=prints, copies=rulings.copies)

        return judge

    return make


def plain_independence(rulings: Rulings) -> Independence:
    """Independence by chains of speakers and rulings alone, where no texts are at hand."""
    return judge_by_chains_and_texts(lambda report: None)(rulings)


def independent(
    left: Voice, right: Voice, *, prints: Prints = lambda report: None, copies: Iterable[tuple[str, str]] = ()
) -> Verdict:
    """Whether two voices are independent, and why in words.  Symmetric; `copies` are pairs that a person ruled."""
    if left.report == right.report and _origin(left.speakers) == _origin(right.speakers):
        return Verdict(False, "One report gives both in the same voice.")
    if (left.report, right.report) in (ruled := set(copies)) or (right.report, left.report) in ruled:
        return Verdict(False, "A person ruled that one report copies the other.")
    meeting = _meeting(left.speakers, right.speakers) or _meeting(right.speakers, left.speakers)
    if meeting is not None:
        own = len(left.speakers) == len(right.speakers) == 1
        return Verdict(False, f"Both are {meeting.name}'s own word." if own else f"Both go back to {meeting.name}.")
    if left.report != right.report:
        one, other = prints(left.report), prints(right.report)
        if one is not None and other is not None:
            if is_copy(one, other):
                share = round(100 * shared_wording(one, other))
                return Verdict(
                    False, f"The reports share their wording ({share} %): one copies the other, or both a third."
                )
            agencies = sorted(one.credits & other.credits)
            if agencies and _is_own_word(left) and _is_own_word(right):
                return Verdict(False, f"Both print {_speaker_name(agencies[0])}'s piece.")
    return Verdict(True, "Their chains of speakers do not meet, and the texts are not copies of each other.")


def credited(text: str) -> frozenset[str]:
    """The agencies that a piece is credited to, in its dateline or at its end: "(Reuters) -", "--AFP"."""
    head, tail = text[:600], text[-200:]
    found = set()
    for name, identifier in _agencies():
        word = re.escape(name)
        if re.search(rf"\({word}\)\s*[-–—]|^\s*{word}\s+[-–—]|\.\s{word}\s+-\s", head, re.M) or re.search(
            rf"(?:[-–—]\s?|\(|Source: ?){word}\)?\.?\s*$", tail
        ):
            found.add(identifier)
    return frozenset(found)


def _meeting(speakers: Sequence[Link], others: Sequence[Link]) -> Link | None:
    """The origin of `speakers`, where it stands in the other chain."""
    origin = _origin(speakers)
    if origin is None:
        return None
    return next((link for link in others if _id(link) == origin), None)


def _origin(speakers: Sequence[Link]) -> str | None:
    """Who said it first, as far as it can be told from others; None where nobody can."""
    for link in reversed(speakers):
        if link.entry is not None or link.kind not in UNNAMED:
            return _id(link)
        if link is speakers[0] and link.name and not link.name.startswith("("):
            return _id(link)
    return None


def _is_own_word(voice: Voice) -> bool:
    return len(voice.speakers) < 2


def _id(link: Link) -> str:
    return link.entry or link.name.casefold()


@cache
def _blank() -> MinHash:
    return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=zlib.crc32)


@cache
def _agencies() -> tuple[tuple[str, str], ...]:
    wires = (
        "reuters",
        "ap",
        "afp",
        "dpa",
        "efe",
        "xinhua",
        "tass",
        "ria",
        "anadolu",
        "interfax",
        "upi",
        "sana",
        "petra",
    )
    return tuple((n, e.id) for e in load_speakers() if e.id in wires for n in dict.fromkeys((e.name, *e.names)))


def _speaker_name(identifier: str) -> str:
    return next((e.name for e in load_speakers() if e.id == identifier), identifier)
