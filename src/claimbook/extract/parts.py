"""What each trigger's own sentence tells of it, before triggers are grouped: where, who, whom, when, how many.

Two mentions of one happening may differ in words; what they say of place, day, parties and toll tells whether they can
be one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from claimbook.model import Kind, Period, Phrase

from .candidates import Candidate
from .features import kind_features
from .findings import Findings, dates_around
from .linear import LinearModel, added, chances_of, logs_of
from .mentions import Mention
from .opinions import Opinions, Place, place_of
from .reading import Reading
from .roles import Far, Look, default_features, far_features, far_of, look_features, look_of, near_features
from .same import Parts, Trigger
from .speech import Speech, speech_features
from .tolls import Quantity, quantity_features, stand_features

READ = 8  # how many of a happening's mentions are asked for its parts
UNLISTED = 2.5  # what a kind that the lexicon does not give a word loses, in logits
SURE = {"place": 0.35, "initiator": 0.4, "target": 0.35}


class Asked:
    """The steps' answers for one report: what the features say, mixed with the encoder's opinions where there are some.
    What many ask of one phrase is asked once."""

    def __init__(
        self,
        reading: Reading,
        findings: Findings,
        models: Mapping[str, LinearModel],
        opinions: Opinions | None = None,
    ) -> None:
        self.reading = reading
        self.findings = findings
        self.models = models
        self.opinions = opinions
        self.column = {name: n for n, name in enumerate(models["role"].classes)}  # of what `role` answers
        self._roles: dict[tuple[int, str, int, int], list[float]] = {}
        self._looks: dict[tuple[int, int], tuple[Look, list[float]]] = {}  # with what the look alone adds
        self._kinds: dict[str, list[float]] = {}  # what the trigger's kind alone adds to a far mention
        self._kind_logs: dict[int, list[float]] = {}
        self._tolls: dict[tuple[int, int], list[float]] = {}
        self._quantities: dict[tuple[int, int], list[float]] = {}  # what a quantity's look alone adds
        self._dates: dict[int, list[tuple[Phrase[Period | None], float]]] = {}

    def word(self, step: str, candidate: Candidate, features: Iterable[str]) -> list[float]:
        """The logits of each class of a step that is asked of a trigger alone."""
        return self._mixed(step, candidate, None, self.models[step].scores(features))

    def kind(self, mentions: Sequence[Candidate]) -> Kind:
        """The likeliest kind by all mentions of a happening; the first, which tells it best, counts twice."""
        rows = [self._kinds_of(candidate) for candidate in mentions[:READ]]
        sums = [sum(column) for column in zip(rows[0], *rows, strict=True)]
        return Kind(self.models["kind"].classes[sums.index(max(sums))])

    def _kinds_of(self, candidate: Candidate) -> list[float]:
        """The logarithms of the chances of each kind; one that the lexicon does not give the word must be much likelier."""
        if candidate.index not in self._kind_logs:
            scores = self.word("kind", candidate, kind_features(self.reading, self.findings.view, candidate))
            listed = {*candidate.kinds, *candidate.phrase_kinds}
            scores = [
                s - (k not in listed) * UNLISTED for s, k in zip(scores, self.models["kind"].classes, strict=True)
            ]
            self._kind_logs[candidate.index] = logs_of(scores)
        return self._kind_logs[candidate.index]

    def role(self, candidate: Candidate, kind: str, mention: Mention) -> list[float]:
        """The chances of each class of the role step; a place that is itself struck is a place, and a target."""
        key = (candidate.index, kind, mention.start, mention.end)
        if key not in self._roles:
            look, scores = self._look(mention)
            scores = added(scores, self._way(candidate, kind, mention, look))
            chances = chances_of(self._mixed("role", candidate, place_of(mention), scores))
            for name in ("place", "target"):
                chances[self.column[name]] += chances[self.column["struck"]]
            self._roles[key] = chances
        return self._roles[key]

    def speech(self, candidate: Candidate, speech: Speech) -> float:
        """The chance that the speaker stands behind the trigger."""
        scores = self.models["speech"].scores(speech_features(self.reading, candidate, speech))
        return self._yes("speech", candidate, place_of(speech), scores)

    def default(self, candidate: Candidate, what: str) -> float:
        """The chance that the report's own "day", its "month" or "none" at all is the trigger's; the features alone say it."""
        return self.models["date"].probability(default_features(self.reading, candidate, what))

    def _mixed(self, step: str, candidate: Candidate, place: Place | None, scores: list[float]) -> list[float]:
        """The logits of the features, with the encoder's for the trigger and, where there is one, the phrase."""
        if self.opinions is None:
            return scores
        return self.opinions.mixed(step, scores, self.opinions.of(step, candidate.index, place))

    def _yes(self, step: str, candidate: Candidate, place: Place, scores: list[float]) -> float:
        return chances_of(self._mixed(step, candidate, place, scores))[self.models[step].classes.index("yes")]

    def _look(self, mention: Mention) -> tuple[Look, list[float]]:
        key = mention.start, mention.end
        if key not in self._looks:
            look = look_of(self.reading, mention)
            self._looks[key] = look, self.models["role"].scores(look_features(self.reading, mention, look))
        return self._looks[key]

    def _way(self, candidate: Candidate, kind: str, mention: Mention, look: Look) -> list[float]:
        reading, model = self.reading, self.models["role"]
        if reading.sentence_of[candidate.index] == reading.sentence_of[mention.head]:
            return model.pull(near_features(reading, candidate, kind, mention, look))
        if kind not in self._kinds:
            self._kinds[kind] = model.pull([f"kd:{kind}"])
        return added(self._kinds[kind], _far_pull(model, far_of(reading, candidate, mention, look)))

    def toll(self, candidate: Candidate, quantity: Quantity) -> list[float]:
        """The chances of each class of the toll step."""
        key = (candidate.index, quantity.start)
        if key not in self._tolls:
            model, look = self.models["toll"], (quantity.start, quantity.head)
            if look not in self._quantities:
                self._quantities[look] = model.scores(quantity_features(self.reading, quantity))
            stand = model.pull(stand_features(self.reading, candidate, quantity))
            scores = added(self._quantities[look], stand)
            self._tolls[key] = chances_of(self._mixed("toll", candidate, place_of(quantity), scores))
        return self._tolls[key]

    def dates(self, candidate: Candidate) -> list[tuple[Phrase[Period | None], float]]:
        """The time expressions around, each with the chance that it is the trigger's."""
        if candidate.index not in self._dates:
            scores_of, tokens_of = self.models["date"].scores, self.reading.tokens_of
            self._dates[candidate.index] = [
                (phrase, self._yes("date", candidate, place_of(tokens_of(phrase)), scores_of(features)))
                for phrase, features in dates_around(self.reading, candidate)
            ]
        return self._dates[candidate.index]


@lru_cache(maxsize=40_000)
def _far_pull(model: LinearModel, far: Far) -> list[float]:
    """What standing so adds; reports are alike enough for an answer to serve the next ones, too."""
    return model.pull(far_features(far))


def of_one_kind(asked: Asked, group: Sequence[Trigger]) -> list[Trigger]:
    """A happening's mentions, each with the kind that they tell of together."""
    kind = asked.kind([trigger.candidate for trigger in group])
    return [replace(trigger, kind=kind) for trigger in group]


def own_parts(asked: Asked, candidate: Candidate, kind: str) -> Parts:
    """The parts that the role, date and toll steps give a trigger within its own sentence."""
    reading, findings = asked.reading, asked.findings
    home = reading.sentence_of[candidate.index]
    words: dict[str, set[str]] = {name: set() for name in SURE}
    for mention in findings.mentions[home]:
        chances = asked.role(candidate, kind, mention)
        for name, cut in SURE.items():
            if chances[asked.column[name]] >= cut:
                words[name] |= key_words(reading, mention)
    best, day = 0.5, ""
    for phrase, chance in asked.dates(candidate):
        if chance > best and phrase.value is not None:
            best, day = chance, str(phrase.value.start)
    tolls = set()
    for quantity in findings.quantities[home]:
        chances = asked.toll(candidate, quantity)
        for column, name in enumerate(asked.models["toll"].classes):
            if name != "none" and chances[column] >= 0.4:
                tolls.add(f"{name} {quantity.count.low}")
    return Parts(
        places=frozenset(words["place"]),
        initiators=frozenset(words["initiator"]),
        targets=frozenset(words["target"]),
        days=frozenset({day} if day else ()),
        tolls=frozenset(tolls),
    )


def key_words(reading: Reading, mention: Mention) -> frozenset[str]:
    """The words of a mention that tell it from others: names, else nouns."""
    tokens = reading.doc[mention.start : mention.end]
    names = {t.lower_ for t in tokens if t.text[:1].isupper() and t.is_alpha and len(t) > 2}
    return frozenset(names or {reading.lemmas[t.i] for t in tokens if t.pos_ in ("NOUN", "PROPN", "ADJ")})
