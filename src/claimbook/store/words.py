"""Text search: FTS5 on SQLite, tsvector on PostgreSQL, over words that we fold and split ourselves.

Because both get the same words, the same question finds the same claims on either.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy import Connection, text

MOST_CHARACTERS = 500_000  # of one text; PostgreSQL holds no longer lists of words
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_WORD = re.compile(r"[^\W_]{1,200}")


def fold(words: str) -> str:
    """Lower case, without accents, in words of letters and digits, one space apart."""
    plain = unicodedata.normalize("NFKD", words[:MOST_CHARACTERS])
    bare = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(_WORD.findall(bare))


def terms(question: str) -> list[str]:
    """The words and "quoted phrases" of a question, folded; every one must be there."""
    return [f for a, b in _TERM.findall(question) if (f := fold(a or b))]


def put_words(connection: Connection, table: str, rows: Iterable[tuple[str, str]]) -> None:
    """Stores the words of (id, text) pairs."""
    values = [{"id": i, "rowid": _rowid(i), "words": fold(t)} for i, t in rows]
    if not values:
        return
    if connection.dialect.name == "postgresql":
        statement = f"INSERT INTO {table} (id, words) VALUES (:id, to_tsvector('simple', :words))"
    else:
        statement = f"INSERT INTO {table} (rowid, id, words) VALUES (:rowid, :id, :words)"
    connection.execute(text(statement), values)


def drop_words(connection: Connection, table: str, ids: Iterable[str]) -> None:
    """Removes the words of these ids."""
    values = [{"id": i, "rowid": _rowid(i)} for i in ids]
    if values:
        key = "id" if connection.dialect.name == "postgresql" else "rowid"
        connection.execute(text(f"DELETE FROM {table} WHERE {key} = :{key}"), values)


def _rowid(identifier: str) -> int:
    """An FTS5 table has no index but its row number, so that is made from the id."""
    return int.from_bytes(hashlib.sha256(identifier.encode()).digest()[:8], "big", signed=True)


def matching(dialect: str, table: str, question: str, parameter: str) -> tuple[str, dict[str, str]]:
    """A sub-query giving the ids whose words hold all terms of the question, and its parameters."""
    found = terms(question)
    if dialect == "postgresql":
        parts = [f"phraseto_tsquery('simple', :{parameter}{n})" for n in range(len(found))]
        return (
            f"SELECT id FROM {table} WHERE words @@ ({' && '.join(parts)})",
            {f"{parameter}{n}": term for n, term in enumerate(found)},
        )
    return f"SELECT id FROM {table} WHERE {table} MATCH :{parameter}", {parameter: " ".join(f'"{t}"' for t in found)}
