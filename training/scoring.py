"""The annotation scorer of the shared folder, as a function."""

from __future__ import annotations

import contextlib
import io
import json
import runpy
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from corpus import SHARED


def score(gold: Iterable[Mapping[str, Any]], guesses: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What `score.py --json` says of these rows."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, rows in (("gold", gold), ("guess", guesses)):
            path = Path(folder) / f"{name}.jsonl"
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            paths.append(str(path))
        before, sys.argv = sys.argv, ["score.py", *paths, "--reports", str(SHARED / "reports"), "--json"]
        out = io.StringIO()
        try:
            with contextlib.redirect_stdout(out):
                runpy.run_path(str(SHARED / "gold/score.py"), run_name="__main__")
        finally:
            sys.argv = before
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def line(result: Mapping[str, Any]) -> str:
    """The figures on one line."""
    fields = [n for n in result if n not in ("event", "slots", "negatives", "set_aside")]
    event = result["event"]
    head = f"event {event['f1']:.3f} (P {event['precision']:.3f} R {event['recall']:.3f}) slots {result['slots']['f1']:.3f} "
    tail = " ".join(f"{n[:6]} {result[n]['f1']:.2f}" for n in fields)
    return f"{head}| {tail} | clean {result['negatives']['clean']}/{result['negatives']['of']}"
