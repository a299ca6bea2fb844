"""How much the features and how much the encoder count, step by step: learned on reports that neither has seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import examples as ex
import numpy as np
from corpus import OWN
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from claimbook.extract.extractor import Extractor
from claimbook.extract.opinions import WORDS


def mixture(read_by: Sequence[tuple[Extractor, ex.Prepared, ex.Questions]]) -> dict[str, NDArray[np.float32]]:
    """`step.mix` for every step: two factors for the logits, by the least log-loss."""
    found: dict[str, list[tuple[list[float], list[float], int]]] = defaultdict(list)
    for extractor, row, questions in read_by:
        if row.annotated.source in OWN:
            continue
        opinions = extractor.ask(row.annotated.reading, row.findings).opinions
        if opinions is None:
            continue
        for step, rows in questions.items():
            model = extractor.models[step]
            for r in rows:
                if r.label not in model.classes or not (r.place or step in WORDS):
                    continue
                said = opinions.of(step, r.index, r.place)
                found[step].append((model.scores(r.features), said, model.classes.index(r.label)))
    mix = {}
    for step, rows in found.items():
        logits, answers = _columns(rows)
        mix[f"{step}.mix"] = factors = _fit(logits, answers)
        before, after = (_loss(np.array(pair), logits, answers) for pair in ((1.0, 0.0), factors))
        print(
            f"{step}: features {factors[0]:.2f}, encoder {factors[1]:.2f}; log-loss {before:.4f} -> {after:.4f}",
            flush=True,
        )
    return mix


def _columns(
    rows: Sequence[tuple[list[float], list[float], int]],
) -> tuple[list[NDArray[np.float64]], NDArray[np.intp]]:
    """The two kinds of logits, by number of classes (a part may lack a rare class), and the answers."""
    widest = max(len(r[0]) for r in rows)
    full = [np.full((len(rows), widest), -30.0) for _ in range(2)]
    for n, (one, other, _) in enumerate(rows):
        full[0][n, : len(one)] = one
        full[1][n, : len(other)] = other
    return full, np.array([r[2] for r in rows])


def _loss(factors: NDArray[np.float64], logits: list[NDArray[np.float64]], answers: NDArray[np.intp]) -> float:
    mixed = factors[0] * logits[0] + factors[1] * logits[1]
    return float(np.mean(logsumexp(mixed, axis=1) - mixed[np.arange(len(answers)), answers]))


def _fit(logits: list[NDArray[np.float64]], answers: NDArray[np.intp]) -> NDArray[np.float32]:
    found = minimize(_loss, np.array([0.5, 0.5]), args=(logits, answers), method="L-BFGS-B", bounds=[(0.0, 2.0)] * 2)
    return np.array(found.x, dtype=np.float32)
