"""Why a happening came out as it did: each trained step is asked again, and says which of the things it saw weighed most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from claimbook.model import Reason

from .closing import happening_features
from .extractor import Extractor
from .features import candidate_features, kind_features
from .findings import Findings, gather
from .grouping import group_rows
from .happening import Happening, StandIn
from .linear import chances_of
from .mentions import Mention
from .opinions import Place, place_of
from .reading import Reading
from .roles import role_features
from .speech import speech_features
from .tolls import toll_features
from .trees import Matrix
from .when import TimeView
from .where import PlaceView

# What the features of the steps see, by the letters before their colon.
SEEN = {
    "l": "the word", "lp": "the word", "p": "part of speech", "k": "kind by the lexicon", "only": "only kind by the lexicon",
    "pk": "kind by its phrase", "ph": "phrase", "h": "hangs on", "hd": "hangs on", "hp": "hangs on", "hh": "hangs on",
    "hg": "hangs on a", "cw": "beside it", "cg": "beside it a", "cp": "below it", "cpg": "below it a", "cpw": "below it",
    "ct": "beside it", "sub": "in its phrase a", "w": "near it the word", "ng": "near it a", "sg": "in the sentence a",
    "s": "the sentence has", "t": "in the title a", "doc": "in the report a", "cl": "clause", "clv": "clause's verb",
    "clvd": "clause's verb", "up": "clause above", "ab": "above it a", "aux": "auxiliary", "det": "article", "ndet": "article",
    "at": "place in the report", "conflict": "words of conflict in the report", "kd": "kind", "kpath": "way to the trigger",
    "path": "way to the trigger", "bpath": "way to the trigger", "lpath": "way from the word", "lead": "led by",
    "look": "looks like", "role": "looks like", "hl": "head word", "hdep": "stands as", "gs": "stands",
    "dist": "sentences away", "far": "sentences away", "age": "age of the day", "da": "age of the day", "how": "said by",
    "howd": "said by", "who": "speaker", "whod": "speaker", "bw": "the word before is", "aw": "the word after is", "kind": "kind",
    "precision": "precision", "tag": "form", "dep": "stands as", "pd": "stands as",
}  # fmt: skip
NO_MORE_THAN = 4
LEAST = 0.005  # a pull that rounds to nothing is no reason
ENCODER = "all the words around, to the encoder"


def explain(extractor: Extractor, reading: Reading, happenings: Sequence[Happening]) -> tuple[tuple[Reason, ...], ...]:
    """For each happening of a report the reasons for its kind, parts and closing, step by step."""
    asker = _Asker(extractor, reading, gather(reading), happenings)
    return tuple(tuple(asker.reasons(n)) for n in range(len(happenings)))


class _Asker:
    """Asks the steps of one report again."""

    def __init__(
        self, extractor: Extractor, reading: Reading, findings: Findings, happenings: Sequence[Happening]
    ) -> None:
        self.extractor = extractor
        self.reading = reading
        self.findings = findings
        self.asked = asked = extractor.ask(reading, findings)
        self.groups = extractor.groups(asked)
        self.near = frozenset(self.groups.view.pairs())
        self.whole = group_rows(self.groups, findings.view)
        self.at = {t.candidate.index: n for n, t in enumerate(self.groups.view.triggers)}
        self.happenings = happenings
        groups = [happening.triggers for happening in happenings]
        self.when, self.where = TimeView(asked, groups), PlaceView(asked, groups)

    def reasons(self, n: int) -> list[Reason]:
        """Those of the nth happening, in the order in which the steps run."""
        reading, happening = self.reading, self.happenings[n]
        main = happening.main
        index = main.candidate.index
        word = self._words(index, main.candidate.last + 1)
        seen = candidate_features(reading, self.findings.view, main.candidate, Counter())
        told = "optional" if main.optional > main.main else "main"
        kind = kind_features(reading, self.findings.view, main.candidate)
        out = [
            self._ask("event", told, seen, word, self._said("event", index)),
            self._whole(index, word),
            self._ask("kind", main.kind, kind, word, self._said("kind", index)),
        ]
        for trigger in happening.triggers[1:]:
            other = self._words(trigger.candidate.index, trigger.candidate.last + 1)
            out.append(self._same(index, trigger.candidate.index, f"{word} … {other}"))
        out += [self._role(happening, "initiator", mention) for mention in happening.initiators]
        out += [self._role(happening, "target", mention) for mention in happening.targets]
        out += self._places(n)
        out += self._period(n)
        for harm, quantity in happening.tolls:
            features = toll_features(reading, main.candidate, quantity)
            words = self._words(quantity.start, quantity.end)
            out.append(self._ask("toll", str(harm), features, words, self._said("toll", index, place_of(quantity))))
        for speech in happening.speeches:
            features, words = speech_features(reading, main.candidate, speech), self._words(speech.start, speech.end)
            out.append(self._ask("speech", "yes", features, words, self._said("speech", index, place_of(speech))))
        filled = happening_features(reading, self.findings, happening)
        out.append(self._ask("modality", happening.modality, filled, word, self._said("modality", index)))
        if happening.outcome is not None:
            out.append(self._ask("outcome", happening.outcome, filled, word, self._said("outcome", index)))
        return out

    def _role(self, happening: Happening, part: str, mention: Mention) -> Reason:
        """Why a phrase plays a part; a target may be a place that is itself struck, and its chance is that of both."""
        candidate = happening.main.candidate
        features = role_features(self.reading, candidate, happening.kind, mention)
        words, said = self._words(mention.start, mention.end), self._said("role", candidate.index, place_of(mention))
        answers = (part, "struck") if part == "target" else (part,)
        likelier = max((self._ask("role", a, features, words, said) for a in answers), key=lambda reason: reason.chance)
        chance = self.asked.role(candidate, happening.kind, mention)[self.asked.column[part]]
        return likelier.model_copy(update={"answer": part, "chance": round(chance, 3)})

    def _places(self, n: int) -> list[Reason]:
        pool = self.where.pool(n)
        rows = dict(zip(pool, self.where.rows(n, pool), strict=True))
        places = self.happenings[n].places
        return [self._climb("where", "yes", rows[m], self._words(m.start, m.end)) for m in places]

    def _period(self, n: int) -> list[Reason]:
        happening = self.happenings[n]
        period, stand_in = happening.period, happening.stand_in
        if period is None and stand_in is StandIn.NONE:
            return []
        pool = self.when.pool(n)
        row = self.when.rows(n, pool)[pool.index(period or stand_in)]
        words = self.reading.clean.text[period.start : period.end] if period else f"the report's own {stand_in}"
        return [self._climb("when", "yes", row, words)]

    def _ask(self, step: str, answer: str, features: Sequence[str], words: str, said: Sequence[float] | None) -> Reason:
        """What a step's features say, and the encoder where it has `said` something."""
        model, opinions = self.extractor.models[step], self.asked.opinions
        scores, pulls = model.scores(features), model.reasons(features, answer, NO_MORE_THAN)
        if opinions is not None and said is not None:
            weight, other = opinions.mix(step)
            scores = opinions.mixed(step, scores, said)
            pulls = [(feature, weight * pull) for feature, pull in pulls]
            pulls.append((ENCODER, other * (said[model.classes.index(answer)] - sum(said) / len(said))))
        because = [(gloss(f), round(pull, 2)) for f, pull in sorted(pulls, key=lambda p: -p[1]) if pull >= LEAST]
        chance = round(chances_of(scores)[model.classes.index(answer)], 3)
        return Reason(step=step, words=" ".join(words.split()), answer=answer, chance=chance, because=tuple(because))

    def _said(self, step: str, index: int, place: Place | None = None) -> list[float] | None:
        """What the encoder makes of the trigger at this token, and of a phrase."""
        return self.asked.opinions.of(step, index, place) if self.asked.opinions is not None else None

    def _same(self, one: int, other: int, words: str) -> Reason:
        first, second = sorted((self.at[one], self.at[other]))
        if (first, second) not in self.near:
            return Reason(step="same", words=" ".join(words.split()), answer="yes", chance=0.0)
        return self._climb("same", "yes", self.groups.view.rows([(first, second)])[0], words)

    def _whole(self, index: int, words: str) -> Reason:
        group = next(n for n, members in enumerate(self.groups.members) if self.at[index] in members)
        trees, row = self.extractor.trees["whole"], self.whole[group]
        chances = dict(zip(trees.classes, trees.probabilities(row[None, :])[0].tolist(), strict=True))
        return self._climb("whole", "optional" if chances["optional"] > chances["main"] else "main", row, words)

    def _climb(self, step: str, answer: str, row: Matrix, words: str) -> Reason:
        """What the trees of a step say of one row."""
        trees = self.extractor.trees[step]
        because = [(name, round(pull, 2)) for name, pull in trees.reasons(row, answer, NO_MORE_THAN) if pull >= LEAST]
        chance = round(float(trees.probabilities(row[None, :])[0][trees.classes.index(answer)]), 3)
        return Reason(step=step, words=" ".join(words.split()), answer=answer, chance=chance, because=tuple(because))

    def _words(self, start: int, end: int) -> str:
        return self.reading.doc[start:end].text


def gloss(feature: str) -> str:
    """What a feature saw, in words; the features' own letters where there is none for it."""
    letters, colon, rest = feature.partition(":")
    if not colon:
        return feature.replace("_", " ")
    return f"{SEEN.get(letters, letters)} {rest.replace('_word', '').replace('_', ' ')}"
