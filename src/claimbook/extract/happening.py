"""A happening as the extractor found it: tokens, not yet resolved to the world."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from claimbook.model import Harm, Kind, Modality, Outcome, Period, Phrase, Site

from .mentions import Mention
from .same import Trigger
from .speech import Speech
from .tolls import Quantity


class StandIn(StrEnum):
    """What stands in where no words tell the time: the day of the report, its month, or nothing."""

    DAY = "day"
    MONTH = "month"
    NONE = "none"


@dataclass(slots=True)
class Happening:
    """One happening of a report; `triggers` are its mentions, the one that tells it best first.

    `period` is what words tell of its time; where there are none, `stand_in` says what of the report's own date stands in.
    """

    triggers: list[Trigger]
    kind: Kind
    background: bool = False
    aggregate: bool = False
    modality: Modality = Modality.ASSERTED
    outcome: Outcome | None = None
    initiators: list[Mention] = field(default_factory=list)
    targets: list[Mention] = field(default_factory=list)
    places: list[Mention] = field(default_factory=list)
    period: Phrase[Period | None] | None = None
    stand_in: StandIn = StandIn.NONE
    tolls: list[tuple[Harm, Quantity]] = field(default_factory=list)
    toll_chances: dict[int, float] = field(
        default_factory=dict
    )  # first token of a quantity → how likely it is this one's
    spare_tolls: list[tuple[Harm, Quantity]] = field(default_factory=list)  # likely ones that were not chosen
    rival_tolls: list[tuple[Harm, Quantity, Speech | None]] = field(
        default_factory=list
    )  # others' figures; None: the outlet's
    speeches: list[Speech] = field(default_factory=list)
    means: tuple[int, int] | None = None
    sites: list[tuple[Site, int, int]] = field(default_factory=list)

    @property
    def main(self) -> Trigger:
        """The mention that tells it best."""
        return self.triggers[0]
