"""Who reports whom, and how each speaker's figures differ from those of others on the same incidents.

A speaker is the one at the end of a claim's chain: who said it first.  Skew is told as a factor: a figure is set
against the middle of the other speakers' figures for the same toll of the same incident; the middle of these factors is
the speaker's.  It says nothing of who is right.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

LEAST_COMPARED = 3
SPAN = 3.0  # the chart reaches from an eighth to eight times


@dataclass(slots=True)
class Speaker:
    """What one speaker says: voices are claims, `alone` incidents that nobody else tells of."""

    name: str
    kinds: Counter[str] = field(default_factory=Counter)
    voices: int = 0
    denials: int = 0
    incidents: set[str] = field(default_factory=set)
    alone: int = 0
    blamed: Counter[str] = field(default_factory=Counter)
    shifts: list[float] = field(default_factory=list)  # log2 of figure against the others'

    @property
    def kind(self) -> str:
        """What it mostly is."""
        return self.kinds.most_common(1)[0][0] if self.kinds else "unknown"

    @property
    def skew(self) -> Skew | None:
        """The middle of its factors and their middle half; None where too few can be compared."""
        if len(self.shifts) < LEAST_COMPARED:
            return None
        low, _, high = quantiles(self.shifts, n=4, method="inclusive")
        return Skew(len(self.shifts), median(self.shifts), low, high)


@dataclass(frozen=True, slots=True)
class Skew:
    """Compared figures, and the middle and quartiles of log2 of the factors."""

    compared: int
    middle: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """ "about the same", "1.6 times the others'"."""
        factor = 2**self.middle
        return "about the others'" if 0.95 < factor < 1.05 else f"{factor:.2g} times the others'"

    @property
    def spread(self) -> str:
        """The middle half, in words."""
        return f"half of them from {2**self.low:.2g} to {2**self.high:.2g} times"

    def x(self, value: float) -> float:
        """Where a value lies on a chart of 100 units."""
        return round(50 + 50 * max(-1.0, min(1.0, value / SPAN)), 1)


@dataclass(frozen=True, slots=True)
class Speaking:
    """All speakers by name, and for every party who says that it acted."""

    speakers: dict[str, Speaker]
    blamed_by: dict[str, Counter[str]]


def listen(bodies: Iterable[str]) -> Speaking:
    """Gathers it from the bodies of incidents, as JSON."""
    speakers: dict[str, Speaker] = {}
    blamed_by: dict[str, Counter[str]] = defaultdict(Counter)
    for body in bodies:
        incident = json.loads(body)
        who = _speakers_by_claim(incident, speakers)
        for identifier in set(who.values()):
            speakers[identifier].incidents.add(incident["id"])
        if len(set(who.values())) == 1:
            speakers[next(iter(who.values()))].alone += 1
        for told in incident["initiators"]:
            for name in {who[c] for c in told["claims"] if c in who}:
                speakers[name].blamed[told["value"]["name"]] += 1
                blamed_by[told["value"]["name"]][name] += 1
        for tally in incident["tallies"]:
            if tally["status"] is None and tally["side"] is None:
                _compare(tally, who, speakers)
    return Speaking(speakers, dict(blamed_by))


def _speakers_by_claim(incident: dict[str, Any], speakers: dict[str, Speaker]) -> dict[str, str]:
    who = {}
    for voice in incident["voices"]:
        if not voice["speakers"]:
            continue
        last = voice["speakers"][-1]
        speaker = speakers.setdefault(last["name"], Speaker(last["name"]))
        speaker.voices += 1
        speaker.kinds[last["kind"]] += 1
        speaker.denials += last["stance"] in ("denies", "doubts")
        who[voice["claim"]] = last["name"]
    return who


def _compare(tally: dict[str, Any], who: dict[str, str], speakers: dict[str, Speaker]) -> None:
    """Sets each speaker's figure (the last one, where it gave several) against the middle of the others'."""
    given: dict[str, float] = {}
    for figure in tally["figures"]:
        names = {who[c] for c in figure["claims"] if c in who}
        high = figure["high"] if figure["high"] is not None else figure["low"]
        given.update((name, (figure["low"] + high) / 2) for name in names)
    if len(given) < 2:
        return
    for name, value in given.items():
        others = median(v for other, v in given.items() if other != name)
        speakers[name].shifts.append(math.log2((value + 1) / (others + 1)))
