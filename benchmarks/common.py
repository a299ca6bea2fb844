"""What the benchmarks share: where the real reports lie, and how a benchmark is skipped without them."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def shared_folder() -> Path:
    """CLAIMBOOK_SHARED, or the folder `shared` beside the repository; ends the run with a printed reason without it."""
    given = os.environ.get("CLAIMBOOK_SHARED")
    folder = Path(given) if given else Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "reports").is_dir():
        print(f"skipped: there is no folder {folder}/reports; set CLAIMBOOK_SHARED to the folder that holds it.")
        sys.exit(0)
    return folder


def tell(name: str, figure: float, unit: str, *, target: str, met: bool) -> None:
    """One line of a benchmark's answer."""
    print(f"{name:<44} {figure:>10.2f} {unit:<10} target {target:<10} {'met' if met else 'MISSED'}")
