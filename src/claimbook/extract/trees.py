"""Boosted decision trees over a few numbered columns: for the steps where what matters is how things stand together.

A linear model weighs each feature by itself; whether two mentions are one happening hangs on distance, kinds, places
and days at once.  The trees are plain arrays in a compressed .npz file without pickles, and run on numpy alone.
`reasons` says which columns moved the answer, by how the mean value changes from node to node down each tree.

Walking down a tree is slow in numpy, where each step of a row goes its own way.  So every node of every tree is asked at
once: a row that goes right at a node cannot come to the leaves under its left child, and of the leaves that are left
in a tree in the end the first is the row's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
MOST_LEAVES = 16  # of one tree: each is a bit of a 16-bit number
_BITS = np.arange(1 << MOST_LEAVES)
_LOWEST_BIT = (np.frexp(_BITS & -_BITS)[1] - 1).astype(np.int8)


class Trees:
    """An ensemble: `trees[c]` raises the logit of class c (of the second class alone, where there are two).

    Every array counts nodes of all trees: `column`, `limit` (a row goes left up to and with it), `left`, `right` and
    `value`; a leaf leads to itself.  `roots` [rounds, outputs] are the trees' first nodes.
    """

    PARTS = ("column", "limit", "left", "right", "value", "roots", "start")

    def __init__(self, classes: Sequence[str], columns: Sequence[str], arrays: dict[str, NDArray[np.generic]]) -> None:
        self.classes = tuple(classes)
        self.columns = tuple(columns)
        self._arrays = arrays
        self._column, self._limit = arrays["column"], arrays["limit"]
        self._left, self._right = arrays["left"], arrays["right"]
        self._value, self._roots, self._start = arrays["value"], arrays["roots"], arrays["start"]
        self._lay_out()

    def scores(self, rows: Matrix) -> NDArray[np.float64]:
        """Logits [rows, outputs]; one output where there are two classes."""
        goes_right = rows.take(self._asked, axis=1) > self._limits
        missed = np.bitwise_or.reduce((goes_right * self._missed).reshape(len(rows), -1, self._roots.size), axis=1)
        leaves = _LOWEST_BIT.take(~missed) + self._first_leaf
        added = self._leaf_value.take(leaves).reshape(len(rows), *self._roots.shape).sum(axis=1)
        return np.asarray(added + self._start)

    def _lay_out(self) -> None:
        """The trees side by side for `scores`: every tree's nth node that asks, then every tree's n+1st; and its leaves."""
        left, right = self._left.tolist(), self._right.tolist()
        trees = [_nodes_and_leaves(left, right, root) for root in self._roots.ravel().tolist()]
        most = max(len(leaves) for _, leaves in trees)
        if most > MOST_LEAVES:
            raise ValueError(f"a tree of {most} leaves: more than {MOST_LEAVES} cannot be read")
        shape = max(most - 1, 1), len(trees)
        asked, missed = np.zeros(shape, dtype=np.intp), np.zeros(shape, dtype=np.uint16)
        limits = np.full(shape, np.inf, dtype=np.float32)
        values = np.zeros((len(trees), most), dtype=np.float32)
        for n, (nodes, leaves) in enumerate(trees):
            values[n, : len(leaves)] = self._value[leaves]
            for k, (node, on_the_left) in enumerate(nodes):
                asked[k, n], limits[k, n], missed[k, n] = self._column[node], self._limit[node], on_the_left
        self._asked, self._limits, self._missed = asked.ravel(), limits.ravel(), missed.ravel()
        self._leaf_value, self._first_leaf = values.ravel(), np.arange(len(trees)) * most

    def probabilities(self, rows: Matrix) -> NDArray[np.float64]:
        """[rows, classes], in the order of `classes`."""
        scores = self.scores(rows)
        if scores.shape[1] == 1:
            second = 1 / (1 + np.exp(-scores[:, 0]))
            return np.stack([1 - second, second], axis=1)
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))

    def chances(self, blocks: Sequence[Matrix]) -> list[list[float]]:
        """The chance of the second class for the rows of each block; all are asked at once."""
        if not any(map(len, blocks)):
            return [[] for _ in blocks]
        answers = iter(self.probabilities(np.concatenate(blocks))[:, 1].tolist())
        return [[next(answers) for _ in block] for block in blocks]

    def reasons(self, row: Matrix, name: str, most: int = 5) -> list[tuple[str, float]]:
        """The columns that spoke most for `name` in this one row, with what they added to its logit."""
        output, sign = self.classes.index(name), 1.0
        if len(self.classes) == 2:
            output, sign = 0, (1.0 if output else -1.0)
        pulls: dict[str, float] = {}
        for node in self._roots[:, output].tolist():
            while self._left[node] != node:
                column = int(self._column[node])
                child = int((self._left if row[column] <= self._limit[node] else self._right)[node])
                moved = sign * float(self._value[child] - self._value[node])
                pulls[self.columns[column]] = pulls.get(self.columns[column], 0.0) + moved
                node = child
        return sorted(pulls.items(), key=lambda pull: (-pull[1], pull[0]))[:most]

    def save(self, path: Path) -> None:
        """Write the model; the same trees give the same bytes' content."""
        named: dict[str, Any] = self._arrays | {"classes": np.array(self.classes), "columns": np.array(self.columns)}
        np.savez_compressed(path, **named)

    @classmethod
    def load(cls, path: Path) -> Trees:
        """Read a model that `save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            arrays = {name: data[name] for name in cls.PARTS}
            return cls(data["classes"].tolist(), data["columns"].tolist(), arrays)


def _nodes_and_leaves(left: list[int], right: list[int], root: int) -> tuple[list[tuple[int, int]], list[int]]:
    """A tree's nodes that ask, each with the bits of the leaves under its left child; and its leaves from the left."""
    nodes: list[tuple[int, int]] = []
    leaves: list[int] = []

    def bits_under(node: int) -> int:
        if left[node] == node:
            leaves.append(node)
            return 1 << (len(leaves) - 1)
        on_the_left = bits_under(left[node])
        nodes.append((node, on_the_left))
        return on_the_left | bits_under(right[node])

    bits_under(root)
    return nodes, leaves
