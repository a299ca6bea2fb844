"""Reading → happenings: find triggers, weigh them, group them, fill their parts.

Each step is a small trained decision over named features (see `training/`), so that it can say why; what they look at
comes from the lexicon and the parse.  An encoder answers beside them (`opinions.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimbook.model import Harm, Modality, Outcome, Precision

from .choosing import apart, as_mention, harmed, one_toll, set_rivals_apart, share_out_tolls
from .closing import happening_features, modality_said
from .encoder import Encoder
from .features import OLD_DAYS, candidate_features, count_seen
from .findings import Findings, gather, mentions_around, quantities_around
from .grouping import Groups, gather_groups, weigh
from .happening import Happening, StandIn
from .linear import LinearModel, chances_of
from .means import find_means, find_sites
from .mentions import Mention
from .opinions import Heads, Opinions
from .pairs import PairView, chances
from .parts import READ, Asked, of_one_kind, own_parts
from .reading import Reading
from .roles import AHEAD, BACK
from .same import Parts, Trigger
from .speech import Speech
from .tolls import Quantity, beside, governor, harms_together, none_harmed
from .trees import Trees
from .when import Time, TimeView
from .where import PlaceView

READ_FOR_SPEAKERS = 6  # how many of a happening's mentions are asked for its speakers
AGAIN = 0.9  # a second mention of the happening speaks a little less than the one that tells it best
MOST_PLACES = 4
CLOSING = ("modality", "outcome", "aggregate")
STEPS = ("event", "kind", "role", "date", "speech", "toll", *CLOSING)
# Are two mentions one happening, is a group one of its own, when and where was it?
TREES = ("same", "whole", "when", "where")


@dataclass(frozen=True, slots=True)
class Cuts:
    """The probabilities from which a decision is taken; set by cross-validation (`training/train.py`)."""

    mention: float = 0.5  # a word that tells of a happening at all
    same: float = 0.42  # the mean chance over the pairs of two groups
    whole: float = 0.33  # a group that is a main happening
    plain: float = 0.2  # one that is told in one sentence with who, whom and where
    history: float = 0.42  # an optional one
    either: float = 0.48  # one of both
    initiator: float = 0.45
    target: float = 0.33
    time: float = 0.34  # of what tells it, or stands in
    place: float = 0.3
    far: float = 0.5  # a party from another sentence
    speech: float = 0.5
    toll: float = 0.3
    governed: float = 0.2  # a toll that a word of its harm governs


class Extractor:
    """The trained steps with their cuts, and the second to answer; without one the features alone do."""

    def __init__(
        self,
        models: Mapping[str, LinearModel],
        trees: Mapping[str, Trees],
        cuts: Cuts | None = None,
        *,
        second: tuple[Encoder, Heads] | None = None,
    ) -> None:
        self.models = models
        self.trees = trees
        self.cuts = cuts or Cuts()
        self.second = second

    def ask(self, reading: Reading, findings: Findings) -> Asked:
        """The steps before grouping, ready to answer for one report."""
        if self.second is None or not findings.candidates:
            return Asked(reading, findings, self.models)
        encoder, heads = self.second
        opinions = Opinions(heads, encoder.vectors(reading), reading, findings)
        return Asked(reading, findings, self.models, opinions)

    def happenings(self, reading: Reading) -> list[Happening]:
        """The happenings of a report, in text order."""
        if not reading.sentences:
            return []
        findings = gather(reading)
        asked = self.ask(reading, findings)
        told = self.told(self.groups(asked), findings)
        groups = [of_one_kind(asked, group) for group, _ in told]
        times = TimeView(asked, groups).likeliest(self.trees["when"], self.cuts.time)
        happenings = [
            self._fill(asked, group, optional, time)
            for group, (_, optional), time in zip(groups, told, times, strict=True)
        ]
        where = PlaceView(asked, groups).chances(self.trees["where"])
        for happening, places in zip(happenings, where, strict=True):
            likely = [(chance, m) for chance, m in places if chance >= self.cuts.place]
            happening.places = apart(reading, likely, MOST_PLACES)
        share_out_tolls(happenings)
        set_rivals_apart(reading, happenings)
        happenings.sort(key=lambda h: h.main.candidate.index)
        return happenings

    def triggers(self, asked: Asked) -> list[Trigger]:
        """Every candidate with its kind, the chance that it tells of a happening, and what its sentence tells of it."""
        reading, findings = asked.reading, asked.findings
        event = self.models["event"]
        main, optional, again = (event.classes.index(name) for name in ("main", "optional", "again"))
        seen: Counter[str] = Counter()
        out = []
        for candidate in findings.candidates:
            features = candidate_features(reading, findings.view, candidate, seen)
            chance = chances_of(asked.word("event", candidate, features))
            count_seen(reading, candidate, seen)
            if chance[main] + chance[optional] + chance[again] < self.cuts.mention:
                continue
            kind = asked.kind([candidate])
            parts = own_parts(asked, candidate, kind)
            out.append(Trigger(candidate, kind, chance[main], chance[optional], parts, chance[again]))
        return out

    def groups(self, asked: Asked) -> Groups:
        """Triggers that are likely of one happening, together."""
        view = PairView(asked.reading, asked.findings.around, self.triggers(asked), asked.opinions)
        return gather_groups(view, chances(self.trees["same"], view), self.cuts.same)

    def told(self, groups: Groups, findings: Findings) -> list[tuple[list[Trigger], bool]]:
        """The groups that tell of a happening, the mention that tells it best first, and whether it is an optional one."""
        return [
            (groups.triggers(n), optional > main)
            for n, (main, optional) in enumerate(weigh(self.trees["whole"], groups, findings.view))
            if self._kept(groups.triggers(n)[0].parts, main, optional)
        ]

    def _kept(self, best: Parts, main: float, optional: float) -> bool:
        """Whether a group is a happening; where one sentence tells who did it to whom and where, less is asked.  (A place
        that is struck is both whom and where.)"""
        cuts = self.cuts
        least = cuts.plain if best.initiators and best.targets and best.places else cuts.whole
        surest = least <= main if main >= optional else cuts.history <= optional
        return surest or main + optional >= cuts.either

    def _fill(self, asked: Asked, group: list[Trigger], optional: bool, time: Time) -> Happening:
        reading, findings = asked.reading, asked.findings
        head = group[0]
        happening = Happening(triggers=group, kind=head.kind, background=optional)
        self._fill_roles(asked, happening)
        if isinstance(time, StandIn):
            happening.stand_in = time
        else:
            happening.period = time
        self._fill_tolls(asked, happening)
        if not happening.targets:
            happening.targets = [as_mention(q) for q in harmed(happening)]
        self._fill_speech(asked, happening)
        happening.means = find_means(reading, findings.mentions, happening)
        happening.sites = find_sites(reading, happening)
        features = happening_features(reading, findings, happening)
        happening.background = self._is_background(reading, happening)
        closing = {step: self.models[step].likeliest(asked.word(step, head.candidate, features)) for step in CLOSING}
        happening.modality = modality_said(reading, happening) or Modality(closing["modality"])
        happening.outcome = None if closing["outcome"] == "none" else Outcome(closing["outcome"])
        happening.aggregate = closing["aggregate"] == "yes"
        return happening

    @staticmethod
    def _is_background(reading: Reading, happening: Happening) -> bool:
        """More than 31 days before the report where the words tell the day; else as the trigger looks."""
        period = happening.period.value if happening.period else None
        if period is not None and reading.published is not None:
            last = period.end or reading.published
            if (reading.published - last).days > OLD_DAYS:
                return True
            if period.precision is Precision.DAY:
                return False
        return happening.background

    def _fill_roles(self, asked: Asked, happening: Happening) -> None:
        reading, findings = asked.reading, asked.findings
        best: dict[str, dict[tuple[int, int], tuple[float, Mention, bool]]] = {"initiator": {}, "target": {}}
        main_sentence = reading.sentence_of[happening.main.candidate.index]
        for trigger in happening.triggers[:READ]:
            home = reading.sentence_of[trigger.candidate.index]
            # Only the mention that tells it best asks the sentences around, too.
            around = mentions_around(findings.mentions, home) if trigger is happening.main else findings.mentions[home]
            for mention in around:
                chances = asked.role(trigger.candidate, happening.kind, mention)
                near = reading.sentence_of[mention.head] == home
                weight = 1.0 if trigger is happening.main else AGAIN
                for name, scored in best.items():
                    score = weight * chances[asked.column[name]]
                    key = (mention.start, mention.end)
                    if score > scored.get(key, (0.0, mention, near))[0]:
                        scored[key] = (score, mention, near and home == main_sentence)
        happening.initiators = self._parties(reading, best["initiator"].values(), self.cuts.initiator, most=2)
        happening.targets = self._parties(reading, best["target"].values(), self.cuts.target, most=3)

    def _parties(
        self, reading: Reading, scored: Iterable[tuple[float, Mention, bool]], cut: float, *, most: int
    ) -> list[Mention]:
        """The mentions of the main sentence over the cut; failing these, the likeliest from further off."""
        rows = list(scored)
        here = apart(reading, [(score, m) for score, m, near in rows if near and score >= cut], most)
        return here or apart(reading, [(score, m) for score, m, near in rows if not near and score >= self.cuts.far], 1)

    def _fill_tolls(self, asked: Asked, happening: Happening) -> None:
        reading, findings, model = asked.reading, asked.findings, self.models["toll"]
        harms = {"killed": Harm.KILLED, "injured": Harm.INJURED, "captured": Harm.CAPTURED}
        columns = {name: model.classes.index(name) for name in harms if name in model.classes}
        best: dict[int, tuple[float, str, Quantity]] = {}
        for trigger in happening.triggers[:READ]:
            home = reading.sentence_of[trigger.candidate.index]
            for quantity in quantities_around(findings.quantities, home):
                if harms_together(reading, quantity):
                    continue
                chances = asked.toll(trigger.candidate, quantity)
                # A quantity counts one harm: the likeliest.
                name = max(columns, key=lambda n: (chances[columns[n]], n))
                chance = (1.0 if trigger is happening.main else AGAIN) * chances[columns[name]]
                if chance > best.get(quantity.start, (0.0, name, quantity))[0]:
                    best[quantity.start] = (chance, name, quantity)
        for name, harm in harms.items():
            rows = [(chance, q) for chance, other, q in best.values() if other == name and chance >= self.cuts.toll]
            governed = self._governed(reading, best.values(), name)
            home = reading.sentence_of[happening.main.candidate.index]
            if not rows:
                rows = [row for row in governed if 0 <= reading.sentence_of[row[1].head] - home <= 1]
            told = one_toll(reading, rows)
            happening.tolls += [(harm, q) for q in told]
            happening.spare_tolls += [(harm, q) for _, q in governed if q not in told]
        happening.tolls += self._none(reading, happening)
        happening.toll_chances = {start: chance for start, (chance, _, _) in best.items()} | {
            q.start: 1.0 for _, q in happening.tolls if q.said == "none"
        }

    @staticmethod
    def _none(reading: Reading, happening: Happening) -> list[tuple[Harm, Quantity]]:
        """Nobody killed or injured, where the trigger's sentence or the next says so and no figure is told."""
        home = reading.sentence_of[happening.main.candidate.index]
        told = {harm for harm, _ in happening.tolls}
        for index in range(home, min(home + 2, len(reading.sentences))):
            if found := [(harm, q) for harm, q in none_harmed(reading, index) if harm not in told]:
                return found
        return []

    def _governed(
        self, reading: Reading, scored: Iterable[tuple[float, str, Quantity]], name: str
    ) -> list[tuple[float, Quantity]]:
        """Numbers of people that a word of this harm governs or stands beside."""
        harm = {"killed": "kill", "injured": "hurt"}.get(name)
        return [
            (chance, q)
            for chance, other, q in scored
            if other == name
            and chance >= self.cuts.governed
            and q.said == "number"
            and harm in (governor(reading, q.head).split("/")[0], beside(reading, q).split("/")[0])
        ]

    @staticmethod
    def _is_outlet(reading: Reading, speech: Speech) -> bool:
        """An outlet that cites its own reporter, activists or sources speaks for itself."""
        outlet = reading.report.outlet.value if reading.report.outlet else None
        if not outlet:
            return False
        words = {t.lower_ for t in reading.doc[speech.start : speech.end]}
        return set(_fold(outlet).split()) <= words

    def _fill_speech(self, asked: Asked, happening: Happening) -> None:
        reading, findings = asked.reading, asked.findings
        best: dict[int, tuple[float, Speech]] = {}
        for trigger in happening.triggers[:READ_FOR_SPEAKERS]:
            home = reading.sentence_of[trigger.candidate.index]
            for speech in findings.speeches:
                distance = reading.sentence_of[speech.verb] - home
                if -BACK <= distance <= AHEAD:
                    chance = asked.speech(trigger.candidate, speech)
                    if chance > best.get(speech.start, (0.0, speech))[0]:
                        best[speech.start] = (chance, speech)
        chosen: list[Speech] = []
        for chance, speech in sorted(best.values(), key=lambda row: (-row[0], row[1].start)):
            words = {t.lower_ for t in reading.doc[speech.start : speech.end]}
            if (
                chance >= self.cuts.speech
                and not self._is_outlet(reading, speech)
                and not any(words & {t.lower_ for t in reading.doc[s.start : s.end]} for s in chosen)
            ):
                chosen.append(speech)
        happening.speeches = sorted(chosen[:3], key=lambda s: s.start)


def _fold(name: str) -> str:
    return " ".join(name.lower().replace("the ", "").split())


@cache
def load_extractor() -> Extractor:
    """The extractor with the weights that ship in the package."""
    folder = Path(__file__).parent / "weights"
    return Extractor(
        {step: LinearModel.load(folder / f"{step}.npz") for step in STEPS},
        {step: Trees.load(folder / f"{step}.npz") for step in TREES},
        second=(Encoder(folder), Heads.load(folder / "heads.npz")),
    )
