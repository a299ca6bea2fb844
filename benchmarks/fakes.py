"""Tolls of news reports: FA-KES, people killed (civilian + other), exact.  `python benchmarks/fakes.py [--errors N]`

Each article is read as a report of its own, from its text alone.  The coders gave one record an article, though many
articles tell of several happenings; the adapter answers with the killed of the main one: the earliest claim with a
figure, those whose figure stands in the headline or the lead first, claims of background, roll-ups, totals of a war
and vague quantities last; groups added up, parts ("including two children") left out.  An article without a toll
answers 0.  `cap` is how often the coded figure stands in any claim at all.

Most of the articles are among those that the extractor's weights were trained on (`training/annotations/fakes.jsonl`);
the others are told apart.

The floor is a regex: the first "N ... killed" or "killed N".  The published figures are those known for this part: a
simple regex 0.45, a careful one 0.66.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path

from common import shared_folder, tell

from claimbook.ingest import ReadOptions
from claimbook.ingest.text import read_text
from claimbook.model import Claim, Harm, Sourced, Toll
from claimbook.pipeline import Pipeline
from claimbook.resolve.counts import find_counts, parse_number
from claimbook.settings import Settings

LEAD = 200  # characters in which the headline, or the lead, tells its figure
OF_A_WAR = 3000  # more dead than that are told of a war, not of one happening
_VAGUE = re.compile(r"(?i)\b(?:dozens|scores|hundreds|thousands|several|many|some|numbers?|numerous|tens)\b")
_NUMBER = r"(\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)"
_FLOOR = re.compile(
    rf"(?i)\bkill(?:s|ed|ing)? (?:at least |more than |over |some )?{_NUMBER}\b|\b{_NUMBER} (?:\w+ ){{0,3}}?(?:killed|dead|died)\b"
)


def read_claims(pipeline: Pipeline, name: str, text: str) -> tuple[Claim, ...]:
    """The claims of an article."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return pipeline.read(read_text(text, name=name, sha256=digest, options=ReadOptions(), notices=()))


def killed(claim: Claim) -> list[Sourced[Toll]]:
    """The claim's tolls of people killed."""
    return [t for t in claim.tolls if t.value and t.value.harm is Harm.KILLED]


def total_killed(claim: Claim) -> int:
    """All groups together, without those who are counted in another group already."""
    tolls = [t.value for t in killed(claim) if t.value]
    return sum(t.low for t in tolls if not t.part) or sum(t.low for t in tolls)


def main_killed(claims: Sequence[Claim]) -> int:
    """How many the main happening of an article killed."""

    def rank(claim: Claim) -> tuple[bool, bool, bool, bool, bool, int]:
        tolls = killed(claim)
        figure = any(find_counts(t.wording) and not _VAGUE.search(t.wording) for t in tolls)
        first = min(t.spans[0].start for t in tolls)
        of_a_war = total_killed(claim) > OF_A_WAR
        return of_a_war, not figure, first > LEAD, bool(claim.background.value), bool(claim.aggregate.value), first

    told = [c for c in claims if killed(c)]
    return total_killed(min(told, key=rank)) if told else 0


def floor(text: str) -> int:
    """The first figure beside a word for killing."""
    m = _FLOOR.search(text)
    return (parse_number(m[1] or m[2]) or 0) if m else 0


def coded(row: dict[str, str]) -> int:
    """Civilians and others that the coders counted."""
    return sum(int(float(row[name] or 0)) for name in ("nb_civilians", "nb_noncivilians"))


def load_rows(path: Path) -> list[dict[str, str]]:
    """The articles with their codes."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return list(csv.DictReader(file))


def trained_on() -> set[str]:
    """The ids of the articles that the weights have seen."""
    path = Path(__file__).parents[1] / "training/annotations/fakes.jsonl"
    with path.open(encoding="utf-8") as file:
        return {json.loads(line)["doc"].removeprefix("fakes/") for line in file}


def main() -> None:
    """Prints our figure beside the floor's."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--errors", type=int, default=0, help="show so many errors")
    arguments = parser.parse_args()
    path = shared_folder() / "benchmarks" / "fa-kes" / "dev.csv"
    if not path.is_file():
        print(f"skipped: there is no file {path}")
        return
    rows = load_rows(path)
    pipeline = Pipeline(Settings())
    seen = trained_on()
    least = possible = 0
    right: dict[bool, list[bool]] = {True: [], False: []}  # by whether the weights have seen the article
    errors = []
    for row in rows:
        text, wanted = row["article_content"], coded(row)
        claims = read_claims(pipeline, row["unit_id"], text)
        ours = main_killed(claims)
        right[row["unit_id"] in seen].append(ours == wanted)
        least += floor(text) == wanted
        told = {n for c in claims for t in killed(c) if t.value for n in (t.value.low, t.value.high)}
        possible += wanted in told | {total_killed(c) for c in claims if killed(c)} or (wanted == 0 and not told)
        if ours != wanted:
            errors.append(f"{row['unit_id']} coded {wanted}, ours {ours}: {text[:120]}")
    print(f"{len(rows)} articles")
    print(f"{'floor: a regex':<44} {least / len(rows):>10.3f}")
    print(f"{'published: a simple regex, a careful one':<44} {0.45:>10.3f} {0.66:>6.3f}")
    print(f"{'cap: the coded figure stands in a claim':<44} {possible / len(rows):>10.3f}")
    for line in errors[: arguments.errors]:
        print(line)
    for name, part in (("trained on", right[True]), ("not trained on", right[False])):
        print(f"{f'{len(part)} articles {name}':<44} {sum(part) / len(part):>10.3f}")
    share = sum(right[True] + right[False]) / len(rows)
    tell("FA-KES killed, exact", share, "", target=">= 0.80", met=share >= 0.8)


if __name__ == "__main__":
    main()
