"""Tables piece by piece with Arrow, which is loaded only where it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from claimbook.errors import MissingPart

Cells = tuple[Any, ...]  # of one row, in the order of the columns

CHUNK = 2_000  # rows of a batch
GROUP = 8_000  # rows of a row group of Parquet
_ONCE = frozenset({"json", "geometry", "sentence", "quote"})  # texts of which no two are alike: not worth a dictionary


def load(module: str) -> Any:
    """The module.  Raises MissingPart where its package is not installed, naming the extra that brings it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        name = module.split(".")[0]
        raise MissingPart(
            f"this format needs the package {name}. Install it with: pip install 'claimbook[export]'"
        ) from error


def schema_of(columns: Iterable[str], kinds: Mapping[str, str], metadata: Mapping[str, str] | None = None) -> Any:
    """The Arrow schema; a column that `kinds` does not name holds text."""
    pa = load("pyarrow")
    types = {"date": pa.date32(), "float": pa.float64(), "int": pa.int64(), "bool": pa.bool_(), "bytes": pa.binary()}
    fields = [pa.field(name, types.get(kinds.get(name, "text"), pa.string())) for name in columns]
    return pa.schema(fields, metadata=dict(metadata) if metadata else None)


def batches(rows: Iterable[Mapping[str, Any]], schema: Any) -> Iterator[Any]:
    """Rows as record batches of CHUNK rows."""
    held: list[Cells] = []
    cells_of = itemgetter(*schema.names)
    for row in rows:
        held.append(cells_of(row))
        if len(held) >= CHUNK:
            yield _batch(held, schema)
            held.clear()
    if held:
        yield _batch(held, schema)


class Table:
    """A Parquet file to which rows are added; close it, or use it as a context manager."""

    def __init__(
        self, path: Path, columns: Iterable[str], *, kinds: Mapping[str, str], metadata: Mapping[str, str] | None = None
    ) -> None:
        self._schema = schema_of(columns, kinds, metadata)
        repeated = [name for name in self._schema.names if name not in _ONCE]
        self._file = load("pyarrow.parquet").ParquetWriter(
            path, self._schema, compression="zstd", use_dictionary=repeated, write_statistics=repeated
        )
        self._cells_of = itemgetter(*self._schema.names)
        self._held: list[Cells] = []

    def add(self, row: Mapping[str, Any]) -> None:
        """Adds a row, which has every column; None is an empty cell."""
        self._held.append(self._cells_of(row))
        if len(self._held) >= GROUP:
            self._write()

    def close(self) -> None:
        """Writes what is held and the end of the file."""
        if self._held:
            self._write()
        self._file.close()

    def _write(self) -> None:
        self._file.write_batch(_batch(self._held, self._schema))
        self._held.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _batch(rows: list[Cells], schema: Any) -> Any:
    pa = load("pyarrow")
    arrays = [pa.array(cells, type=kind) for cells, kind in zip(zip(*rows, strict=True), schema.types, strict=True)]
    return pa.record_batch(arrays, schema=schema)
