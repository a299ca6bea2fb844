"""Actors and speakers on material that is not ours: by hand, FA-KES, syndication.  Run one part by naming it.

`hand`: the named parties of the annotated reports (`actors_by_hand.tsv`: report, wording, the entry that it means; an
empty entry says that none is meant or that the lexicon has none, so that it must stay open).  The list was made by
reading every wording and what the resolver said of it, so it checks against mistakes and regressions; it is no
blind test.
`fakes`: the class of whoever did the killing, in the development part of FA-KES.
`copies`: the pairs of `syndication_by_hand.tsv`, and all pairs of reports of different clusters.
`speakers`: how many of the speakers that the annotations name are known, by kind.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path

from common import shared_folder, tell
from fakes_actors import actor_class

from claimbook.fuse import Fingerprint, copies_among, fingerprint, independent
from claimbook.ingest import ReadOptions, clean, find_inputs, read_file
from claimbook.model import Link, Report, SpeakerKind, Voice
from claimbook.resolve.actors import ActorIndex
from claimbook.resolve.context import ActorContext
from claimbook.resolve.speakers import SpeakerIndex

HERE = Path(__file__).parent
SHARED = shared_folder()
INDEX = ActorIndex.load()
SPEAKERS = SpeakerIndex.load()


def main(parts: list[str]) -> None:
    """Runs the named parts, or all."""
    table = {"hand": hand, "fakes": fakes, "copies": copies, "speakers": speakers}
    for part in parts or list(table):
        print(f"== {part}")
        table[part]()


def hand() -> None:
    """Right, wrong and open among the named parties; wrong counts those that should have stayed open too."""
    right = wrong = left_open = kept = 0
    for row in _rows(HERE / "actors_by_hand.tsv"):
        text, context = _report(row["report"])
        at = text.find(row["wording"])
        found = INDEX.resolve(row["wording"], context, at=at if at >= 0 else None)
        entry = found.actor.entry or ""
        right += bool(entry) and entry == row["entry"]
        kept += not entry and not row["entry"]
        left_open += not entry and bool(row["entry"])
        if entry and entry != row["entry"]:
            wrong += 1
            print(f"    wrong: {row['report']} {row['wording']!r}: {entry} ({found.how}), not {row['entry'] or 'any'}")
    known = right + left_open + wrong
    print(
        f"{right + wrong + left_open + kept} wordings: {right} right, {wrong} wrong, {left_open} open, {kept} rightly open"
    )
    tell("named actors right", right / known, "share", target=">= 0.85", met=right / known >= 0.85)
    tell("named actors wrong", wrong / (known + kept), "share", target="<= 0.05", met=wrong / (known + kept) <= 0.05)


def fakes() -> None:
    """Accuracy of the actor class."""
    path = SHARED / "benchmarks" / "fa-kes" / "dev.csv"
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        rows = list(csv.DictReader(lines))
    right = sum(actor_class(f"{r['article_title']}.\n{r['article_content']}") == r["actor"] for r in rows)
    most = Counter(r["actor"] for r in rows).most_common(1)[0][1]
    print(f"{len(rows)} articles; the commonest class alone {most / len(rows):.3f}")
    tell("FA-KES actor class", right / len(rows), "accuracy", target=">= 0.65", met=right / len(rows) >= 0.65)


def copies() -> None:
    """Pairs judged copies by hand that are found dependent by their texts; pairs of different clusters called copies."""
    with (SHARED / "reports" / "INDEX.tsv").open(encoding="utf-8") as lines:
        about = {r["path"]: r for r in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    prints = {path: fingerprint(_report(path.removesuffix(".txt"))[0]) for path in about if _is_report(path)}
    verdicts: Counter[tuple[str, bool]] = Counter()
    for row in _rows(HERE / "syndication_by_hand.tsv"):
        pair = (row["path_a"], row["path_b"])
        verdicts[row["verdict"], not _independent(pair, prints)] += 1
    for (verdict, dependent), count in sorted(verdicts.items()):
        print(f"{verdict}: {count} {'dependent' if dependent else 'independent'}")
    found, missed = verdicts["copy", True], verdicts["copy", False]
    tell("copies found dependent", found, f"of {found + missed}", target="all", met=not missed)
    apart = [(a, b) for a, b in combinations(sorted(prints), 2) if about[a]["cluster"] != about[b]["cluster"]]
    called = {(a, b) for a, b, _ in copies_among(prints)}
    share = sum(pair in called for pair in apart) / len(apart)
    tell("other clusters called copies", share, f"of {len(apart)}", target="<= 0.02", met=share <= 0.02)


def speakers() -> None:
    """What is told of the speakers that the annotations name."""
    kinds: Counter[str] = Counter()
    known = total = 0
    for report, wordings in _attributions().items():
        context = SPEAKERS.context(_report(report)[0], INDEX)
        for wording in wordings:
            entry, kind = SPEAKERS.resolve(wording, context)
            kinds[kind.value] += 1
            known += entry is not None
            total += 1
    print(f"{total} speakers, {known} known to the lexicon; kinds: {dict(kinds.most_common())}")
    tell("speakers whose kind is told", 1 - kinds[SpeakerKind.UNKNOWN.value] / total, "share", target="-", met=True)


def _independent(pair: tuple[str, str], prints: dict[str, Fingerprint]) -> bool:
    """Whether the two reports' own words are independent, the outlets taken as different: by the texts alone."""
    voices = [
        Voice(claim=r, report=r, published=None, speakers=(Link(name=f"outlet {i}", kind=SpeakerKind.AGENCY),))
        for i, r in enumerate(pair)
    ]
    return independent(voices[0], voices[1], prints=prints.get).independent


def _attributions() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in ("dev", "train"):
        for line in (SHARED / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            said = dict.fromkeys(a for e in row["events"] for a in e["attribution"])
            if said:
                found[row["doc"]] = list(said)
    return found


def _is_report(path: str) -> bool:
    return _read(path.removesuffix(".txt")) is not None


@cache
def _report(name: str) -> tuple[str, ActorContext]:
    """A report's clean text and what it says of its names."""
    report = _read(name)
    assert report is not None, name
    text = clean(report).text
    outlet = report.outlet.value if report.outlet else None
    entry = SPEAKERS.outlet_of(outlet, report.address, text)
    published = report.published.value if report.published else None
    speaker = SPEAKERS.entries[entry] if entry else None
    return text, INDEX.context(text, outlet=outlet, speaker=speaker, year=published.year if published else None)


@cache
def _read(name: str) -> Report | None:
    (item,) = find_inputs([SHARED / "reports" / f"{name}.txt"]).items
    report = read_file(item, ReadOptions())
    return report if isinstance(report, Report) else None


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


if __name__ == "__main__":
    main(sys.argv[1:])
