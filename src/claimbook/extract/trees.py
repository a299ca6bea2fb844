"""Boosted decision trees over a few numbered columns: for the steps where what matters is how things stand together.

A linear model weighs each feature by itself; whether two mentions are one happening hangs on distance, kinds, places
and days at once.  The trees are plain arrays in a compressed .npz file without pickles, and run on numpy alone.
`reasons` says which columns moved the answer, by how the mean value changes from node to node down each tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


class Trees:
    """An ensemble: `trees[c]` raises the logit of class c (of the second class alone, where there are two).

    Every array counts nodes of all trees: `column`, `limit` (a row goes left up to and with it), `left`, `right` and
    `value`; a leaf leads to itself.  `roots` [rounds, outputs] are the trees' first nodes.
    """

    PARTS = ("column", "limit", "left", "right", "value", "roots", "start")

    def __init__(
        self, classes: Sequence[str], columns: Sequence[str], arrays: dict[str, NDArray[np.generic]], depth: int
    ) -> None:
        self.classes = tuple(classes)
        self.columns = tuple(columns)
        self.depth = depth
        self._arrays = arrays
        self._column, self._limit = arrays["column"], arrays["limit"]
        self._left, self._right = arrays["left"], arrays["right"]
        self._children = np.stack([self._left, self._right], axis=1).ravel()
        self._value, self._roots, self._start = arrays["value"], arrays["roots"], arrays["start"]

    def scores(self, rows: Matrix) -> NDArray[np.float64]:
        """Logits [rows, outputs]; one output where there are two classes."""
        flat = rows.ravel()
        base = (np.arange(len(rows)) * rows.shape[1])[:, None]
        nodes = np.broadcast_to(self._roots.reshape(1, -1), (len(rows), self._roots.size))
        for _ in range(self.depth):
            goes_right = flat.take(base + self._column.take(nodes)) > self._limit.take(nodes)
            nodes = self._children.take(2 * nodes + goes_right)
        added = self._value.take(nodes).reshape(len(rows), *self._roots.shape).sum(axis=1)
        return np.asarray(added + self._start)

    def probabilities(self, rows: Matrix) -> NDArray[np.float64]:
        """[rows, classes], in the order of `classes`."""
        scores = self.scores(rows)
        if scores.shape[1] == 1:
            second = 1 / (1 + np.exp(-scores[:, 0]))
            return np.stack([1 - second, second], axis=1)
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))

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
        np.savez_compressed(path, **named, depth=np.array(self.depth))

    @classmethod
    def load(cls, path: Path) -> Trees:
        """Read a model that `save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            arrays = {name: data[name] for name in cls.PARTS}
            return cls(data["classes"].tolist(), data["columns"].tolist(), arrays, int(data["depth"]))
