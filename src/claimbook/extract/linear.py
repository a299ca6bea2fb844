"""A linear model over named features: what the trained steps run on.

Weights are kept as one float32 matrix [features, classes] beside the feature names, in a compressed .npz file
without pickles.  A decision can always be explained: `reasons` lists the features that spoke for a class.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class LinearModel:
    """Multinomial logistic regression; unknown features count nothing."""

    def __init__(
        self, classes: Sequence[str], names: Sequence[str], weights: NDArray[np.float32], bias: NDArray[np.float32]
    ) -> None:
        self.classes = tuple(classes)
        self.weights = weights
        self.bias = bias
        self._row = {name: i for i, name in enumerate(names)}

    def pull(self, features: Iterable[str]) -> NDArray[np.float32]:
        """What these features add to the logits."""
        row = self._row
        rows = [row[f] for f in features if f in row]
        total: NDArray[np.float32] = np.add.reduce(self.weights[rows])
        return total

    def scores(self, features: Iterable[str]) -> NDArray[np.float32]:
        """Logits, one for each class."""
        total: NDArray[np.float32] = self.pull(features) + self.bias
        return total

    def probabilities(self, features: Iterable[str]) -> NDArray[np.float32]:
        """Probabilities, one for each class, in the order of `classes`."""
        return chances_of(self.scores(features))

    def probability(self, features: Iterable[str], name: str = "yes") -> float:
        """The probability of one class."""
        return float(self.probabilities(features)[self.classes.index(name)])

    def reasons(self, features: Iterable[str], name: str, most: int = 5) -> list[tuple[str, float]]:
        """The features that speak most for `name`, with their weights against the mean of the classes."""
        column = self.classes.index(name)
        pulls = [
            (f, float(self.weights[self._row[f], column] - self.weights[self._row[f]].mean()))
            for f in features
            if f in self._row
        ]
        return sorted(pulls, key=lambda pull: (-pull[1], pull[0]))[:most]

    def save(self, path: Path) -> None:
        """Write the model; the same weights give the same bytes' content."""
        names = sorted(self._row, key=self._row.__getitem__)
        np.savez_compressed(
            path, classes=np.array(self.classes), names=np.array(names), weights=self.weights, bias=self.bias
        )

    @classmethod
    def load(cls, path: Path) -> LinearModel:
        """Read a model that `save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            return cls(
                [str(c) for c in data["classes"]],
                [str(n) for n in data["names"]],
                data["weights"],
                data["bias"],
            )


def chances_of(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities of logits."""
    powers = np.exp(logits - np.maximum.reduce(logits))
    result: NDArray[np.float32] = powers / np.add.reduce(powers)
    return result
