"""What a reading holds, before any decision: candidates, mentions, speakers, quantities, gathered once; and what lies round a trigger."""

from __future__ import annotations

from dataclasses import dataclass

from claimbook.model import Period, Phrase

from .candidates import Candidate, find_candidates
from .features import SentenceView, age_flag
from .mentions import Mention, find_mentions
from .reading import Reading
from .roles import AHEAD, BACK, date_features
from .same import Surroundings, look_around
from .speech import Speech, find_speech
from .tolls import Quantity, find_quantities


@dataclass(slots=True)
class Findings:
    """What a reading holds, before any decision."""

    candidates: list[Candidate]
    view: SentenceView
    mentions: list[list[Mention]]
    around: Surroundings
    speeches: list[Speech]
    quantities: list[list[Quantity]]


def gather(reading: Reading) -> Findings:
    """Everything that the steps decide about."""
    mentions = find_mentions(reading)
    return Findings(
        candidates=find_candidates(reading),
        view=SentenceView(reading),
        mentions=mentions,
        around=look_around(reading, mentions),
        speeches=find_speech(reading, mentions),
        quantities=find_quantities(reading, mentions),
    )


def mentions_around(mentions: list[list[Mention]], home: int) -> list[Mention]:
    """The mentions in whose sentence, or near it, a trigger stands."""
    return [m for row in mentions[max(0, home - BACK) : home + AHEAD + 1] for m in row]


def quantities_around(quantities: list[list[Quantity]], home: int) -> list[Quantity]:
    """The quantities in a trigger's sentence and the two on either side."""
    return [q for row in quantities[max(0, home - 2) : home + 3] for q in row]


def dates_around(reading: Reading, candidate: Candidate) -> list[tuple[Phrase[Period | None], list[str]]]:
    """The time expressions that may be a trigger's, with their features."""
    home = reading.sentence_of[candidate.index]
    out = []
    for index in range(max(0, home - 4), min(len(reading.sentences), home + 2)):
        for order, phrase in enumerate(reading.periods_in[index]):
            first, _ = reading.tokens_of(phrase)
            value = phrase.value
            age = age_flag(reading, value.start if value else None, value.precision if value else None)
            out.append((phrase, date_features(reading, candidate, first, index, age, order)))
    return out
