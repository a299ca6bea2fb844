"""The annotated reports, parsed and aligned: which candidate of a reading carries which annotated event.

Reports and annotations lie outside the project (`../shared`, or the folder that CLAIMBOOK_SHARED names).
"""

from __future__ import annotations

import bisect
import csv
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import standoff

from claimbook.extract.candidates import Candidate, find_candidates
from claimbook.extract.reading import Reading
from claimbook.ingest import Input, ReadOptions, read_file
from claimbook.ingest.text import read_text
from claimbook.model import Report
from claimbook.pipeline import Pipeline
from claimbook.settings import Settings

SHARED = Path(os.environ.get("CLAIMBOOK_SHARED", Path(__file__).resolve().parents[2] / "shared"))


OWN = ("own", "written", "retold")  # the sources that we wrote ourselves
UNSURE = -1  # stands for an event that the annotation does not list


@dataclass
class Annotated:
    """One annotated report: its reading, its events, and for each event the tokens of its quote."""

    name: str
    source: str  # the file of annotations
    cluster: str
    reading: Reading
    events: list[dict[str, Any]]
    quotes: list[range]  # token ranges; empty where the quote is not in the clean text
    in_gold: bool  # the scored reports; the others are for learning from only
    marks: dict[int, list[int]]  # candidate number → the events that it tells of, UNSURE for an unlisted one

    def optional(self, index: int) -> bool:
        """Whether the scorer neither rewards nor punishes finding the event."""
        event = self.events[index]
        return bool(event["background"] or event["aggregate"] or event["modality"] in ("general", "conditional"))


def load(names: str = "dev train", *, holdout: bool = False, pipeline: Pipeline | None = None) -> list[Annotated]:
    """The annotated reports of the named sets with our own, the holdout's left out unless asked for."""
    pipeline = pipeline or Pipeline(Settings())
    aside = set() if holdout else set((SHARED / "gold/holdout.list").read_text().split())
    with (SHARED / "reports/INDEX.tsv").open(encoding="utf-8") as file:
        clusters = {
            r["path"].removesuffix(".txt"): r["cluster"]
            for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    aside_clusters = {clusters.get(name) or name for name in aside}
    events = {}
    for name in names.split():
        for line in (SHARED / f"gold/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            events[row["doc"]] = row["events"]
    news = dict([*_fakes(), *_trnews(), *_lee(), *_muc()])
    out = []
    for row in standoff.rows():
        name = row["doc"]
        cluster = clusters.get(name) or name
        if name in aside or cluster in aside_clusters:
            continue
        report = news.get(name) or _own(row) or _shared(name)
        told = standoff.unpack(row, report.text) if "events" in row else events[name]
        reading = pipeline.parse(report)
        candidates = find_candidates(reading)
        out.append(
            Annotated(
                name=name,
                source=row["source"],
                cluster=cluster,
                reading=reading,
                events=told,
                quotes=[find_quote(reading, e["quote"]) for e in told],
                in_gold=name in events,
                marks=_marks(row, reading, candidates, [e["id"] for e in told]),
            )
        )
    return out


def _shared(name: str) -> Report:
    report = read_file(Input(path=SHARED / f"reports/{name}.txt", name=name), ReadOptions())
    assert isinstance(report, Report), name
    return report


def _own(row: standoff.Row) -> Report | None:
    """A text that we wrote ourselves and keep in the row."""
    return _as_report(row["doc"], row["text"]) if "text" in row else None


def _as_report(name: str, text: str) -> Report:
    return read_text(text, name=name, sha256="0" * 64, options=ReadOptions(), notices=())


def _fakes() -> Iterator[tuple[str, Report]]:
    """FA-KES's articles as reports, by name."""
    with (SHARED / "benchmarks/fa-kes/dev.csv").open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            day = datetime.strptime(row["date"], "%m/%d/%y").date().isoformat()
            name = f"fakes/{row['unit_id']}"
            yield name, _as_news(name, "", row["source"], day, row["article_title"], row["article_content"])


def _trnews() -> Iterator[tuple[str, Report]]:
    """TR-News's articles as reports, by name."""
    for article in ElementTree.parse(SHARED / "benchmarks/geoparsing/TR-News.xml").getroot():
        url, outlet, day, title, text = (
            (article.findtext(tag) or "").strip() for tag in ("url", "domain", "dltime", "title", "text")
        )
        name = f"news/{article.get('docid')}"
        yield name, _as_news(name, url, outlet, day, " ".join(title.split()), text)


def _lee() -> Iterator[tuple[str, Report]]:
    """The broadcaster's news of Lee's similarity corpus, which gensim's package carries: a paragraph each, no day."""
    found = find_spec("gensim")
    assert found and found.origin, "gensim carries reports to learn from: pip install -e '.[train]'"
    folder = Path(found.origin).parent / "test/test_data"
    for short, file in (("lee", "lee_background.cor"), ("leb", "lee.cor")):
        for n, text in enumerate((folder / file).read_text(encoding="latin-1").split("\n")):
            yield f"{short}/{n:03d}", _as_report(f"{short}/{n:03d}", text.strip() + "\n")


def _muc() -> Iterator[tuple[str, Report]]:
    """MUC-4's training reports; what of them is shouted, in small letters like the rest."""
    with (SHARED / "benchmarks/muc4/train.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            name = f"muc/{row['docid']}"
            yield name, _as_report(name, row["doctext"].lower().strip() + "\n")


def _as_news(name: str, url: str, outlet: str, day: str, title: str, text: str) -> Report:
    return _as_report(name, f"url: {url}\noutlet: {outlet}\npublished: {day}\ntitle: {title}\n\n{text}\n")


def _marks(row: standoff.Row, reading: Reading, candidates: list[Candidate], ids: list[str]) -> dict[int, list[int]]:
    """The marked words as candidates; a word that is no candidate is passed over."""
    origin = reading.clean.origin
    at = {}
    for n, candidate in enumerate(candidates):
        at[origin[reading.doc[candidate.index].idx]] = n
    out = {}
    for start, _, told in row["marks"]:
        if start in at:
            out[at[start]] = [UNSURE if name == "?" else ids.index(name) for name in told]
    return out


def find_quote(reading: Reading, quote: str) -> range:
    """The tokens of the reading that the quote covers."""
    text = reading.report.text
    body = reading.report.body
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    found = re.compile(pattern).search(text, body.start if body else 0)
    if not found:
        return range(0)
    origin = reading.clean.origin
    first = bisect.bisect_left(origin, found.start())
    last = bisect.bisect_left(origin, found.end())
    if last <= first:
        return range(0)
    tokens = [t.i for t in reading.doc if t.idx < last and t.idx + len(t) > first and not t.is_space]
    return range(tokens[0], tokens[-1] + 1) if tokens else range(0)


def folds(corpus: list[Annotated], count: int = 5) -> list[tuple[list[Annotated], list[Annotated]]]:
    """(training part, tested part) pairs; reports of one cluster stand in one part."""
    import zlib

    parts: list[list[Annotated]] = [[] for _ in range(count)]
    for annotated in corpus:
        parts[zlib.crc32(annotated.cluster.encode()) % count].append(annotated)
    return [([a for j, part in enumerate(parts) if j != i for a in part], parts[i]) for i in range(count)]
