"""Fits linear models over named features: scikit-learn while training, numpy when reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from claimbook.extract.linear import LinearModel


def fit(
    rows: Sequence[Sequence[str]],
    labels: Sequence[str],
    *,
    weights: Sequence[float] | None = None,
    strength: float = 0.1,
    rarest: int = 3,
) -> LinearModel:
    """A logistic regression over features that stand in at least `rarest` rows; `strength` is scikit-learn's C."""
    counts = Counter(f for row in rows for f in set(row))
    names = sorted(f for f, n in counts.items() if n >= rarest)
    index = {name: i for i, name in enumerate(names)}
    indices, pointers = [], [0]
    for row in rows:
        indices += sorted({index[f] for f in row if f in index})
        pointers.append(len(indices))
    matrix = csr_matrix((np.ones(len(indices), dtype=np.float32), indices, pointers), shape=(len(rows), len(names)))
    classes = sorted(set(labels))
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3)
    model.fit(matrix, labels, sample_weight=weights)
    if len(classes) == 2:
        weight = np.stack([-model.coef_[0] / 2, model.coef_[0] / 2], axis=1)
        bias = np.array([-model.intercept_[0] / 2, model.intercept_[0] / 2])
    else:
        weight, bias = model.coef_.T, model.intercept_
    return LinearModel(list(model.classes_), names, weight.astype(np.float32), bias.astype(np.float32))
