"""How well one spelling of a name stands for another, by costs that were learned from places' own other names.

The cost of an edit is what it tells against the two being one name: little for a short vowel that Arabic does not
write, much for an m in place of a k.  `training/spellings.py` made the costs; the place files of Syria, on which they
are measured, had no part in that.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from .keys import Keys

COSTS = Path(__file__).with_name("spelling_costs.json")
# Countries whose names are Arabic ones: the costs were learned on four of them, and elsewhere they are no better than
# `similarity` alone.
LEARNED_FOR = frozenset(
    [
        "AE",
        "BH",
        "DJ",
        "DZ",
        "EG",
        "IL",
        "IQ",
        "JO",
        "KW",
        "LB",
        "LY",
        "MA",
        "MR",
        "OM",
        "PS",
        "QA",
        "SA",
        "SD",
        "SO",
        "SY",
        "TD",
        "TN",
        "YE",
    ]
)
LOOKED_AT = 10  # so many of the most similar are looked at by their letters,
_NEAR = 0.15  # those that are no less similar than the first by more than this
_SHARE = 0.22  # puts the values where `similarity` has them, so that one cut-off serves both
_LETTER = 0.5  # what a whole edit a letter counts beside similarity
_UNSEEN = 12.0  # cost of an edit that was never seen
# Two letters that are one sound are one sign, whatever the language that writes them so.
_SIGNS = (
    ("sch", "$"), ("tch", "$"), ("dj", "j"), ("kh", "x"), ("gh", "g"), ("sh", "$"), ("ch", "$"), ("th", "T"),
    ("dh", "D"), ("ph", "f"), ("zh", "$"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("rh", "R"), ("iy", "y"),
    ("ai", "y"), ("ay", "y"), ("ei", "y"), ("uw", "w"), ("aw", "w"), ("au", "w"), ("ow", "w"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_ARABIC = re.compile("[\u0600-\u06ff]")
T = TypeVar("T")


class Spelled(NamedTuple):
    """A name as it is asked for: its keys, and whether it is written in Arabic."""

    keys: Keys
    arabic: bool


def is_arabic(name: str) -> bool:
    """Whether a name is written in Arabic letters, which leave short vowels out."""
    return bool(_ARABIC.search(name))


def rank(asked: Spelled, scored: Iterable[tuple[float, str, T]]) -> list[tuple[float, T]]:
    """(similarity, strict key, what it is of) → (how alike, 0 to 1, what it is of), the most alike first.

    The most similar are looked at by their letters; the others are put no higher than the last of those.
    """
    ordered = sorted(scored, key=lambda item: -item[0])
    least = ordered[0][0] - _NEAR if ordered else 0.0
    looked_at = [item for item in ordered[:LOOKED_AT] if item[0] >= least]
    near = [(alike(asked, strict, score), of) for score, strict, of in looked_at]
    most = min((score for score, _ in near), default=0.0)
    near += [(min(score, most), of) for score, _, of in ordered[len(looked_at) :]]
    return sorted(near, key=lambda item: -item[0])


def by_similarity(scored: Iterable[tuple[float, str, T]]) -> list[tuple[float, T]]:
    """What `rank` gives, without a look at the letters."""
    return sorted(((score, of) for score, _, of in scored), key=lambda item: -item[0])


def alike(asked: Spelled, strict: str, similar: float) -> float:
    """How alike, 0 to 1, a name is to one of this strict key that is `similar` to it."""
    if asked.keys.strict == strict:
        return 1.0
    letters = signs_of(asked.keys.strict)
    excess = cost(letters, signs_of(strict), arabic=asked.arabic) - _own_cost(letters, arabic=asked.arabic)
    return max(0.0, 1 - _SHARE * (1 - similar + _LETTER * max(0.0, excess) / max(1, len(letters))))


@lru_cache(maxsize=100_000)
def signs_of(strict: str) -> str:
    """A strict key with one sign for each sound; the full stop of an abbreviation is none."""
    strict = strict.removesuffix(".")
    for letters, sign in _SIGNS:
        if letters in strict:
            strict = strict.replace(letters, sign)
    return _DOUBLED.sub(r"\1", strict)


@lru_cache(maxsize=1000)
def _own_cost(letters: str, *, arabic: bool) -> float:
    """What a name costs beside itself: a rare letter that fits says more than one that is everywhere."""
    table = _costs()["arabic" if arabic else "other"]
    return sum(table.get(sign, {}).get(sign, _UNSEEN) for sign in letters)


def cost(asked: str, other: str, *, arabic: bool) -> float:
    """The least sum of edits that turn one row of signs into another."""
    table = _costs()["arabic" if arabic else "other"]
    adding = table[""]
    put_in = [adding.get(sign, _UNSEEN) for sign in other]
    before = [0.0, *itertools.accumulate(put_in)]
    for sign in asked:
        row = table.get(sign, {})
        left_out = row.get("", _UNSEEN)
        across = before[0]
        last = across + left_out
        now = [last]
        # Written out, not with min(): this runs a thousand times for a name that nobody has seen.
        for instead, add, above in zip([row.get(s, _UNSEEN) for s in other], put_in, before[1:], strict=True):
            best = across + instead
            across = above
            above += left_out
            if above < best:
                best = above
            last += add
            if best < last:
                last = best
            now.append(last)
        before = now
    return before[-1]


@cache
def _costs() -> dict[str, dict[str, dict[str, float]]]:
    """Script of the name that is asked for → its sign ("" for none) → the other's sign → cost."""
    costs: dict[str, dict[str, dict[str, float]]] = json.loads(COSTS.read_text(encoding="utf-8"))["costs"]
    return costs
