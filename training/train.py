"""Trains the steps of the extractor on the annotated reports, and says how they do on reports they were not trained on.

    python training/train.py --check --kept FOLDER       # cross-validate, on all but the reports kept aside; no weights
    python training/train.py --holdout --kept FOLDER     # train on the same, write the weights, score the reports kept aside
    python training/train.py --everything --kept FOLDER  # write the weights from all annotated reports

Networks take minutes each and are kept under `--kept`; those of the same lessons are used again.  Deterministic on one kind
of CPU: the same reports give the same weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeVar

import examples as ex
import network
import numpy as np
import tree_rows
from corpus import Annotated, folds, load
from fit import fit, fit_trees
from mixture import mixture
from scoring import line, score

from claimbook.export.annotation import annotate
from claimbook.extract.encoder import Encoder
from claimbook.extract.extractor import Extractor
from claimbook.extract.grouping import COLUMNS as GROUP_COLUMNS
from claimbook.extract.linear import LinearModel
from claimbook.extract.opinions import Heads
from claimbook.extract.pairs import COLUMNS as PAIR_COLUMNS
from claimbook.extract.trees import Matrix, Trees
from claimbook.extract.when import COLUMNS as WHEN_COLUMNS
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
    "when": {"max_iter": 150, "learning_rate": 0.06, "max_leaf_nodes": 12, "min_samples_leaf": 40, "l2_regularization": 5.0},
    "where": {"max_iter": 150, "learning_rate": 0.06, "max_leaf_nodes": 12, "min_samples_leaf": 40, "l2_regularization": 5.0},
}  # fmt: skip
COLUMNS = {"same": PAIR_COLUMNS, "whole": GROUP_COLUMNS, "when": WHEN_COLUMNS, "where": WHERE_COLUMNS}
# How much a row speaks, by its file (else 1).  Our own texts are denser than news: what is one happening in them, and what
# is the day's news, says less of other texts than their words do.
SPEAKS = {
    "same": {"written": 0.0, "retold": 0.3},
    "whole": {"written": 0.1, "retold": 0.3},
    "when": {"written": 0.3},
    "where": {"written": 0.3},
}
# Texts without capitals: the encoder sees none anyway, features and trees would learn what it is to have no names.
ENCODER_ONLY = ("muc",)
PARTS = 3
Share = tuple[ex.Prepared, tuple[Matrix, list[str]]]
T = TypeVar("T")


@dataclass
class Part:
    """Some of the reports, with an extractor that was trained on the others."""

    rows: list[ex.Prepared]
    reader: Extractor


def train(rows: list[ex.Prepared], kept: Path) -> tuple[list[Part], Callable[[], Extractor]]:
    """The reports in parts, each with its reader, and what trains the extractor that has seen all.

    The mixture and the trees look at what the steps before them answer, so they learn from the parts, from answers on
    reports that these steps have not seen.
    """
    asked = {row.annotated.name: ex.questions(row) for row in rows}
    names = [{a.name for a in tested} for _, tested in folds([row.annotated for row in rows], PARTS)]
    shares = [[row for row in rows if row.annotated.name in part] for part in names]
    parts = [Part(share, _steps(_but(shares, n), asked, kept)) for n, share in enumerate(shares)]
    for part in parts:
        part.rows = _as_written(part.rows)
    mix = mixture([(part.reader, row, asked[row.annotated.name]) for part in parts for row in part.rows])
    for part in parts:
        _add(part.reader, mix)
    pairs = [[(row, tree_rows.pair_rows(row, part.reader)) for row in part.rows] for part in parts]
    for n, part in enumerate(parts):
        part.reader.trees = {"same": _trees("same", _but(pairs, n))}
    found = [[(row, tree_rows.grouped(row, part.reader)) for row in part.rows] for part in parts]
    shared = {
        "same": pairs,
        "whole": [[(row, tree_rows.whole_rows(row, groups)) for row, groups in share] for share in found],
        "when": [[(row, tree_rows.when_rows(row, groups)) for row, groups in share] for share in found],
        "where": [[(row, tree_rows.where_rows(row, groups)) for row, groups in share] for share in found],
    }
    for n, part in enumerate(parts):
        part.reader.trees = {step: _trees(step, _but(share, n)) for step, share in shared.items()}

    def all_seen() -> Extractor:
        extractor = _steps(rows, asked, kept)
        _add(extractor, mix)
        extractor.trees = {step: _trees(step, _but(share)) for step, share in shared.items()}
        return extractor

    return parts, all_seen


def _but(shares: Sequence[Sequence[T]], left_out: int = -1) -> list[T]:
    """What is in all shares but one."""
    return list(chain.from_iterable(share for n, share in enumerate(shares) if n != left_out))


def _steps(rows: Sequence[ex.Prepared], asked: dict[str, ex.Questions], kept: Path) -> Extractor:
    """The linear steps and the encoder, trained on these reports; no trees yet."""
    with_features = _as_written(rows)
    models = {
        step: _fit(step, [r for row in with_features for r in asked[row.annotated.name][step]]) for step in STRENGTH
    }
    classes = {step: list(model.classes) for step, model in models.items()}
    pieces = network.vocabulary()
    lessons = [network.lesson(row, asked[row.annotated.name], classes, pieces) for row in rows]
    folder = kept / network.name_of(lessons)
    if not (folder / "heads.npz").exists():
        network.save(network.teach(lessons, classes), folder)
    return Extractor(models, {}, second=(Encoder(folder), Heads.load(folder / "heads.npz")))


def _as_written(rows: Sequence[ex.Prepared]) -> list[ex.Prepared]:
    return [row for row in rows if row.annotated.source not in ENCODER_ONLY]


def _add(extractor: Extractor, mix: dict[str, Matrix]) -> None:
    assert extractor.second
    encoder, heads = extractor.second
    extractor.second = encoder, Heads(heads.arrays | mix)


def _trees(step: str, parts: Sequence[Share]) -> Trees:
    """Trees over every report's rows; long reports have many pairs, so each of these speaks less."""
    matrices, labels, weights = [], [], []
    for row, (matrix, own) in parts:
        if speaks := SPEAKS[step].get(row.annotated.source, 1.0):
            matrices.append(matrix)
            labels += own
            weights += [speaks * (len(own) ** -0.5 if step == "same" and own else 1.0)] * len(own)
    return fit_trees(np.concatenate(matrices), labels, COLUMNS[step], weights=weights, **SHAPE[step])


def _fit(step: str, rows: ex.Rows) -> LinearModel:
    return fit([r.features for r in rows], [r.label for r in rows], strength=STRENGTH[step], rarest=RAREST.get(step, 3))


def main() -> None:
    """Cross-validate and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="cross-validate only")
    what.add_argument("--holdout", action="store_true", help="train, and say what the reports kept aside score")
    what.add_argument("--everything", action="store_true", help="train on these, too: the weights as shipped")
    parser.add_argument("--kept", type=Path, required=True, metavar="FOLDER", help="where trained networks are kept")
    args = parser.parse_args()
    pipeline = Pipeline(Settings())
    corpus = load(pipeline=pipeline, holdout=args.everything)
    parts, all_seen = train([ex.prepare(a) for a in corpus], args.kept)
    scored = [a for a in corpus if a.in_gold]
    guesses = {
        row.annotated.name: read(pipeline, part.reader, row.annotated)
        for part in parts
        for row in part.rows
        if row.annotated.in_gold
    }
    print("cross-validated:", line(score(gold(scored), [guesses[a.name] for a in scored])), flush=True)
    if args.check:
        return
    extractor = all_seen()
    write(extractor)
    if args.holdout:
        names = {a.name for a in corpus}
        aside = [a for a in load(pipeline=pipeline, holdout=True) if a.name not in names and a.in_gold]
        print("kept aside:", line(score(gold(aside), [read(pipeline, extractor, a) for a in aside])))
    print("in sample:", line(score(gold(scored), [read(pipeline, extractor, a) for a in scored])))


def write(extractor: Extractor) -> None:
    """Everything as the package loads it."""
    assert extractor.second
    encoder, heads = extractor.second
    WEIGHTS.mkdir(exist_ok=True)
    for name, model in (extractor.models | extractor.trees).items():
        model.save(WEIGHTS / f"{name}.npz")
    heads.save(WEIGHTS / "heads.npz")
    for name in Encoder.FILES:
        (WEIGHTS / name).write_bytes((encoder.folder / name).read_bytes())


def read(pipeline: Pipeline, extractor: Extractor, annotated: Annotated) -> dict[str, object]:
    """A report's row, read by this extractor."""
    reading = annotated.reading
    return annotate(reading.report, pipeline.claims(reading, extractor.happenings(reading)))


def gold(corpus: list[Annotated]) -> list[dict[str, object]]:
    """The annotations as the scorer reads them."""
    return [{"doc": a.name, "events": a.events} for a in corpus]


if __name__ == "__main__":
    main()
