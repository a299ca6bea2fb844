"""`claimbook users`: who may work at the desk of a book, with which role, password and one-time codes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from .listing import as_option, write

if TYPE_CHECKING:
    from claimbook.desk.access.users import Users

ROLES = ("reader", "coder", "editor", "admin")
COLUMNS = ("name", "role", "codes", "since", "removed")


@click.group()
def users() -> None:
    """Add, list, change and remove those who may work at the desk of a book."""


@contextmanager
def _users(book: str) -> Iterator[Users]:
    from claimbook.book import Book
    from claimbook.desk.access.users import Users

    with Book.open(book) as opened:
        yield Users(opened)


@users.command()
@click.option("--role", type=click.Choice(ROLES), default="coder", show_default=True, help="What the user may do.")
@click.argument("book")
@click.argument("name")
def add(book: str, name: str, role: str) -> None:
    """Add a user of this NAME to a BOOK. Asks for the password, or reads a line of standard input.

    \b
    reader   looks
    coder    codes what is assigned, and decides on claims and joins
    editor   gives out and settles coding, grades, takes back others' decisions, adds reports, publishes
    admin    all of it
    """
    from claimbook.desk.people import Role

    with _users(book) as found:
        found.add(name, Role(role), _password())
    click.echo(f"{name} is a user with the role {role}. `claimbook users totp {book} {name!r}` asks for codes too.")


@users.command("list")
@as_option
@click.argument("book")
def list_users(book: str, form: str) -> None:
    """List the users of a BOOK, and those who were removed."""
    with _users(book) as found:
        rows = [
            {
                "name": user.name,
                "role": user.role,
                "codes": "yes" if user.totp else "no",
                "since": user.made[:10],
                "removed": user.ended[:10] if user.ended else None,
            }
            for user in found.all()
        ]
    write(form, COLUMNS, rows, in_table=COLUMNS)


@users.command()
@click.argument("book")
@click.argument("name")
def remove(book: str, name: str) -> None:
    """Remove the user of this NAME from a BOOK, at once; their decisions stay, and the name stays theirs."""
    with _users(book) as found:
        found.remove(name)
        alone = not found.any()
    click.echo(f"{name} is no user any more.")
    if alone:
        click.echo("The book has no users now: its desk opens without a login, on this machine only.")


@users.command()
@click.argument("book")
@click.argument("name")
def passwd(book: str, name: str) -> None:
    """Give a user another password, and end their sessions."""
    with _users(book) as found:
        found.set_password(name, _password())
    click.echo(f"{name} has another password.")


@users.command()
@click.argument("book")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
def role(book: str, name: str, role: str) -> None:
    """Give a user another ROLE, and end their sessions."""
    from claimbook.desk.people import Role

    with _users(book) as found:
        found.set_role(name, Role(role))
    click.echo(f"{name} has the role {role}.")


@users.command()
@click.option("--off", is_flag=True, help="Ask for no codes any more.")
@click.argument("book")
@click.argument("name")
def totp(book: str, name: str, off: bool) -> None:
    """Ask a user for one-time codes from an authenticator too; prints the seed, once."""
    from claimbook.desk.access.credentials import code_address

    with _users(book) as found:
        seed = found.set_codes(name, wanted=not off)
    if seed is None:
        click.echo(f"{name} is asked for no codes.")
        return
    click.echo(f"Type this seed into the authenticator of {name}, or give it the address:")
    click.echo(f"  {seed}\n  {code_address(seed, name=name)}")


def _password() -> str:
    """From the terminal, twice and unseen; else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    words: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return words
