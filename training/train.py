"""Trains the steps of the extractor on the annotated reports, and says how they do on reports they were not trained on.

    python training/train.py --check        # cross-validate, on everything but the reports kept aside; writes nothing
    python training/train.py --holdout      # train on the same, write the weights, say how the reports kept aside score
    python training/train.py --everything   # write the weights from all annotated reports, as shipped

Deterministic on a CPU: the same reports give the same weights.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import examples as ex
import numpy as np
from corpus import Annotated, folds, load
from fit import fit, fit_trees
from scoring import line, score

from claimbook.export.annotation import annotate
from claimbook.extract.extractor import Extractor
from claimbook.extract.grouping import COLUMNS as GROUP_COLUMNS
from claimbook.extract.linear import LinearModel
from claimbook.extract.pairs import COLUMNS as PAIR_COLUMNS
from claimbook.extract.trees import Matrix, Trees
from claimbook.extract.where import COLUMNS as WHERE_COLUMNS
from claimbook.pipeline import Pipeline
from claimbook.settings import Settings

WEIGHTS = Path(__file__).resolve().parents[1] / "src/claimbook/extract/weights"
STRENGTH = {
    "event": 0.1,
    "kind": 0.4,
    "role": 0.1,
    "date": 0.1,
    "speech": 0.1,
    "toll": 0.15,
    "modality": 0.05,
    "outcome": 0.5,
    "aggregate": 0.03,
}
RAREST = {"event": 3, "kind": 2, "role": 4}


SHAPE = {
    "same": {"max_iter": 100, "learning_rate": 0.12, "max_leaf_nodes": 15, "min_samples_leaf": 60, "l2_regularization": 5.0},
    "whole": {"max_iter": 60, "learning_rate": 0.1, "max_leaf_nodes": 8, "min_samples_leaf": 40, "l2_regularization": 10.0},
    "where": {"max_iter": 150, "learning_rate": 0.06, "max_leaf_nodes": 12, "min_samples_leaf": 40, "l2_regularization": 5.0},
}  # fmt: skip
COLUMNS = {"same": PAIR_COLUMNS, "whole": GROUP_COLUMNS, "where": WHERE_COLUMNS}
ROWS = {
    "event": ex.event_rows, "kind": ex.kind_rows, "role": ex.role_rows, "date": ex.date_rows, "speech": ex.speech_rows,
    "toll": ex.toll_rows,
}  # fmt: skip
# How much a row speaks, by its file (else 1).  Our own texts are denser than news: what is one happening in them, and what
# is the day's news, says less of other texts than their words do.
SPEAKS = {
    "same": {"written": 0.0, "retold": 0.3},
    "whole": {"written": 0.1, "retold": 0.3},
    "where": {"written": 0.3},
}
BEFORE_GROUPING = ("event", "kind", "role", "date", "toll")


def train(rows: list[ex.Prepared]) -> Extractor:
    """One model a step.

    The trees look at what the linear steps answer, so they learn from reports that these have not seen: each half of
    the reports is read by models trained on the other half.
    """
    halves = [rows[0::2], rows[1::2]]
    read_by = [Extractor(linear(other, BEFORE_GROUPING), {}) for other in reversed(halves)]
    pairs = [[(row, ex.pair_rows(row, reader)) for row in half] for half, reader in zip(halves, read_by, strict=True)]
    for reader, others in zip(read_by, reversed(pairs), strict=True):
        reader.trees = {"same": _trees("same", others)}
    found = [(row, ex.grouped(row, reader)) for half, reader in zip(halves, read_by, strict=True) for row in half]
    trees = {
        "same": _trees("same", pairs[0] + pairs[1]),
        "whole": _trees("whole", [(row, ex.whole_rows(row, groups)) for row, groups in found]),
        "where": _trees("where", [(row, ex.where_rows(row, groups)) for row, groups in found]),
    }
    models = linear(rows, tuple(ROWS))
    closing = [ex.closing_rows(row) for row in rows]
    for n, name in enumerate(("modality", "outcome", "aggregate")):
        models[name] = _fit(name, [pair for parts in closing for pair in parts[n]])
    return Extractor(models, trees)


def linear(rows: list[ex.Prepared], steps: tuple[str, ...]) -> dict[str, LinearModel]:
    """The linear steps."""
    return {name: _fit(name, [pair for row in rows for pair in ROWS[name](row)]) for name in steps}


def _trees(step: str, parts: list[tuple[ex.Prepared, tuple[Matrix, list[str]]]]) -> Trees:
    """Trees over every report's rows; long reports have many pairs, so each of these speaks less."""
    matrices, labels, weights = [], [], []
    for row, (matrix, own) in parts:
        if speaks := SPEAKS[step].get(row.annotated.source, 1.0):
            matrices.append(matrix)
            labels += own
            weights += [speaks * (len(own) ** -0.5 if step == "same" and own else 1.0)] * len(own)
    return fit_trees(np.concatenate(matrices), labels, COLUMNS[step], weights=weights, **SHAPE[step])


def _fit(name: str, rows: ex.Rows) -> LinearModel:
    return fit([f for f, _ in rows], [label for _, label in rows], strength=STRENGTH[name], rarest=RAREST.get(name, 3))


def main() -> None:
    """Cross-validate and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="cross-validate only")
    what.add_argument("--holdout", action="store_true", help="train, and say what the reports kept aside score")
    what.add_argument("--everything", action="store_true", help="train on these, too: the weights as shipped")
    parser.add_argument("--folds", type=int, default=5)
    args = parser.parse_args()
    pipeline = Pipeline(Settings())
    corpus = load(pipeline=pipeline, holdout=args.everything)
    rows = {a.name: ex.prepare(a) for a in corpus}
    scored = [a for a in corpus if a.in_gold]
    if args.check:
        guesses = []
        for learned, tested in folds(corpus, args.folds):
            extractor = train([rows[a.name] for a in learned])
            guesses += [read(pipeline, extractor, a) for a in tested if a.in_gold]
        order = {a.name: n for n, a in enumerate(scored)}
        guesses.sort(key=lambda guess: order[str(guess["doc"])])
        print("cross-validated:", line(score(gold(scored), guesses)))
        return
    extractor = train(list(rows.values()))
    WEIGHTS.mkdir(exist_ok=True)
    for name, model in (extractor.models | extractor.trees).items():
        model.save(WEIGHTS / f"{name}.npz")
    if args.holdout:
        names = {a.name for a in corpus}
        aside = [a for a in load(pipeline=pipeline, holdout=True) if a.name not in names and a.in_gold]
        print("kept aside:", line(score(gold(aside), [read(pipeline, extractor, a) for a in aside])))
    print("in sample:", line(score(gold(scored), [read(pipeline, extractor, a) for a in scored])))


def read(pipeline: Pipeline, extractor: Extractor, annotated: Annotated) -> dict[str, object]:
    """A report's row, read by this extractor."""
    reading = annotated.reading
    return annotate(reading.report, pipeline.claims(reading, extractor.happenings(reading)))


def gold(corpus: list[Annotated]) -> list[dict[str, object]]:
    """The annotations as the scorer reads them."""
    return [{"doc": a.name, "events": a.events} for a in corpus]


if __name__ == "__main__":
    main()
