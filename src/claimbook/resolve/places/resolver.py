"""Names → places, all of a report together.

A name alone never decides: the report's countries, the region or town named beside it, nearness to the report's other
places and the kind word do.  Where they do not decide, the place keeps its candidates and has no coordinates.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from claimbook.lexicon.parties import load_demonyms
from claimbook.model import Candidate, Place

from .cues import Cues, are_pair, describe
from .discs import place_at, place_between
from .gazetteer import Gazetteer
from .geometry import distance_km
from .index import Entry, Found
from .keys import strict_key
from .kinds import FIRST, INSIDE, NATURAL, SORT_OF, TOWN, fits
from .landmarks import Landmark, count_countries, find_landmarks, in_one_sentence, must_hold, stands_beside

FRAME_SHARE = 0.2  # a country with less than this share of the leading one's votes is not in the report's frame
FRAME_MOST = 4
SPELLING_SHARE, SPELLING_MOST = 0.35, 2  # the countries in which unseen spellings are looked for
SAME_KM = 25.0  # candidates nearer than this to each other are no rivals
LEAD = 0.45  # by how much the best must lead the best rival
ALIKE_ALONE = 0.9  # an unseen spelling is taken without support from here on
ALIKE_HELPED = 0.8  # and from here on when a place beside it, or near it, supports it
HELP = 0.8
REMOTE = 0.15  # a small town with less support than this is taken only where the report names no other place
WORLD_CITY = 1_000_000  # towns of this size are meant wherever the report is from
CAPITAL_SIZE = 20_000  # a town of this size that bears its region's name is meant before the region
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """What the report says of itself: its day, and the country that its outlet or header points to."""

    published: date | None = None
    country: str | None = None


class _Witness(NamedTuple):
    weight: float  # how near the landmark stands
    holds: bool  # the words say that it holds the place


class _Supported(NamedTuple):
    found: Found
    support: float
    why: str


@dataclass(frozen=True, slots=True)
class _Scored:
    entry: Entry
    alike: float
    support: float  # from containers and nearness
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class _Report:
    """What all names of one report share."""

    text: str
    countries: dict[str, float]
    framed: frozenset[str]
    spelling: frozenset[str]  # the countries in which unseen spellings are looked for
    landmarks: list[Landmark]
    anchors: list[Entry]

    def share(self, country: str) -> float:
        return self.countries.get(country, 0.0) / (sum(self.countries.values()) or 1.0)


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

    def resolve(self, text: str, spans: Sequence[tuple[int, int]], *, frame: Frame) -> list[Place]:
        """One place for each span of clean text, in order."""
        cues = [describe(text, start, end) for start, end in spans]
        report = self._frame(text, spans, frame)
        options = []
        for n, cue in enumerate(cues):
            cues[n], found = self._options(cue, report)
            options.append(found)
        # First with the names that point to one entry, then with all that were decided.
        supported = [_support_all(report, span, found) for span, found in zip(spans, options, strict=True)]
        report = replace(report, anchors=_anchors(options))
        for _ in range(2):
            decided = [_choose(report, *given) for given in zip(cues, supported, strict=True)]
            report = replace(report, anchors=[d.winner.entry for d in decided if d.winner and _is_point(d.winner)])
        places = [
            place_at(cue, d.winner.entry, self._label(d.winner.entry), d.reason) if d.winner else _abstain(cue, d)
            for cue, d in zip(cues, decided, strict=True)
        ]
        _stretch(text, spans, [d.winner.entry if d.winner else None for d in decided], places)
        return places

    def _frame(self, text: str, spans: Sequence[tuple[int, int]], frame: Frame) -> _Report:
        landmarks = find_landmarks(text, self._gazetteer)
        countries = count_countries(text, landmarks, spans, frame.country)
        most = max(countries.values(), default=0.0)
        leading = sorted((c for c in countries), key=lambda c: (-countries[c], c))
        framed = [c for c in leading if countries[c] >= FRAME_SHARE * most][:FRAME_MOST]
        spelling = [c for c in leading if countries[c] >= SPELLING_SHARE * most][:SPELLING_MOST]
        return _Report(text, countries, frozenset(framed), frozenset(spelling), landmarks, [])

    def _options(self, cue: Cues, report: _Report) -> tuple[Cues, list[Found]]:
        """All that the name may mean: entries of the whole name, else of its bare form, else of unseen spellings."""
        if country := load_demonyms().get(cue.name.lower()):
            named = [e for e in self._gazetteer.exact(self._gazetteer.country_name(country)) if e.kind == "country"]
            return cue, [Found(e, 1.0) for e in named]
        exact = self._gazetteer.exact(cue.name)
        if any(e.country in report.framed or e.kind != TOWN for e in exact):
            cue = cue.whole()
        else:
            exact += self._gazetteer.exact(cue.bare) + self._both_names(cue.name)
        found = [Found(entry, 1.0) for entry in {e.id: e for e in exact}.values()]
        if not any(f.entry.country in report.framed or f.entry.kind == "country" for f in found):
            known = {f.entry.id for f in found}
            alike = self._gazetteer.alike(cue.bare, report.spelling)
            found += [f for f in alike if f.alike >= ALIKE_HELPED and f.entry.id not in known][:20]
        return cue, _of_one_sort(cue, found)

    def _both_names(self, name: str) -> tuple[Entry, ...]:
        """The entries of "Ayn al-Arab (Kobani)": those that bear both names, else those that bear one."""
        if "(" not in name:
            return ()
        first, second = (self._gazetteer.exact(part.strip(" )")) for part in name.split("(", 1))
        return tuple(e for e in first if e in second) or first + second

    def _label(self, entry: Entry) -> str:
        """The first-level region's name: that of its P-code where one is known, since labels differ by source."""
        return self._gazetteer.region_names().get(entry.admin1_code, entry.admin1)


def _of_one_sort(cue: Cues, found: list[Found]) -> list[Found]:
    """Town or region of one name: "Aleppo" alone is the city, "Aleppo province" and its countryside the region."""
    if cue.kind and (fit := [f for f in found if fits(cue.kind, f.entry.kind)]):
        return fit
    regional = cue.wide or (cue.part is not None and SORT_OF.get(cue.kind or "") != TOWN)
    regions = {(f.entry.country, f.entry.admin1) for f in found if f.entry.kind == FIRST}
    towns = {
        (f.entry.country, f.entry.admin1)
        for f in found
        if f.entry.kind == TOWN and f.alike == 1.0 and f.entry.population >= CAPITAL_SIZE
    }
    both = regions & towns
    drop = TOWN if regional else FIRST
    return [f for f in found if f.entry.kind != drop or (f.entry.country, f.entry.admin1) not in both]


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


def _choose(report: _Report, cue: Cues, supported: list[_Supported]) -> _Decision:
    ranked = sorted((_score(report, cue, s) for s in supported), key=lambda s: (-s.score, -s.alike, s.entry.id))
    # Entries that the words deny, and those outside the report's countries, stand back where others remain.
    ranked = [s for s in ranked if s.support >= 0] or ranked
    ranked = [s for s in ranked if not _is_outside(report, cue, s)] or ranked
    winner, reason = _decide(report, cue, ranked)
    return _Decision(winner, ranked, reason)


def _score(report: _Report, cue: Cues, supported: _Supported) -> _Scored:
    found, support, why = supported
    entry = found.entry
    near = min((distance_km(a, entry) for a in report.anchors if a.id != entry.id), default=None)
    if near is not None and near < 200:
        support += 0.8 * math.exp(-near / 15) + 0.5 * math.exp(-near / 80)
        why = why or f"{near:.0f} km from another place of the report"
    sure = max(0.0, (found.alike - 0.8) / 0.2)  # size says nothing for a name that is only somewhat alike
    score = 3.0 * report.share(entry.country) + support + 0.3 * sure * math.log10(entry.population + 1)
    score -= 7.0 * (1 - found.alike)
    if strict_key(entry.name) in (strict_key(cue.name), strict_key(cue.bare)):
        score += 0.4
    if entry.kind == "country":
        score += 3.5
    elif entry.kind == FIRST:
        score += 2.0
    if cue.kind:
        score += 0.4 if fits(cue.kind, entry.kind) else -0.4
    return _Scored(entry, found.alike, support, score, why)


def _support_all(report: _Report, span: tuple[int, int], found: list[Found]) -> list[_Supported]:
    """What the landmarks around a name say for each entry, up to 2, below 0 if one beside it denies it; and in words."""
    beside: dict[tuple[Entry, ...], _Witness] = {}
    for landmark in report.landmarks:
        if landmark.start < span[1] and span[0] < landmark.end:
            continue
        witness = _witness(report.text, span, landmark)
        known = beside.get(landmark.entries)
        if known is None or witness.weight > known.weight:
            beside[landmark.entries] = witness
    return [_Supported(f, *_support(report, f.entry, beside)) for f in found]


def _witness(text: str, span: tuple[int, int], landmark: Landmark) -> _Witness:
    if stands_beside(text, span, landmark):
        return _Witness(2.0, must_hold(text, span, landmark))
    return _Witness(0.9 if in_one_sentence(text, span, landmark) else 0.4, False)


def _support(report: _Report, entry: Entry, beside: dict[tuple[Entry, ...], _Witness]) -> tuple[float, str]:
    best, why, denied = 0.0, "", False
    for entries, witness in beside.items():
        hold, by = max(((_holds(e, entry), e.name) for e in entries), default=(0.0, ""))
        if witness.weight * hold > best:
            best = witness.weight * hold
            why = f"{by} is named {'beside it' if witness.weight > 1 else 'in the report'}"
        if hold == 0.0 and witness.holds and entry.kind != FIRST:
            denied |= any(e.kind != "country" and e.country in report.framed for e in entries)
    return (best - 1.0 if denied and best < 1.0 else best), why


def _holds(landmark: Entry, entry: Entry) -> float:
    """How far a landmark speaks for an entry, 0 to 1: one contains the other, or they lie near each other."""
    if landmark.id == entry.id:
        return 0.0
    same = landmark.country == entry.country
    if landmark.kind == "country" or entry.kind == "country":
        return 0.4 if same else 0.0
    if FIRST in (landmark.kind, entry.kind):
        if landmark.admin1_code and entry.admin1_code:
            return 1.0 if landmark.admin1_code == entry.admin1_code else 0.0
        if landmark.admin1 and same and landmark.admin1 == entry.admin1:
            return 1.0
    away = distance_km(landmark, entry)
    reach = max(landmark.radius_km, entry.radius_km, 40.0)
    return max(0.0, 1.0 - 0.5 * away / reach) if away < 1.3 * reach else 0.0


def _decide(report: _Report, cue: Cues, ranked: list[_Scored]) -> tuple[_Scored | None, str]:
    if not ranked:
        return None, "No gazetteer entry has this name or one that sounds like it."
    best = ranked[0]
    if best.alike < (ALIKE_HELPED if best.support >= HELP and cue.kind not in INSIDE else ALIKE_ALONE):
        return None, "Only names that sound somewhat like it are known, and nothing in the report supports one."
    if _is_outside(report, cue, best):
        return None, "Places of this name lie only outside the countries of the report."
    if best.entry.kind == TOWN and cue.kind in NATURAL and best.support < HELP:
        return None, f"Only towns have this name, and it is called a {cue.kind}."
    if _is_remote(report, best):
        return None, "The only places of this name lie far from all else that the report names."
    if best.support < 0:
        return None, "The place named beside it lies elsewhere than every entry of this name."
    rivals = [s for s in ranked[1:] if distance_km(best.entry, s.entry) > SAME_KM]
    if rivals and best.score - rivals[0].score < LEAD:
        return None, f"{len(rivals) + 1} places may be meant and nothing in the report decides between them."
    return best, _reason(best, len(rivals))


def _is_outside(report: _Report, cue: Cues, scored: _Scored) -> bool:
    """Whether an entry is a town of a country that the report does not speak of, and nothing else supports it."""
    entry = scored.entry
    if entry.kind != TOWN or scored.support >= HELP or not report.framed or entry.country in report.framed:
        return False
    return entry.population < WORLD_CITY or strict_key(entry.name) != strict_key(cue.name)


def _is_remote(report: _Report, scored: _Scored) -> bool:
    """Whether an entry is a small town, and the report names other places of its country, but none near it."""
    entry = scored.entry
    if entry.kind != TOWN or entry.population >= CAPITAL_SIZE or scored.support >= REMOTE:
        return False
    return any(a.country == entry.country and a.id != entry.id for a in report.anchors)


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


def _stretch(text: str, spans: Sequence[tuple[int, int]], winners: list[Entry | None], places: list[Place]) -> None:
    """Two neighbours that are the ends of a stretch get the disc between them."""
    for i in range(len(spans) - 1):
        first, second = winners[i], winners[i + 1]
        if first and second and are_pair(text, spans[i], spans[i + 1]):
            places[i] = place_between(places[i], first, second)
            places[i + 1] = place_between(places[i + 1], first, second)
