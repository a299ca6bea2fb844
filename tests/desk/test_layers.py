"""The user's own layers on the desk's maps."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from desking import serve

from claimbook.desk.app import create_app
from claimbook.settings import Settings


def test_own_layers_are_served_by_number(demo_book: Path, tmp_path: Path) -> None:
    """A layer of the setting is given as it is; no other file can be asked for, and a lost one is told of."""
    shutil.copy(demo_book, tmp_path / "demo.db")
    layer: dict[str, Any] = {"type": "FeatureCollection", "features": []}
    (tmp_path / "districts.geojson").write_text(json.dumps(layer), "utf-8")
    layers = (tmp_path / "districts.geojson", tmp_path / "lost.geojson")
    settings = Settings.from_environment().model_copy(update={"layers": layers})
    with serve(create_app(str(tmp_path / "demo.db"), settings)) as client:
        assert client.get("/layers").json() == ["districts", "lost"]
        assert client.get("/layers/0").json() == layer
        assert [client.get(f"/layers/{n}").status for n in ("1", "2", "-1", "..%2Fdemo.db")] == [404] * 4
