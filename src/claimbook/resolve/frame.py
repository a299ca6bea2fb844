"""The country that a report, or one part of it, is about: what general names ("government forces") follow.

What the report names comes first: places, then parties and adjectives of nationality, which say less, since forces
fight abroad.  The dateline counts where the text names next to nothing, the outlet's country last.  Where these do not
decide there is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .places.landmarks import Landmark, count_votes

PLAIN_SHARE = 0.6  # a country of which at least this share of all that speaks tells is the one
FRAME_SHARE = 0.2  # one with less is only touched on, in whatever part
PARTY_WEIGHT = 0.3  # as `count_votes` weighs an adjective of nationality
LITTLE = 1.0  # about what one place says
_BREAK = re.compile(r"\n+")
_HEAD = 800  # characters in which a dateline may stand
_DATELINE = re.compile(
    r"^(?P<place>[A-Z][\w'’.-]*(?:[ /-][A-Z][\w'’.-]*){0,4})(?:, [^\n()]{2,40}?)?(?P<agency>,? ?\([^)\n]{2,40}\))?\s*[-–—]+\s",
    re.M,
)


@dataclass(frozen=True, slots=True)
class CountryFrame:
    """What speaks for each country: `votes` over the report, `placed` the countries of its places by where they stand.

    `breaks` are where the paragraphs begin.  `outlet` is the country of an outlet that speaks from one.
    """

    votes: Mapping[str, float] = field(default_factory=dict)
    placed: tuple[tuple[int, str], ...] = ()
    breaks: tuple[int, ...] = (0,)
    outlet: str | None = None

    @property
    def home(self) -> str | None:
        """The country that the whole report is about."""
        best = max(self.votes, key=lambda c: (self.votes[c], c), default=None)
        if best is not None and self._share(best) >= PLAIN_SHARE:
            return best
        return self.outlet if self.outlet and (not self.votes or self._share(self.outlet) >= FRAME_SHARE) else None

    def near(self, at: int) -> str | None:
        """The country of the places in the paragraph of `at`, else in the nearest before it that names any."""
        last = bisect_right(self.breaks, at)
        end = self.breaks[last] if last < len(self.breaks) else None
        for begin in reversed(self.breaks[:last]):
            here = [c for start, c in self.placed if begin <= start and (end is None or start < end)]
            if here:
                best = max(set(here), key=lambda c: (here.count(c), c))
                plain = here.count(best) >= PLAIN_SHARE * len(here) and self._share(best) >= FRAME_SHARE
                return best if plain else None
            end = begin
        return None

    def _share(self, country: str) -> float:
        return self.votes.get(country, 0.0) / (sum(self.votes.values()) or 1.0)


def make_frame(
    text: str, landmarks: Sequence[Landmark], *, parties: Iterable[str], outlet: str | None = None
) -> CountryFrame:
    """The frame of clean text; `parties` are the home countries of the groups that it names, once for each naming."""
    start, end = _find_dateline(text)
    body = [m for m in landmarks if not start <= m.start < end]
    counted = count_votes(text, body, (), {}, None)
    votes = counted.without("")
    said = sum(votes.values())
    for country in parties:
        votes[country] = votes.get(country, 0.0) + PARTY_WEIGHT
    if said < LITTLE and len(body) < len(landmarks):
        head = [m for m in landmarks if start <= m.start < end]
        for country, weight in count_votes(text[:end], head, (), {}, None).without("").items():
            votes[country] = votes.get(country, 0.0) + weight
    placed = ((m.start, _country_of(m, votes)) for m in body)
    return CountryFrame(
        votes=votes,
        placed=tuple((at, country) for at, country in placed if country),
        breaks=(0, *(m.end() for m in _BREAK.finditer(text))),
        outlet=outlet if votes or not body else None,  # places that say nothing here may lie abroad
    )


def _country_of(landmark: Landmark, votes: Mapping[str, float]) -> str | None:
    """Of the countries in which places of the name lie, that of which the report says most."""
    named = {e.country for e in landmark.entries if e.kind == "country"}
    spoken_for = [c for c in named or {e.country for e in landmark.entries} if votes.get(c)]
    return max(spoken_for, key=lambda c: (votes[c], c), default=None)


def _find_dateline(text: str) -> tuple[int, int]:
    """Where "BEIRUT (Agency) - " begins and ends; (0, 0) where there is none."""
    for m in _DATELINE.finditer(text, 0, _HEAD):
        if m["agency"] or m["place"].isupper():
            return m.span()
    return 0, 0
