"""The rules by which two happenings are compared: every level of every comparison, its weight and its sentence.

A weight is in bits and says how much more often the level is met between reports of one happening than between reports
of two that lie near each other in time and place.  NEVER says that they cannot be one.  The sentences' fields are
filled in order by `compare`.  docs/explanation/joining.md lists all this, and a test compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

NEVER = -20.0


class Rule(NamedTuple):
    """One level: its weight in bits and its sentence."""

    weight: float
    sentence: str


_SAID = "One of them does not say how many were {harm}."
_GIVE = "They give {0} and {1} {harm}"
_TOLL = {
    "same, 10 or more": Rule(3.0, "Both give {0} {harm}."),
    "same, 4 to 9": Rule(2.0, "Both give {0} {harm}."),
    "same, 2 or 3": Rule(1.0, "Both give {0} {harm}."),
    "same, one": Rule(0.5, "Both give {0} {harm}."),
    "same, none": Rule(0.0, "Both give {0} {harm}."),
    "close": Rule(0.5, f"{_GIVE}: close."),
    "open": Rule(0.0, f"{_GIVE}: the lower is a lower bound."),
    "not said": Rule(0.0, _SAID),
    "unlike": Rule(-0.5, f"{_GIVE}."),
    "very unlike": Rule(-1.5, f"{_GIVE}: far apart."),
    "fell": Rule(-3.0, f"{_GIVE}, and the later report gives far fewer: tolls grow."),
}
INJURED_TELLS = 0.75  # of what the killed tell: the injured are counted less alike


def _toll(harm: str, *, tells: float = 1.0) -> dict[str, Rule]:
    return {name: Rule(r.weight * tells, r.sentence.replace("{harm}", harm)) for name, r in _TOLL.items()}


LEVELS: Mapping[str, Mapping[str, Rule]] = {
    "period": {
        "same": Rule(3.0, "Both give {0}."),
        "overlap": Rule(2.0, "Both may be on {0}."),
        "likely": Rule(1.0, "Both may be on {0}, and one day is assumed."),
        "next day": Rule(0.5, "They lie a day apart, as night and morning are often told."),
        "next day, assumed": Rule(0.0, "They lie a day apart, and one day is assumed."),
        "within": Rule(0.0, "One period lies within the other's weeks."),
        "undated": Rule(-1.0, "One of them gives no day."),
        "days apart, assumed": Rule(-2.0, "They lie {0} days apart, and one day is assumed."),
        "days apart": Rule(-3.0, "They lie {0} days apart."),
        "apart": Rule(NEVER, "They lie {0} days apart."),
        "weeks apart": Rule(NEVER, "Their periods do not meet."),
    },
    "kind": {
        "same": Rule(1.0, "Both tell of {0}."),
        "family": Rule(0.0, "{0} and {1} are kinds of one family."),
        "other violence": Rule(-2.0, "{0} and {1} are different violence."),
        "different": Rule(NEVER, "{0} and {1} are different things."),
    },
    "place": {
        "same place": Rule(4.0, "Both are at {0}."),
        "one place": Rule(4.0, "{0} is {1}."),
        "same name": Rule(4.0, "{0} and {1} are one name, though not on the map."),
        "shared name": Rule(2.5, "{0} and {1} share a name."),
        "near": Rule(2.0, "{0} and {1} lie {2:.0f} km apart, within their radii."),
        "in the report": Rule(1.0, "One names no place, but its report names {0}."),
        "same area": Rule(1.0, "{0} and {1} lie {2:.0f} km apart, within an area."),
        "same country": Rule(0.0, "{0} and {1} may be one: the area is wide."),
        "area": Rule(0.0, "One of {0} and {1} is an area."),
        "same name apart": Rule(
            0.0, "{0} and {1} lie {2:.0f} km apart, but bear one name: one of them may be taken for another place."
        ),
        "unplaced": Rule(-0.5, "One of them names no place."),
        "neighbours": Rule(-1.0, "{0} and {1} lie {2:.0f} km apart."),
        "other name": Rule(-1.5, "{0} and {1} are different names, and one is not on the map."),
        "just outside": Rule(-4.0, "{0} and {1} lie {2:.0f} km apart, outside their radii."),
        "far": Rule(-6.0, "{0} and {1} lie {2:.0f} km apart."),
        "outside": Rule(NEVER, "{0} and {1} lie {2:.0f} km apart, outside their radii."),
        "too far": Rule(NEVER, "{0} and {1} lie {2:.0f} km apart."),
    },
    "initiators": {
        "same": Rule(1.5, "Both name the same party as acting."),
        "part": Rule(1.5, "One acting party is part of the other."),
        "allied": Rule(1.0, "The acting parties are allied."),
        "alike": Rule(1.0, "The acting parties are named alike."),
        "crossed": Rule(1.0, "Both name the same two sides, the other way round."),
        "not said": Rule(0.0, "One of them does not say who acted."),
        "unknown": Rule(0.0, "How the acting parties stand to each other is not known."),
        "different": Rule(-2.0, "They name different parties as acting."),
    },
    "targets": {
        "same": Rule(1.0, "Both name the same party as struck."),
        "part": Rule(1.0, "One struck party is part of the other."),
        "allied": Rule(0.5, "The struck parties are allied."),
        "alike": Rule(0.5, "What was struck is named alike."),
        "not said": Rule(0.0, "One of them does not say who or what was struck."),
        "unknown": Rule(0.0, "How the struck parties stand to each other is not known."),
        "different": Rule(-0.5, "They name different parties as struck."),
    },
    "killed": _toll("killed"),
    "injured": _toll("injured", tells=INJURED_TELLS),
    "words": {
        "4 or more shared": Rule(3.0, "They share {0}."),
        "3 shared": Rule(2.5, "They share {0}."),
        "2 shared": Rule(2.0, "They share {0}."),
        "1 shared": Rule(1.0, "They share {0}."),
        "none": Rule(0.0, "They share no telling words."),
    },
    "report": {
        "one subject": Rule(2.5, "Their reports share {0} names and telling words."),
        "near subject": Rule(1.5, "Their reports share {0} names and telling words."),
        "unclear": Rule(0.0, "Their reports share little."),
        "other subject": Rule(-1.0, "Their reports share no names or telling words."),
    },
}
