"""Dates of war histories: WikiWars, its normalised values.  `python benchmarks/wikiwars.py [--errors N] [--only NAME]`

A gold date and a found period meet where their words overlap and their values are equal, each used once.  A period
from one date to another answers for both of them, as the annotation marks them apart.  Dates before Christ are set
aside; durations, "now", "former" and habits are no dates, and a period found on one of them is wrong.  The second
figure wants those, too, and so counts all of them missed.

The floor is a regex for dates that name their year, and for a month or a day and month with the year told last.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from common import shared_folder, tell

from claimbook.model import Period, Precision
from claimbook.resolve.calendar import MONTHS
from claimbook.resolve.periods import find_periods

_PARTS = {"morning": "MO", "dawn": "MO", "afternoon": "AF", "noon": "MI", "evening": "EV", "night": "NI", "midnight": "NI",
          "overnight": "NI"}  # fmt: skip
_SEASON_OF_MONTH = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
_DATE = re.compile(r"\d{2,4}(-.+)?")


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of the text and the values it tells; none for one that is set aside."""

    start: int
    end: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One history: its text and its annotation."""

    name: str
    published: date
    text: str
    gold: tuple[Told, ...]


def load_articles(folder: Path) -> list[Article]:
    """The articles of a folder of inline TIMEX2, their marks taken out of the text."""
    return [_article(path) for path in sorted(folder.glob("*.key.xml"))]


def _article(path: Path) -> Article:
    whole = path.read_text(encoding="utf-8")
    stamp = re.search(r"<DATETIME>.*?(\d{4}-\d\d-\d\d)", whole, re.S)
    body = re.search(r"<TEXT>(.*)</TEXT>", whole, re.S)
    assert stamp and body, path
    text: list[str] = []
    length = 0
    open_marks: list[tuple[int, str]] = []
    gold = []
    for piece in re.split(r"(<[^>]+>)", body[1]):
        if piece.startswith("<TIMEX2"):
            value = re.search(r'\bval="([^"]*)"', piece)
            open_marks.append((length, value[1] if value else ""))
        elif piece == "</TIMEX2>":
            start, value_text = open_marks.pop()
            gold.append(Told(start, length, (value_text,)))
        elif not piece.startswith("<"):
            plain = piece.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
            text.append(plain)
            length += len(plain)
    return Article(path.name.split(".")[0], date.fromisoformat(stamp[1]), "".join(text), tuple(gold))


def is_date(value: str) -> bool:
    """A calendar date of some precision, not before Christ."""
    return bool(_DATE.fullmatch(value))


def values_of(period: Period) -> tuple[str, ...]:
    """The TIMEX2 values of a period: one for a day, month, season, year or decade; two for a period from one to another."""
    first, last = period.start, period.end or period.start
    if period.ongoing:
        last = first if period.precision is Precision.DAY else _last_of_unit(period)
    if period.precision is Precision.YEAR:
        if first.year % 10 == 0 and last.year == first.year + 9:
            return (str(first.year // 10),)
        if first.year % 100 == 0 and last.year == first.year + 99:
            return (str(first.year // 100),)
        return _ends(str(first.year), str(last.year))
    if period.precision is Precision.MONTH:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if months == 3 and first.month in _SEASON_OF_MONTH:
            return (f"{first.year}-{_SEASON_OF_MONTH[first.month]}",)
        return _ends(f"{first:%Y-%m}", f"{last:%Y-%m}")
    if first == last:
        part = _PARTS.get(period.part_of_day or "")
        return (f"{first}T{part}" if part else str(first),)
    return _ends(str(first), str(last))


def _last_of_unit(period: Period) -> date:
    first = period.start
    return date(first.year, 12, 31) if period.precision is Precision.YEAR else first


def _ends(first: str, last: str) -> tuple[str, ...]:
    return (first,) if first == last else (first, last)


def read_periods(article: Article) -> list[Told]:
    """What the period rules find."""
    phrases = find_periods(article.text, published=article.published)
    return [Told(p.start, p.end, values_of(p.value)) for p in phrases if p.value is not None]


_MONTH = "|".join(sorted((m for m in MONTHS if len(m) > 3), key=len, reverse=True))
_FLOOR = re.compile(
    rf"\b(?:(?P<d>\d\d?) )?(?P<m>{_MONTH})\b(?: (?P<d2>\d\d?)\b)?(?:,? (?P<y>1[5-9]\d\d|20\d\d))?\b|\b(?P<alone>1[5-9]\d\d|20\d\d)\b",
    re.I,
)


def floor(article: Article) -> list[Told]:
    """Months, days and years by one regex; a year that is left out is the one told last."""
    out = []
    last = article.published.year
    for m in _FLOOR.finditer(article.text):
        last = int(m["y"] or m["alone"] or last)
        value = str(last)
        if m["m"]:
            value += f"-{MONTHS[m['m'].lower()]:02}"
            number = m["d"] or m["d2"]
            value += f"-{int(number):02}" if number else ""
        out.append(Told(m.start(), m.end(), (value,)))
    return out


@dataclass(slots=True)
class Score:
    """Right, guessed and wanted values."""

    right: int = 0
    guessed: int = 0
    wanted: int = 0

    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.guessed + self.wanted) if self.right else 0.0

    def __str__(self) -> str:
        return (
            f"F1 {self.f1():.3f}  precision {self.right / max(self.guessed, 1):.3f}  "
            f"recall {self.right / max(self.wanted, 1):.3f}  ({self.right} right, {self.guessed} guessed, {self.wanted} wanted)"
        )


def score(
    article: Article, found: Iterable[Told], whole: Score, *, every: bool, errors: list[str] | None = None
) -> None:
    """Adds an article to a score; `every` wants the values that are no dates, too."""
    wanted = [
        g for g in article.gold if is_date(g.values[0]) or (every and g.values[0] and not g.values[0].startswith("BC"))
    ]
    aside = [g for g in article.gold if g.values[0].startswith("BC")]
    used: set[int] = set()
    whole.wanted += len(wanted)
    for told in found:
        near = [k for k, g in enumerate(wanted) if g.start < told.end and told.start < g.end]
        if not near and any(g.start < told.end and told.start < g.end for g in aside):
            continue
        for value in told.values:
            whole.guessed += 1
            hit = next((k for k in near if k not in used and wanted[k].values[0] == value), None)
            if hit is not None:
                used.add(hit)
                whole.right += 1
            elif errors is not None:
                said = [wanted[k].values[0] for k in near]
                errors.append(f"{article.name} wrong  {_around(article, told)} = {value}, not {said}")
    if errors is not None:
        errors += [
            f"{article.name} missed {_around(article, g)} = {g.values[0]}"
            for k, g in enumerate(wanted)
            if k not in used
        ]


def _around(article: Article, told: Told) -> str:
    before, words, after = (
        " ".join(article.text[a:b].split())
        for a, b in ((max(0, told.start - 60), told.start), (told.start, told.end), (told.end, told.end + 30))
    )
    return f"{before} [{words}] {after}"


def main() -> None:
    """Prints our figures beside the floor's."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--errors", type=int, default=0, help="show so many errors")
    parser.add_argument("--only", default="", help="articles whose name begins with this")
    arguments = parser.parse_args()
    folder = shared_folder() / "benchmarks" / "wikiwars"
    if not folder.is_dir():
        print(f"skipped: there is no folder {folder}")
        return
    articles = [a for a in load_articles(folder) if a.name.startswith(arguments.only)]
    errors: list[str] = []
    readers: dict[str, Callable[[Article], list[Told]]] = {"floor": floor, "periods": read_periods}
    dates: dict[str, Score] = {}
    for name, reader in readers.items():
        for every in (False, True):
            total = Score()
            for article in articles:
                log = errors if name == "periods" and not every else None
                score(article, reader(article), total, every=every, errors=log)
            print(f"{name:<8} {'all values' if every else 'dates':<11} {total}")
            if not every:
                dates[name] = total
    print("published figure: none at hand")
    for line in errors[: arguments.errors]:
        print(line)
    tell("WikiWars value F1", dates["periods"].f1(), "", target=">= 0.75", met=dates["periods"].f1() >= 0.75)


if __name__ == "__main__":
    main()
