"""The users of a book: added, changed, removed, and known again by password and code."""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass

from claimbook import store
from claimbook.book import Book
from claimbook.desk.people import Person, Role
from claimbook.errors import UsageError

from . import credentials

_NAME = re.compile(r"\w[\w .'-]{0,62}\w|\w")


@dataclass(frozen=True, slots=True)
class Known:
    """A user who is one now: what a session holds on to.  Another `stamp` ends the session."""

    id: str
    person: Person
    stamp: str


class Users:
    """The users of one book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def any(self) -> bool:
        """Whether the book has users; where it has none, whoever sits at the machine needs no login."""
        with store.reading(self._book.engine, self._book.where) as connection:
            return store.has_users(connection)

    def all(self) -> list[store.StoredUser]:
        """Everyone who is a user, or was one."""
        with store.reading(self._book.engine, self._book.where) as connection:
            return store.all_users(connection)

    def add(self, name: str, role: Role, password: str) -> None:
        """Adds a user.  Raises UsageError where name or password will not do, or the name was ever used."""
        name = _name(name)
        credentials.check_password(password, name=name)
        values = {"role": str(role), "password": credentials.hash_password(password), "stamp": _stamp()}
        with store.writing(self._book.engine, self._book.where) as connection:
            if (old := store.get_user(connection, _fold(name))) is not None:
                gone = f" and was removed on {old.ended[:10]}; decisions may bear it. Take another" if old.ended else ""
                raise UsageError(f"{name}: this name is a user's{gone}.")
            store.put_user(connection, id=_fold(name), name=name, **values)

    def remove(self, name: str) -> None:
        """Ends a user and all their sessions; the name stays taken."""
        self._change(name, ended=True, password="", totp=None)

    def set_role(self, name: str, role: Role) -> None:
        """Gives a user another role, and ends their sessions."""
        self._change(name, role=str(role))

    def set_password(self, name: str, password: str) -> None:
        """Gives a user another password, and ends their sessions."""
        credentials.check_password(password, name=_name(name))
        self._change(name, password=credentials.hash_password(password))

    def set_codes(self, name: str, *, wanted: bool) -> str | None:
        """Asks for one-time codes from now on, with a new seed that is answered; or asks for none any more."""
        seed = credentials.new_seed() if wanted else None
        self._change(name, totp=seed, totp_step=None)
        return seed

    def known(self, name: str, password: str, code: str) -> Known | None:
        """The user whose name, password and code (where one is asked for) these are; None for any that is wrong.

        It takes as long for a name that is not there.
        """
        identifier = _fold(name)
        with store.reading(self._book.engine, self._book.where) as connection:
            user = store.get_user(connection, identifier)
        if user is not None and user.ended is not None:
            user = None
        if not credentials.fits(password, user.password if user else None) or user is None:
            return None
        if user.totp is not None:
            step = credentials.step_of(code, user.totp)
            if step is None:
                return None
            with store.writing(self._book.engine, self._book.where) as connection:
                if not store.use_totp_step(connection, identifier, step):
                    return None
        if credentials.is_old(user.password):
            with store.writing(self._book.engine, self._book.where) as connection:
                store.change_user(connection, identifier, password=credentials.hash_password(password))
        return _known(user)

    def again(self, identifier: str, stamp: str) -> Known | None:
        """The user of a session, as of now; None where anything changed that ends sessions."""
        with store.reading(self._book.engine, self._book.where) as connection:
            user = store.get_user(connection, identifier)
        return _known(user) if user is not None and user.ended is None and user.stamp == stamp else None

    def _change(self, name: str, **values: object) -> None:
        with store.writing(self._book.engine, self._book.where) as connection:
            user = store.get_user(connection, _fold(name))
            if user is None or user.ended is not None:
                raise UsageError(
                    f"{name}: there is no such user. `claimbook users list {self._book.where}` lists them."
                )
            store.change_user(connection, user.id, stamp=_stamp(), **values)


def _known(user: store.StoredUser) -> Known:
    return Known(user.id, Person(user.name, Role(user.role)), user.stamp)


def _name(name: str) -> str:
    name = unicodedata.normalize("NFKC", name).strip()
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r}: a name has up to 64 letters and digits, and . - ' or blanks between them.")
    return name


def _fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()[:64]


def _stamp() -> str:
    return secrets.token_hex(16)
