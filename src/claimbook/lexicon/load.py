"""Reads lexicon files: YAML in, validated entries out, errors that name file and line.

A lexicon file is a YAML list of entries.  Built-in files ship in this folder; a researcher's own file has the
same form.  Nothing is loaded at import.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from claimbook.errors import LexiconError
from claimbook.model import Frozen

E = TypeVar("E", bound=Frozen)

ROOT = Path(__file__).parent
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def built_in(folder: str) -> tuple[Path, ...]:
    """The YAML files of one built-in folder, such as "actors", in name order."""
    return tuple(sorted((ROOT / folder).glob("*.yaml")))


def load_entries(paths: Iterable[Path], entry_type: type[E]) -> tuple[E, ...]:
    """All entries of `paths`, in order.  Raises LexiconError naming file and line on the first fault."""
    entries: list[E] = []
    for path in paths:
        entries.extend(_load_file(path, entry_type))
    return tuple(entries)


def _load_file(path: Path, entry_type: type[E]) -> list[E]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(
            f"{path}: cannot be read as UTF-8 text ({error}). Check the path and the encoding."
        ) from error
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            return []
        if not isinstance(root, yaml.SequenceNode):
            raise LexiconError(
                f"{path}, line {_line(root)}: a lexicon file is a list of entries. Begin each with '- '."
            )
        return [_entry(path, loader, node, entry_type) for node in root.value]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f", line {mark.line + 1}" if mark else ""
        raise LexiconError(f"{path}{where}: not valid YAML: {error.problem}. Mend the line and try again.") from error
    finally:
        loader.dispose()


def _entry(path: Path, loader: Any, node: yaml.Node, entry_type: type[E]) -> E:
    data = loader.construct_document(node)
    try:
        return entry_type.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        at = _find(node, first["loc"])
        name = ".".join(str(part) for part in first["loc"]) or "entry"
        raise LexiconError(
            f"{path}, line {_line(at)}: {name}: {first['msg']}. Mend the entry and try again."
        ) from error


def _find(node: yaml.Node, loc: tuple[int | str, ...]) -> yaml.Node:
    """The deepest node along `loc`; for a missing key the node that should have held it."""
    for part in loc:
        if isinstance(node, yaml.MappingNode):
            inner = next((value for key, value in node.value if key.value == str(part)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            inner = node.value[part]
        else:
            inner = None
        if inner is None:
            return node
        node = inner
    return node


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
