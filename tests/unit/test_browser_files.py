"""The browser files that the build brings: pinned by hash, from no named address, and fetched only when needed."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    pytest.importorskip("hatchling", reason="hatchling is not installed: pip install hatchling")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_lock_pins_by_hash_and_names_no_address() -> None:
    """Every locked package has a hash, none an address; and the settings that keep it so are there."""
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text("utf-8")


def test_vendor_files_come_from_pinned_packages(hook: ModuleType) -> None:
    """Each file that the pages carry is from a package of an exact version in package.json and the lock."""
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    for name, version in wanted["dependencies"].items():
        assert lock[f"node_modules/{name}"]["version"] == version
    for origin in wanted["vendor"].values():
        assert hook._package_of(origin) in wanted["dependencies"]


def test_scripts_import_the_files_beside_them(hook: ModuleType, tmp_path: Path) -> None:
    """A script that imports a package by name imports its file instead, and is otherwise as it was."""
    (tmp_path / "index.js").write_text(
        "import Point from '@some/point';\nexport const from = '@some/points';\n", "utf-8"
    )
    hook._copy_script(tmp_path / "index.js", tmp_path / "out.js", {"@some/point": "point.js"})
    assert (tmp_path / "out.js").read_text("utf-8") == (
        "import Point from './point.js';\nexport const from = '@some/points';\n"
    )


def test_whole_files_are_left_alone(hook: ModuleType, tmp_path: Path) -> None:
    """Files made from the same lock are left as they are; a missing one, or another lock, makes them anew."""
    wanted = {"a.js": "a/a.js"}
    assert not hook._is_whole(tmp_path, wanted, "stamp")
    (tmp_path / hook.STAMP).write_text("stamp", "utf-8")
    assert not hook._is_whole(tmp_path, wanted, "stamp")
    (tmp_path / "a.js").write_text("", "utf-8")
    assert hook._is_whole(tmp_path, wanted, "stamp")
    assert not hook._is_whole(tmp_path, wanted, "another")


def test_regions_lose_the_borders_between_their_parts(hook: ModuleType) -> None:
    """Two parts that share a border become one ring round both; a hole stays one."""
    left = [(0, 0), (2, 0), (2, 2), (0, 2)]
    right = [(2, 0), (4, 0), (4, 2), (2, 2)]
    (whole,) = hook._dissolve([left, right])
    assert set(whole) == {*left, *right} and whole[0] == whole[-1] and len(whole) == 7
    hole = [(1, 1), (1, 2), (2, 2), (2, 1)]
    assert len(hook._dissolve([[(0, 0), (4, 0), (4, 4), (0, 4)], hole])) == 2


def test_finer_boundaries_are_grouped_to_regions(hook: ModuleType, tmp_path: Path) -> None:
    """Provinces of a country whose first level is larger also make up that: its name, and one ring."""

    def province(name: str, west: float) -> dict[str, object]:
        ring = [[west, 10.0], [west + 1, 10.0], [west + 1, 11.0], [west, 11.0], [west, 10.0]]
        told = {"gn_a1_code": f"BF.{name}", "iso_a2": "BF", "name": name, "region": "Est"}
        return {"type": "Feature", "properties": told, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    origin, target = tmp_path / "admin1.json", tmp_path / "first-level.json.gz"
    origin.write_text(json.dumps({"features": [province("21", 0.0), province("42", 1.0)]}))
    hook._thin_regions(origin, target)
    lines = [json.loads(line) for line in gzip.decompress(target.read_bytes()).decode().splitlines()]
    assert [line.get("code") for line in lines] == [None, "BF.21", "BF.42", "BF/Est"]
    assert lines[3]["names"] == ["Est"] and len(lines[3]["rings"]) == 1
