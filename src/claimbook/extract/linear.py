"""A linear model over named features: what the trained steps run on.

Weights are kept as one float32 matrix [features, classes] beside the feature names, in a compressed .npz file
without pickles.  A decision can always be explained: `reasons` lists the features that spoke for a class.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FEW = 6


class LinearModel:
    """Multinomial logistic regression; unknown features count nothing."""

    def __init__(
        self, classes: Sequence[str], names: Sequence[str], weights: NDArray[np.float32], bias: NDArray[np.float32]
    ) -> None:
        self.classes = tuple(classes)
        self.weights = weights
        self.bias = bias
        self._bias: list[float] = bias.tolist()
        self._row = {name: i for i, name in enumerate(names)}
        # For a few classes plain floats are faster than numpy, whose every call costs more than the sum.
        self._plain: dict[str, list[float]] | None = None
        if len(self.classes) <= FEW:
            self._plain = dict(zip(names, weights.tolist(), strict=True))

    def pull(self, features: Iterable[str]) -> list[float]:
        """What these features add to the logits, one for each class."""
        if self._plain is not None:
            known = [pulls for pulls in map(self._plain.get, features) if pulls is not None]
            return [sum(column) for column in zip(*known, strict=True)] if known else [0.0] * len(self.classes)
        rows = [row for row in map(self._row.get, features) if row is not None]
        if not rows:
            return [0.0] * len(self.classes)
        total: list[float] = np.add.reduce(self.weights[rows]).tolist()
        return total

    def scores(self, features: Iterable[str]) -> list[float]:
        """Logits, one for each class."""
        return added(self.pull(features), self._bias)

    def best(self, features: Iterable[str]) -> str:
        """The likeliest class."""
        return self.likeliest(self.scores(features))

    def likeliest(self, scores: list[float]) -> str:
        """The class with the highest of these logits."""
        return self.classes[scores.index(max(scores))]

    def probabilities(self, features: Iterable[str]) -> list[float]:
        """Probabilities, one for each class, in the order of `classes`."""
        return chances_of(self.scores(features))

    def probability(self, features: Iterable[str], name: str = "yes") -> float:
        """The probability of one class."""
        return self.probabilities(features)[self.classes.index(name)]

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


def added(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """The sums of two rows of logits."""
    return [a + b for a, b in zip(one, other, strict=True)]


def logs_of(logits: Sequence[float]) -> list[float]:
    """Logarithms of the probabilities of logits."""
    top = max(logits)
    whole = top + math.log(sum(math.exp(logit - top) for logit in logits))
    return [logit - whole for logit in logits]


def chances_of(logits: Sequence[float]) -> list[float]:
    """Probabilities of logits."""
    top = max(logits)
    powers = [math.exp(logit - top) for logit in logits]
    whole = sum(powers)
    return [power / whole for power in powers]
