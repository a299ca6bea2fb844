"""The user's own layers on the desk's maps: GeoJSON and PMTiles, what is served of them, and what is drawn."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from desking import Client, serve
from tiling import AREA, LINE, POINT, image_tile, vector_tile, write_archive

from claimbook.desk.app import create_app
from claimbook.desk.layers import MOST_PART_BYTES, look_at
from claimbook.settings import Settings

EMPTY: dict[str, Any] = {"type": "FeatureCollection", "features": []}
SHAPES = (
    (AREA, [(400, 400), (1500, 400), (1500, 1500), (400, 1500)]),
    (LINE, [(2000, 2000), (3800, 2000)]),
    (POINT, [(3000, 3000)]),
)


@contextmanager
def desk_with(demo_book: Path, folder: Path, *layers: Path) -> Iterator[Client]:
    """A desk over a copy of the demo's book, with these layers."""
    shutil.copy(demo_book, folder / "demo.db")
    settings = Settings.from_environment().model_copy(update={"layers": layers})
    with serve(create_app(str(folder / "demo.db"), settings)) as client:
        client.book = folder / "demo.db"  # type: ignore[attr-defined]
        yield client


@pytest.fixture
def tiles(tmp_path: Path) -> Path:
    """An archive of vector tiles."""
    return write_archive(tmp_path / "camps.pmtiles", vector_tile(*SHAPES), vector=True)


def test_own_layers_are_served_by_number(demo_book: Path, tmp_path: Path) -> None:
    """A layer of the setting is given as it is; no other file can be asked for, and a lost one is told of."""
    (tmp_path / "districts.geojson").write_text(json.dumps(EMPTY), "utf-8")
    with desk_with(demo_book, tmp_path, tmp_path / "districts.geojson", tmp_path / "lost.geojson") as client:
        good, lost = client.get("/layers").json()
        assert good == {"name": "districts", "form": "geojson", "problem": ""}
        assert lost["problem"] == "lost.geojson: cannot be read (No such file or directory). See CLAIMBOOK_LAYERS."
        assert client.get("/layers/0").json() == EMPTY
        paths = (
            "1",
            "2",
            "-1",
            "..%2Fdemo.db",
            "..%2F..%2Fetc%2Fpasswd",
            "%2Fetc%2Fpasswd",
            "0%2F..%2Fdemo.db",
            "9" * 30,
        )
        assert [client.get(f"/layers/{n}").status for n in paths] == [404] * len(paths)


def test_an_archive_is_served_in_parts(demo_book: Path, tmp_path: Path, tiles: Path) -> None:
    """One range of bytes is given as it is asked for; the whole, several ranges, or bytes beyond the end are refused."""
    data = tiles.read_bytes()
    with desk_with(demo_book, tmp_path, tiles) as client:
        part = client.get("/layers/0", Range="bytes=7-20")
        assert (part.status, part.body) == (206, data[7:21])
        assert part.headers["Content-Range"] == f"bytes 7-20/{len(data)}"
        assert part.headers["Cache-Control"] == "no-store"
        over = client.get("/layers/0", Range=f"bytes=100-{len(data) + 999}")
        assert (over.status, over.body) == (206, data[100:])
        for wanted in (
            "",
            "bytes=0-",
            "bytes=-5",
            "bytes=0-1,4-5",
            "bytes=9-3",
            f"bytes={len(data)}-{len(data)}",
            "lines=0-1",
        ):
            refused = client.get("/layers/0", Range=wanted)
            assert (refused.status, refused.body) == (416, b""), wanted
            assert refused.headers["Content-Range"] == f"bytes */{len(data)}"
        tiles.write_bytes(data + b"\0")
        assert client.get("/layers/0", Range="bytes=0-1").headers["ETag"] != part.headers["ETag"]


def test_no_part_is_larger_than_the_limit(demo_book: Path, tmp_path: Path, tiles: Path) -> None:
    """However large the archive, a request holds no more of it in memory than the limit."""
    with tiles.open("r+b") as file:
        file.truncate(3 * MOST_PART_BYTES)
    with desk_with(demo_book, tmp_path, tiles) as client:
        assert client.get("/layers/0", Range=f"bytes=0-{MOST_PART_BYTES}").status == 416
        assert len(client.get("/layers/0", Range=f"bytes=0-{MOST_PART_BYTES - 1}").body) == MOST_PART_BYTES


def spoil(at: int, value: int) -> Callable[[bytes], bytes]:
    """A change of one byte."""
    return lambda data: data[:at] + bytes([value]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: b"", "is no PMTiles archive"),
        (lambda data: b"SQLite format 3\0" + data, "is no PMTiles archive"),
        (spoil(7, 2), "of version 2; version 3 is read"),
        (lambda data: data[:100], "is cut short"),
        (lambda data: data[:-1], "is cut short"),
        (spoil(97, 4), "cannot unpack"),
        (spoil(98, 3), "cannot unpack"),
        (spoil(99, 6), "of a kind that is not drawn"),
        (spoil(100, 9), "zooms that cannot be"),
    ],
)
def test_bad_archives_are_told_of(tiles: Path, change: Callable[[bytes], bytes], said: str) -> None:
    """What cannot be drawn is told of by name, with what is wrong; the same file as it was is not."""
    assert look_at(tiles).problem == ""
    tiles.write_bytes(change(tiles.read_bytes()))
    problem = look_at(tiles).problem
    assert problem.startswith("camps.pmtiles: ")
    assert said in problem


@pytest.mark.parametrize("held", [b"<kml/>", b"[1, 2]", b'{"type": "Topology"}', b"[" * 200_000, b"\xff\xfe"])
def test_bad_geojson_is_told_of(tmp_path: Path, held: bytes) -> None:
    """A file that is no GeoJSON is told of, however it is broken; so is a folder."""
    (tmp_path / "a.geojson").write_bytes(held)
    assert look_at(tmp_path / "a.geojson").problem.startswith("a.geojson: is ")
    assert look_at(tmp_path).problem.endswith(": is no file. See CLAIMBOOK_LAYERS.")


PAINTED = """(name) => {
  const at = (name) => [...document.querySelectorAll(`.leaflet-own-${name}-pane canvas`)];
  return at(name).reduce((sum, canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const colors = sum;
    for (let i = 0; i < data.length; i += 4) if (data[i + 3]) {
      const key = data[i + 3] === 255 ? [data[i], data[i + 1], data[i + 2]].join() : "clear";
      colors[key] = (colors[key] || 0) + 1;
    }
    return colors;
  }, {});
}"""


def test_tiles_are_drawn(browser: Any, demo_book: Path, tmp_path: Path, tiles: Path) -> None:
    """Vector tiles and images are drawn, beyond their deepest zoom too, a bad file is told of, and the policy holds."""
    image = write_archive(tmp_path / "relief.pmtiles", image_tile(10, 200, 30), vector=False, depth=1)
    broken = tmp_path / "broken.pmtiles"
    broken.write_bytes(tiles.read_bytes()[:-5])
    hollow = write_archive(
        tmp_path / "hollow.pmtiles", b"\xff" * 40, vector=True
    )  # a whole archive of tiles that are none
    told: list[str] = []
    with desk_with(demo_book, tmp_path, image, tiles, broken, hollow) as client:
        page = browser.new_context().new_page()
        page.on("console", lambda m: told.append(m.text))
        page.on("pageerror", lambda e: told.append(str(e)))
        page.on("request", lambda r: None if r.url.startswith((client.origin, "data:")) else told.append(r.url))
        page.goto(f"{client.origin}/?view=-60,-100,70,140")
        page.wait_for_selector("html[data-ready]")
        page.wait_for_selector(".leaflet-own-1-pane canvas.leaflet-tile-loaded")
        page.locator(".own-problem").nth(1).wait_for()
        assert page.evaluate(PAINTED, "0").keys() == {"10,200,30"}
        shapes = page.evaluate(PAINTED, "1")
        assert shapes["clear"] > 1000  # the areas, which let the land be seen
        said = sorted(page.locator(".own-problem").all_inner_texts())
        assert said[0].startswith("broken.pmtiles: is cut short. Copy it again.")
        assert said[1].startswith("hollow: cannot be drawn as it should")
        page.locator(".legend summary").click()
        assert page.locator(".ownlayers li").all_inner_texts() == ["relief", "camps", "hollow"]
        page.goto(f"{client.origin}/?view=35,38,36,39")  # far below the archive's only zoom
        page.wait_for_selector("html[data-ready]")
        page.wait_for_selector(".leaflet-own-0-pane canvas.leaflet-tile-loaded")
        page.locator(".own-problem").first.wait_for()
        assert page.evaluate(PAINTED, "0").keys() == {"10,200,30"}
        page.locator(".own-problem button").first.click()
        page.context.close()
    assert told == []
