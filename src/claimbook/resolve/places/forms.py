"""The forms of place files: each a reader that turns a file into rows and faults, never stopping at a bad row."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

from claimbook.errors import PlacesError

from .countries import country_code
from .geometry import centre_and_radius
from .kinds import AREA, FIRST, SECOND, SORT_OF, TOWN
from .shapes import Shape, disc_of

FORMS = ("geonames", "cod-ab", "cod-pp", "pcodes", "whosonfirst", "geojson", "csv")
# Our field: the columns that may hold it, in lower case, the first that stands wins.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "featurenam", "featurename_en", "adm3_en", "adm3_name", "adm2_en", "adm2_name", "adm1_en", "adm1_name", "adm0_en", "adm0_name", "place", "location", "title", "shapename"),
    "names": ("names", "names_latin", "alternatenames", "aliases", "altname", "featureale"),
    "names_arabic": ("names_arabic", "name_ar", "featurear_1", "featurename_ar", "adm3_ar", "adm2_ar", "adm1_ar", "adm2_name1", "adm1_name1"),
    "names_cyrillic": ("names_cyrillic", "name_uk", "name_ru", "adm2_ua", "adm1_ua"),
    "lat": ("lat", "latitude", "lat_dd", "y", "latitude_y", "center_lat", "geom_latitude"),
    "lon": ("lon", "lng", "long", "longitude", "lon_dd", "x", "longitude_x", "center_lon", "geom_longitude"),
    "country": ("cc", "country", "country_code", "iso2", "adm0_iso2", "adm0_pcode", "iso3", "iso"),
    "kind": ("kind", "type", "placetype", "featuretyp", "feature_type", "class"),
    "id": ("id", "wof_id", "wof:id", "pcode", "featurepcode", "adm2_pcode_id"),
    "geonames_id": ("geonames_id", "gn_id", "geonameid", "gn:id"),
    "population": ("population", "pop", "wof:population"),
    "admin1": ("adm1", "admin1", "admin1name", "adm1_en", "adm1_name", "governorate", "region"),
    "admin1_code": ("adm1_pcode", "admin1pcode", "admin1_code", "adm1_code"),
    "admin2": ("adm2", "admin2", "admin2name", "adm2_en", "adm2_name", "district"),
    "admin2_code": ("adm2_pcode", "admin2pcode", "admin2_code", "adm2_code"),
    "radius_km": ("radius_km",),
}  # fmt: skip
_KIND_OF_CLASS = {"P": TOWN, "T": "mountain", "H": "river", "L": AREA, "S": "base", "R": "road", "V": "forest"}
_KIND_OF_WORD = {"locality": TOWN, "neighbourhood": TOWN, "campus": "base", "region": FIRST, "county": SECOND, "mountain area": "mountains"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One place as a file tells of it."""

    name: str
    country: str
    kind: str
    lat: float
    lon: float
    names: tuple[str, ...] = ()
    own_id: str = ""
    geonames_id: str = ""
    population: int = 0
    admin1: str = ""
    admin1_code: str = ""
    admin2: str = ""
    admin2_code: str = ""
    radius_km: float = 0.0
    shape: Shape = ()
    entry: str = ""  # the id of a known entry that this row tells more of


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that cannot be used, and why."""

    why: str


Rows = Iterator[tuple[int, Row | RowFault]]


def guess_form(path: Path, columns: Mapping[str, str] | None = None) -> str:
    """The form of a file, told from its name and first line.  Raises PlacesError if it cannot be read."""
    if columns:
        return "csv"
    name = path.name.lower()
    if name.endswith((".geojson", ".json", ".geojson.gz")):
        return "cod-ab" if "adm" in name and "pp" not in name else "geojson"
    with open_text(path) as lines:
        head = lines.readline().lower()
    if head.count("\t") >= 17:
        return "geonames"
    if "p-code" in head and "admin level" in head:
        return "pcodes"
    if "wof_id" in head or "wof:id" in head:
        return "whosonfirst"
    if "featurenam" in head or "pplclass" in head:
        return "cod-pp"
    return "csv"


def read_rows(path: Path, form: str, columns: Mapping[str, str], country: str | None) -> Rows:
    """The rows of a file, with their line numbers (GeoJSON: the features' numbers).

    Raises PlacesError where the file cannot be read, or no column tells a name, where it is, or its country.
    """
    if form == "geonames":
        return _unbroken(path, _geonames(path))
    if form in ("geojson", "cod-ab"):
        return _unbroken(path, _geojson(path, columns, country))
    if form in ("csv", "cod-pp", "whosonfirst"):
        return _unbroken(path, _table(path, columns, country))
    raise PlacesError(f"{form} is no form of places. The forms are: {', '.join(FORMS)}.")


def open_text(path: Path) -> TextIO:
    """A place file as text, out of its zip or gz.  Raises PlacesError where it cannot be read."""
    try:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as pack:
                inner = [n for n in pack.namelist() if not n.lower().startswith("readme")]
                if not inner:
                    raise PlacesError(f"{path}: the archive is empty. Unpack it and add the file inside.")
                return io.StringIO(pack.read(inner[0]).decode("utf-8-sig", errors="replace"))
        if path.suffix == ".gz":
            with gzip.open(path) as packed:
                packed.peek(1)  # tells at once where it is no such file
            return gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline="")
        return path.open(encoding="utf-8-sig", errors="replace", newline="")
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        why = getattr(error, "strerror", None) or error
        raise PlacesError(f"{path}: cannot be read ({why}). Check the path.") from error


def _unbroken(path: Path, rows: Rows) -> Rows:
    """The rows, and a plain error where a packed file ends before its end or a CSV cannot be told apart."""
    try:
        yield from rows
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        raise PlacesError(f"{path}: is damaged ({error}). Take another copy of it.") from error


def _geonames(path: Path) -> Rows:
    """A GeoNames country dump: 19 columns parted by tabs; names of regions stay codes until boundaries are added."""
    with open_text(path) as lines:
        for number, line in enumerate(lines, 1):
            cells = line.rstrip("\r\n").split("\t")
            if len(cells) < 15:
                yield number, RowFault(f"{len(cells)} columns instead of 19")
                continue
            if cells[6] == "A":
                kind = {"ADM1": FIRST, "ADM2": SECOND}.get(cells[7], AREA)
            else:
                kind = _KIND_OF_CLASS.get(cells[6], AREA)
            fields = {
                "name": cells[1],
                "names": cells[3].replace(",", "|") + "|" + cells[2],
                "lat": cells[4],
                "lon": cells[5],
                "country": cells[8],
                "kind": kind,
                "geonames_id": cells[0],
                "population": cells[14],
            }
            yield number, _row(fields, None)


def _table(path: Path, columns: Mapping[str, str], country: str | None) -> Rows:
    with open_text(path) as lines:
        try:
            dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(lines.readline(), delimiters=",;\t")
        except csv.Error:
            dialect = "excel"
        lines.seek(0)
        reader = csv.DictReader(lines, dialect=dialect)
        picked = _pick(reader.fieldnames or (), columns)
        _must_tell(path, picked, reader.fieldnames or (), country)
        for raw in reader:
            fields = {field: raw.get(column) or "" for field, column in picked.items()}
            yield reader.line_num, _row(fields, country)


def _pick(header: Iterable[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Our field → the file's column: as told, else by the usual names."""
    by_lower = {column.strip().lower(): column for column in header}
    for field, column in columns.items():
        if field not in _COLUMNS:
            raise PlacesError(f"{field} is no field of a place. The fields are: {', '.join(_COLUMNS)}.")
        if column.lower() not in by_lower:
            raise PlacesError(f"The file has no column {column}. It has: {', '.join(by_lower.values())}.")
    picked = {field: by_lower[column.lower()] for field, column in columns.items()}
    for field, usual in _COLUMNS.items():
        found = next((by_lower[column] for column in usual if column in by_lower), None)
        if field not in picked and found is not None:
            picked[field] = found
    return picked


def _must_tell(path: Path, picked: Mapping[str, str], header: Sequence[str], country: str | None) -> None:
    """Raises PlacesError where no column holds what every row needs, with the columns that there are."""
    needed = ("name", "lat", "lon") if country else ("name", "lat", "lon", "country")
    missing = [field for field in needed if field not in picked]
    if not missing or not header:
        return
    told = " ".join(f"--column {field}=COLUMN" for field in missing if field != "country")
    if "country" in missing:
        told = f"{told} --country CC (or --column country=COLUMN)".strip()
    seen = ", ".join("".join(c for c in column[:30] if c.isprintable()) for column in header[:12])
    raise PlacesError(
        f"{path}: no column is known to hold {' or '.join(missing)}. Say so with {told}. The file has: {seen}."
    )


def _row(fields: Mapping[str, str], country: str | None) -> Row | RowFault:
    name = fields.get("name", "").strip()
    if not name:
        return RowFault("no name")
    try:
        lat, lon = float(fields.get("lat", "")), float(fields.get("lon", ""))
    except ValueError:
        return RowFault(f"{name}: no latitude and longitude")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return RowFault(f"{name}: {lat}, {lon} is not on the globe")
    code = country_code(fields.get("country") or country or "")
    if not code:
        return RowFault(f"{name}: no country; --country CC tells one for all such rows")
    names = [fields.get(f, "") for f in ("names", "names_arabic", "names_cyrillic")]
    kind = fields.get("kind", "").strip().lower()
    return Row(
        name,
        code,
        _KIND_OF_WORD.get(kind, kind or TOWN),
        lat,
        lon,
        tuple(n.strip() for part in names for n in part.split("|") if n.strip() and "//" not in n),
        own_id=fields.get("id", "").strip(),
        geonames_id=_digits(fields.get("geonames_id", "")),
        population=int(_digits(fields.get("population", "")) or 0),
        admin1=fields.get("admin1", "").strip(),
        admin1_code=fields.get("admin1_code", "").strip(),
        admin2=fields.get("admin2", "").strip(),
        admin2_code=fields.get("admin2_code", "").strip(),
        radius_km=_number(fields.get("radius_km", "")),
    )


def _digits(text: str) -> str:
    text = text.strip().split(".")[0]
    return text if text.isdecimal() else ""


def _number(text: str) -> float:
    try:
        return max(0.0, float(text))
    except ValueError:
        return 0.0


def _geojson(path: Path, columns: Mapping[str, str], country: str | None) -> Rows:
    """Points, and polygons as outlines with the disc of their size."""
    with open_text(path) as lines:
        try:
            told = json.load(lines)
        except ValueError as error:
            raise PlacesError(f"{path}: is not GeoJSON ({error}). Name the form with --form.") from error
    if isinstance(told, dict) and told.get("type") == "Topology":
        raise PlacesError(f"{path}: is TopoJSON. Turn it into GeoJSON first, as GIS programs do.")
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list):
        raise PlacesError(f"{path}: is no GeoJSON FeatureCollection. Name the form with --form.")
    for number, feature in enumerate(features, 1):
        try:
            properties = {str(k): "" if v is None else str(v) for k, v in (feature["properties"] or {}).items()}
            rings = [_ring(points) for points in _lists_of_points(feature["geometry"]["coordinates"])]
        except (KeyError, TypeError, ValueError):
            yield number, RowFault("no properties, or no geometry that can be read")
            continue
        rings = [ring for ring in rings if ring]
        if not rings:
            yield number, RowFault("an empty geometry")
            continue
        fields = {f: properties[c] for f, c in _pick(properties, _known(columns, properties)).items()}
        shape: Shape = ()
        if feature["geometry"].get("type") in ("Polygon", "MultiPolygon"):
            shape = tuple(rings)
            lat, lon, radius = disc_of(shape)
        else:
            corners = [(ring[at], ring[at + 1]) for ring in rings for at in range(0, len(ring), 2)]
            lat, lon, radius = centre_and_radius(corners)
        fields |= {"lat": str(lat), "lon": str(lon)}
        if len(rings[0]) > 2:
            fields["radius_km"] = str(round(radius, 1))
        if shape and not SORT_OF.get(fields.get("kind", "").lower()):
            fields["kind"] = _level(properties, path.name)
        row = _row(fields, country)
        yield number, replace(row, shape=shape) if isinstance(row, Row) else row


def _level(properties: Mapping[str, str], file_name: str) -> str:
    """The level of a boundary, by the deepest level that its columns name, else by the file's name."""
    named = " ".join(key.lower() for key, value in properties.items() if value)
    for told in (named, file_name.lower()):
        levels = re.findall(r"(?:\b|_)(?:adm|admin)_?([1-5])", told)
        if levels:
            return {"1": FIRST, "2": SECOND}.get(max(levels), AREA)
    return FIRST


def _known(columns: Mapping[str, str], properties: Mapping[str, str]) -> dict[str, str]:
    """The mapped columns that this feature has: features of one file may differ."""
    return {field: column for field, column in columns.items() if column in properties}


def _lists_of_points(coordinates: Any) -> Iterator[list[Any]]:
    """The innermost lists of points: a point's own, a line, or the rings of polygons."""
    if not isinstance(coordinates, list):
        raise TypeError("no list of coordinates")
    if coordinates and isinstance(coordinates[0], int | float):
        yield [coordinates]
    elif coordinates and coordinates[0] and isinstance(coordinates[0][0], int | float):
        yield coordinates
    else:
        for part in coordinates:
            yield from _lists_of_points(part)


def _ring(points: list[Any]) -> tuple[float, ...]:
    """Flat degrees (latitude, longitude, ...).  Raises ValueError where one is not on the globe."""
    degrees = tuple(float(degree) for lon, lat, *_ in points for degree in (lat, lon))
    if not all(abs(degree) <= most for degree, most in zip(degrees, itertools.cycle((90.0, 360.0)))):
        raise ValueError("a coordinate is not on the globe")  # beyond 180 where a region crosses the date line
    return degrees
