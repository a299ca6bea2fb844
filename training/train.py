"""Trains the steps of the extractor on the annotated reports, and says how they do on reports they were not trained on.

    python training/train.py                # cross-validate, then train on everything but the holdout and write the weights
    python training/train.py --check        # cross-validate only
    python training/train.py --holdout      # ... and say how the reports kept aside score
    python training/train.py --everything   # write the weights from all annotated reports, as shipped

Deterministic on a CPU: the same reports give the same weights.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import examples as ex
from corpus import Annotated, folds, load
from fit import fit
from scoring import line, score

from claimbook.export.annotation import annotate
from claimbook.extract.extractor import Extractor
from claimbook.extract.linear import LinearModel
from claimbook.pipeline import Pipeline
from claimbook.settings import Settings

WEIGHTS = Path(__file__).resolve().parents[1] / "src/claimbook/extract/weights"
STRENGTH = {
    "event": 0.03,
    "kind": 0.4,
    "same": 0.05,
    "role": 0.1,
    "date": 0.1,
    "speech": 0.1,
    "toll": 0.15,
    "modality": 0.05,
    "outcome": 0.5,
    "aggregate": 0.03,
}
RAREST = {"event": 3, "kind": 2, "role": 4}


def train(rows: list[ex.Prepared]) -> dict[str, LinearModel]:
    """One model a step."""
    data: dict[str, ex.Rows] = {"event": [], "kind": [], "role": [], "date": [], "speech": [], "toll": []}
    data |= {"modality": [], "outcome": [], "aggregate": []}
    for row in rows:
        data["event"] += ex.event_rows(row)
        data["kind"] += ex.kind_rows(row)
        data["role"] += ex.role_rows(row)
        data["date"] += ex.date_rows(row)
        data["speech"] += ex.speech_rows(row)
        data["toll"] += ex.toll_rows(row)
        for name, part in zip(("modality", "outcome", "aggregate"), ex.closing_rows(row), strict=True):
            data[name] += part
    models = {name: _fit(name, part) for name, part in data.items() if part}
    models["same"] = _fit("same", same_rows(rows, models["kind"]))
    return models


def same_rows(rows: list[ex.Prepared], kind: LinearModel) -> ex.Rows:
    """Pairs of triggers; their parts are filled by steps that were trained on the other half of the reports."""
    out: ex.Rows = []
    for half in (0, 1):
        others, own = rows[1 - half :: 2], rows[half::2]
        data: dict[str, ex.Rows] = {"role": [], "date": [], "toll": []}
        for row in others:
            data["role"] += ex.role_rows(row)
            data["date"] += ex.date_rows(row)
            data["toll"] += ex.toll_rows(row)
        models = {name: _fit(name, part) for name, part in data.items()}
        for row in own:
            kinds = [kind.best(f) for f in row.kinds]
            out += ex.same_rows(row, kinds, models)
    return out


def _fit(name: str, rows: ex.Rows) -> LinearModel:
    return fit([f for f, _ in rows], [label for _, label in rows], strength=STRENGTH[name], rarest=RAREST.get(name, 3))


def main() -> None:
    """Cross-validate and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--everything", action="store_true")
    parser.add_argument("--holdout", action="store_true", help="say what the reports kept aside score, too")
    parser.add_argument("--folds", type=int, default=5)
    args = parser.parse_args()
    pipeline = Pipeline(Settings())
    corpus = load(pipeline=pipeline, holdout=args.everything)
    rows = {a.name: ex.prepare(a) for a in corpus}
    guesses = []
    for learned, tested in folds(corpus, args.folds):
        extractor = Extractor(train([rows[a.name] for a in learned]))
        guesses += [read(pipeline, extractor, a) for a in tested]
    print("cross-validated:", line(score(gold(corpus), guesses)))
    if args.check:
        return
    models = train(list(rows.values()))
    WEIGHTS.mkdir(exist_ok=True)
    for name, model in models.items():
        model.save(WEIGHTS / f"{name}.npz")
    if args.holdout and not args.everything:
        names = {a.name for a in corpus}
        aside = [a for a in load(pipeline=pipeline, holdout=True) if a.name not in names]
        print("kept aside:", line(score(gold(aside), [read(pipeline, Extractor(models), a) for a in aside])))
    print("in sample:", line(score(gold(corpus), [read(pipeline, Extractor(models), a) for a in corpus])))


def read(pipeline: Pipeline, extractor: Extractor, annotated: Annotated) -> dict[str, object]:
    """A report's row, read by this extractor."""
    reading = annotated.reading
    return annotate(reading.report, pipeline.claims(reading, extractor.happenings(reading)))


def gold(corpus: list[Annotated]) -> list[dict[str, object]]:
    """The annotations as the scorer reads them."""
    return [{"doc": a.name, "events": a.events} for a in corpus]


if __name__ == "__main__":
    main()
