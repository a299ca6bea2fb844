"""A report's text in pieces, each with the claims whose words it holds.

Invariant: the pieces joined are the text, character by character.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from claimbook.model import Claim, Sourced, Span

TRIGGER, QUOTE = "k", "q"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words; `marks` are (claim's id, letters): k trigger, q quote, p place, a party, t toll, d period, s speaker.

    `begins` are the claims whose trigger begins here.
    """

    words: str
    marks: tuple[tuple[str, str], ...] = ()
    begins: tuple[str, ...] = ()

    @property
    def letters(self) -> str:
        """What the words are for any claim."""
        return "".join(sorted({letter for _, letters in self.marks for letter in letters}))

    @property
    def triggers(self) -> tuple[str, ...]:
        """The claims that these words trigger."""
        return tuple(claim for claim, letters in self.marks if TRIGGER in letters)


def cut_text(text: str, claims: Sequence[Claim]) -> list[Piece]:
    """The whole text, cut wherever some claim's words begin or end."""
    marked = [(claim.id, letter, span) for claim in claims for letter, span in _spans(claim) if span.end <= len(text)]
    edges = sorted({0, len(text), *(e for _, _, s in marked for e in (s.start, s.end))})
    opens: dict[int, list[tuple[str, str]]] = {}
    closes: dict[int, list[tuple[str, str]]] = {}
    for identifier, letter, span in marked:
        opens.setdefault(span.start, []).append((identifier, letter))
        closes.setdefault(span.end, []).append((identifier, letter))
    firsts: dict[int, list[str]] = {}
    for one in claims:
        if one.kind.spans:
            firsts.setdefault(one.kind.spans[0].start, []).append(one.id)
    active: list[tuple[str, str]] = []
    pieces = []
    for start, end in pairwise(edges):
        for closed in closes.get(start, ()):
            active.remove(closed)
        active += opens.get(start, ())
        by_claim: dict[str, set[str]] = {}
        for identifier, letter in active:
            by_claim.setdefault(identifier, set()).add(letter)
        marks = tuple((identifier, "".join(sorted(letters))) for identifier, letters in by_claim.items())
        pieces.append(Piece(text[start:end], marks, tuple(firsts.get(start, ()))))
    return pieces


def _spans(claim: Claim) -> Iterable[tuple[str, Span]]:
    values: list[tuple[str, Sequence[Sourced[Any]]]] = [
        (TRIGGER, (claim.kind,)),
        (QUOTE, (claim.quote,)),
        ("p", claim.places),
        ("a", (*claim.initiators, *claim.targets)),
        ("t", claim.tolls),
        ("d", (claim.period,) if claim.period else ()),
        ("s", claim.speakers),
    ]
    for letter, held in values:
        yield from {(letter, span) for value in held for span in value.spans}
