"""How the site's incidents were made, from the rules in force: what the methodology page tells.

Everything is read from the rules themselves, from the lexicon's files and from the book; nothing is written twice.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from claimbook import __version__
from claimbook.book import Book
from claimbook.book.joining import rules_mark
from claimbook.export.case import Case, Passing
from claimbook.export.profile import GRADES, Coarsening, Public
from claimbook.fuse import compare
from claimbook.fuse.block import REACH_DAYS
from claimbook.fuse.cluster import MEAN_AT
from claimbook.fuse.facets import LOOK_BACK_DAYS, SMALL_KM
from claimbook.fuse.grade import METHOD as GRADE_METHOD
from claimbook.fuse.rules import LevelRule, grade_rules, independence_rules, joining_levels
from claimbook.lexicon.load import ROOT
from claimbook.model import Claim, Incident, Sourced

POINTS = {
    Coarsening.AREA: "the middle of the second-level region, else of the first-level one, else no point at all",
    Coarsening.TENTH: "a grid of 0.1 degrees (some 11 km)",
    Coarsening.HUNDREDTH: "a grid of 0.01 degrees (some 1.1 km)",
}
FIELDS = {
    "kind": "kind", "modality": "how it is put", "background": "background", "aggregate": "roll-ups",
    "period": "days", "places": "places", "initiators": "who acted", "targets": "who was struck", "means": "means",
    "sites": "what was struck", "tolls": "tolls", "outcome": "outcome", "speakers": "speakers",
}  # fmt: skip


@dataclass(slots=True)
class Tried:
    """What was met on the way: methods by field, rules of choice by what they chose, days, reports."""

    methods: dict[str, Counter[str]] = field(default_factory=dict)
    rules: dict[str, Counter[str]] = field(default_factory=dict)
    reports: set[str] = field(default_factory=set)
    published: list[str] = field(default_factory=list)

    def see(self, methods: Iterable[tuple[str, str]]) -> None:
        """Counts the methods of one incident's claims."""
        for name, method in methods:
            self.methods.setdefault(name, Counter())[method] += 1

    def rule(self, incident: Incident) -> None:
        """Counts the rules by which one incident's values were chosen."""
        chosen = [
            ("kind", incident.kind),
            ("day", incident.period),
            ("place", incident.place),
            ("outcome", incident.outcome),
        ]
        told = [(name, value.rule) for name, value in chosen if value is not None]
        for name, rule in (*told, *(("best figure", t.rule) for t in incident.tallies)):
            self.rules.setdefault(name, Counter())[rule] += 1
        self.reports.update(incident.reports)
        self.published += [v.published.isoformat() for v in incident.voices if v.published]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One part of the lexicon: its name, how many files and entries it has, and a mark of their bytes."""

    name: str
    files: int
    lines: int
    mark: str


@dataclass(frozen=True, slots=True)
class Method:
    """What the methodology page tells."""

    version: str
    rules_mark: str
    spacy_pipeline: str
    levels: dict[str, list[LevelRule]]
    join_at: float
    mean_at: float
    reach_days: int
    look_back_days: int
    small_km: float
    grade_rules: tuple[str, ...]
    independence: tuple[str, ...]
    grade_method: str
    grades: dict[str, str]
    methods: list[tuple[str, list[tuple[str, int]]]]
    choices: list[tuple[str, list[tuple[str, int]]]]
    lexicons: tuple[Lexicon, ...]
    points: str
    sensitive: tuple[str, ...]
    small_cell: int
    passing: Passing
    decisions: tuple[tuple[str, int], ...]
    reports: int
    last_published: str


def tell_method(book: Book, public: Public, tried: Tried, *, small_cell: int, passing: Passing) -> Method:
    """The rules in force for this book and site."""
    levels: dict[str, list[LevelRule]] = {}
    for level in joining_levels():
        levels.setdefault(level.comparison, []).append(level)
    decisions, standing = book.decisions()
    standing_acts = Counter(str(d.act) for d in decisions if standing.stands(d))
    return Method(
        version=__version__,
        rules_mark=rules_mark(),
        spacy_pipeline=book.settings.spacy_pipeline,
        levels=levels,
        join_at=compare.JOIN_AT,
        mean_at=MEAN_AT,
        reach_days=REACH_DAYS,
        look_back_days=LOOK_BACK_DAYS,
        small_km=SMALL_KM,
        grade_rules=grade_rules(),
        independence=independence_rules(),
        grade_method=GRADE_METHOD,
        grades={str(grade): words for grade, words in GRADES.items()},
        methods=[(FIELDS[name], _ranked(tried.methods[name])) for name in FIELDS if name in tried.methods],
        choices=[(name, _ranked(rules)) for name, rules in tried.rules.items()],
        lexicons=tuple(_lexicons()),
        points=POINTS[public.coarsening],
        sensitive=tuple(sorted(str(site) for site in public.sensitive)),
        small_cell=small_cell,
        passing=passing,
        decisions=tuple(sorted(standing_acts.items())),
        reports=len(tried.reports),
        last_published=max(tried.published, default=""),
    )


def methods_of(case: Case) -> Iterator[tuple[str, str]]:
    """(field, method) of every value of the case's claims."""
    for claim in case.claims:
        yield from _methods(claim)


def _methods(claim: Claim) -> Iterator[tuple[str, str]]:
    for name in FIELDS:
        value: Any = getattr(claim, name)
        for sourced in value if isinstance(value, tuple) else (value,):
            if isinstance(sourced, Sourced):
                yield name, sourced.method.split(".D")[0] if sourced.method.startswith("decision") else sourced.method


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _lexicons() -> Iterator[Lexicon]:
    """The lexicon's folders, and its files that stand alone."""
    for path in sorted(p for p in ROOT.iterdir() if p.is_dir() or p.suffix == ".yaml"):
        files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        if not files:
            continue
        whole = hashlib.sha256()
        lines = 0
        for file in files:
            data = file.read_bytes()
            whole.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + data)
            lines += sum(line.startswith(b"- ") for line in data.splitlines())
        yield Lexicon(path.stem, len(files), lines, whole.hexdigest()[:12])
