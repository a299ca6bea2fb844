"""The methodology page is made from the rules in force."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from pathlib import Path

from joining import ARMY, HILL, PEOPLE, PORT, REBELS, killed, make_claim, sources_of
from own_tables import fill

from claimbook.book import Book
from claimbook.book.joining import rules_mark
from claimbook.fuse import NO_RULINGS, compare
from claimbook.fuse.facets import FacetMaker
from claimbook.fuse.levels import LEVELS
from claimbook.fuse.parties import Relations
from claimbook.fuse.records import gather
from claimbook.fuse.rules import SLOT, grade_rules, joining_levels
from claimbook.model import Basis, Grade, Kind, Place
from claimbook.publish import publish

AREA = Place(name="Sorat province", entry="p-9", country="SY", lat=35.2, lon=38.2, radius_km=80.0)
NOWHERE = Place(name="Lost Mill", country="SY")


def varied_facets() -> list[compare.Facets]:
    """Happenings that differ in every way that is compared."""
    day = date(2020, 3, 5)
    claims = [
        make_claim(f"r{n}", day=at, kind=kind, places=places, initiators=who, targets=whom, tolls=tolls, quote=quote, basis=basis)
        for n, (at, kind, places, who, whom, tolls, quote, basis) in enumerate(
            itertools.islice(
                itertools.product(
                    (day, day + timedelta(days=1), day + timedelta(days=2), None),
                    (Kind.SHELLING, Kind.AIR_STRIKE, Kind.PROTEST),
                    ((HILL,), (PORT,), (AREA,), (NOWHERE,), ()),
                    ((ARMY,), (REBELS,), ()),
                    ((PEOPLE,), ()),
                    ((), (killed(4),), (killed(40),), (killed(5, None),)),
                    ("shells fell on the olive press near the customs house", "nothing telling"),
                    (Basis.INFERRED, Basis.ASSUMED),
                ),
                0, None, 29,
            )
        )
    ]  # fmt: skip
    happenings, _ = gather(claims, sources_of(claims), NO_RULINGS)
    maker = FacetMaker()
    return [maker.facets(h) for h in happenings]


def fits(said: str, pattern: str) -> bool:
    """Whether words are a sentence of the table with its slots filled in."""
    parts = pattern.split(SLOT)
    at = 0
    for part in parts:
        found = said.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return said.startswith(parts[0])


def test_every_level_that_joining_gives_is_in_the_table() -> None:
    """Whatever level, weight and sentence a comparison gives is one that the table of rules holds."""
    rules = joining_levels()
    relations = Relations.load()
    seen = set()
    facets = varied_facets()
    for one, other in itertools.product(facets[::7], facets[::3]):
        for level in compare.explain(one, other, relations):
            own = [r for r in rules if r.comparison == level.comparison and level.weight == r.weight]
            own = [r for r in own if fits(level.level, r.level)]
            assert any(fits(level.sentence, r.sentence) or "is" in level.sentence for r in own), level
            seen.add((level.comparison, level.level))
    assert len(seen) > 25, seen
    assert {r.comparison for r in rules} == {
        level.comparison for level in compare.explain(facets[0], facets[1], relations)
    }


def test_the_grades_rules_name_every_grade() -> None:
    """A rule for a person's decision, then one for each grade."""
    rules = grade_rules()
    assert rules[0].startswith("A person") and len(rules) == 1 + len(Grade)
    for grade in Grade:
        assert any(rule.lower().startswith(str(grade)) for rule in rules)


def test_the_page_tells_levels_thresholds_lexicon_and_methods(tmp_path: Path) -> None:
    """The page holds each level's name and words, the thresholds, the mark of the rules and each part of the lexicon."""
    with Book.open(tmp_path / "book.db", create=True) as book:
        fill(book)
        publish(book, tmp_path / "site")
    page = (tmp_path / "site" / "method.html").read_text("utf-8").replace("&#39;", "'")
    for rule in joining_levels():
        words = rule.sentence.replace("….", "…")
        assert f"<td>{rule.level}</td>" in page and f"<td>{words}</td>" in page
    assert f"+{compare.JOIN_AT:g} bits" in page and "forbids" in page
    assert rules_mark() in page
    for part in ("actors", "speakers", "regions", "triggers", "demonyms"):
        assert f"<td>{part}</td>" in page
    assert "test@1" in page  # the method of the hand-made claims
    assert "Nobody has ruled on these claims" in page
    assert "three outlets that repeat one monitor are one voice" in page.lower() and "60% of the shorter" in page
    assert "a grid of 0.1 degrees" in page and "camp, hospital, school" in page


def test_a_changed_rule_changes_the_table(monkeypatch) -> None:
    """The table is the one that decides: another weight is told as that."""
    monkeypatch.setitem(LEVELS["place"], "unplaced", LEVELS["place"]["unplaced"]._replace(weight=-20.0))
    (rule,) = (r for r in joining_levels() if r.level == "unplaced")
    assert rule.weight == -20.0 and rule.forbids
