"""A neutral sentence made from fields alone: it stands where a report's own words must not be passed on.

It never says that something happened, only what is told and by what kind of speaker.  No name of a speaker and no word
of a report comes into it; names of parties and places are those that the fields hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from claimbook.model import Claim, Clash, Harm, Incident, Link, Period, Place, Precision, SpeakerKind, Stance

from .countries import acled_name
from .row import sum_tolls

SPEAKERS: dict[SpeakerKind, str] = {
    SpeakerKind.PARTY: "a party to the conflict",
    SpeakerKind.STATE_MEDIA: "state media",
    SpeakerKind.PARTISAN: "media aligned with a side",
    SpeakerKind.MONITOR: "a monitor",
    SpeakerKind.AGENCY: "a news outlet",
    SpeakerKind.UN: "the United Nations",
    SpeakerKind.AID: "an aid organisation",
    SpeakerKind.OFFICIAL: "an official",
    SpeakerKind.LOCAL: "local people",
    SpeakerKind.UNKNOWN: "a speaker of unknown kind",
}
CLASHES: dict[Clash, str] = {
    Clash.FIGURES: "Speakers give figures that do not meet.",
    Clash.PARTY: "Speakers name rival parties.",
    Clash.HAPPENED: "It is denied by some and told by others.",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def say_incident(incident: Incident) -> str:
    """What is told of an incident, its tolls as ranges, by what kinds of speaker, and what they contradict."""
    harms = (t for harm in Harm if (t := incident.tally(harm)))
    parts = [
        _happening(str(incident.kind.value), incident.place.value if incident.place else None, incident.period.value if incident.period else None),
        _parties([a.value.name for a in incident.initiators], [a.value.name for a in incident.targets]),
        _listed(f"{t.harm} {say_range(t.low, t.high)}" for t in harms),
        f"Told by {say_speakers([v.speakers for v in incident.voices])}"
        f" in {_count(len(incident.reports), 'report')}; {_count(incident.independent_voices, 'independent voice')}.",
        *(CLASHES[clash] for clash in dict.fromkeys(c.about for c in incident.contradictions)),
    ]  # fmt: skip
    return " ".join(p for p in parts if p)


def say_claim(claim: Claim) -> str:
    """What one claim tells, and by what kind of speaker."""
    tolls = [t.value for t in claim.tolls if t.value is not None]
    sums = ((harm, total) for harm in Harm if (total := sum_tolls(tolls, harm)))
    place = next((p.value for p in claim.places if p.value), None)
    chain = tuple(link.value for link in claim.speakers if link.value)
    parts = [
        _happening(str(claim.kind.value or "happening"), place, claim.period.value if claim.period else None),
        _parties([a.value.name for a in claim.initiators if a.value], [a.value.name for a in claim.targets if a.value]),
        _listed(f"{harm} {say_range(*total)}" for harm, total in sums),
        f"Told by {say_speakers([chain])}.",
    ]
    return " ".join(p for p in parts if p)


def say_range(low: int, high: int | None) -> str:
    """ "3", "3 to 12", "at least 3"."""
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"{low} to {high}"


def say_speakers(chains: Sequence[Sequence[Link]]) -> str:
    """The kinds of those who said it first, each once: "a monitor and state media (denying)"."""
    said = []
    for chain in chains:
        last = chain[-1] if chain else None
        kind = SPEAKERS[last.kind if last else SpeakerKind.UNKNOWN]
        denies = last is not None and last.stance in (Stance.DENIES, Stance.DOUBTS)
        said.append(
            f"{kind} ({'denying' if last.stance is Stance.DENIES else 'doubting'})" if denies and last else kind
        )
    return _and(list(dict.fromkeys(said))) or SPEAKERS[SpeakerKind.UNKNOWN]


def say_place(place: Place) -> str:
    """ "near Port Salt, Coast, Syria": the name, the regions round it, the country; nothing twice."""
    country = acled_name(place.country) if place.country else None
    name = country if country and place.name == place.country else place.name
    names = dict.fromkeys(n for n in (name, place.admin2, place.admin1, country) if n)
    relation = str(place.relation) if str(place.relation) in ("near", "between", "toward", "from") else "in"
    return f"{relation} {', '.join(names)}"


def say_period(period: Period) -> str:
    """ "on 4 March 2021", "in March 2021", "from 1 March 2021 to 4 March 2021", "since 1 March 2021"."""
    if period.precision is Precision.YEAR:
        return f"in {period.start.year}"
    if period.precision is Precision.MONTH:
        return f"in {_MONTHS[period.start.month - 1]} {period.start.year}"
    if period.end is None or period.ongoing:
        return f"since {_day(period.start)}"
    if period.end == period.start:
        return f"on {_day(period.start)}"
    return f"from {_day(period.start)} to {_day(period.end)}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _happening(kind: str, place: Place | None, period: Period | None) -> str:
    words = [kind.replace("_", " ").capitalize(), "is told of"]
    if place:
        words.append(say_place(place))
    words.append(say_period(period) if period else "on a day that is not told")
    return " ".join(words) + "."


def _parties(initiators: Sequence[str], targets: Sequence[str]) -> str:
    if initiators and targets:
        return f"By {_and(initiators)}, against {_and(targets)}."
    if initiators:
        return f"By {_and(initiators)}."
    return f"Against {_and(targets)}." if targets else ""


def _listed(parts: Iterable[str]) -> str:
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")
