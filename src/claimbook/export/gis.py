"""Map formats: GeoJSON, GeoPackage, KML and GeoParquet; one feature an incident, its place drawn as the area that it is.

A place is the disc in which the happening lies, never a bare point.  An incident without coordinates stays in the file,
with no geometry.  Coordinates are WGS 84, longitude first.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from .arrow import Table, batches, load, schema_of
from .case import Case, Format, Material, Options, seen
from .geojson import LEAST_RADIUS_KM, Ring, disc
from .incident_table import COLUMNS, LOST, flatten_incident
from .losses import Losses
from .native import KINDS

LAYER = "incidents"
GEOMETRY = {"geometry": "the disc in which the happening lies, in degrees of WGS 84"}
GIS_LOST = {name: instead for name, instead in LOST.items() if name != "area"}
_KML = "http://www.opengis.net/kml/2.2"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["MultiPolygon"], "edges": "planar"}},
}


def rings_of(case: Case) -> list[Ring]:
    """The outer rings of the incident's area; two where it crosses the 180th meridian, none without coordinates."""
    place = case.incident.place.value if case.incident.place else None
    if place is None or place.lat is None or place.lon is None:
        return []
    return disc(place.lat, place.lon, max(place.radius_km or 0.0, LEAST_RADIUS_KM))


def write_geojson(material: Material, to: Path, losses: Losses, options: Options) -> None:
    """A FeatureCollection (RFC 7946), a feature a line."""
    with to.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        before = "\n"
        for case in seen(material.cases, losses):
            rings = rings_of(case)
            feature = {
                "type": "Feature",
                "id": case.incident.id,
                "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]} if rings else None,
                "properties": {
                    name: value.isoformat() if isinstance(value, date) else value
                    for name, value in flatten_incident(case).items()
                },
            }
            file.write(before + json.dumps(feature, ensure_ascii=False))
            before = ",\n"
        file.write("\n]}\n")


def write_geopackage(material: Material, to: Path, losses: Losses, options: Options) -> None:
    """A GeoPackage with the layer `incidents`.  Raises MissingPart without pyogrio and pyarrow."""
    pa, pyogrio = load("pyarrow"), load("pyogrio")
    schema = schema_of([*COLUMNS, *GEOMETRY], {**KINDS, "geometry": "bytes"})
    reader = pa.RecordBatchReader.from_batches(schema, batches(_rows(material, losses), schema))
    pyogrio.write_arrow(
        reader,
        str(to),
        layer=LAYER,
        driver="GPKG",
        geometry_name="geometry",
        geometry_type="MultiPolygon",
        crs="EPSG:4326",
    )


def write_geoparquet(material: Material, to: Path, losses: Losses, options: Options) -> None:
    """One GeoParquet file.  Raises MissingPart without pyarrow."""
    kinds = {**KINDS, "geometry": "bytes"}
    with Table(to, [*COLUMNS, *GEOMETRY], kinds=kinds, metadata={"geo": json.dumps(_GEO)}) as table:
        for row in _rows(material, losses):
            table.add(row)


def write_kml(material: Material, to: Path, losses: Losses, options: Options) -> None:
    """KML 2.2: a placemark an incident, the columns as extended data, its period as a time span."""
    from lxml import etree

    with to.open("wb") as raw, etree.xmlfile(raw, encoding="utf-8") as file:
        file.write_declaration()
        with file.element(f"{{{_KML}}}kml", nsmap={None: _KML}), file.element(f"{{{_KML}}}Document"):
            for case in seen(material.cases, losses):
                file.write(_placemark(case, losses, etree))
                file.write("\n")


def wkb(rings: list[Ring]) -> bytes | None:
    """The rings as a MultiPolygon in well-known binary; None where there are none."""
    if not rings:
        return None
    parts = [struct.pack("<BII", 1, 6, len(rings))]
    for ring in rings:
        parts.append(struct.pack("<BIII", 1, 3, 1, len(ring)))
        parts.append(struct.pack(f"<{2 * len(ring)}d", *(value for point in ring for value in point)))
    return b"".join(parts)


def _rows(material: Material, losses: Losses) -> Iterator[dict[str, Any]]:
    for case in seen(material.cases, losses):
        yield {**flatten_incident(case), "geometry": wkb(rings_of(case))}


def _placemark(case: Case, losses: Losses, etree: Any) -> Any:
    row = flatten_incident(case)

    def text(value: Any) -> str:
        said = value.isoformat() if isinstance(value, date) else str(value)
        clean = _NO_XML.sub("\ufffd", said)
        if clean != said:
            losses.change("values with characters that XML cannot hold")
        return clean

    def add(parent: Any, tag: str, said: str | None = None, **attributes: str) -> Any:
        child = etree.SubElement(parent, f"{{{_KML}}}{tag}", **attributes)
        child.text = said
        return child

    mark = etree.Element(f"{{{_KML}}}Placemark", nsmap={None: _KML}, id=f"incident-{row['id']}")
    add(mark, "name", text(" ".join(str(w) for w in (row["kind"], row["place"], row["start"]) if w)))
    add(mark, "description", text(row["sentence"]))
    if row["start"]:
        span = add(mark, "TimeSpan")
        add(span, "begin", text(row["start"]))
        if row["end"]:
            add(span, "end", text(row["end"]))
    data = add(mark, "ExtendedData")
    for name, value in row.items():
        if value is not None:
            add(add(data, "Data", name=name), "value", text(value))
    if rings := rings_of(case):
        shape = add(mark, "MultiGeometry")
        for ring in rings:
            outer = add(add(add(shape, "Polygon"), "outerBoundaryIs"), "LinearRing")
            add(outer, "coordinates", " ".join(f"{x},{y}" for x, y in ring))
    return mark


def _format(name: str, suffix: str, about: str, write: Any, *needs: str) -> Format:
    columns = {LAYER: {**COLUMNS, **GEOMETRY}}
    return Format(name=name, suffix=suffix, about=about, write=write, columns=columns, lost=GIS_LOST, needs=needs)


GEOJSON = _format("geojson", ".geojson", "a feature an incident, as RFC 7946 has it", write_geojson)
GEOPACKAGE = _format("gpkg", ".gpkg", "a GeoPackage with one layer", write_geopackage, "pyogrio", "pyarrow")
GEOPARQUET = _format("geoparquet", ".parquet", "one GeoParquet file", write_geoparquet, "pyarrow")
KML = _format("kml", ".kml", "placemarks for Google Earth and its like", write_kml)
