"""The user's own layers on the desk's maps: GeoJSON whole, PMTiles archives in the parts that a view needs.

Invariant: only files that the setting names are read, asked for by number; what cannot be drawn is told of beforehand.
"""

from __future__ import annotations

import json
import re
import struct
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from .asking import Asked, Desk

GEOJSON = "geojson"
TILES = "tiles"
MOST_GEOJSON_BYTES = 50_000_000  # a browser reads it whole
MOST_PART_BYTES = 16_000_000
RANGE = re.compile(r"bytes=(\d{1,15})-(\d{1,15})")
SHAPES = (
    "FeatureCollection", "Feature", "GeometryCollection", "Point", "MultiPoint", "LineString", "MultiLineString",
    "Polygon", "MultiPolygon",
)  # fmt: skip

# The head of a PMTiles archive of version 3: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
HEAD = struct.Struct("<7sB 11Q 6B")
HEAD_BYTES = 127
PACKED = (1, 2)  # not at all, gzip: what browsers unpack
DRAWN = (1, 2, 3, 4, 5)  # vector tiles, PNG, JPEG, WebP, AVIF
DEEPEST_ZOOM = 26


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of the setting: its name without folder and ending, its form, and why it cannot be drawn ("" if it can)."""

    name: str
    form: str
    problem: str


def look_at(path: Path) -> Layer:
    """What the file is.  It never raises: what is wrong stands in the layer."""
    form = TILES if path.suffix.lower() == ".pmtiles" else GEOJSON
    try:
        known = path.stat()
        if not path.is_file():
            return Layer(path.stem, form, f"{path.name}: is no file. See CLAIMBOOK_LAYERS.")
        problem = _problem_of(path, form, known.st_mtime_ns, known.st_size)
    except OSError as error:
        problem = f"cannot be read ({error.strerror}). See CLAIMBOOK_LAYERS."
    return Layer(path.stem, form, f"{path.name}: {problem}" if problem else "")


def list_layers(desk: Desk, asked: Asked) -> Response:
    """The user's own layers, in the order drawn."""
    del asked
    return JSONResponse([asdict(look_at(path)) for path in desk.settings.layers])


def give_layer(desk: Desk, asked: Asked) -> Response:
    """One of them by its number: GeoJSON whole, of an archive the range of bytes that is asked for."""
    number = asked.path["number"]
    if not number.isdecimal() or len(number) > 4 or int(number) >= len(desk.settings.layers):
        raise HTTPException(404, "There is no such layer.")
    path = desk.settings.layers[int(number)]
    layer = look_at(path)
    if layer.problem:
        raise HTTPException(404, layer.problem)
    try:
        if layer.form == TILES:
            return _part(path, asked.request.headers.get("range", ""))
        return Response(path.read_bytes(), media_type="application/geo+json")
    except OSError as error:
        raise HTTPException(404, f"{path.name}: cannot be read ({error.strerror}). See CLAIMBOOK_LAYERS.") from error


def _part(path: Path, wanted: str) -> Response:
    """The bytes that a Range header names; one range, for that is what a map asks for, and never the whole archive."""
    known = path.stat()
    asked = RANGE.fullmatch(wanted)
    first, last = (int(asked[1]), min(int(asked[2]), known.st_size - 1)) if asked else (0, -1)
    if first > last or last - first >= MOST_PART_BYTES:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{known.st_size}"})
    with path.open("rb") as file:
        file.seek(first)
        data = file.read(last - first + 1)
    headers = {
        "Content-Range": f"bytes {first}-{first + len(data) - 1}/{known.st_size}",
        "Accept-Ranges": "bytes",
        "ETag": f'"{known.st_mtime_ns:x}-{known.st_size:x}"',  # the reader begins anew when the file has changed
    }
    return Response(data, 206, headers, media_type="application/octet-stream")


@lru_cache(maxsize=64)
def _problem_of(path: Path, form: str, changed: int, size: int) -> str:
    """Why it cannot be drawn, "" if it can; looked at anew when the file has changed."""
    del changed
    return _problem_of_tiles(path, size) if form == TILES else _problem_of_geojson(path, size)


def _problem_of_geojson(path: Path, size: int) -> str:
    if size > MOST_GEOJSON_BYTES:
        return f"is larger than {MOST_GEOJSON_BYTES // 1_000_000} MB. Make PMTiles of it, such as by tippecanoe."
    try:
        held = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        return f"is no JSON ({str(error)[:80]}). Give GeoJSON or PMTiles."
    if not isinstance(held, dict) or held.get("type") not in SHAPES:
        return "is JSON, but no GeoJSON. Give a FeatureCollection with longitudes and latitudes."
    return ""


def _problem_of_tiles(path: Path, size: int) -> str:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if len(head) < 8 or not head.startswith(b"PMTiles"):
        return 'is no PMTiles archive. Make it anew, such as by tippecanoe or "pmtiles convert".'
    if head[7] != 3:
        return f'is a PMTiles archive of version {head[7]}; version 3 is read. "pmtiles convert" makes it one.'
    if len(head) < HEAD_BYTES:
        return "is cut short. Copy it again."
    _, _, *numbers = HEAD.unpack_from(head)
    ends = [start + length for start, length in zip(numbers[0:8:2], numbers[1:8:2], strict=True)]
    _, inside, tiles, kind, lowest, deepest = numbers[11:]
    if max(ends) > size:
        return "is cut short. Copy it again."
    if inside not in PACKED or tiles not in (0, *PACKED):
        return "is packed by what browsers cannot unpack. Make it anew with gzip."
    if kind not in DRAWN:
        return "holds tiles of a kind that is not drawn. Give vector tiles (MVT), PNG, JPEG, WebP or AVIF."
    if not lowest <= deepest <= DEEPEST_ZOOM:
        return "tells zooms that cannot be. Make it anew."
    return ""
