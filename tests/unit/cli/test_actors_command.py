"""`claimbook actors` and `claimbook speakers`: look up, check, list relations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimbook.cli.actors import actors
from claimbook.cli.speakers import speakers
from claimbook.errors import LexiconError

OWN = """\
- id: own-valley
  name: Green Valley Brigade
  kind: 3
  country: SY
  parent: sy-sna
  names: [GVB, Valley men]
"""


def run(command, *words: str):
    """The command's result."""
    return CliRunner().invoke(command, list(words))


def test_find_shows_what_is_known():
    """An entry is shown with kind, backers, labels by user, and its names in other systems."""
    shown = run(actors, "find", "SDF")
    assert shown.exit_code == 0
    for part in ("sy-sdf", "Rebel group", "backed by: coalition-isis", "QSD: Syrian Democratic Forces", "UCDP: SDF"):
        assert part in shown.output


def test_find_tells_what_a_name_is_taken_for_in_a_text():
    """A partisan word is read by the outlet; without one it stays open."""
    text = "Units struck terrorists in northern Syria."
    assert (
        "here: sy-opposition (by label)" in run(actors, "find", "terrorists", "--text", text, "--outlet", "SANA").output
    )
    assert "here: left open" in run(actors, "find", "terrorists", "--text", text).output


def test_find_says_when_there_is_none():
    """An unknown name ends with status 1 and a next step."""
    shown = run(actors, "find", "Green Valley Brigade")
    assert shown.exit_code == 1
    assert "docs/how-to/actors.md" in shown.output


def test_own_file_is_read_and_checked(tmp_path: Path):
    """A file of one's own is found in, and a whole one has nothing to remark on."""
    own = tmp_path / "my.yaml"
    own.write_text(OWN, encoding="utf-8")
    assert "own-valley" in run(actors, "find", "GVB", "--actors", str(own)).output
    checked = run(actors, "check", str(own))
    assert (checked.exit_code, checked.output) == (0, "1 entry, 0 remarks.\n")


def test_check_remarks_on_what_may_be_meant_otherwise(tmp_path: Path):
    """Unknown parents, names that others bear and built-in ids are told of."""
    own = tmp_path / "my.yaml"
    own.write_text(
        OWN.replace("sy-sna", "nobody").replace("GVB", "SDF") + "- {id: is, name: IS as I see it, kind: 2}\n"
    )
    checked = run(actors, "check", str(own))
    assert checked.exit_code == 1
    assert "the parent 'nobody' is no entry" in checked.output
    assert "'SDF' is also a name of sy-sdf" in checked.output
    assert "is: takes the place of the built-in entry" in checked.output


def test_check_refuses_a_file_that_is_not_valid(tmp_path: Path):
    """A fault is told with file and line."""
    own = tmp_path / "my.yaml"
    own.write_text("- {id: a, name: A, kind: 99}\n", encoding="utf-8")
    result = run(actors, "check", str(own))
    assert isinstance(result.exception, LexiconError)
    assert "my.yaml, line 1" in str(result.exception)


def test_relations_are_listed_with_their_words(tmp_path: Path):
    """What a report says of two parties comes out as a line with the words and offsets."""
    report = tmp_path / "a.txt"
    report.write_text("outlet: Reuters\n\nThe Syrian National Army, backed by Turkey, took a hill.\n", encoding="utf-8")
    (line,) = run(actors, "relations", str(report)).output.splitlines()
    claim = json.loads(line)
    assert claim["relation"]["wording"] == "Syrian National Army, backed by Turkey"
    assert claim["relation"]["value"]["tie"] == "backed_by"
    assert claim["speakers"][0]["entry"] == "reuters"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("SOHR", "sohr"), ("reuters.com", "reuters"), ("Rami Abdel Rahman", "sohr"), ("SDF", "sy-sdf")],
)
def test_speakers_find(name: str, expected: str):
    """Speakers are found by name, host and spokesperson; parties that speak for themselves too."""
    shown = run(speakers, "find", name)
    assert shown.exit_code == 0
    assert shown.output.startswith(expected) or f"\n{expected}\t" in shown.output


def test_speakers_find_tells_the_kind_of_an_unnamed_one():
    """Where no entry is meant, the kind that the words show is told, with status 1."""
    shown = run(speakers, "find", "a security official")
    assert shown.exit_code == 1
    assert "the words show: official" in shown.output
