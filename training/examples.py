"""Annotated reports → training rows for each step."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from alike import alike, key_words
from corpus import UNSURE, Annotated

from claimbook.extract.candidates import Candidate
from claimbook.extract.closing import happening_features
from claimbook.extract.features import candidate_features, count_seen, kind_features
from claimbook.extract.findings import Findings, dates_around, gather, mentions_around, quantities_around
from claimbook.extract.happening import Happening
from claimbook.extract.opinions import Place, place_of
from claimbook.extract.pairs import FAR
from claimbook.extract.roles import AHEAD, BACK, default_features, role_features
from claimbook.extract.same import Trigger
from claimbook.extract.speech import speech_features
from claimbook.extract.tolls import toll_features
from claimbook.model import Harm, Kind, Period, Precision


class Row(NamedTuple):
    """One question of a step with its answer: for the linear models the features, for the encoder the trigger's token
    and the phrase asked about (none: the encoder is not asked)."""

    features: list[str]
    label: str
    index: int
    place: Place | None = None


Rows = list[Row]
Questions = dict[str, Rows]  # by step


@dataclass
class Prepared:
    """An annotated report with everything that does not depend on a model."""

    annotated: Annotated
    findings: Findings
    features: list[list[str]] = field(default_factory=list)
    kinds: list[list[str]] = field(default_factory=list)
    events: list[list[int]] = field(default_factory=list)  # the gold events that the candidate tells of
    anchors: dict[int, int] = field(default_factory=dict)  # gold event → the candidate that tells it best

    def tellings(self) -> list[tuple[int, int]]:
        """(gold event, candidate) for every mention."""
        return [(i, n) for n, events in enumerate(self.events) for i in events]


def prepare(annotated: Annotated) -> Prepared:
    """Features of every candidate, and which candidate tells which event."""
    reading = annotated.reading
    row = Prepared(annotated, gather(reading))
    seen: Counter[str] = Counter()
    for n, candidate in enumerate(row.findings.candidates):
        row.features.append(candidate_features(reading, row.findings.view, candidate, seen))
        row.kinds.append(kind_features(reading, row.findings.view, candidate))
        count_seen(reading, candidate, seen)
        row.events.append([i for i in annotated.marks.get(n, ()) if i != UNSURE])
    for i, event in enumerate(annotated.events):
        told = [n for n, events in enumerate(row.events) if i in events]
        if told:
            row.anchors[i] = max(
                told,
                key=lambda n: (
                    row.findings.candidates[n].index in annotated.quotes[i],
                    _fit(row.findings.candidates[n], event["type"], reading),
                ),
            )
    return row


def _fit(candidate: Candidate, kind: str, reading: Any) -> tuple[int, int, int]:
    """Which of a quote's candidates tells the event: of its kind by the lexicon, a phrase, the higher in the parse."""
    token = reading.doc[candidate.index]
    depth = sum(1 for _ in token.ancestors)
    return (
        (kind in candidate.kinds or kind in candidate.phrase_kinds) * 2 + (kind in candidate.phrase_kinds),
        -depth,
        -token.i,
    )


def event_rows(row: Prepared) -> Rows:
    """Is the candidate the mention that tells a main event or an optional one, one that tells of it again, or of none?

    The annotation's quote stands round the mention that tells the event best.
    """
    annotated = row.annotated
    out = []
    for n, events in enumerate(row.events):
        quoted = [i for i in events if row.findings.candidates[n].index in annotated.quotes[i] or row.anchors[i] == n]
        if events and all(annotated.optional(i) for i in quoted or events):
            label = "optional"
        elif events:
            label = "main" if quoted else "again"
        elif n in annotated.marks:
            continue  # of an event that the annotation does not list
        else:
            label = "none"
        out.append(Row(row.features[n], label, row.findings.candidates[n].index))
    return out


def kind_rows(row: Prepared) -> Rows:
    """The kind of each candidate that tells of an event."""
    return [
        Row(row.kinds[n], row.annotated.events[events[0]]["type"], row.findings.candidates[n].index)
        for n, events in enumerate(row.events)
        if events
    ]


def trigger(row: Prepared, n: int, event: dict[str, Any]) -> Trigger:
    """A candidate as the grouping sees it, with the kind that the annotation gives."""
    return Trigger(row.findings.candidates[n], Kind(event["type"]), 0.5, 0.1)


def role_rows(row: Prepared) -> Rows:
    """Initiator, target, place, "struck" or none, for every mention round an event's trigger."""
    reading = row.annotated.reading
    out = []
    for i, n in row.tellings():
        event = row.annotated.events[i]
        candidate = row.findings.candidates[n]
        home = reading.sentence_of[candidate.index]
        found_here: set[str] = set()
        rows = []
        told_best = row.anchors[i] == n
        for mention in mentions_around(row.findings.mentions, home) if told_best else row.findings.mentions[home]:
            text = reading.doc[mention.start : mention.end].text
            label = _part(text, event)
            near = reading.sentence_of[mention.head] == home
            if near:
                found_here.add(label)
            features = role_features(reading, candidate, event["type"], mention)
            rows.append((near, Row(features, label, candidate.index, place_of(mention))))
        # A name said again further off is no evidence where the sentence itself says it.
        out += [r for near, r in rows if near or r.label == "none" or r.label not in found_here]
    return out


def _part(text: str, event: dict[str, Any]) -> str:
    """What these words name of the event; "struck" is a place that was itself acted on ("shelled the village of ...")."""
    if names_one(text, [p["text"] for p in event["places"]]):
        own = len(key_words(text))
        return "struck" if names_one(text, [w for w in event["targets"] if len(key_words(w)) <= own]) else "place"
    return next((part for part in ("initiator", "target") if names_one(text, event[f"{part}s"])), "none")


def names_one(text: str, wanted: list[str]) -> bool:
    """Whether these words name one of those."""
    return any(alike(text, w) for w in wanted)


def date_rows(row: Prepared) -> Rows:
    """Is this time expression (or the report's day, its month, or none) the event's?"""
    reading = row.annotated.reading
    published = reading.published.isoformat() if reading.published else None
    out: Rows = []
    for i, n in row.tellings():
        event = row.annotated.events[i]
        candidate = row.findings.candidates[n]
        told = [
            Row(
                features,
                "yes" if begins(phrase.value, event) else "no",
                candidate.index,
                place_of(reading.tokens_of(phrase)),
            )
            for phrase, features in dates_around(reading, candidate)
        ]
        own: dict[str, str | None] = {"none": None}
        if published:
            own = {"day": published, "month": published[:7], **own}
        for what, start in own.items():
            right = start == event["date_start"] and (start is None or all(one.label == "no" for one in told))
            out.append(Row(default_features(reading, candidate, what), "yes" if right else "no", candidate.index))
        out += told
    return out


def time_of(event: dict[str, Any]) -> tuple[str | None, str | None]:
    """First and last day of an annotated event, as far as they are known."""
    return event["date_start"], event["date_end"] or event["date_start"]


def begins(period: Period | None, event: dict[str, Any]) -> bool:
    """Whether the event began on the period's first day, or in its month or year."""
    return period is not None and written(period)[0] == event["date_start"]


def written(period: Period) -> tuple[str, str | None]:
    """The period as annotations write it."""
    length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[period.precision]
    end = period.end or period.start
    return period.start.isoformat()[:length], end.isoformat()[: (10 if period.ongoing else length)]


def speech_rows(row: Prepared) -> Rows:
    """Does this speaker stand behind the event?"""
    reading = row.annotated.reading
    out = []
    for i, n in row.tellings():
        event = row.annotated.events[i]
        candidate = row.findings.candidates[n]
        home = reading.sentence_of[candidate.index]
        for speech in row.findings.speeches:
            if -BACK <= reading.sentence_of[speech.verb] - home <= AHEAD:
                text = reading.doc[speech.start : speech.end].text
                label = "yes" if names_one(text, event["attribution"]) else "no"
                features = speech_features(reading, candidate, speech)
                out.append(Row(features, label, candidate.index, place_of(speech)))
    return out


def toll_rows(row: Prepared) -> Rows:
    """Killed, injured, captured or none of the event, for every quantity near its trigger."""
    reading = row.annotated.reading
    out = []
    for i, n in row.anchors.items():
        event = row.annotated.events[i]
        candidate = row.findings.candidates[n]
        home = reading.sentence_of[candidate.index]
        near = quantities_around(row.findings.quantities, home)
        labels: dict[int, str] = {}
        for harm in ("killed", "injured", "captured"):
            want = event.get(harm)
            if not want or want["low"] == 0:
                continue
            exact = [
                q for q in near if q.count.low == want["low"] and q.count.high == want["high"] and q.start not in labels
            ]
            if exact:
                for q in exact:
                    labels[q.start] = harm
                continue
            by_sentence = defaultdict(list)
            for q in near:
                if not q.part and q.start not in labels and q.count.low:
                    by_sentence[reading.sentence_of[q.head]].append(q)
            for group in by_sentence.values():
                hit = _summing(group, want["low"])
                if hit:
                    for q in hit:
                        labels[q.start] = harm
                    break
        for q in near:
            features = toll_features(reading, candidate, q)
            out.append(Row(features, labels.get(q.start, "none"), candidate.index, place_of(q)))
    return out


def _summing(group: list[Any], total: int) -> list[Any]:
    """Two or three quantities of one sentence that add up to the total."""
    for a in range(len(group)):
        for b in range(a + 1, len(group)):
            if group[a].count.low + group[b].count.low == total:
                return [group[a], group[b]]
            for c in range(b + 1, len(group)):
                if group[a].count.low + group[b].count.low + group[c].count.low == total:
                    return [group[a], group[b], group[c]]
    return []


def gold_happening(row: Prepared, i: int) -> Happening:
    """The annotated event as a happening filled by hand, as far as modality and outcome look at it."""
    reading = row.annotated.reading
    event = row.annotated.events[i]
    happening = Happening(triggers=[trigger(row, row.anchors[i], event)], kind=Kind(event["type"]))
    home = reading.sentence_of[happening.main.candidate.index]
    happening.speeches = [
        s
        for s in row.findings.speeches
        if -BACK <= reading.sentence_of[s.verb] - home <= AHEAD
        and names_one(reading.doc[s.start : s.end].text, event["attribution"])
    ][:3]
    mentions = sorted(row.tellings(), key=lambda pair: pair[1] != row.anchors[i])  # the one that tells it best first
    around = (dates_around(reading, row.findings.candidates[n]) for event_told, n in mentions if event_told == i)
    told = (phrase for near in around for phrase, _ in near)
    happening.period = next((phrase for phrase in told if begins(phrase.value, event)), None)
    if (event.get("killed") or {}).get("low", 0) > 50:
        happening.tolls = [
            (Harm.KILLED, q) for q in quantities_around(row.findings.quantities, home) if q.count.low > 50
        ][:1]
    return happening


def told_pairs(row: Prepared) -> list[tuple[int, int, bool]]:
    """The tokens of each two mentions of listed events that stand near enough, and whether they tell of one."""
    sentence_of = row.annotated.reading.sentence_of
    told = [(row.findings.candidates[n].index, set(events)) for n, events in enumerate(row.events) if events]
    return [
        (i, j, bool(one & other))
        for n, (i, one) in enumerate(told)
        for j, other in told[n + 1 :]
        if sentence_of[j] - sentence_of[i] <= FAR
    ]


def questions(row: Prepared) -> Questions:
    """The questions of every step that features and encoder answer."""
    modality, outcome, aggregate = closing_rows(row)
    return {
        "event": event_rows(row), "kind": kind_rows(row), "role": role_rows(row), "date": date_rows(row),
        "speech": speech_rows(row), "toll": toll_rows(row), "modality": modality, "outcome": outcome, "aggregate": aggregate,
    }  # fmt: skip


def closing_rows(row: Prepared) -> tuple[Rows, Rows, Rows]:
    """Modality, outcome and aggregate rows."""
    modality: Rows = []
    outcome: Rows = []
    aggregate: Rows = []
    for i, n in row.anchors.items():
        event = row.annotated.events[i]
        features = happening_features(row.annotated.reading, row.findings, gold_happening(row, i))
        index = row.findings.candidates[n].index
        modality.append(Row(features, event["modality"], index))
        outcome.append(Row(features, event["outcome"] or "none", index))
        aggregate.append(Row(features, "yes" if event["aggregate"] else "no", index))
    return modality, outcome, aggregate
