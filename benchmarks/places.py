"""Figures for places: names resolved, unseen spellings, speed and memory.  `python benchmarks/places.py [PART ...]`

Parts: trnews, airwars, syria, spellings, speed.  Measured on material that is not ours: the shared folder beside the
checkout (or CLAIMBOOK_SHARED); a part whose data is missing is skipped and says so.  `places_syria.tsv` holds the
places of annotated Syrian reports that were looked up by hand: an empty entry says that the gazetteer does not hold
the place, `sure` is "no" where the look-up left a doubt.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from claimbook.ingest import ReadOptions, clean, find_inputs, read_file
from claimbook.model import Place, Report
from claimbook.resolve.places import Frame, PlaceResolver, open_gazetteer
from claimbook.resolve.places.gazetteer import cache_home
from claimbook.resolve.places.geometry import distance_km
from claimbook.resolve.places.imports import add_places
from claimbook.resolve.places.keys import Keys, make_keys, similarity
from claimbook.resolve.places.kinds import split_kind
from claimbook.resolve.places.spelling import Spelled, is_arabic, rank

SHARED = Path(os.environ.get("CLAIMBOOK_SHARED") or Path(__file__).parents[2] / "shared")
HERE = Path(__file__).parent


@dataclass(frozen=True)
class At:
    """A true position."""

    lat: float
    lon: float


def main(parts: list[str]) -> None:
    """Runs the named parts, or all."""
    table = {"trnews": trnews, "airwars": airwars, "syria": syria, "spellings": spellings, "speed": speed}
    for part in parts or list(table):
        print(f"== {part}")
        try:
            table[part]()
        except FileNotFoundError as error:
            print(f"skipped: {error.filename} is not there")


@cache
def with_syria() -> Path:
    """A cache folder with the Syrian file imported."""
    folder = Path(tempfile.mkdtemp())
    open_gazetteer()
    for path in cache_home().glob("places-*.sqlite"):
        (folder / path.name).symlink_to(path)
    add_places(SHARED / "places" / "syria_places.csv", cache_folder=folder)
    return folder


def trnews() -> None:
    """TR-News with names given: share of placed toponyms within some distances; abstained ones count as wrong.

    The set holds what a name means: "southern California" is California's point there.  So the entry is measured, not
    the area that the words around it make of it.
    """
    gazetteer = open_gazetteer()
    resolver = PlaceResolver(gazetteer)
    hits = {161: 0, 25: 0}
    total = placed = 0
    for article in etree.parse(SHARED / "benchmarks/geoparsing/TR-News.xml").iter("article"):
        text = article.findtext("text") or ""
        spans, truth = [], []
        for toponym in article.iter("toponym"):
            lat, lon = toponym.findtext(".//lat"), toponym.findtext(".//lon")
            if lat and lon:
                spans.append(_span(text, toponym))
                truth.append(At(float(lat), float(lon)))
        for place, true in zip(resolver.resolve(text, spans, frame=Frame()), truth, strict=True):
            total += 1
            entry = gazetteer.entry(place.entry or "")
            away = distance_km(entry, true) if entry else None
            placed += away is not None
            for reach in hits:
                hits[reach] += away is not None and away <= reach
            if away is None or away > 161:
                _tell("trnews", place, away)
    print(f"{total} toponyms, {placed} placed")
    for reach, count in hits.items():
        print(f"within {reach} km: {count}/{total} = {count / total:.3f}")


def _span(text: str, toponym: etree._Element) -> tuple[int, int]:
    """The toponym's characters: offsets of the set are sometimes off by a few, the phrase decides."""
    phrase = toponym.findtext("phrase") or ""
    start = int(toponym.findtext("start") or 0)
    found = [i for i in range(max(0, start - 40), start + 40) if text.startswith(phrase, i)]
    start = min(found, key=lambda i: abs(i - start)) if found else start
    return start, start + len(phrase)


def airwars() -> None:
    """The placed incidents: the annotated place of its reports that is named like the incident's first word of place.

    Where none is named so, the other places that the reports name stand for it.  Of several, the nearest to the coded
    point counts.  An incident is held where the gazetteer has, within 10 km of the coded point, a place of such a name:
    a village that no report or no gazetteer names cannot be met but by luck.
    """
    gazetteer = open_gazetteer(with_syria())
    resolver = PlaceResolver(gazetteer)
    placed = [r for r in _rows(SHARED / "gold/incidents.airwars.tsv") if r["latitude"]]
    marked = _marked()
    places_near = [(_at(r), _keys_of_row(r)) for r in _rows(SHARED / "places/syria_places.csv")]
    sets = {"held": _counts(), "not held": _counts()}
    for incident in placed:
        true = At(float(incident["latitude"]), float(incident["longitude"]))
        meant: list[float] = []
        others: list[float] = []
        wordings: dict[bool, list[Keys]] = {True: [], False: []}
        for path in incident["files"].split():
            key = path.removesuffix(".txt")
            text, frame = _text(key)
            spans = _find(text, marked.get(key, []))
            for place in resolver.resolve(text, spans, frame=frame):
                away = _away(place, true)
                is_it = _names_it(place, incident["location"])
                wordings[is_it].append(make_keys(split_kind(place.name)[0]))
                if away is not None and (place.radius_km or 0) <= 30:
                    (meant if is_it else others).append(away)
        named = bool(wordings[True])
        best = min(meant if named else others, default=None)
        held = any(
            distance_km(at, true) <= 10 and any(similarity(k, w) > 0.85 for k in keys for w in wordings[named])
            for at, keys in places_near
        )
        counts = sets["held" if held else "not held"]
        counts["abstained" if best is None else "wrong" if best > 25 else "within 25"] += 1
        counts["within 5"] += best is not None and best <= 5
        counts["within 10"] += best is not None and best <= 10
        if best is None or best > 10:
            print("   ", incident["location"], "|", "held" if held else "not held", "|", best and f"{best:.0f} km")
    for name, counts in sets.items():
        total = counts["within 25"] + counts["wrong"] + counts["abstained"]
        told = ", ".join(f"{k} {v} ({v / total:.3f})" for k, v in counts.items())
        print(f"{total} of {len(placed)} incidents {name}: {told}")


def _counts() -> dict[str, int]:
    return {"within 5": 0, "within 10": 0, "within 25": 0, "wrong": 0, "abstained": 0}


def _keys_of_row(row: dict[str, str]) -> list[Keys]:
    return [make_keys(n) for n in (row["name"], *row["names_latin"].split("|")) if n]


def _names_it(place: Place, location: str) -> bool:
    """Whether a place's name is a spelling of the most specific part of the coded location."""
    asked = make_keys(split_kind(location.split(",")[0].removeprefix("village of "))[0])
    return similarity(asked, make_keys(split_kind(place.name)[0])) > 0.85


def _marked() -> dict[str, list[str]]:
    """Report → the wordings of its places, as annotated."""
    wordings: dict[str, list[str]] = {}
    for name in ("dev.jsonl", "train.jsonl"):
        for line in (SHARED / "gold" / name).read_text(encoding="utf-8").splitlines():
            report = json.loads(line)
            found = [p["text"] for e in report["events"] for p in e["places"]]
            wordings[report["doc"]] = list(dict.fromkeys(found))
    return wordings


def syria() -> None:
    """Places of annotated Syrian reports against entries that were looked up by hand."""
    for label, folder in (("embedded only", None), ("with syria_places.csv", with_syria())):
        gazetteer = open_gazetteer(folder)
        resolver = PlaceResolver(gazetteer)
        truth = {
            r["geonames_id"]: At(float(r["lat"]), float(r["lon"])) for r in _rows(SHARED / "places/syria_places.csv")
        }
        marked = _marked()
        held = within = wrong = abstained = between = 0
        absent = absent_placed = 0
        sure_held = sure_within = 0
        by_report: dict[str, list[dict[str, str]]] = {}
        for row in _rows(HERE / "places_syria.tsv"):
            by_report.setdefault(row["report"], []).append(row)
        for report, rows in by_report.items():
            text, frame = _text(report)
            all_words = list(dict.fromkeys([*marked.get(report, []), *(r["wording"] for r in rows)]))
            spans = _find(text, all_words)
            places = dict(zip((text[a:b] for a, b in spans), resolver.resolve(text, spans, frame=frame), strict=True))
            for row in rows:
                place = places.get(row["wording"])
                if place is None:
                    continue  # the wording stands otherwise in the clean text
                away = _away(place, truth[row["entry"].removeprefix("geonames-")]) if row["entry"] else None
                if not row["entry"]:
                    absent += 1
                    if place.lat is not None and (place.radius_km or 0) < 25:
                        absent_placed += 1
                        _tell("syria-absent", place, None)
                    continue
                held += 1
                sure_held += row["sure"] == "yes"
                if away is None:
                    abstained += 1
                elif away <= 10:
                    within += 1
                    sure_within += row["sure"] == "yes"
                elif away > 25:
                    wrong += 1
                else:
                    between += 1
                if away is None or away > 10:
                    _tell("syria", place, away, report)
        print(
            f"{label}: {held} held: within 10 km {within} ({within / held:.3f}; sure ones {sure_within}/{sure_held}),"
            f" 10-25 km {between}, over 25 km {wrong} ({wrong / held:.3f}), abstained {abstained} ({abstained / held:.3f});"
            f" {absent} not in the gazetteer: {absent_placed} given a point all the same"
        )


def spellings() -> None:
    """One alias left out, the governorate known: is the place first among those of the governorate?

    An alias that another place of the governorate bears letter for letter is no unseen spelling; both figures are told.
    """
    rows = _rows(SHARED / "places/syria_places.csv")
    folded: dict[str, list[tuple[int, Keys]]] = {}
    names: list[dict[str, list[str]]] = []
    for number, row in enumerate(rows):
        both = {"Latin": [row["name"], *row["names_latin"].split("|")], "Arabic": row["names_arabic"].split("|")}
        names.append({script: [n for n in dict.fromkeys(found) if n] for script, found in both.items()})
        keys = {make_keys(n) for found in names[-1].values() for n in found}
        folded.setdefault(row["adm1_pcode"], []).extend((number, k) for k in keys)
    for script in ("Latin", "Arabic"):
        tasks = []
        for number, found in enumerate(names):
            every = {make_keys(n).strict for f in found.values() for n in f}
            tasks += [(number, n) for n in found[script] if len(every) > 1]
        tasks = random.Random(2).sample(tasks, 600)
        right = distinct = distinct_right = 0
        for number, name in tasks:
            asked = make_keys(name)
            others = [
                (i, k) for i, k in folded[rows[number]["adm1_pcode"]] if not (i == number and k.strict == asked.strict)
            ]
            scored = ((similarity(asked, k), k.strict, i) for i, k in others)
            ((_, best), *_) = rank(Spelled(asked, is_arabic(name)), scored)
            good = best == number or distance_km(_at(rows[best]), _at(rows[number])) < 3
            shared = any(
                k.strict == asked.strict and distance_km(_at(rows[i]), _at(rows[number])) > 3 for i, k in others
            )
            right += good
            distinct += not shared
            distinct_right += good and not shared
        print(
            f"{script}: first {right}/{len(tasks)} = {right / len(tasks):.3f};"
            f" without names that two places of the governorate bear: {distinct_right}/{distinct} = {distinct_right / distinct:.3f}"
        )


def speed() -> None:
    """Import, start-up, look-ups and memory."""
    folder = with_syria()
    with tempfile.TemporaryDirectory() as home:
        packed = Path(home) / "other8.csv"
        packed.write_bytes(gzip.decompress((SHARED / "places/conflict_places_other8.csv.gz").read_bytes()))
        start, busy = time.perf_counter(), time.process_time()
        made, tally = add_places(packed, cache_folder=folder)
        took, busy = time.perf_counter() - start, time.process_time() - busy
        print(
            f"import: {made.places} places in {took:.1f} s ({tally.faulty} faulty); 100,000 in {took / made.places * 1e5:.1f} s"
            f" ({busy / made.places * 1e5:.1f} s of CPU)"
        )
    before = _resident_mb()
    start = time.perf_counter()
    gazetteer = open_gazetteer(folder)
    resolver = PlaceResolver(gazetteer)
    resolver.known("Aleppo")
    print(f"start-up: {time.perf_counter() - start:.3f} s")
    names = [r["name"] for r in _rows(SHARED / "places/syria_places.csv")]
    names = random.Random(1).sample(names, 5000)
    busy = time.process_time()
    for name in names:
        gazetteer.exact(name)
    print(f"exact look-ups: {len(names) / (time.process_time() - busy):.0f} a second of CPU, none seen before")
    busy = time.process_time()
    for name in names[:1500]:
        gazetteer.alike(name + "a", frozenset({"SY"}))
    print(f"look-ups of unseen spellings: {1500 / (time.process_time() - busy):.0f} a second of CPU")
    busy = time.process_time()
    for name in names * 10:
        resolver.known(name)
    print(f"known: {10 * len(names) / (time.process_time() - busy):.0f} a second of CPU, after the first time")
    print(f"memory: {_resident_mb() - before:.0f} MB more than before opening")
    texts = [(t, f, _find(t, w)) for r, w in list(_marked().items())[:60] if w for t, f in [_text(r)]]
    words = sum(len(t.split()) for t, _, _ in texts)
    for turn in ("first", "second"):
        busy = time.process_time()
        for text, frame, spans in texts:
            resolver.resolve(text, spans, frame=frame)
        took = time.process_time() - busy
        print(
            f"resolve, {turn} time: {1000 * took / len(texts):.1f} ms of CPU a report ({words / len(texts):.0f} words, {sum(len(s) for _, _, s in texts) / len(texts):.1f} places)"
        )


def _resident_mb() -> float:
    """What the process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t" if path.suffix == ".tsv" else ","))


@cache
def _text(report: str) -> tuple[str, Frame]:
    """A report's clean text and its frame."""
    (item,) = find_inputs([SHARED / "reports" / f"{report}.txt"]).items
    read = read_file(item, ReadOptions())
    assert isinstance(read, Report)
    return clean(read).text, Frame(published=read.published.value if read.published else None)


def _find(text: str, wordings: Iterable[str]) -> list[tuple[int, int]]:
    """The first place where each wording stands."""
    return sorted((text.index(w), text.index(w) + len(w)) for w in wordings if w in text)


def _at(row: dict[str, str]) -> At:
    return At(float(row["lat"]), float(row["lon"]))


def _away(place: Place, true: At) -> float | None:
    if place.lat is None or place.lon is None:
        return None
    return distance_km(At(place.lat, place.lon), true)


def _tell(part: str, place: Place, away: float | None, report: str = "") -> None:
    if os.environ.get("CLAIMBOOK_TELL"):
        where = f"{away:.0f} km" if away is not None else "-"
        print(
            f"    {part} {report} {place.name!r} {where} {place.entry} {place.reason} {[c.name for c in place.candidates[:3]]}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
