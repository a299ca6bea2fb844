"""`claimbook users`, as an admin calls it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimbook.book import Book
from claimbook.cli.main import cli
from claimbook.desk.access.users import Users
from claimbook.errors import UsageError

PASSWORD = "five green lorries 7"


@pytest.fixture
def book(tmp_path: Path) -> str:
    """An empty book."""
    where = str(tmp_path / "book.db")
    Book.open(where, create=True).close()
    return where


def call(*arguments: str, typed: str = "") -> str:
    """What the command prints."""
    result = CliRunner().invoke(cli, ["users", *arguments], input=typed)
    if isinstance(result.exception, Exception):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_users_come_and_go(book: str) -> None:
    """A user is added, listed, given another role and password, and removed; the list keeps who was there."""
    call("add", book, "Ana", "--role", "admin", typed=f"{PASSWORD}\n")
    call("add", book, "ben", typed=f"{PASSWORD}\n")
    call("role", book, "ben", "editor")
    call("passwd", book, "BEN", typed="another good password\n")
    assert "no login" not in call("remove", book, "ana")
    rows = [json.loads(line) for line in call("list", book, "--as", "jsonl").splitlines()]
    assert [(r["name"], r["role"], bool(r["removed"])) for r in rows] == [
        ("Ana", "admin", True),
        ("ben", "editor", False),
    ]
    with Book.open(book) as opened:
        assert Users(opened).known("ben", "another good password", "") is not None
        assert Users(opened).known("ben", PASSWORD, "") is None
    assert "without a login" in call("remove", book, "ben")


def test_codes_are_switched_on_and_off(book: str) -> None:
    """`totp` prints the seed once, and `totp --off` asks for no codes any more."""
    call("add", book, "ana", typed=f"{PASSWORD}\n")
    printed = call("totp", book, "ana")
    assert re.search(r"[A-Z2-7]{32}", printed)
    assert "otpauth://totp/Claimbook:ana" in printed
    with Book.open(book) as opened:
        assert Users(opened).known("ana", PASSWORD, "") is None
    assert "otpauth" not in call("totp", book, "ana", "--off")
    with Book.open(book) as opened:
        assert Users(opened).known("ana", PASSWORD, "") is not None


@pytest.mark.parametrize("command", [("remove",), ("passwd",), ("totp",), ("role", "admin")])
def test_who_is_not_there_is_told(book: str, command: tuple[str, ...]) -> None:
    """A change to a user who is not there says so, and names the list."""
    with pytest.raises(UsageError, match="no such user"):
        call(command[0], book, "zoe", *command[1:], typed=f"{PASSWORD}\n")


@pytest.mark.parametrize("name", ["", " ", "a\nb", "<b>", "x" * 65, "a/b"])
def test_names_are_plain(book: str, name: str) -> None:
    """A name is letters and digits, with little between them."""
    with pytest.raises(UsageError):
        call("add", book, name, typed=f"{PASSWORD}\n")
