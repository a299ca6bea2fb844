"""Where did a happening take place?  Every phrase near its mentions, looked at from all of them at once.

The role step says how a phrase stands to one trigger.  A happening is told several times, and its place often only in
one of the tellings or a few sentences before ("... in Manbij. ... The city ..."), so what every mention says of a phrase,
what the other happenings say of it, and how much the report speaks of it are put side by side here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from claimbook.lexicon.parties import load_roles

from .mentions import Mention, Sort
from .pairs import KINDS
from .parts import Asked, key_words
from .roles import lead_of
from .same import Trigger
from .trees import Matrix

BACK, AHEAD = 8, 1  # sentences round the mention that tells it best in which a place is looked for
READ = 8  # how many of a happening's mentions are asked
_LEADS = {"in": 1, "at": 1, "inside": 1, "within": 1, "near": 2, "outside": 2, "around": 2, "of": 3, "to": 4, "toward": 4,
          "towards": 4, "into": 4, "from": 5, "on": 6, "against": 7, "by": 8, "between": 9}  # fmt: skip
_ENTITIES = {"GPE": 1, "LOC": 2, "FAC": 3, "ORG": 4, "PERSON": 5, "NORP": 6, "DATE": 7}
_FLAGS = ("known_place", "unknown_name", "actor", "demonym", "capital", "speaker")
_ROLES = tuple(load_roles())
_PARTS = ("place", "initiator", "target")
_SORTS = {sort: n for n, sort in enumerate(Sort)}
_GAP = 4  # tokens between a place and the larger one that follows it, at most
_SURE = 0.2  # a place by the role step, as far as neighbours go
COLUMNS = (
    "sort", "led by", "entity", *_FLAGS, *_ROLES, "words", "within another", "holds another", "before a place word",
    "namings in the report", "share of the report's names", "sentence",
    *(f"{part} of the best mention" for part in _PARTS),
    *(f"{part} of its own sentence" for part in _PARTS),
    *(f"{part} for other happenings" for part in _PARTS),
    *(f"{part} of its other namings" for part in _PARTS),
    "mentions in its sentence", "others' mentions in its sentence", "other namings near", "likeliest place", "place of the others",
    "after a place and a comma", "after a place and in", "named last before the mention",
    "sentences from the best mention", "sentences from the nearest mention", "words from the best mention",
    "words from the nearest mention", "kind", "mentions", "happenings",
)  # fmt: skip


class PlaceView:
    """A report's happenings, each a group of triggers (best first), and the phrases that may be where they took place."""

    def __init__(self, asked: Asked, groups: Sequence[Sequence[Trigger]]) -> None:
        self.asked = asked
        self.reading = asked.reading
        self.groups = [group[:READ] for group in groups]
        self._columns = [asked.models["role"].classes.index(part) for part in _PARTS]
        mentions = [m for row in asked.findings.mentions for m in row]
        self._words = {m: key_words(self.reading, m) for m in mentions}
        self._named = Counter(word for m in mentions if "capital" in m.shows for word in self._words[m])
        self._names = 1 + self._named.total()
        self._looks: dict[Mention, list[float]] = {}

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
        others = [t for k, other in enumerate(self.groups) if k != n for t in other]
        best = [self._role(group[0], m) for m in pool]
        own = [self._within(group, m) for m in pool]
        place = [max(b[0], o[0]) for b, (o, _) in zip(best, own, strict=True)]
        twins = self._twins(pool)
        last, top = self._last_place(group[0], pool), max(place, default=0.0)
        rows = []
        for k, m in enumerate(pool):
            foreign, met = self._within(others, m)
            rest = [chance for j, chance in enumerate(place) if j != k and j not in twins[k]]
            rows.append(
                [
                    *self._look(m), *best[k], *own[k][0], *foreign, *_highest([own[j][0] for j in twins[k]]),
                    own[k][1], met, len(twins[k]), place[k] >= top, max(rest, default=0.0),
                    *self._after(k, pool, place), m == last, *self._distances(group, m),
                    KINDS[group[0].kind], len(group), len(self.groups),
                ]
            )  # fmt: skip
        return np.array(rows, dtype=np.float32).reshape(-1, len(COLUMNS))

    def _role(self, trigger: Trigger, mention: Mention) -> list[float]:
        chances = self.asked.role(trigger.candidate, trigger.kind, mention)
        return [chances[column] for column in self._columns]

    def _within(self, triggers: Sequence[Trigger], mention: Mention) -> tuple[list[float], int]:
        """The highest chances by the triggers of the phrase's own sentence, and how many these are."""
        home = self.reading.sentence_of[mention.head]
        here = [self._role(t, mention) for t in triggers if self.reading.sentence_of[t.candidate.index] == home]
        return _highest(here), len(here)

    def _twins(self, pool: Sequence[Mention]) -> list[set[int]]:
        """For each phrase the others of the pool that share a word of its name."""
        bearers: dict[str, list[int]] = {}
        for k, m in enumerate(pool):
            for word in self._words[m]:
                bearers.setdefault(word, []).append(k)
        return [{j for word in self._words[m] for j in bearers[word]} - {k} for k, m in enumerate(pool)]

    def _look(self, mention: Mention) -> list[float]:
        """What does not hang on the happening."""
        if mention not in self._looks:
            reading, shown, lead = self.reading, set(mention.shows), lead_of(self.reading, mention)
            home = reading.sentence_of[mention.head]
            beside = [m for m in self.asked.findings.mentions[home] if m != mention]
            named = max((self._named[word] for word in self._words[mention]), default=0)
            self._looks[mention] = [
                _SORTS[mention.sort], _LEADS.get(lead, 0 if lead.startswith("<") else 10),
                _ENTITIES.get(reading.entities[mention.head], 0),
                *(flag in shown for flag in _FLAGS), *(f"role:{role}" in shown for role in _ROLES), mention.end - mention.start,
                any(m.start <= mention.start and mention.end <= m.end for m in beside),
                any(mention.start <= m.start and m.end <= mention.end for m in beside),
                mention.end < len(reading.lemmas) and reading.lemmas[mention.end] in load_roles()["place"],
                named, named / self._names, home,
            ]  # fmt: skip
        return self._looks[mention]

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

    def _distances(self, group: Sequence[Trigger], mention: Mention) -> list[float]:
        sentence_of = self.reading.sentence_of
        home = sentence_of[mention.head]
        sentences = [home - sentence_of[t.candidate.index] for t in group]
        words = [mention.start - t.candidate.index for t in group]
        return [
            max(-12, min(12, sentences[0])), min(map(abs, sentences)), max(-40, min(40, words[0])), min(60, *map(abs, words)),
        ]  # fmt: skip


def _highest(rows: Sequence[Sequence[float]]) -> list[float]:
    return [max(values) for values in zip(*rows, strict=True)] if rows else [0.0] * len(_PARTS)
