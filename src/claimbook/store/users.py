"""Who may work on a book: names, roles, and what their passwords and codes are checked against.

A user who leaves keeps the name, for decisions bear it; nobody else can take it later.  Passwords are stored as their
argon2id hashes; the seed of one-time codes as it is.  Users are no part of the audit chain: what they rule is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Integer, String, Table, Text, insert, or_, select, update

from .audit import now
from .schema import metadata

desk_user = Table(
    "desk_user",
    metadata,
    Column("id", String(64), primary_key=True),  # the folded name
    Column("name", String(64), nullable=False),
    Column("role", String(8), nullable=False),
    Column("password", Text, nullable=False),  # argon2id
    Column("totp", String(64)),  # base32; None where codes are not asked for
    Column("totp_step", Integer),  # the last step used, so that no code is used twice
    Column("stamp", String(32), nullable=False),  # another one ends the user's sessions
    Column("made", String(32), nullable=False),
    Column("ended", String(32)),
)


@dataclass(frozen=True, slots=True)
class StoredUser:
    """One row; `ended` is the moment when the user was removed."""

    id: str
    name: str
    role: str
    password: str
    totp: str | None
    totp_step: int | None
    stamp: str
    made: str
    ended: str | None


def put_user(connection: Connection, **values: Any) -> None:
    """Puts a user in; `id` must be free."""
    connection.execute(insert(desk_user).values(made=now(), **values))


def get_user(connection: Connection, identifier: str) -> StoredUser | None:
    """The user by the folded name, removed or not."""
    row = connection.execute(select(desk_user).where(desk_user.c.id == identifier)).one_or_none()
    return StoredUser(**row._asdict()) if row else None


def all_users(connection: Connection) -> list[StoredUser]:
    """Everyone who is or was a user, by name."""
    return [StoredUser(**row._asdict()) for row in connection.execute(select(desk_user).order_by(desk_user.c.id))]


def has_users(connection: Connection) -> bool:
    """Whether anyone is a user now."""
    return connection.execute(select(desk_user.c.id).where(desk_user.c.ended.is_(None)).limit(1)).first() is not None


def change_user(connection: Connection, identifier: str, **values: Any) -> None:
    """Changes a user; `ended=True` notes this moment."""
    if values.get("ended") is True:
        values["ended"] = now()
    connection.execute(update(desk_user).where(desk_user.c.id == identifier).values(**values))


def use_totp_step(connection: Connection, identifier: str, step: int) -> bool:
    """Notes that the code of this step was used; False where it, or a later one, was used before."""
    unused = or_(desk_user.c.totp_step.is_(None), desk_user.c.totp_step < step)
    done = connection.execute(
        update(desk_user).where(desk_user.c.id == identifier, unused).values(totp_step=step).returning(desk_user.c.id)
    )
    return done.first() is not None
