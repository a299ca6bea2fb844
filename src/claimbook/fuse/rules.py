"""The rules of joining and grading as tables, read from the code that carries them out: they cannot fall behind it.

For pages that tell how a book was made.  Nothing is decided here.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from . import compare, grade

SLOT = "…"  # stands for what differs from pair to pair
# The comparisons in the order of `compare.explain`, with the function of each.
_COMPARISONS = {
    "period": ("_time",),
    "kind": ("_kind",),
    "place": ("_place", "_spots", "_discs"),
    "initiators": ("_initiators", "acted"),
    "targets": ("_targets", "struck"),
    "killed": ("_toll",),
    "injured": ("_toll",),
    "words": ("_words",),
    "report": ("_context",),
}


@dataclass(frozen=True, slots=True)
class LevelRule:
    """One level of one comparison: its weights in bits (several where the rule chooses among them), and its sentence."""

    comparison: str
    level: str
    weights: tuple[float, ...]
    sentence: str

    @property
    def forbids(self) -> bool:
        """Whether it alone keeps two happenings apart."""
        return any(w <= compare.NEVER for w in self.weights)


def joining_levels() -> tuple[LevelRule, ...]:
    """Every level of every comparison, in the order in which they are compared."""
    functions = _functions(compare)
    tables = _tables(compare)
    found = []
    for comparison, names in _COMPARISONS.items():
        for name in names:
            scope = functions.get(name) or tables[name]
            factor = 0.75 if comparison == "injured" else 1.0
            found += [
                LevelRule(comparison, level, tuple(w * factor for w in weights), sentence.replace("{harm}", comparison))
                for level, weights, sentence in _levels(scope)
            ]
    return tuple(dict.fromkeys(found))


def grade_rules() -> tuple[str, ...]:
    """The rules of grading, in the order in which they are tried."""
    lines = " ".join((grade.__doc__ or "").split())
    return tuple(rule.strip() for rule in re.split(r"\s\d\.\s", f" {lines}")[1:])


def _functions(module: ModuleType) -> dict[str, ast.AST]:
    tree = ast.parse(inspect.getsource(module))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _tables(module: ModuleType) -> dict[str, ast.AST]:
    """The entries of tables of levels: key → its part of the tree."""
    tree = ast.parse(inspect.getsource(module))
    return {
        str(key.value): value
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict)
        for key, value in zip(node.value.keys, node.value.values, strict=True)
        if isinstance(key, ast.Constant)
    }


def _levels(scope: ast.AST) -> Iterator[tuple[str, tuple[float, ...], str]]:
    names = {
        target.id: node.value
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    tuples = [n for n in ast.walk(scope) if isinstance(n, ast.Tuple) and len(n.elts) == 3]
    for node in sorted(tuples, key=lambda n: (n.lineno, n.col_offset)):
        level, weight, sentence = node.elts
        if not isinstance(level, ast.Constant | ast.JoinedStr) or not isinstance(_text(level, names), str):
            continue
        weights = tuple(dict.fromkeys(_weights(weight, names)))
        said = _text(sentence, names)
        if weights and said:
            yield _text(level, names), weights, said


def _weights(node: ast.AST, names: dict[str, ast.expr]) -> Iterator[float]:
    """Every number that the expression may come to; the tests that choose among them left out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield float(node.value)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield from (-w for w in _weights(node.operand, names))
    elif isinstance(node, ast.IfExp):
        yield from _weights(node.body, names)
        yield from _weights(node.orelse, names)
    elif isinstance(node, ast.Subscript):
        yield from _weights(node.value, names)
    elif isinstance(node, ast.Tuple):
        for part in node.elts:
            yield from _weights(part, names)
    elif isinstance(node, ast.Name):
        if node.id in names:
            yield from _weights(names[node.id], {k: v for k, v in names.items() if k != node.id})
        elif isinstance(getattr(compare, node.id, None), int | float):
            yield float(getattr(compare, node.id))


def _text(node: ast.AST, names: dict[str, ast.expr]) -> str:
    """The words, with a slot for what is filled in; the name of the harm is kept as a field."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, names) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        inner = node.value
        if isinstance(inner, ast.Name) and inner.id == "harm":
            return "{harm}"
        if isinstance(inner, ast.Name) and isinstance(names.get(inner.id), ast.JoinedStr):
            return _text(names[inner.id], names)
        return SLOT
    if isinstance(node, ast.IfExp):
        return _text(node.body, names)
    if isinstance(node, ast.Name) and node.id in names:
        return _text(names[node.id], {k: v for k, v in names.items() if k != node.id})
    return ""
