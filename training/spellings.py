"""Learns what edits between two spellings of one place cost, and writes src/claimbook/resolve/places/spelling_costs.json.

    python training/spellings.py PLACES.csv[.gz] [--countries IQ,YE,LB,SD=20000]

PLACES has the columns cc, name, names_latin and names_arabic (names parted by |).  Pairs of one place's names that are
not altogether different are aligned; expectation maximisation finds how often each sign stands for each other one.  The
cost of an edit is the negative logarithm of that, less a share of what the other's sign costs by itself: rare letters
that fit say more.  The same input gives the same file.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import math
import random
from collections import Counter, defaultdict
from pathlib import Path

from claimbook.resolve.places.keys import make_keys, similarity
from claimbook.resolve.places.spelling import COSTS, signs_of

LEAST_SIMILAR = 0.6  # of a pair: less is another name of the place, not another spelling
PAIRS_A_PLACE = 3
ROUNDS = 3
RARE = 50  # pairs; a rarer sign, and the pairs that hold it, are left out
FLOOR = 0.02  # counted for every edit, so that none is impossible
ALONE_SHARE = 0.6  # of a sign's own cost that is given back
MOST = 12.0  # dearer edits are left out of the file

Pair = tuple[str, str]
Edits = dict[Pair, float]


def main() -> None:
    """Reads, learns, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", type=Path)
    parser.add_argument("--countries", action="append", metavar="CC,CC=PAIRS")
    given = parser.parse_args()
    groups = given.countries or ["IQ,YE,LB,SD=20000"]
    data = given.places.read_bytes()
    data = gzip.decompress(data) if given.places.suffix == ".gz" else data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
    pairs: dict[str, list[Pair]] = {"arabic": [], "other": []}
    for group in groups:
        countries, most = group.split("=")
        here = [row for row in rows if row["cc"] in countries.split(",")]
        for script, found in _pairs(here, int(most)).items():
            pairs[script] += found
    costs = {}
    for script, found in sorted(pairs.items()):
        print(f"{script}: {len(found)} pairs")
        costs[script] = _costs(_learn(found))
    about = f"Learned by training/spellings.py from {', '.join(groups)} pairs of names."
    COSTS.write_text(
        json.dumps({"about": about, "costs": costs}, ensure_ascii=False, indent=0) + "\n", encoding="utf-8"
    )
    print(f"{COSTS}: {COSTS.stat().st_size:,} bytes")


def _pairs(rows: list[dict[str, str]], most: int) -> dict[str, list[Pair]]:
    """By the script of the first name: rows of signs of two names of one place."""
    chance = random.Random(1)
    chance.shuffle(rows)
    pairs: dict[str, list[Pair]] = {"arabic": [], "other": []}
    for row in rows:
        latin = [name for name in dict.fromkeys([row["name"], *row["names_latin"].split("|")]) if name]
        arabic = [name for name in dict.fromkeys(row["names_arabic"].split("|")) if name]
        for script, names in (("arabic", arabic), ("other", latin)):
            for name in chance.sample(names, min(PAIRS_A_PLACE, len(names))):
                keys = make_keys(name)
                others = [other for other in map(make_keys, latin + arabic) if other.strict != keys.strict]
                if others and similarity(keys, other := chance.choice(others)) >= LEAST_SIMILAR:
                    pairs[script].append((signs_of(keys.strict), signs_of(other.strict)))
    return {script: found[:most] for script, found in pairs.items()}


def _learn(pairs: list[Pair]) -> Edits:
    """How often each edit is made, by expectation maximisation over all alignments of each pair."""
    seen = Counter(sign for a, b in pairs for sign in {*a, *b})
    signs = sorted(sign for sign in seen if seen[sign] >= RARE)
    pairs = [(a, b) for a, b in pairs if {*a, *b} <= {*signs}]
    chance: Edits = {}
    for a in signs:
        chance |= {(a, b): 0.3 / len(signs) ** 2 for b in signs}
        chance |= {(a, a): 0.5 / len(signs), (a, ""): 0.1 / len(signs), ("", a): 0.1 / len(signs)}
    for number in range(ROUNDS):
        counts: dict[Pair, float] = defaultdict(float)
        told = sum(_count(a, b, chance, counts) for a, b in pairs)
        total = sum(counts.values()) + FLOOR * len(chance)
        chance = {edit: (counts[edit] + FLOOR) / total for edit in chance}
        print(f"  round {number + 1}: {told / len(pairs):.3f} a pair")
    return chance


def _count(a: str, b: str, chance: Edits, counts: dict[Pair, float]) -> float:
    """Adds the expected number of each edit in one pair; gives the logarithm of the pair's chance."""
    ahead = _forward(a, b, chance)
    behind = [row[::-1] for row in _forward(a[::-1], b[::-1], chance)[::-1]]
    whole = ahead[-1][-1]
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            share = ahead[i][j] / whole
            for edit, di, dj in (
                ((a[i : i + 1], ""), 1, 0),
                (("", b[j : j + 1]), 0, 1),
                ((a[i : i + 1], b[j : j + 1]), 1, 1),
            ):
                if edit in chance and i + di <= len(a) and j + dj <= len(b):
                    counts[edit] += share * chance[edit] * behind[i + di][j + dj]
    return math.log(whole)


def _forward(a: str, b: str, chance: Edits) -> list[list[float]]:
    """The chance of each pair of beginnings, over all alignments."""
    table = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    table[0][0] = 1.0
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            if i:
                table[i][j] += table[i - 1][j] * chance[a[i - 1], ""]
            if j:
                table[i][j] += table[i][j - 1] * chance["", b[j - 1]]
            if i and j:
                table[i][j] += table[i - 1][j - 1] * chance[a[i - 1], b[j - 1]]
    return table


def _costs(chance: Edits) -> dict[str, dict[str, float]]:
    """First sign → second sign → cost, "" for none; without the dearest."""
    alone: dict[str, float] = defaultdict(float)
    for (_, sign), value in chance.items():
        alone[sign] += value
    costs: dict[str, dict[str, float]] = defaultdict(dict)
    for (a, b), value in sorted(chance.items()):
        price = -math.log(value) + (ALONE_SHARE * math.log(alone[b]) if b else 0.0)
        if price < MOST:
            costs[a][b] = round(max(0.0, price), 2)
    return dict(costs)


if __name__ == "__main__":
    main()
