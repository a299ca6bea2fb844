"""Names → places, all of a report together.

A name alone never decides: the report's countries, the region or town named beside it, nearness to the report's other
places and the kind word do.  Where they do not decide, the place keeps its candidates and has no coordinates.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from claimbook.lexicon.areas import load_occupied
from claimbook.lexicon.parties import load_demonyms
from claimbook.model import Candidate, Place

from .countries import neighbours
from .cues import Cues, are_pair, describe
from .discs import code_regions, codes_by_point, place_at, place_between
from .gazetteer import Gazetteer
from .geometry import distance_km
from .homes import at_holder, at_home, find_holder
from .index import Entry, Found
from .keys import keys_of, strict_key
from .kinds import FIRST, INSIDE, NATURAL, PARTS_OF_TOWNS, SECOND, SORT_OF, TOWN, fits
from .landmarks import (
    CITY,
    EVERYDAY,
    Landmark,
    Votes,
    count_votes,
    find_landmarks,
    is_acronym,
)
from .support import Supported, share_support, support_all

FRAME_SHARE = 0.2  # a country with less than this share of the leading one's votes is not in the report's frame
FRAME_MOST = 6
SPELLING_SHARE, SPELLING_MOST = 0.35, 2  # the countries in which unseen spellings are looked for
SAME_KM = 25.0  # candidates nearer than this to each other are no rivals
LEAD = 0.35  # by how much the best must lead the best rival
ALIKE_ALONE = 0.9  # an unseen spelling is taken without support from here on
BROAD_KM = 10.0  # an area as large is known across the border
SHORT = 2  # consonants: so short a name resembles many by chance
ALIKE_SHORT = 0.95
ALIKE_HELPED = 0.84  # and from here on when a place beside it, or near it, supports it
HELP = 0.8
BESIDE = 1.5  # the support of a region that is named beside the place and holds it
REMOTE = 0.3  # a small town with less support is taken only where the report names no other place and few countries
LEADING = 0.35  # the share of a country that a report is mostly about
CAPITAL_SIZE = 20_000  # a town of this size that bears its region's name is meant before the region
CAPITAL_LEAD = 1.3
FIRST_LEAD = 2.5
OWN_LEAD = 1.0
SIZE_WEIGHT = 0.3  # what ten times the people are worth
SEAT_SHARE = 0.15  # of the people of a region's towns that live in its seat, if the bare name is to mean the seat
METROPOLIS = 1_000_000
DWARFED = 50  # how many times larger a metropolis is than a town of its name that nobody means without saying so
SEAT_KM = 40.0  # a town this near to the middle of a second-level region of its name is the region's seat
NUDGES = ((0.0, 0.0), (0.02, 0.0), (-0.02, 0.0), (0.0, 0.02), (0.0, -0.02))  # degrees; two kilometres
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known of the report: its day, the country that its outlet or header points to, its landmarks if found."""

    published: date | None = None
    country: str | None = None
    landmarks: Sequence[Landmark] | None = None


@dataclass(frozen=True, slots=True)
class _Scored:
    entry: Entry
    alike: float
    support: float  # from containers and nearness
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the rest of a report says of the country that one name lies in."""

    countries: dict[str, float]
    framed: frozenset[str]
    spelling: frozenset[str]  # the countries in which unseen spellings are looked for
    bordering: frozenset[str]  # the neighbours of the framed ones

    def share(self, country: str) -> float:
        return self.countries.get(country, 0.0) / (sum(self.countries.values()) or 1.0)

    def speaks_across(self, entry: Entry) -> bool:
        """Whether reports of a neighbour name the entry too: mountains, rivers and fronts, towns on occupied land."""
        if entry.country not in self.bordering:
            return False
        if entry.kind == TOWN:
            return _geonames_id(entry) in load_occupied()
        return entry.kind not in (FIRST, SECOND) and entry.radius_km >= BROAD_KM


@dataclass(frozen=True, slots=True)
class _Decision:
    winner: _Scored | None
    ranked: list[_Scored]
    reason: str


class PlaceResolver:
    """Resolves the place names of a report, with a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def known(self, name: str) -> bool:
        """Whether the gazetteer holds a place of exactly this name."""
        return bool(self._gazetteer.exact(name))

    def landmarks(self, text: str) -> list[Landmark]:
        """The well-known places that clean text names."""
        return find_landmarks(text, self._gazetteer)

    def resolve(self, text: str, spans: Sequence[tuple[int, int]], *, frame: Frame) -> list[Place]:
        """One place for each span of clean text, in order."""
        cues = [describe(text, start, end) for start, end in spans]
        landmarks = self.landmarks(text) if frame.landmarks is None else frame.landmarks
        names = {strict_key(cue.name): [e for e in self._exact(cue) if e.kind == TOWN] for cue in cues}
        votes = count_votes(text, landmarks, spans, names, frame.country)
        frames = [_frame(votes, cue) for cue in cues]
        options = []
        for n, cue in enumerate(cues):
            cues[n], found = self._options(cue, frames[n])
            options.append(found)
        framed = [frame.framed for frame in frames]
        supported = [support_all(text, landmarks, *given) for given in zip(spans, framed, options, strict=True)]
        supported = share_support(cues, supported)
        # First with the names that point to one entry, then with all that were decided.
        anchors = _anchors(options)
        for _ in range(2):
            decided = [_choose(*given, anchors) for given in zip(frames, cues, supported, strict=True)]
            anchors = [d.winner.entry for d in decided if d.winner and _is_point(d.winner)]
        places = [
            self._place(cue, d.winner.entry, d.reason) if d.winner else _abstain(cue, d)
            for cue, d in zip(cues, decided, strict=True)
        ]
        for n, place in enumerate(places):
            if place.entry is None and not _is_no_name(cues[n]):
                holder = find_holder(text, spans[n], landmarks, frames[n].framed) or self._country_in(place.name)
                if holder is not None:
                    places[n] = at_holder(place, holder, self._label(holder))
                else:
                    places[n] = at_home(place, frames[n].countries, self._gazetteer.country_name)
        self._stretch(text, spans, [d.winner.entry if d.winner else None for d in decided], places)
        return places

    def _place(self, cue: Cues, entry: Entry, reason: str) -> Place:
        return self._coded(place_at(cue, entry, self._label(entry), reason), entry)

    def _coded(self, place: Place, entry: Entry) -> Place:
        """`place` with the regions that its centre lies in, where the entry does not tell them."""
        if place.lat is None or place.lon is None or not place.country or not codes_by_point(entry):
            return place
        for north, east in NUDGES:  # a border town may lie just outside an outline that is rounded
            here = [
                e for e in self._gazetteer.regions_at(place.lat + north, place.lon + east) if e.country == place.country
            ]
            if here:
                return code_regions(place, entry, here)
        return place

    def _stretch(
        self, text: str, spans: Sequence[tuple[int, int]], winners: list[Entry | None], places: list[Place]
    ) -> None:
        """Two neighbours that are the ends of a stretch get the disc between them."""
        for i in range(len(spans) - 1):
            first, second = winners[i], winners[i + 1]
            if first and second and are_pair(text, spans[i], spans[i + 1]):
                places[i] = self._coded(place_between(places[i], first, second), first)
                places[i + 1] = self._coded(place_between(places[i + 1], first, second), second)

    def _options(self, cue: Cues, frame: _Frame) -> tuple[Cues, list[Found]]:
        """All that the name may mean: entries of the whole name, else of its bare form, else of unseen spellings."""
        if country := load_demonyms().get(cue.name.lower()):
            named = [e for e in self._gazetteer.exact(self._gazetteer.country_name(country)) if e.kind == "country"]
            return cue, [Found(e, 1.0) for e in named]
        if _is_no_name(cue):
            return cue, []
        if cue.wide and (around := self._gazetteer.exact(f"{cue.bare} countryside")):
            return cue, [Found(entry, 1.0) for entry in around]  # a region of its own, as Rif Dimashq is
        exact = self._gazetteer.exact(cue.name)
        if any(e.country in frame.framed or e.kind != TOWN for e in exact):
            cue = cue.whole()
        else:
            exact += self._gazetteer.exact(cue.bare) + self._both_names(cue.name)
        found = [Found(entry, 1.0) for entry in {e.id: e for e in exact}.values()]
        if not any(
            f.entry.country in frame.framed or f.entry.kind == "country" or _is_famous(f.entry, cue) for f in found
        ):
            known = {f.entry.id for f in found}
            alike = () if is_acronym(cue.bare) else self._gazetteer.alike(cue.bare, frame.spelling)
            found += [f for f in alike if f.alike >= ALIKE_HELPED and f.entry.id not in known][:20]
        return cue, _of_one_sort(cue, found)

    def _exact(self, cue: Cues) -> tuple[Entry, ...]:
        return self._gazetteer.exact(cue.name) or self._gazetteer.exact(cue.bare)

    def _both_names(self, name: str) -> tuple[Entry, ...]:
        """The entries of "Ayn al-Arab (Kobani)": those that bear both names, else those that bear one."""
        if "(" not in name:
            return ()
        first, second = (self._gazetteer.exact(part.strip(" )")) for part in name.split("(", 1))
        return tuple(e for e in first if e in second) or first + second

    def _country_in(self, name: str) -> Entry | None:
        """ "Northwest Syria" lies in Syria, whatever the report is about."""
        last = name.rpartition(" ")[2]
        return next((e for e in self._gazetteer.exact(last) if e.kind == "country"), None) if last != name else None

    def _label(self, entry: Entry) -> str:
        """The first-level region's name: that of its P-code where one is known, since labels differ by source."""
        return self._gazetteer.region_names().get(entry.admin1_code, entry.admin1)


def _frame(votes: Votes, cue: Cues) -> _Frame:
    countries = votes.without(strict_key(cue.name))
    most = max(countries.values(), default=0.0)
    leading = sorted(countries, key=lambda c: (-countries[c], c))
    framed = [c for c in leading if countries[c] >= FRAME_SHARE * most][:FRAME_MOST]
    spelling = [c for c in leading if countries[c] >= SPELLING_SHARE * most][:SPELLING_MOST]
    bordering = frozenset().union(*map(neighbours, framed))
    return _Frame(countries, frozenset(framed), frozenset(spelling), bordering)


def _geonames_id(entry: Entry) -> int:
    """0 for an entry of another source."""
    source, _, number = entry.id.rpartition("-")
    return int(number) if source == "geonames" and number.isdecimal() else 0


def _is_no_name(cue: Cues) -> bool:
    """Whether the words are no name of a place: without a capital, a weekday, a people."""
    if cue.name.islower() and cue.name.isascii():
        return True
    # "Bay region" names a region though "Bay" alone does not.
    return cue.name.lower() in EVERYDAY and SORT_OF.get(cue.kind or "") not in (FIRST, SECOND)


def _of_one_sort(cue: Cues, found: list[Found]) -> list[Found]:
    """Town or region of one name: "Aleppo" alone is the city, "Aleppo province" and its countryside the region."""
    if cue.kind in PARTS_OF_TOWNS:
        found = [f for f in found if f.entry.kind not in ("country", FIRST)]
    if cue.kind and (fit := [f for f in found if fits(cue.kind, f.entry.kind)]):
        return fit
    regional = cue.wide or cue.regional or (cue.part is not None and SORT_OF.get(cue.kind or "") != TOWN)
    regions = {(f.entry.country, f.entry.admin1): f.entry for f in found if f.entry.kind == FIRST}
    towns: dict[tuple[str, str], int] = {}
    for f in found:
        if f.entry.kind == TOWN and f.alike == 1.0 and f.entry.population >= CAPITAL_SIZE:
            place = (f.entry.country, f.entry.admin1)
            towns[place] = max(f.entry.population, towns.get(place, 0))
    both = regions.keys() & towns.keys()
    # "Quebec" is the province, where others of its towns are far larger; "Aleppo" is the city.
    as_region = {place for place in both if regional or towns[place] < SEAT_SHARE * regions[place].population}
    found = [
        f
        for f in found
        if (place := (f.entry.country, f.entry.admin1)) not in both
        or f.entry.kind != (TOWN if place in as_region else FIRST)
    ]
    # Our own table of towns is for names that town lists lack or give to another town.
    settled = {f.entry.country for f in found if f.alike == 1.0 and "-town-" in f.entry.id}
    found = [f for f in found if f.entry.country not in settled or "-town-" in f.entry.id]
    # A second-level region that is called as its seat is meant only where the words say so.
    seats = [f.entry for f in found if f.entry.kind == TOWN and f.alike == 1.0]
    return [f for f in found if f.entry.kind != SECOND or not any(distance_km(f.entry, s) < SEAT_KM for s in seats)]


def _anchors(options: list[list[Found]]) -> list[Entry]:
    """Entries that their names alone point to."""
    anchors: dict[str, Entry] = {}
    for found in options:
        exact = [f.entry for f in found if f.alike == 1.0 and f.entry.kind not in ("country", FIRST)]
        if exact and all(distance_km(exact[0], e) < SAME_KM for e in exact[1:]):
            anchors[exact[0].id] = exact[0]
    return list(anchors.values())


def _is_point(scored: _Scored) -> bool:
    return scored.entry.kind not in ("country", FIRST) and scored.entry.radius_km < 50


def _choose(frame: _Frame, cue: Cues, supported: list[Supported], anchors: list[Entry]) -> _Decision:
    # A capital is meant wherever the report is from, but not in a country that has a city of its name.
    at_home = any(_is_city_at_home(s.found, frame) for s in supported)
    scored = (_score(frame, cue, s, anchors, at_home=at_home) for s in supported)
    ranked = sorted(scored, key=lambda s: (-s.score, -s.alike, s.entry.id))
    # Entries that the words deny, and those outside the report's countries, stand back where others remain.
    ranked = [s for s in ranked if s.support >= 0] or ranked
    ranked = [s for s in ranked if not _is_outside(frame, cue, s)] or ranked
    ranked = _without_dwarfed(ranked, cue)
    winner, reason = _decide(frame, cue, ranked, anchors)
    return _Decision(winner, ranked, reason)


def _without_dwarfed(ranked: list[_Scored], cue: Cues) -> list[_Scored]:
    """Without small namesakes that nothing in the report supports: Paris, not Paris, Texas; Queensland, not its hamlet."""
    called = [s.entry for s in ranked if s.entry.kind in (TOWN, FIRST) and _is_called(s.entry, cue)]
    largest = max((e.population for e in called if e.capital or e.population >= METROPOLIS), default=0)
    return [s for s in ranked if s.entry.kind != TOWN or s.support >= HELP or s.entry.population * DWARFED >= largest]


def _is_city_at_home(found: Found, frame: _Frame) -> bool:
    entry = found.entry
    return found.alike == 1.0 and entry.kind == TOWN and entry.country in frame.framed and entry.population >= CITY


def _score(frame: _Frame, cue: Cues, supported: Supported, anchors: list[Entry], *, at_home: bool) -> _Scored:
    found, support, why = supported
    entry = found.entry
    near = min((distance_km(a, entry) for a in anchors if a.id != entry.id), default=None)
    if near is not None and near < 200:
        support += 0.8 * math.exp(-near / 15) + 0.5 * math.exp(-near / 80)
        why = why or f"{near:.0f} km from another place of the report"
    sure = max(0.0, (found.alike - 0.8) / 0.2)  # size says nothing for a name that is only somewhat alike
    size = math.log10(entry.population + 1) if entry.kind == TOWN else 0.0
    score = 3.0 * frame.share(entry.country) + support + SIZE_WEIGHT * sure * size
    score -= 7.0 * (1 - found.alike)
    if strict_key(entry.name) in (strict_key(cue.name), strict_key(cue.bare)):
        score += 0.4
    if "-town-" in entry.id:  # our own table: such a name was worth writing down
        score += OWN_LEAD
    if entry.capital and (entry.country in frame.framed or not at_home):
        score += CAPITAL_LEAD
    if entry.kind == "country" or not entry.country:
        score += 4.5
    elif entry.kind == FIRST:
        score += FIRST_LEAD
    elif entry.kind == SECOND and not cue.kind:
        score -= 0.5
    if cue.kind:
        score += 0.4 if fits(cue.kind, entry.kind) else -0.4
    return _Scored(entry, found.alike, support, score, why)


def _decide(frame: _Frame, cue: Cues, ranked: list[_Scored], anchors: list[Entry]) -> tuple[_Scored | None, str]:
    if not ranked and _is_no_name(cue):
        return None, "The words are no name."
    if not ranked:
        return None, "No gazetteer entry has this name or one that sounds like it."
    best = ranked[0]
    if best.alike < _enough(cue, best.support):
        return None, "Only names that sound somewhat like it are known, and nothing in the report supports one."
    if _is_outside(frame, cue, best):
        return None, "Places of this name lie only in countries that nothing else in the report speaks of."
    if best.entry.kind == TOWN and cue.kind in NATURAL and best.support < HELP:
        return None, f"Only towns have this name, and it is called a {cue.kind}."
    if _is_remote(frame, best, anchors):
        return None, "The only places of this name lie far from all else that the report names."
    if best.support < 0:
        return None, "The place named beside it lies elsewhere than every entry of this name."
    rivals = [s for s in ranked[1:] if distance_km(best.entry, s.entry) > SAME_KM]
    if rivals and best.score - rivals[0].score < LEAD:
        return None, f"{len(rivals) + 1} places may be meant and nothing in the report decides between them."
    return best, _reason(best, len(rivals))


def _enough(cue: Cues, support: float) -> float:
    """How alike an unseen spelling must be, with what the report says for its entry."""
    if len(keys_of(cue.bare).skeleton) <= SHORT and support < BESIDE:
        return ALIKE_SHORT
    return ALIKE_HELPED if support >= HELP and cue.kind not in INSIDE else ALIKE_ALONE


def _is_outside(frame: _Frame, cue: Cues, scored: _Scored) -> bool:
    """Whether nothing but its own name speaks for the entry's country, and it is not so large that it needs nothing."""
    entry = scored.entry
    if entry.kind == "country" or not entry.country or scored.support >= HELP or entry.country in frame.framed:
        return False
    if entry.kind not in (TOWN, SECOND) and not frame.framed:
        return False  # a region or mountain is better known than a town: it may stand alone
    if frame.speaks_across(entry):
        return False
    if entry.kind == FIRST:
        return entry.population < METROPOLIS or not _is_called(entry, cue)
    return not _is_famous(entry, cue)


def _is_famous(entry: Entry, cue: Cues, *, people: int = CITY) -> bool:
    """Whether an entry is a city of so many people, called by its main name."""
    return entry.kind == TOWN and _is_called(entry, cue) and entry.population >= people


def _is_called(entry: Entry, cue: Cues) -> bool:
    return strict_key(entry.name) == strict_key(cue.name)


def _is_remote(frame: _Frame, scored: _Scored, anchors: list[Entry]) -> bool:
    """Whether an entry is a small town, and none of the report's other places is near it.

    That tells where the report names others of its country, or is mostly about another country.
    """
    entry = scored.entry
    if entry.kind != TOWN or entry.population >= CAPITAL_SIZE or scored.support >= REMOTE:
        return False
    if frame.framed and frame.share(entry.country) < LEADING and not frame.speaks_across(entry):
        return True
    return any(a.country == entry.country and a.id != entry.id for a in anchors)


def _reason(best: _Scored, rivals: int) -> str:
    parts = ["Exact name" if best.alike == 1.0 else f"Spelled like {best.entry.name} ({best.alike:.2f})"]
    if best.why:
        parts.append(best.why)
    parts.append(f"ahead of {rivals} other{'s' if rivals > 1 else ''}" if rivals else "no rival")
    return "; ".join(parts) + "."


def _abstain(cue: Cues, decision: _Decision) -> Place:
    candidates = tuple(
        Candidate(
            entry=s.entry.id, name=s.entry.name, country=s.entry.country or None, admin1=s.entry.admin1 or None,
            lat=s.entry.lat, lon=s.entry.lon, score=round(s.score, 3),
        )
        for s in decision.ranked[:_SHOWN]
    )  # fmt: skip
    return Place(name=cue.name, relation=cue.relation, kind=cue.kind, candidates=candidates, reason=decision.reason)
