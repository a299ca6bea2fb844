"""Pages of a PDF as pictures, drawn in a child process with limits on memory, time and pixels, a few at a time."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass

from claimbook.ingest.child import ask_child

SECONDS = 20
WAIT_SECONDS = 10.0
AT_ONCE = 2
KEPT = 12  # pictures at hand, of some 0.2 MB each: the page asks for one, then the browser does
FAULTS = {
    "password": "The PDF is protected by a password, so no page of it can be shown.",
    "malformed": "This page of the PDF is damaged and cannot be shown.",
    "limits": "This page of the PDF takes more time or memory to draw than is allowed.",
    "no page": "The PDF has no such page.",
    "busy": "Other pages are being drawn. Try again in a moment.",
}
_gate = threading.BoundedSemaphore(AT_ONCE)
_lock = threading.Lock()
_kept: OrderedDict[tuple[str, int], Picture] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as PNG, its size in pixels, and how many pages the PDF has."""

    png: bytes
    width: int
    height: int
    total: int


def draw_page(data: bytes, sha256: str, number: int) -> Picture | str:
    """The page by its number from 1, or the name of one of FAULTS.  `sha256` is that of `data`."""
    with _lock:
        if found := _kept.get((sha256, number)):
            return found
    if not _gate.acquire(timeout=WAIT_SECONDS):
        return "busy"
    try:
        drawn = _draw(data, number)
    finally:
        _gate.release()
    if isinstance(drawn, Picture):
        with _lock:
            _kept[sha256, number] = drawn
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return drawn


def _draw(data: bytes, number: int) -> Picture | str:
    answer = ask_child("claimbook.desk.picture_child", data, str(number), seconds=SECONDS)
    if isinstance(answer, str):
        return answer
    line, _, png = answer.partition(b"\n")
    told = json.loads(line)
    if "error" in told:
        return str(told["error"])
    return Picture(png, told["width"], told["height"], told["total"])
