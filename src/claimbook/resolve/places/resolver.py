"""Names → places, all of a report together: the country frame, the containers named beside them, and nearness decide.

A name alone never decides between far-apart places: then the place keeps its candidates and has no coordinates.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from claimbook.lexicon.parties import load_demonyms
from claimbook.model import Candidate, Place, Relation

from .gazetteer import Entry, Gazetteer

_BEFORE = (
    (Relation.NEAR, r"(?:near|nearby|close to|around|outside|beside|next to|adjacent to|opposite|off|vicinity of|outskirts of|(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)? of|surroundings of)"),
    (Relation.AREA, r"(?:countryside of|area of|areas of|region of|suburbs? of|surroundings of|axis of|axes of)"),
    (Relation.BETWEEN, r"(?:between)"),
    (Relation.TOWARD, r"(?:towards?|to|into|bound for|against)"),
    (Relation.FROM, r"(?:from|out of)"),
)  # fmt: skip
_KINDS = r"(?:town|city|village|district|province|governorate|state|oblast|region|area|neighbou?rhood|camp|hill|mountain|county|municipality|sub-?district|suburb|river|island|crossing|airport|base|road|quarter|valley)s?"
_LEAD = re.compile(
    rf"(?i)(?P<distance>\d+(?:\.\d+)?)?\s?(?:km|kms|kilomet(?:er|re)s?|miles?)?\s?(?P<words>(?:[\w-]+ ){{0,4}})(?:the )?(?:\w+ )?(?:(?P<kind>{_KINDS}) of )?(?:the )?$"
)
_AREA_AFTER = re.compile(
    r"(?i)^(?:['’]s)? ?(?:northern |southern |eastern |western )?(?:countryside|outskirts?|suburbs?|vicinity|surroundings|desert|axis|front)\b"
)
_PART_BEFORE = re.compile(
    r"(?i)\b(?:north|south|east|west|central)(?:ern|-?eastern|-?western|east|west)?\s(?:the )?(?:countryside of )?$"
)
_KIND_AFTER = re.compile(rf"(?i)^ (?P<kind>{_KINDS})\b")
_BEARING = re.compile(
    r"(?i)(?P<km>\d+(?:\.\d+)?)\s?(?P<unit>km|kms|kilomet(?:er|re)s?|miles?)\s(?:to the )?(?P<way>north|south|east|west|north-?east|north-?west|south-?east|south-?west)(?:ern)?(?: side)? of (?:the )?(?:\w+ )?(?:\w+ of )?$"
)
_WAYS = {
    "north": 0,
    "northeast": 45,
    "east": 90,
    "southeast": 135,
    "south": 180,
    "southwest": 225,
    "west": 270,
    "northwest": 315,
}
DEMONYM_WEIGHT = 0.3
FRAME_SHARE = 0.3  # a country with less than this share of the leading one's votes is not in the report's frame
NEAR_KM = 10.0
COUNTRYSIDE_KM = 25.0
BIG_KINDS = {
    "country",
    "region",
    "state",
    "province",
    "governorate",
    "oblast",
    "territory",
    "republic",
    "peninsula",
    "department",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What the report says of itself: its day, and the country that its outlet or header points to."""

    published: date | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class _Mention:
    name: str
    relation: Relation
    kind: str | None
    partly: bool  # "northern X", "X countryside": not the whole, not the centre
    offset: tuple[float, int] | None  # kilometres and bearing in degrees


class PlaceResolver:
    """Resolves the place names of a report, with a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def known(self, name: str) -> bool:
        """Whether the gazetteer holds a place of exactly this name."""
        return bool(self._gazetteer.exact(name))

    def resolve(self, text: str, spans: Sequence[tuple[int, int]], *, frame: Frame) -> list[Place]:
        """One place for each span of clean text, in order."""
        mentions = [_describe(text, start, end) for start, end in spans]
        countries = self._countries(text, mentions, frame)
        options = [self._options(m, countries) for m in mentions]
        anchors = [o[0] for m, o in zip(mentions, options, strict=True) if len(o) == 1 and o[0].kind != "country"]
        return [self._decide(m, o, countries, anchors) for m, o in zip(mentions, options, strict=True)]

    def _countries(self, text: str, mentions: Sequence[_Mention], frame: Frame) -> dict[str, float]:
        """How much speaks for each country: its name, its demonym, its regions, the report's own country."""
        votes: dict[str, float] = defaultdict(float)
        demonyms = load_demonyms()
        for word in re.findall(r"[A-Z][\w.]+", text):
            if code := demonyms.get(word.lower().rstrip(".")):
                votes[code] += DEMONYM_WEIGHT  # forces fight abroad: an adjective says less than a place
        for mention in mentions:
            entries = self._gazetteer.exact(mention.name)
            found = {e.country for e in entries if e.kind != "town"}
            if len(found) == 1:
                votes[next(iter(found))] += 3
            elif entries and entries[0].population > 300_000:
                votes[entries[0].country] += 2
        if frame.country:
            votes[frame.country] += 2
        return votes

    def _options(self, mention: _Mention, countries: dict[str, float]) -> list[Entry]:
        """Entries that the name may mean, those of the report's countries if there are any."""
        entries = list(self._gazetteer.exact(mention.name))
        least = FRAME_SHARE * max(countries.values(), default=0.0)
        framed = {code for code, n in countries.items() if n >= least}
        inside = [e for e in entries if e.country in framed]
        if not inside:
            inside = [f.entry for f in self._gazetteer.alike(mention.name, frozenset(framed)) if f.alike > 0.93]
        if not inside:
            return entries
        if mention.kind and (fit := [e for e in inside if _fits(mention.kind, e)]):
            return fit
        own = [e for e in inside if e.kind not in ("town", "country")]
        towns = [e for e in inside if e.kind == "town"]
        # "Aleppo" alone is the city, "Aleppo countryside" lies in the governorate.
        if own and towns and not mention.partly:
            return towns
        return own or inside

    def _decide(
        self, mention: _Mention, options: list[Entry], countries: dict[str, float], anchors: list[Entry]
    ) -> Place:
        if not options:
            return Place(
                name=mention.name,
                relation=mention.relation,
                kind=mention.kind,
                reason="No gazetteer entry has this name.",
            )
        ranked = sorted(options, key=lambda e: (-self._score(e, countries, anchors), e.id))
        best = ranked[0]
        if (
            countries
            and best.kind == "town"
            and countries.get(best.country, 0.0) < FRAME_SHARE * max(countries.values())
        ):
            return self._abstained(
                mention, ranked, countries, anchors, "Places of this name lie only outside the countries of the report."
            )
        rivals = [e for e in ranked[1:] if _km(best, e) > 25]
        lead = self._score(best, countries, anchors) - (self._score(rivals[0], countries, anchors) if rivals else -1.0)
        if rivals and lead < 0.5:
            return self._abstained(
                mention,
                ranked,
                countries,
                anchors,
                f"{len(options)} places have this name and nothing in the report decides between them.",
            )
        return _placed(mention, best, len(options))

    def _abstained(
        self, mention: _Mention, ranked: list[Entry], countries: dict[str, float], anchors: list[Entry], reason: str
    ) -> Place:
        candidates = tuple(
            Candidate(
                entry=e.id,
                name=e.name,
                country=e.country,
                lat=e.lat,
                lon=e.lon,
                score=round(self._score(e, countries, anchors), 3),
            )
            for e in ranked[:5]
        )
        return Place(
            name=mention.name, relation=mention.relation, kind=mention.kind, candidates=candidates, reason=reason
        )

    @staticmethod
    def _score(entry: Entry, countries: dict[str, float], anchors: list[Entry]) -> float:
        total = sum(countries.values()) or 1
        score = 3.0 * countries.get(entry.country, 0.0) / total + 0.12 * math.log10(entry.population + 1)
        near = [a for a in anchors if a.id != entry.id and _km(a, entry) < 150]
        return score + (0.8 * min(len(near), 3) / 3 if near else 0.0)


def _fits(kind: str, entry: Entry) -> bool:
    word = kind.lower().rstrip("s")
    if word in ("town", "city", "village", "neighborhood", "neighbourhood", "suburb"):
        return entry.kind == "town"
    if word in ("province", "governorate", "state", "oblast", "region", "county"):
        return entry.kind in BIG_KINDS and entry.kind != "country"
    return word == entry.kind


def _describe(text: str, start: int, end: int) -> _Mention:
    """What the words around a name say of it."""
    before, after = text[max(0, start - 60) : start], text[end : end + 30]
    name = " ".join(text[start:end].split())
    relation = Relation.IN
    for candidate, pattern in _BEFORE:
        if re.search(rf"(?i)\b{pattern} (?:the |an? )?(?:[\w-]+ ){{0,2}}?(?:{_KINDS} of )?(?:the )?$", before):
            relation = candidate
            break
    bearing = _BEARING.search(before)
    offset = None
    if bearing:
        km = float(bearing["km"]) * (1.609 if bearing["unit"].startswith("mile") else 1.0)
        offset = (km, _WAYS[bearing["way"].lower().replace("-", "")])
        relation = Relation.NEAR
    around = bool(_AREA_AFTER.match(after))
    partly = around or bool(_PART_BEFORE.search(before)) or "countryside" in before[-30:].lower()
    if around and relation is Relation.IN:
        relation = Relation.AREA
    kind_after = _KIND_AFTER.match(after)
    kind_before = re.search(rf"(?i)\b({_KINDS}) of (?:the )?$", before)
    kind = (kind_after["kind"] if kind_after else kind_before[1] if kind_before else None) or None
    return _Mention(name, relation, kind.lower() if kind else None, partly, offset)


def _placed(mention: _Mention, entry: Entry, options: int) -> Place:
    lat, lon, radius = entry.lat, entry.lon, entry.radius_km
    big = entry.kind in BIG_KINDS
    reason = (
        "The only entry of this name."
        if options == 1
        else f"The best of {options} entries by country, size and nearness."
    )
    if mention.offset:
        km, degrees = mention.offset
        lat += km / 111.2 * math.cos(math.radians(degrees))
        lon += km / (111.2 * max(0.1, math.cos(math.radians(lat)))) * math.sin(math.radians(degrees))
        radius = max(2.0, 0.25 * km)
        reason += f" Moved {km:g} km by bearing."
    elif mention.relation in (Relation.NEAR, Relation.TOWARD, Relation.BETWEEN, Relation.FROM) and not big:
        radius = max(radius, NEAR_KM)
    elif (mention.relation is Relation.AREA or mention.partly) and not big:
        radius = max(radius, COUNTRYSIDE_KM)
    exact = not big and radius < NEAR_KM and mention.relation is Relation.IN
    return Place(
        name=mention.name,
        relation=mention.relation,
        kind=mention.kind,
        entry=entry.id,
        country=entry.country,
        admin1=None,
        lat=round(lat, 5),
        lon=round(lon, 5),
        radius_km=round(radius, 1),
        geo_precision=1 if exact else 3 if big else 2,
        where_prec=1 if exact else 6 if entry.kind == "country" else 4 if big else 2,
        reason=reason,
    )


def _km(a: Entry, b: Entry) -> float:
    p = math.pi / 180
    h = 0.5 - math.cos((b.lat - a.lat) * p) / 2
    h += math.cos(a.lat * p) * math.cos(b.lat * p) * (1 - math.cos((b.lon - a.lon) * p)) / 2
    return 12742 * math.asin(math.sqrt(h))
