"""The entries of actors and speakers: whole, and right in what they refer to."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from claimbook.errors import LexiconError
from claimbook.lexicon.parties import load_actors, load_demonyms, load_speakers
from claimbook.resolve.names import key_of

ACTORS = load_actors()
SPEAKERS = load_speakers()


def test_there_are_enough_entries():
    """The lexicon holds at least 250 actors and 150 speakers."""
    assert len(ACTORS) >= 250
    assert len(SPEAKERS) >= 150


def test_ids_are_unique_over_both():
    """One id is one party or speaker: a chain of speakers may hold either."""
    ids = Counter([e.id for e in ACTORS] + [e.id for e in SPEAKERS])
    assert [i for i, n in ids.items() if n > 1] == []


def test_every_reference_is_to_an_entry():
    """Parents, backers, allies, alignments, cited speakers and users of labels are known."""
    actors, speakers = {e.id for e in ACTORS}, {e.id for e in SPEAKERS}
    names = {key_of(n) for e in SPEAKERS for n in (e.name, *e.names)}
    unknown = [(e.id, x) for e in ACTORS for x in (e.parent, *e.backers, *e.allies) if x and x not in actors]
    unknown += [
        (e.id, by) for e in ACTORS for n in e.labels for by in n.by if by not in actors and key_of(by) not in names
    ]
    unknown += [(e.id, e.alignment) for e in SPEAKERS if e.alignment and e.alignment not in actors]
    unknown += [(e.id, cited) for e in SPEAKERS for cited in e.cites if cited not in speakers]
    assert unknown == []


def test_years_and_parents_are_in_order():
    """No entry ends before it begins, and no entry is above itself."""
    parents = {e.id: e.parent for e in ACTORS}
    for entry in ACTORS:
        assert (entry.since or 0) <= (entry.until or 9999), entry.id
        line, at = [entry.id], entry.parent
        while at:
            assert at not in line, entry.id
            line.append(at)
            at = parents[at]


@pytest.mark.parametrize("force", ["army", "police"])
def test_a_country_has_one_army_and_one_police_at_a_time(force: str):
    """ "Turkish forces" must mean one entry; where one follows another, both may stand in the year of the turn."""
    marked = [e for e in ACTORS if getattr(e, force)]
    assert all(e.country for e in marked)
    for one, other in combinations(marked, 2):
        if one.country == other.country:
            assert (one.until or 9999) <= (other.since or 0) or (other.until or 9999) <= (one.since or 0), one.id


def test_people_are_not_looked_for_in_running_text():
    """Communities and roles are people, organised parties are not."""
    people = {e.id for e in ACTORS if e.people}
    assert "community-yazidis" in people
    assert "sy-sdf" not in people


def test_own_file_goes_before_built_in(tmp_path: Path):
    """A researcher's entry takes the place of a built-in one of the same id."""
    own = tmp_path / "my.yaml"
    own.write_text("- {id: sy-sdf, name: SDF by my reading, kind: 3}\n", encoding="utf-8")
    entries = load_actors([own])
    assert [e.name for e in entries if e.id == "sy-sdf"] == ["SDF by my reading"]
    assert len(entries) == len(ACTORS)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- {id: a, name: A, kind: 2}\n- {id: b, name: B, kind: 12}\n", 2),
        ("- {id: a, name: A}\n", 1),
        ("- id: a\n  name: A\n  kind: 2\n  colour: red\n", 4),
        ("- {id: a, name: A, kind: 2\n", 2),
    ],
)
def test_a_fault_names_file_and_line(tmp_path: Path, text: str, line: int):
    """A wrong file is refused with its name and the line of the fault."""
    own = tmp_path / "my.yaml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"my\.yaml, line {line}\b"):
        load_actors([own])


def test_demonyms_are_words_of_countries():
    """Every adjective leads to a two-letter code."""
    assert all(len(country) == 2 and country.isupper() for country in load_demonyms().values())


def test_the_example_of_the_how_to_is_valid(tmp_path: Path):
    """The entry that docs/how-to/actors.md shows loads, and refers to entries that there are."""
    page = Path(__file__).parents[3] / "docs" / "how-to" / "actors.md"
    (block,) = re.findall(r"(?s)```yaml\n(.*?)```", page.read_text(encoding="utf-8"))
    own = tmp_path / "my.yaml"
    own.write_text(block, encoding="utf-8")
    (entry,) = (e for e in load_actors([own]) if e.id == "xx-valley-brigade")
    assert {entry.parent, *entry.backers} <= {e.id for e in ACTORS}
