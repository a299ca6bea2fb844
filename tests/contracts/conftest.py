"""Where a book may live, for one suite over all of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bookmaking import new_database, postgres_server, why_no_postgres


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server of the tests' own."""
    reason = why_no_postgres()
    if reason is not None:
        pytest.skip(f"PostgreSQL is not tested: {reason}")
    with postgres_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The name of a book that is not there yet."""
    if request.param == "sqlite":
        return str(tmp_path / "book.db")
    return new_database(request.getfixturevalue("server"))
