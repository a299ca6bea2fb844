"""The rules of joining and grading as tables, from where the code that carries them out has them.

For pages that tell how a book was made.  Nothing is decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import grade, independence
from .levels import LEVELS, NEVER

SLOT = "…"  # stands for what differs from pair to pair


@dataclass(frozen=True, slots=True)
class LevelRule:
    """One level of one comparison: its weight in bits, and its sentence."""

    comparison: str
    level: str
    weight: float
    sentence: str

    @property
    def forbids(self) -> bool:
        """Whether it alone keeps two happenings apart."""
        return self.weight <= NEVER


def joining_levels() -> tuple[LevelRule, ...]:
    """Every level of every comparison, in the order in which they are compared."""
    return tuple(
        LevelRule(comparison, level, rule.weight, re.sub(r"\{.*?\}", SLOT, rule.sentence))
        for comparison, levels in LEVELS.items()
        for level, rule in levels.items()
    )


def grade_rules() -> tuple[str, ...]:
    """The rules of grading, in the order in which they are tried."""
    lines = " ".join((grade.__doc__ or "").split())
    return tuple(rule.strip() for rule in re.split(r"\s\d\.\s", f" {lines}")[1:])


def independence_rules() -> tuple[str, ...]:
    """When two voices count as one, a paragraph each."""
    paragraphs = (" ".join(p.split()).replace("*", "") for p in (independence.__doc__ or "").split("\n\n"))
    copies = f"A text is a copy where it shares {independence.COPY_AT:.0%} of the shorter one's runs of words."
    return (*(p for p in paragraphs if p), copies)
