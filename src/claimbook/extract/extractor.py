"""Reading → happenings: find triggers, weigh them, group them, fill their parts.

Each step is a small trained decision over named features (see `training/`), so that it can say why; what they look at
comes from the lexicon and the parse.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimbook.lexicon.parties import load_roles
from claimbook.model import Harm, Kind, Modality, Outcome, Period, Phrase, Precision

from .candidates import Candidate, find_candidates
from .features import FAMILIES, OLD_DAYS, SentenceView, age_flag, candidate_features, count_seen, kind_features
from .happening import Happening
from .linear import LinearModel
from .means import find_means, find_sites
from .mentions import Mention, Sort, find_mentions
from .reading import Reading
from .roles import AHEAD, BACK, date_features, default_features, role_features
from .same import Surroundings, Trigger, look_around, same_features
from .speech import Speech, find_speech, speech_features
from .tolls import Quantity, find_quantities, toll_features

UNLISTED = 2.5  # what a kind that the lexicon does not give a word loses, in logits
STEPS = ("event", "kind", "same", "role", "date", "speech", "toll", "modality", "outcome", "aggregate", "keep")


@dataclass(frozen=True, slots=True)
class Cuts:
    """The probabilities from which a decision is taken; set by cross-validation (`training/train.py`)."""

    event: float = 0.25
    keep: float = 0.36
    mention: float = 0.25
    same: float = 0.4
    initiator: float = 0.45
    target: float = 0.33
    place: float = 0.35
    far: float = 0.5
    carried: float = 0.15
    speech: float = 0.32
    toll: float = 0.3


@dataclass(slots=True)
class Findings:
    """What a reading holds, before any decision."""

    candidates: list[Candidate]
    view: SentenceView
    mentions: list[list[Mention]]
    around: Surroundings
    speeches: list[Speech]
    quantities: list[list[Quantity]]


def gather(reading: Reading) -> Findings:
    """Everything that the steps decide about."""
    mentions = find_mentions(reading)
    return Findings(
        candidates=find_candidates(reading),
        view=SentenceView(reading),
        mentions=mentions,
        around=look_around(reading, mentions),
        speeches=find_speech(reading, mentions),
        quantities=find_quantities(reading, mentions),
    )


class Extractor:
    """The trained steps with their cuts."""

    def __init__(self, models: Mapping[str, LinearModel], cuts: Cuts | None = None) -> None:
        self.models = models
        self.cuts = cuts or Cuts()

    def happenings(self, reading: Reading) -> list[Happening]:
        """The happenings of a report, in text order."""
        if not reading.sentences:
            return []
        findings = gather(reading)
        triggers = self.triggers(reading, findings)
        groups = self.group(reading, findings, triggers)
        happenings = [self._fill(reading, findings, group) for group in groups]
        happenings.sort(key=lambda h: h.main.candidate.index)
        return [h for h in happenings if self._keep(reading, findings, happenings, h)]

    def _keep(self, reading: Reading, findings: Findings, happenings: list[Happening], happening: Happening) -> bool:
        """The last look at a filled happening: does it tell of something, and not again of another?"""
        model = self.models.get("keep")
        if model is None:
            return True
        return model.probability(keep_features(reading, findings, happenings, happening)) >= self.cuts.keep

    def triggers(self, reading: Reading, findings: Findings) -> list[Trigger]:
        """Every candidate with its kind and the chance that it tells of a happening."""
        event = self.models["event"]
        main, optional = event.classes.index("main"), event.classes.index("optional")
        seen: Counter[str] = Counter()
        out = []
        for candidate in findings.candidates:
            chances = event.probabilities(candidate_features(reading, findings.view, candidate, seen))
            count_seen(reading, candidate, seen)
            if chances[main] + chances[optional] < self.cuts.mention:
                continue
            best = self._kind(kind_features(reading, findings.view, candidate), candidate)
            out.append(Trigger(candidate, best, float(chances[main]), float(chances[optional])))
        return out

    def _kind(self, features: list[str], candidate: Candidate) -> Kind:
        """The likeliest kind; one that the lexicon does not give the word must be much likelier."""
        kind = self.models["kind"]
        listed = {*candidate.kinds, *candidate.phrase_kinds}
        scores = kind.scores(features)
        return max(
            (Kind(name) for name in kind.classes),
            key=lambda k: float(scores[kind.classes.index(k)]) - (0.0 if k in listed else UNLISTED),
        )

    def group(self, reading: Reading, findings: Findings, triggers: list[Trigger]) -> list[list[Trigger]]:
        """Triggers of one happening together, the surest first; groups that nothing sure stands in are dropped."""
        groups: list[list[Trigger]] = []
        same = self.models["same"]
        for trigger in sorted(triggers, key=lambda t: (-t.eventive, t.candidate.index)):
            best, home = 0.0, None
            for group in groups:
                chance = 0.0
                for member in group[:4]:
                    pair = sorted((member, trigger), key=lambda t: t.candidate.index)
                    chance = max(chance, same.probability(same_features(reading, findings.around, *pair)))
                if chance > best:
                    best, home = chance, group
            if home is not None and best >= self.cuts.same:
                home.append(trigger)
            elif trigger.eventive >= self.cuts.event:
                groups.append([trigger])
        return [sorted(g, key=lambda t: (-t.main, t.candidate.index)) for g in groups]

    def _fill(self, reading: Reading, findings: Findings, group: list[Trigger]) -> Happening:
        head = group[0]
        weights: Counter[Kind] = Counter()
        for trigger in group:
            weights[trigger.kind] += trigger.main + 0.01  # type: ignore[assignment]
        kind = head.kind if len(group) < 3 else max(weights, key=lambda k: (weights[k], k == head.kind, k))
        happening = Happening(triggers=group, kind=kind, background=head.optional > head.main)
        self._fill_roles(reading, findings, happening)
        self._fill_period(reading, happening)
        self._fill_tolls(reading, findings, happening)
        if not happening.targets:
            happening.targets = [as_mention(q) for q in harmed(happening)]
        self._fill_speech(reading, findings, happening)
        happening.means = find_means(reading, findings.mentions, happening)
        happening.sites = find_sites(reading, happening)
        features = happening_features(reading, findings, happening)
        happening.background = self._is_background(reading, happening)
        modality = self.models["modality"]
        happening.modality = Modality(modality.classes[int(modality.scores(features).argmax())])
        outcome = self.models["outcome"]
        ended = outcome.classes[int(outcome.scores(features).argmax())]
        happening.outcome = None if ended == "none" else Outcome(ended)
        happening.aggregate = self.models["aggregate"].probability(features) >= 0.5
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

    def _fill_roles(self, reading: Reading, findings: Findings, happening: Happening) -> None:
        model = self.models["role"]
        columns = {name: model.classes.index(name) for name in ("initiator", "target", "place")}
        best: dict[str, dict[tuple[int, int], tuple[float, Mention, bool]]] = {name: {} for name in columns}
        main_sentence = reading.sentence_of[happening.main.candidate.index]
        for trigger in happening.triggers[:4]:
            home = reading.sentence_of[trigger.candidate.index]
            for mention in mentions_around(findings.mentions, home):
                chances = model.probabilities(role_features(reading, trigger.candidate, happening.kind, mention))
                near = reading.sentence_of[mention.head] == home
                # A second mention of the happening speaks a little less than the one that tells it best.
                weight = 1.0 if trigger is happening.main else 0.9
                for name, column in columns.items():
                    score = weight * float(chances[column])
                    key = (mention.start, mention.end)
                    if score > best[name].get(key, (0.0, mention, near))[0]:
                        best[name][key] = (score, mention, near and home == main_sentence)
        happening.initiators = self._choose(reading, best["initiator"], self.cuts.initiator, most=2)
        happening.targets = self._choose(reading, best["target"], self.cuts.target, most=3)
        happening.places = most_specific(reading, self._choose(reading, best["place"], self.cuts.place, most=4))
        if not happening.places:
            happening.places = self._carried(best["place"])

    def _carried(self, scored: dict[tuple[int, int], tuple[float, Mention, bool]]) -> list[Mention]:
        """The likeliest place of the sentences around, where the happening's own names none."""
        rows = [row for row in scored.values() if row[0] >= self.cuts.carried]
        best = max(rows, key=lambda row: (row[0], -row[1].start), default=None)
        return [best[1]] if best else []

    def _choose(
        self, reading: Reading, scored: dict[tuple[int, int], tuple[float, Mention, bool]], cut: float, *, most: int
    ) -> list[Mention]:
        """The mentions over the cut, none inside or repeating another; failing these, the likeliest from further off."""
        ranked = sorted(scored.values(), key=lambda row: (-row[0], row[1].start, row[1].end))
        for here in (True, False):
            chosen: list[Mention] = []
            words: list[frozenset[str]] = []
            for score, mention, near in ranked:
                if near is not here or score < (cut if here else self.cuts.far) or len(chosen) == most:
                    continue
                key = _key_words(reading, mention)
                if any(key & other for other in words) or any(
                    m.start < mention.end and mention.start < m.end for m in chosen
                ):
                    continue
                chosen.append(mention)
                words.append(key)
                if not here:
                    break
            if chosen:
                return sorted(chosen, key=lambda m: m.start)
        return []

    def _fill_period(self, reading: Reading, happening: Happening) -> None:
        model = self.models["date"]
        scored: list[tuple[float, int, Phrase[Period | None] | None, str | None]] = []
        candidate = happening.main.candidate
        for what in ("day", "month", "none"):
            if what != "none" and reading.published is None:
                continue
            chance = model.probability(default_features(reading, candidate, what))
            scored.append((chance, 0, None, None if what == "none" else what))
        for rank, trigger in enumerate(happening.triggers[:3]):
            for phrase, features in dates_around(reading, trigger.candidate):
                chance = model.probability(features) * (1.0 if rank == 0 else 0.85)
                scored.append((chance, -phrase.start, phrase, None))
        best = max(scored, key=lambda row: (row[0], row[1]))
        happening.period, happening.default_period = best[2], best[3]

    def _fill_tolls(self, reading: Reading, findings: Findings, happening: Happening) -> None:
        model = self.models["toll"]
        harms = {"killed": Harm.KILLED, "injured": Harm.INJURED, "captured": Harm.CAPTURED}
        columns = {name: model.classes.index(name) for name in harms if name in model.classes}
        best: dict[int, tuple[float, str, Quantity]] = {}
        for trigger in happening.triggers[:4]:
            home = reading.sentence_of[trigger.candidate.index]
            for quantity in quantities_around(findings.quantities, home):
                chances = model.probabilities(toll_features(reading, trigger.candidate, quantity))
                # A quantity counts one harm: the likeliest.
                name = max(columns, key=lambda n: (float(chances[columns[n]]), n))
                chance = float(chances[columns[name]])
                if chance > best.get(quantity.start, (0.0, name, quantity))[0]:
                    best[quantity.start] = (chance, name, quantity)
        for name, harm in harms.items():
            rows = [(chance, q) for chance, other, q in best.values() if other == name and chance >= self.cuts.toll]
            happening.tolls += [(harm, q) for q in one_toll(reading, rows)]

    @staticmethod
    def _is_outlet(reading: Reading, speech: Speech) -> bool:
        """An outlet that cites its own reporter, activists or sources speaks for itself."""
        outlet = reading.report.outlet.value if reading.report.outlet else None
        if not outlet:
            return False
        words = {t.lower_ for t in reading.doc[speech.start : speech.end]}
        return set(_fold(outlet).split()) <= words

    def _fill_speech(self, reading: Reading, findings: Findings, happening: Happening) -> None:
        model = self.models["speech"]
        best: dict[int, tuple[float, Speech]] = {}
        for trigger in happening.triggers[:3]:
            home = reading.sentence_of[trigger.candidate.index]
            for speech in findings.speeches:
                distance = reading.sentence_of[speech.verb] - home
                if -BACK <= distance <= AHEAD:
                    chance = model.probability(speech_features(reading, trigger.candidate, speech))
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


_AND = re.compile(r"(?i)\b(?:and|or|as well as)\b")


def most_specific(reading: Reading, places: list[Mention]) -> list[Mention]:
    """Without the containers: in "X in the Y countryside" or "X, Y province" the place is X."""
    kept: list[Mention] = []
    large = load_roles()["place"]
    for place in places:
        before = kept[-1] if kept else None
        if before is not None:
            between = reading.doc[before.end : place.start].text
            joined = bool(_AND.search(between))
            follows = reading.lemmas[place.end] if place.end < len(reading.doc) else ""
            comma = between.strip() == "," and (follows in large or follows == "")
            inside = (
                re.search(r"(?i)\b(?:in|of|near)\b", between) and len(between) < 60 and not re.search(r"[.;]", between)
            )
            if not joined and (comma or inside):
                continue
        kept.append(place)
    return kept


def _fold(name: str) -> str:
    return " ".join(name.lower().replace("the ", "").split())


def keep_features(reading: Reading, findings: Findings, happenings: list[Happening], happening: Happening) -> list[str]:
    """What a filled happening looks like beside the report's others."""
    main = happening.main
    index = reading.sentence_of[main.candidate.index]
    sure = int(10 * main.eventive)
    out = [f"sure:{n}" for n in range(sure + 1)]
    out += [f"main:{n}" for n in range(int(10 * main.main) + 1)]
    out += [f"n:{min(len(happening.triggers), 4)}", f"kind:{happening.kind}", f"background:{happening.background}"]
    second = max((t.eventive for t in happening.triggers[1:]), default=0.0)
    out += [f"second:{n}" for n in range(int(5 * second) + 1)]
    for name, part in (("place", happening.places), ("who", happening.initiators), ("whom", happening.targets),
                       ("toll", happening.tolls), ("speech", happening.speeches)):  # fmt: skip
        out.append(f"{name}:{min(len(part), 2)}")
    out.append(f"date:{'words' if happening.period else happening.default_period}")
    out.append(
        f"filled:{sum(map(bool, (happening.places, happening.initiators, happening.targets, happening.tolls, happening.period)))}"
    )
    out.append(f"modality:{happening.modality}")
    # How it stands to the others: a twin of the same kind, before or after, in the same or another sentence.
    rivals = [h for h in happenings if h is not happening]
    out.append(f"others:{min(len(rivals), 6)}")
    own_places = {reading.doc[m.start : m.end].text.lower() for m in happening.places}
    for h in rivals:
        gap = reading.sentence_of[h.main.candidate.index] - index
        same = (
            "same"
            if h.kind == happening.kind
            else "family"
            if any(h.kind in f and happening.kind in f for f in FAMILIES)
            else None
        )
        stronger = "stronger" if h.main.eventive > main.eventive else "weaker"
        if gap == 0:
            out.append(f"beside:{stronger}")
        if same:
            places = {reading.doc[m.start : m.end].text.lower() for m in h.places}
            meet = "shared" if own_places & places else "apart" if own_places and places else "open"
            days = "open"
            if h.period and happening.period and h.period.value and happening.period.value:
                days = "shared" if h.period.value.start == happening.period.value.start else "apart"
            out.append(f"twin:{same}/{stronger}/{meet}/{days}")
            if gap == 0:
                out.append(f"twin_beside:{same}/{stronger}")
    out.append("at:" + ("0" if index == 0 else "1" if index < 4 else "2" if index < 10 else "3"))
    out += [
        f"{g}:{min(findings.view.groups[index][g], 2)}"
        for g in ("history_word", "total_word", "habit_word", "plan_word", "court_word")
    ]
    whole = findings.view.whole
    rate = (whole["fight_word"] + whole["harm_word"] + whole["means_shell"] + whole["means_air"]) / (
        len(reading.doc) + 1
    )
    out.append("conflict:" + ("0" if rate < 0.01 else "1" if rate < 0.025 else "2" if rate < 0.05 else "3"))
    return sorted(set(out))


def harmed(happening: Happening) -> list[Quantity]:
    """The first group of people that the tolls name: those that were acted on, where no words say more."""
    named = [q for _, q in happening.tolls if q.group[0] != q.start or q.said != "number"]
    return named[:1]


def as_mention(quantity: Quantity) -> Mention:
    """The group of a quantity as a mention."""
    return Mention(quantity.group[0], quantity.group[1], quantity.head, Sort.PHRASE, ())


def one_toll(reading: Reading, rows: list[tuple[float, Quantity]]) -> list[Quantity]:
    """The surest quantity, and those that are coordinated with it ("9 soldiers and 5 militants") or part of it.

    A toll told in several sentences is one toll: the sentence with the surest figure tells it.
    """
    if not rows:
        return []
    surest = max(rows, key=lambda row: (row[0], -row[1].start))[1]
    home = reading.sentence_of[surest.head]
    joined = {t.i for t in reading.doc[surest.head].conjuncts}
    told = [
        q
        for _, q in rows
        if q is surest or (reading.sentence_of[q.head] == home and (q.part or (q.head in joined and not surest.part)))
    ]
    return sorted(told, key=lambda q: q.start)


def mentions_around(mentions: list[list[Mention]], home: int) -> list[Mention]:
    """The mentions in whose sentence, or near it, a trigger stands."""
    return [m for row in mentions[max(0, home - BACK) : home + AHEAD + 1] for m in row]


def quantities_around(quantities: list[list[Quantity]], home: int) -> list[Quantity]:
    """The quantities in a trigger's sentence and the two on either side."""
    return [q for row in quantities[max(0, home - 2) : home + 3] for q in row]


def dates_around(reading: Reading, candidate: Candidate) -> list[tuple[Phrase[Period | None], list[str]]]:
    """The time expressions that may be a trigger's, with their features."""
    home = reading.sentence_of[candidate.index]
    out = []
    for index in range(max(0, home - 4), min(len(reading.sentences), home + 2)):
        for order, phrase in enumerate(reading.periods_in[index]):
            first, _ = reading.tokens_of(phrase)
            value = phrase.value
            age = age_flag(reading, value.start if value else None, value.precision if value else None)
            out.append((phrase, date_features(reading, candidate, first, index, age, order)))
    return out


def happening_features(reading: Reading, findings: Findings, happening: Happening) -> list[str]:
    """For modality, outcome and aggregates: the main trigger's look, and what the happening was filled with."""
    candidate = happening.main.candidate
    out = candidate_features(reading, findings.view, candidate, Counter())
    out = [f for f in out if not f.startswith(("kseen", "lseen", "sseen", "t:", "w:"))]
    out.append(f"kind:{happening.kind}")
    out.append(f"speeches:{min(len(happening.speeches), 2)}")
    for speech in happening.speeches:
        out.append(f"how:{speech.how}")
        under = any(t.i == speech.verb for t in reading.doc[candidate.index].ancestors)
        out.append(f"speech_under:{under}")
        out.append(f"stance:{speech.stance}")
    period = happening.period.value if happening.period else None
    if period is not None:
        out.append(f"precision:{period.precision}")
        out.append(f"long:{period.end is None or (period.end - period.start).days > 7}")
        if period.ongoing:
            out.append("ongoing")
        if reading.published and period.precision is Precision.DAY and period.start > reading.published:
            out.append("ahead")
    if any(q.count.low > 50 for _, q in happening.tolls):
        out.append("many")
    return out


def _key_words(reading: Reading, mention: Mention) -> frozenset[str]:
    words = [t.lower_ for t in reading.doc[mention.start : mention.end] if len(t) > 2 and not t.is_punct]
    return frozenset(words or [reading.doc[mention.head].lower_])


@cache
def load_extractor() -> Extractor:
    """The extractor with the weights that ship in the package."""
    folder = Path(__file__).parent / "weights"
    return Extractor({step: LinearModel.load(folder / f"{step}.npz") for step in STEPS})
