"""Who may import whom: model, then lexicon, then the stages (never each other), then pipeline, then cli and desk."""

from __future__ import annotations

import ast
from pathlib import Path

import claimbook

ROOT = Path(claimbook.__file__).parent
BASE = {"model", "errors", "lexicon"}
STAGES = {"ingest", "extract", "resolve", "fuse", "store", "review", "export", "evaluate"}
ALLOWED: dict[str, set[str]] = {
    "__init__": {"api"},  # within a function: `import claimbook` alone loads nothing
    "errors": set(),
    "model": set(),
    "settings": {"model", "errors"},
    "lexicon": {"model", "errors"},
    **dict.fromkeys(STAGES, BASE),
}
# These sit on top of the stages and join them; only what stands above them is closed to them.
# Rooms over a book, none of which needs another.
OVER_A_BOOK = {"api", "frames", "link", "publish"}
JOINERS = {
    "pipeline": {"cli", "desk", "book", *OVER_A_BOOK},
    "book": {"cli", "desk", *OVER_A_BOOK},
    **{room: {"cli", "desk", *OVER_A_BOOK} - {room} for room in OVER_A_BOOK},
    "desk": {"cli"},
    "cli": set(),
}


def imports_of(file: Path) -> set[str]:
    """The parts of Claimbook that a file imports when it runs; imports for type checkers alone do not count."""
    package = ("claimbook", *file.relative_to(ROOT).parent.parts)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for_checkers = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if node in for_checkers:
            continue
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parts = list(package[: len(package) - node.level + 1]) if node.level else []
            base = ".".join([*parts, *(node.module.split(".") if node.module else [])])
            names = [f"{base}.{alias.name}" for alias in node.names] if base == "claimbook" else [base]
        found |= {name.split(".")[1] for name in names if name.startswith("claimbook.")}
    return found


def part_of(file: Path) -> str:
    """The part of Claimbook that a file belongs to: its first folder, or its own name."""
    first = file.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def test_imports_go_one_way():
    """No part imports what stands above or beside it."""
    wrong = []
    for file in sorted(ROOT.rglob("*.py")):
        part = part_of(file)
        used = imports_of(file) - {part, "__version__"}
        bad = used & JOINERS[part] if part in JOINERS else used - ALLOWED.get(part, set())
        wrong += [f"{file.relative_to(ROOT)} imports {name}" for name in sorted(bad)]
    assert not wrong, "\n".join(wrong)


def test_every_part_has_its_place():
    """A new part must be given its place in the order here."""
    parts = {part_of(file) for file in ROOT.rglob("*.py")}
    assert parts <= set(ALLOWED) | set(JOINERS)
