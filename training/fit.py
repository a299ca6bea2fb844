"""Fits the models of the steps: scikit-learn while training, numpy when reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from claimbook.extract.linear import LinearModel
from claimbook.extract.trees import Matrix, Trees


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


def fit_trees(
    rows: Matrix,
    labels: Sequence[str],
    columns: Sequence[str],
    *,
    weights: Sequence[float] | None = None,
    **shape: float,
) -> Trees:
    """Boosted trees over numbered columns; `shape` goes to scikit-learn as it is."""
    model = HistGradientBoostingClassifier(random_state=0, early_stopping=False, **shape)
    model.fit(rows, np.array(labels), sample_weight=None if weights is None else np.array(weights))
    trees = _as_trees(model, columns)
    # The trees are taken out of scikit-learn's own fields: say so loudly where these have come to mean something else.
    assert np.allclose(trees.probabilities(rows), model.predict_proba(rows), atol=1e-5)
    return trees


def _as_trees(model: HistGradientBoostingClassifier, columns: Sequence[str]) -> Trees:
    parts: dict[str, list[np.ndarray]] = {name: [] for name in Trees.PARTS[:5]}
    roots, first = [], 0
    for round_ in model._predictors:
        starts = []
        for tree in round_:
            nodes = tree.nodes
            own = np.arange(len(nodes), dtype=np.int32)
            leaf = nodes["is_leaf"].astype(bool)
            parts["column"].append(np.where(leaf, 0, nodes["feature_idx"]).astype(np.int16))
            parts["limit"].append(np.where(leaf, np.inf, nodes["num_threshold"]).astype(np.float32))
            parts["left"].append((np.where(leaf, own, nodes["left"].astype(np.int32)) + first).astype(np.int32))
            parts["right"].append((np.where(leaf, own, nodes["right"].astype(np.int32)) + first).astype(np.int32))
            parts["value"].append(nodes["value"].astype(np.float32))
            starts.append(first)
            first += len(nodes)
        roots.append(starts)
    arrays = {name: np.concatenate(part) for name, part in parts.items()}
    arrays["roots"] = np.array(roots, dtype=np.int32)
    arrays["start"] = np.ravel(model._baseline_prediction).astype(np.float64)
    return Trees([str(c) for c in model.classes_], columns, arrays)
