"""Mentions → happenings: mentions that are likely one go together, and each group is weighed as a whole.

Groups grow from the likeliest pair on, by the mean chance over all their pairs (average linkage), so that one doubtful
link does not pull two happenings into one.  Then a group is kept where it looks like a happening of its own rather
than a stray word or a left-over of a group that already tells it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .features import CONFLICT, SentenceView
from .pairs import KINDS, PairView
from .same import ASPECTS, Trigger, elsewhere
from .trees import Matrix, Trees

APART = -1.0  # stands for a pair that is not to be joined
TELLING, HARDLY = 0.4, 0.4  # a main mention's chance from which, and the pair's under which, two groups stay apart
_NEIGHBOUR = ("mean chance", "best chance", "main", "size", "same kind")
COLUMNS = (
    "main", "second main", "third main", "optional", "second optional", "tells", "second tells", "third tells",
    "any main", "sum of main", "sum of optional", "mentions", "sentences", "best in sentence", "first in sentence",
    "sentences in the report", "mentions in the report", "groups in the report",
    "kind", "kinds by the lexicon", "kind is the lexicon's", "a verb", "rank", "share of groups before",
    *(f"{name} of the best" for name in ASPECTS), *(f"{name} of all" for name in ASPECTS),
    "conflict words", "court words", "other words", "mentions a hundred words", "main a sentence", "mean tells",
    *(f"nearest group by its best pair: {name}" for name in _NEIGHBOUR),
    *(f"nearest group by all pairs: {name}" for name in _NEIGHBOUR),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a report's mentions, each with its indexes into `view.triggers`, best mention first."""

    view: PairView
    chances: Matrix
    members: list[list[int]]

    def triggers(self, group: int) -> list[Trigger]:
        """The group's mentions, the one that tells it best first."""
        return [self.view.triggers[i] for i in self.members[group]]


def gather_groups(view: PairView, chances: Matrix, cut: float) -> Groups:
    """Average linkage down to the chance `cut`; two groups whose best mentions each tell a happening well, and hardly the
    same one, or in another place, stay apart: "two were injured" goes with either of two attacks and must
    not make one of them."""
    triggers = view.triggers
    count = len(triggers)

    def rank(n: int) -> tuple[float, int]:
        return -triggers[n].main, triggers[n].candidate.index

    members = {i: [i] for i in range(count)}  # the best mention first
    mean = chances.astype(np.float64)
    np.fill_diagonal(mean, APART)
    while len(members) > 1:
        i, j = divmod(int(np.argmax(mean)), count)
        if mean[i, j] < cut:
            break
        one, other = members[i][0], members[j][0]
        sure = min(triggers[one].main, triggers[other].main) >= TELLING
        if sure and (chances[one, other] < HARDLY or elsewhere(triggers[one].parts, triggers[other].parts)):
            mean[i, j] = mean[j, i] = APART
            continue
        here, there = len(members[i]), len(members[j])
        joined = (mean[i] * here + mean[j] * there) / (here + there)
        mean[i] = mean[:, i] = np.where((mean[i] == APART) | (mean[j] == APART), APART, joined)
        mean[i, i] = mean[j] = mean[:, j] = APART
        members[i] = sorted(members[i] + members.pop(j), key=rank)
    return Groups(view, chances, list(members.values()))


def weigh(trees: Trees, groups: Groups, sentences: SentenceView) -> list[tuple[float, float]]:
    """For each group the chances that it is a main happening, and an optional one."""
    if not groups.members:
        return []
    found = trees.probabilities(group_rows(groups, sentences))
    main, optional = trees.classes.index("main"), trees.classes.index("optional")
    return [(float(row[main]), float(row[optional])) for row in found]


def group_rows(groups: Groups, sentences: SentenceView) -> Matrix:
    """One row of `COLUMNS` for each group."""
    near = _neighbours(groups)
    rows = [[*_row(groups, sentences, n), *near[n]] for n in range(len(groups.members))]
    return np.array(rows, dtype=np.float32).reshape(-1, len(COLUMNS))


def _row(groups: Groups, sentences: SentenceView, n: int) -> list[float]:
    reading, every = groups.view.reading, groups.view.triggers
    group = groups.triggers(n)
    best = group[0]
    sentence_of = [reading.sentence_of[t.candidate.index] for t in group]
    main = [t.main for t in group]
    optional = [t.optional for t in group]
    strongest = [max(every[i].main for i in row) for row in groups.members]
    rank = sorted(strongest, reverse=True).index(strongest[n])
    tells = [t.eventive for t in every]
    return [
        *_top(main, 3), *_top(optional, 2), *_top([t.eventive for t in group], 3),
        1 - math.prod(1 - m for m in main), sum(main), sum(optional), len(group), len(set(sentence_of)),
        sentence_of[0], min(sentence_of), len(reading.sentences), len(every), len(groups.members),
        KINDS[best.kind], len(best.candidate.kinds), best.kind in best.candidate.kinds,
        reading.pos[best.candidate.index] in ("VERB", "AUX"), rank, rank / len(groups.members),
        *(len(getattr(best.parts, part)) for part in ASPECTS),
        *(len(frozenset().union(*(getattr(t.parts, part) for t in group))) for part in ASPECTS),
        sentences.share(*CONFLICT), sentences.share("court_word"), sentences.share("nonconflict_word"),
        100 * sum(tells) / sentences.length, sum(t.main for t in every) / len(reading.sentences), sum(tells) / len(tells),
    ]  # fmt: skip


def _top(values: list[float], most: int) -> list[float]:
    return [*sorted(values, reverse=True), *([0.0] * most)][:most]


def _neighbours(groups: Groups) -> list[list[float]]:
    """For each group the other one that is nearest by its best pair, and the one that is nearest by all."""
    every, members = groups.view.triggers, groups.members
    if not members:
        return []
    order = [i for row in members for i in row]
    sizes = np.array([len(row) for row in members])
    starts = np.cumsum(sizes) - sizes
    between = groups.chances[np.ix_(order, order)]
    best = np.maximum.reduceat(np.maximum.reduceat(between, starts, axis=0), starts, axis=1)
    mean = np.add.reduceat(np.add.reduceat(between, starts, axis=0), starts, axis=1) / np.outer(sizes, sizes)
    np.fill_diagonal(best, -1.0)
    np.fill_diagonal(mean, -1.0)
    strongest = [max(every[i].main for i in row) for row in members]
    kinds = [{every[i].kind for i in row} for row in members]
    out = []
    for n, own in enumerate(members):
        row: list[float] = []
        for nearest in (int(best[n].argmax()), int(mean[n].argmax())):
            if nearest == n:  # the report's only group
                row += [0.0] * len(_NEIGHBOUR)
            else:
                same = every[own[0]].kind in kinds[nearest]
                row += [
                    float(mean[n, nearest]),
                    float(best[n, nearest]),
                    strongest[nearest],
                    len(members[nearest]),
                    same,
                ]
        out.append(row)
    return out
