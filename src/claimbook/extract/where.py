"""Where did a happening take place?  Every phrase near its mentions, looked at from all of them at once.

The role step says how a phrase stands to one trigger.  A happening is told several times, and its place often only in
one of the tellings or a few sentences before ("... in Manbij. ... The city ..."), so what every mention says of a phrase,
what the other happenings say of it, and how much the report speaks of it are put side by side here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from claimbook.lexicon.parties import load_roles

from .mentions import Mention, Sort
from .pairs import KINDS
from .parts import READ, Asked, key_words
from .roles import lead_of
from .same import Trigger, distances
from .trees import Matrix, Trees

BACK, AHEAD = 8, 1  # sentences round the mention that tells it best in which a place is looked for
_LEADS = {"in": 1, "at": 1, "inside": 1, "within": 1, "near": 2, "outside": 2, "around": 2, "of": 3, "to": 4, "toward": 4,
          "towards": 4, "into": 4, "from": 5, "on": 6, "against": 7, "by": 8, "between": 9}  # fmt: skip
_FLAGS = ("known_place", "unknown_name", "actor", "demonym", "capital", "speaker")
_ROLES = tuple(load_roles())
_SHOWN_ROLES = tuple(f"role:{role}" for role in _ROLES)
_PARTS = ("place", "initiator", "target")
_SORTS = {sort: n for n, sort in enumerate(Sort)}
_GAP = 4  # tokens between a place and the larger one that follows it, at most
_SURE = 0.2  # a place by the role step, as far as neighbours go
_LOOK = (
    "sort", "led by", *_FLAGS, *_ROLES, "words", "within another", "holds another", "before a place word",
    "namings in the report", "share of the report's names", "sentence",
)  # fmt: skip
COLUMNS = (
    *_LOOK,
    *(f"{part} of the best mention" for part in _PARTS),
    *(f"{part} of its own sentence" for part in _PARTS),
    *(f"{part} for other happenings" for part in _PARTS),
    *(f"{part} of its other namings" for part in _PARTS),
    "mentions in its sentence", "others' mentions in its sentence", "other namings near", "likeliest place", "place of the others",
    "after a place and a comma", "after a place and in", "named last before the mention",
    "sentences from the best mention", "sentences from the nearest mention", "words from the best mention",
    "words from the nearest mention", "kind", "mentions", "happenings",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Seen:
    """What does not hang on the happening that asks for a phrase's place in it: `look` is its row in the view's matrix,
    `roles` what each trigger of its own sentence says of it, with the number of the trigger's group."""

    look: int
    sentence: int
    roles: list[tuple[int, list[float]]]


class PlaceView:
    """A report's happenings, each a group of triggers (best first), and the phrases that may be where they took place."""

    def __init__(self, asked: Asked, groups: Sequence[Sequence[Trigger]]) -> None:
        self.asked = asked
        self.reading = asked.reading
        self.groups = [group[:READ] for group in groups]
        self._columns = [asked.column[part] for part in _PARTS]
        mentions = [m for row in asked.findings.mentions for m in row] if groups else []
        self._words = {(m.start, m.end): key_words(self.reading, m) for m in mentions}
        self._named = Counter(word for m in mentions if "capital" in m.shows for word in self._words[m.start, m.end])
        self._names = 1 + self._named.total()
        self._told_in: dict[int, list[tuple[int, Trigger]]] = {}  # by sentence, with the number of the group
        for n, group in enumerate(self.groups):
            for trigger in group:
                home = self.reading.sentence_of[trigger.candidate.index]
                self._told_in.setdefault(home, []).append((n, trigger))
        self._seen: dict[tuple[int, int], _Seen] = {}
        self._looks = np.zeros((len(mentions), len(_LOOK)), dtype=np.float32)

    def chances(self, trees: Trees) -> list[list[tuple[float, Mention]]]:
        """For each happening the phrases of its pool, each with the chance that it took place there."""
        pools = [self.pool(n) for n in range(len(self.groups))]
        answers = trees.chances([self.rows(n, pool) for n, pool in enumerate(pools)])
        return [list(zip(chances, pool, strict=True)) for chances, pool in zip(answers, pools, strict=True)]

    def pool(self, n: int) -> list[Mention]:
        """The phrases round a group's mentions, and those of the first sentence."""
        home = self.reading.sentence_of[self.groups[n][0].candidate.index]
        sentences = {self.reading.sentence_of[t.candidate.index] for t in self.groups[n]}
        sentences |= {0, *range(max(0, home - BACK), min(home + AHEAD + 1, len(self.reading.sentences)))}
        return [
            m
            for s in sorted(sentences)
            for m in self.asked.findings.mentions[s]
            if "capital" in m.shows or "role:place" in m.shows or s in (home, home - 1)
        ]

    def rows(self, n: int, pool: Sequence[Mention]) -> Matrix:
        """One row of `COLUMNS` for each phrase of the pool."""
        group = self.groups[n]
        seen = [self._see(m) for m in pool]
        best = [self._role(group[0], m) for m in pool]
        own = [_highest([chances for k, chances in s.roles if k == n]) for s in seen]
        place = [max(b[0], o[0]) for b, o in zip(best, own, strict=True)]
        twins = self._twins(pool)
        sentences = [self.reading.sentence_of[t.candidate.index] for t in group]
        words = [t.candidate.index for t in group]
        last, top = self._last_place(group[0], pool), max(place, default=0.0)
        likeliest = sorted(range(len(pool)), key=lambda j: -place[j])
        rows = []
        for k, m in enumerate(pool):
            foreign = [chances for other, chances in seen[k].roles if other != n]
            rest = next((place[j] for j in likeliest if j != k and j not in twins[k]), 0.0)
            rows.append(
                [
                    *best[k], *own[k], *_highest(foreign), *_highest([own[j] for j in twins[k]]),
                    len(seen[k].roles) - len(foreign), len(foreign), len(twins[k]), place[k] >= top, rest,
                    *self._after(k, pool, place), m is last,
                    *distances(seen[k].sentence, sentences, 12, len(self.reading.sentences)), *distances(m.start, words, 40, 60),
                    KINDS[group[0].kind], len(group), len(self.groups),
                ]
            )  # fmt: skip
        looks = self._looks[[s.look for s in seen]]
        return np.hstack([looks, np.array(rows, dtype=np.float32).reshape(len(pool), len(COLUMNS) - len(_LOOK))])

    def _role(self, trigger: Trigger, mention: Mention) -> list[float]:
        chances = self.asked.role(trigger.candidate, trigger.kind, mention)
        return [chances[column] for column in self._columns]

    def _see(self, mention: Mention) -> _Seen:
        key = mention.start, mention.end
        if key not in self._seen:
            home = self.reading.sentence_of[mention.head]
            roles = [(n, self._role(trigger, mention)) for n, trigger in self._told_in.get(home, ())]
            self._looks[len(self._seen)] = self._look(mention, home)
            self._seen[key] = _Seen(len(self._seen), home, roles)
        return self._seen[key]

    def _twins(self, pool: Sequence[Mention]) -> list[set[int]]:
        """For each phrase the others of the pool that share a word of its name."""
        bearers: dict[str, list[int]] = {}
        for k, m in enumerate(pool):
            for word in self._words[m.start, m.end]:
                bearers.setdefault(word, []).append(k)
        return [{j for word in self._words[m.start, m.end] for j in bearers[word]} - {k} for k, m in enumerate(pool)]

    def _look(self, mention: Mention, home: int) -> list[float]:
        """A row of `_LOOK`."""
        reading, shown, lead = self.reading, mention.shows, lead_of(self.reading, mention)
        start, end = mention.start, mention.end
        beside = [m for m in self.asked.findings.mentions[home] if m is not mention]
        named = max((self._named[word] for word in self._words[start, end]), default=0)
        return [
            _SORTS[mention.sort], _LEADS.get(lead, 0 if lead.startswith("<") else 10),
            *(flag in shown for flag in _FLAGS), *(role in shown for role in _SHOWN_ROLES), end - start,
            any(m.start <= start and end <= m.end for m in beside), any(start <= m.start and m.end <= end for m in beside),
            end < len(reading.lemmas) and reading.lemmas[end] in load_roles()["place"],
            named, named / self._names, home,
        ]  # fmt: skip

    def _after(self, k: int, pool: Sequence[Mention], place: Sequence[float]) -> tuple[bool, bool]:
        """Whether a place stands just before it: "Kafr Nabl, Idlib province", "Kafr Nabl in the Idlib countryside"."""
        comma = inside = False
        for j in range(k - 1, -1, -1):
            gap = pool[k].start - pool[j].end
            if gap > 3 * _GAP:
                break
            if place[j] >= _SURE and 0 < gap <= _GAP:
                between = self.reading.lower[pool[j].end : pool[k].start]
                comma = comma or between == [","]
                inside = inside or ("," not in between and ("in" in between or "of" in between))
        return comma, inside

    @staticmethod
    def _last_place(trigger: Trigger, pool: Sequence[Mention]) -> Mention | None:
        before = [m for m in pool if "known_place" in m.shows and m.end <= trigger.candidate.index]
        return max(before, key=lambda m: m.start, default=None)


def _highest(rows: Sequence[list[float]]) -> list[float]:
    if len(rows) == 1:
        return rows[0]
    return [max(values) for values in zip(*rows, strict=True)] if rows else [0.0] * len(_PARTS)
