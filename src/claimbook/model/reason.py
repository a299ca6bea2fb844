"""Why a step of reading decided as it did."""

from __future__ import annotations

from .base import Frozen


class Reason(Frozen):
    """One decision of a trained step: on which words, for what, how surely, and what spoke most for it.

    `chance` is the step's probability, 0 to 1.  `because` holds what the step saw, in words, with its weight in logits
    against the mean of the other answers; the strongest first.
    """

    step: str
    words: str
    answer: str
    chance: float
    because: tuple[tuple[str, float], ...] = ()
