"""Asking a child process that limits itself in memory, so that a hostile file cannot take this one down."""

from __future__ import annotations

import subprocess
import sys


def ask_child(module: str, data: bytes, *words: str, seconds: float) -> bytes | str:
    """What `python -m module words` answers to `data`, or a fault: "limits" (time, memory) or "malformed" (it fell)."""
    try:
        child = subprocess.run(
            [sys.executable, "-m", module, *words], input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return "limits"
    if child.returncode != 0 or not child.stdout:
        return "limits" if child.returncode < 0 or b"MemoryError" in child.stderr else "malformed"
    return child.stdout
