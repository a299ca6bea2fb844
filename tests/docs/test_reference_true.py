"""The documentation is true: every command, setting and column stands in it, and what it shows can be run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from cli_reference import cli_reference
from handmade import REPORT

import claimbook
from claimbook.cli.main import cli
from claimbook.export.jsonl import describe
from claimbook.export.row import COLUMNS
from claimbook.ingest.text import HEADER_NAMES
from claimbook.model import Claim, Sourced

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
REFERENCE = ROOT / "docs" / "reference"


def section(page: Path, heading: str) -> str:
    """The text below a heading, down to the next of its rank."""
    text = page.read_text(encoding="utf-8")
    found = re.search(rf"(?ms)^## {re.escape(heading)}$(.*?)(?=^## |\Z)", text)
    assert found, f"{page.name} has no section {heading!r}"
    return found.group(1)


def first_cells(table: str) -> list[str]:
    """The code words in the first cell of each row."""
    return [word for row in re.findall(r"(?m)^\| (`[^|]*) \|", table) for word in re.findall(r"`([^`]+)`", row)]


def commands_shown() -> list[tuple[str, str]]:
    """Every line of an indented or fenced block that calls claimbook, with its page; prompts of help left out."""
    found = []
    for page in PAGES:
        for line in page.read_text(encoding="utf-8").splitlines():
            for part in re.split(r"\||&&|>", line.strip()) if line.startswith(("    ", "claimbook ")) else ():
                if part.strip().startswith("claimbook "):
                    found.append((str(page.relative_to(ROOT)), part.strip()))
    return found


def test_the_commands_page_is_what_the_commands_say():
    """docs/reference/cli.md is the help of the commands as they are now (white space aside)."""
    page = (REFERENCE / "cli.md").read_text(encoding="utf-8")
    assert page.split() == cli_reference().split(), "run: python tests/support/cli_reference.py > docs/reference/cli.md"


def test_every_column_is_documented_as_it_is():
    """The table of columns names every column of the rows, in order, with what the code says it holds."""
    table = section(REFERENCE / "outputs.md", "csv")
    assert first_cells(table) == list(COLUMNS)
    for name, meaning in COLUMNS.items():
        assert f"| `{name}` | {meaning} |" in table


def test_every_field_of_a_line_is_documented():
    """The fields of JSON lines are those of the report's head, of the claim and of a sourced value, in that order."""
    named = first_cells(section(REFERENCE / "outputs.md", "jsonl"))
    expected = [*describe(REPORT), *Claim.model_fields, *Sourced.model_fields]
    assert sorted(named) == sorted(expected)


def test_every_format_has_its_section():
    """Each choice of `read --as` has a section of its own that says what it loses."""
    context = click.Context(cli)
    read = cli.get_command(context, "read")
    assert read is not None
    (form,) = (p for p in read.params if p.name == "form")
    assert isinstance(form.type, click.Choice)
    for choice in form.type.choices:
        assert "lost" in section(REFERENCE / "outputs.md", choice).lower()


def test_every_setting_is_documented():
    """Every variable of the environment that the code, the tests or the benchmarks look at is on the settings page."""
    files = [*Path(claimbook.__file__).parent.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    files += [*(ROOT / "benchmarks").glob("*.py"), ROOT / "hatch_build.py"]
    used = {name for f in files for name in re.findall(r"CLAIMBOOK_[A-Z_]*[A-Z]", f.read_text(encoding="utf-8"))}
    named = set(first_cells((REFERENCE / "settings.md").read_text(encoding="utf-8")))
    assert used - {"CLAIMBOOK_"} == {name for name in named if name.startswith("CLAIMBOOK_")}


def test_every_header_name_is_documented():
    """The names that may open a report's header block stand in the page on reading reports."""
    page = (ROOT / "docs" / "how-to" / "read-reports.md").read_text(encoding="utf-8")
    for name in HEADER_NAMES:
        assert f"`{name}`" in page


@pytest.mark.parametrize(("page", "line"), commands_shown())
def test_commands_that_are_shown_are_commands(page, line):
    """A call of claimbook in the docs names a command that exists, with options and arguments that it takes."""
    words = shlex.split(line)[1:]
    if words[0].startswith("-"):
        assert words[0] in ("--help", "--version")
        return
    command = cli.get_command(click.Context(cli), words[0])
    assert command is not None, f"{page}: {line}"
    with command.make_context(words[0], words[1:]):
        pass


def test_links_between_pages_lead_somewhere():
    """Every relative link of the docs leads to a file."""
    broken = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert not broken, "\n".join(broken)


def test_the_readme_has_exactly_two_commands():
    """The README's set-up is two commands: one runs the demo, one the tests."""
    block = section(ROOT / "README.md", "Two commands")
    lines = re.findall(r"(?m)^    (.+)$", block)
    assert len(lines) == 2
    assert "claimbook demo" in lines[0]
    assert lines[1].endswith("pytest")


def test_every_notice_is_documented():
    """The fixed part of what each notice of reading says stands in the page on bad input."""
    page = (ROOT / "docs" / "how-to" / "bad-input.md").read_text(encoding="utf-8")
    said = [
        words
        for file in sorted((Path(claimbook.__file__).parent / "ingest").glob("*.py"))
        for words in re.findall(r'what=f?"([^"{(]+)', file.read_text(encoding="utf-8"))
    ]
    assert len(said) > 10
    for words in said:
        assert words.strip(" .,;").split(";")[0] in page, words
