"""Small PMTiles archives made by hand: one tile of the whole world, of shapes or of one colour."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

EXTENT = 4096
POINT, LINE, AREA = 1, 2, 3
Shape = tuple[int, Sequence[tuple[int, int]]]  # what it is, and its corners in steps of 1/EXTENT of the world


def write_archive(path: Path, tile: bytes, *, vector: bool, depth: int = 0) -> Path:
    """An archive that holds the tile at every place of every zoom down to `depth`."""
    writing = pytest.importorskip("pmtiles.writer", reason="pmtiles is not installed: pip install pmtiles")
    from pmtiles.tile import Compression, TileType, zxy_to_tileid

    with writing.write(str(path)) as writer:
        for zoom in range(depth + 1):
            for x in range(2**zoom):
                for y in range(2**zoom):
                    writer.write_tile(zxy_to_tileid(zoom, x, y), gzip.compress(tile, mtime=0) if vector else tile)
        head: dict[str, Any] = {
            "tile_type": TileType.MVT if vector else TileType.PNG,
            "tile_compression": Compression.GZIP if vector else Compression.NONE,
            "min_lon_e7": -1_800_000_000, "min_lat_e7": -850_000_000,
            "max_lon_e7": 1_800_000_000, "max_lat_e7": 850_000_000,
            "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0,
        }  # fmt: skip
        writer.finalize(head, {"name": "made by hand"})
    return path


def vector_tile(*shapes: Shape) -> bytes:
    """A Mapbox vector tile of one layer."""
    features = b"".join(_field(2, _field(3, kind) + _field(4, _geometry(kind, spots))) for kind, spots in shapes)
    return _field(3, _field(15, 2) + _field(1, b"made") + features + _field(5, EXTENT))


def image_tile(red: int, green: int, blue: int, *, side: int = 8) -> bytes:
    """A PNG of one colour."""
    rows = (b"\0" + bytes((red, green, blue)) * side) * side
    parts = ((b"IHDR", struct.pack(">2I5B", side, side, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def _geometry(kind: int, spots: Sequence[tuple[int, int]]) -> bytes:
    numbers: list[int] = []
    before = (0, 0)
    for at, spot in enumerate(spots):
        if at == 0:
            numbers.append(1 | 1 << 3)  # move to
        elif at == 1:
            numbers.append(2 | (len(spots) - 1) << 3)  # lines to
        steps = (spot[0] - before[0], spot[1] - before[1])
        numbers += [step << 1 ^ step >> 31 for step in steps]
        before = spot
    if kind == AREA:
        numbers.append(7 | 1 << 3)  # close
    return b"".join(map(_varint, numbers))


def _field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*out, number))
