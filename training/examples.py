"""Annotated reports → training rows for each step.  A row is (features, label); weights are all one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alike import alike
from corpus import Annotated

from claimbook.extract.candidates import Candidate
from claimbook.extract.closing import happening_features
from claimbook.extract.features import candidate_features, count_seen, kind_features
from claimbook.extract.findings import Findings, dates_around, gather, mentions_around, quantities_around
from claimbook.extract.happening import Happening
from claimbook.extract.linear import LinearModel
from claimbook.extract.parts import Asked, own_parts
from claimbook.extract.roles import AHEAD, BACK, default_features, role_features
from claimbook.extract.same import Trigger, same_features
from claimbook.extract.speech import speech_features
from claimbook.extract.tolls import toll_features
from claimbook.model import Harm, Kind, Period, Precision

Rows = list[tuple[list[str], str]]


@dataclass
class Prepared:
    """An annotated report with everything that does not depend on a model."""

    annotated: Annotated
    findings: Findings
    features: list[list[str]] = field(default_factory=list)
    kinds: list[list[str]] = field(default_factory=list)
    events: list[list[int]] = field(default_factory=list)  # the gold events whose quote holds the candidate
    anchors: dict[int, int] = field(default_factory=dict)  # gold event → the candidate that tells it


def prepare(annotated: Annotated) -> Prepared:
    """Features of every candidate, and which candidate tells which event."""
    reading = annotated.reading
    row = Prepared(annotated, gather(reading))
    seen: Counter[str] = Counter()
    for candidate in row.findings.candidates:
        row.features.append(candidate_features(reading, row.findings.view, candidate, seen))
        row.kinds.append(kind_features(reading, row.findings.view, candidate))
        count_seen(reading, candidate, seen)
        row.events.append([i for i, quote in enumerate(annotated.quotes) if candidate.index in quote])
    for i, event in enumerate(annotated.events):
        inside = [n for n, events in enumerate(row.events) if i in events]
        if inside:
            row.anchors[i] = max(inside, key=lambda n: _fit(row.findings.candidates[n], event["type"], reading))
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
    """Is the candidate a mention of a main event, of an optional one, or of none?

    A quote marks one mention of an event; other mentions are not marked.  A candidate that looks like one of those
    (its kind by the lexicon is that of an event whose place its sentence names) is left out rather than called none.
    """
    out = []
    for n, candidate in enumerate(row.findings.candidates):
        events = row.events[n]
        if events:
            label = "main" if any(not row.annotated.optional(i) for i in events) else "optional"
            own = any(row.anchors.get(i) == n for i in events)
            if not own and not _compatible(candidate, [row.annotated.events[i]["type"] for i in events]):
                label = "none"
        elif told_again(row, n)[0] is not None:
            continue
        else:
            label = "none"
        out.append((row.features[n], label))
    return out


def _compatible(candidate: Candidate, types: list[str]) -> bool:
    kinds = {str(k) for k in candidate.kinds + candidate.phrase_kinds}
    return any(t in kinds for t in types)


def told_again(row: Prepared, n: int) -> tuple[int | None, bool]:
    """(event, sure): the event that an unmarked candidate seems to tell of again, and whether only one fits.

    A quote marks one mention of an event; other mentions stand unmarked.  Kind by the lexicon, the place, the toll, the
    day and the parties that the sentence names speak for an event; another day speaks against it.
    """
    candidate = row.findings.candidates[n]
    reading = row.annotated.reading
    index = reading.sentence_of[candidate.index]
    sentence = reading.sentences[index]
    text = sentence.text
    token = reading.doc[candidate.index]
    definite = any(c.lower_ in ("the", "this", "that", "their", "its") for c in token.children)
    days = {str(p.value.start) for p in reading.periods_in[index] if p.value}
    counts = {p.value.low for p in reading.counts_in[index] if p.value.low > 1}
    scores = []
    for i, event in enumerate(row.annotated.events):
        if event["type"] not in (*candidate.kinds, *candidate.phrase_kinds):
            continue
        quote = row.annotated.quotes[i]
        score = 0
        if any(p["text"] in text for p in event["places"]):
            score += 2
        if len(quote) and reading.sentence_of[quote[0]] == index:
            score += 2
        tolls = {(event.get(h) or {}).get("low") for h in ("killed", "injured")}
        if counts & (tolls - {None, 0, 1}):
            score += 2
        if event["date_start"] and days:
            score += 1 if event["date_start"] in days else -2
        if any(a in text for a in event["initiators"]) or any(a in text for a in event["targets"]):
            score += 1
        if definite and token.pos_ == "NOUN":
            score += 1
        scores.append((score, i))
    if not scores:
        return None, False
    best, i = max(scores, key=lambda row: (row[0], -row[1]))
    rivals = [s for s, j in scores if j != i and s >= best]
    if best < 2:
        return None, False
    return i, not rivals


def kind_rows(row: Prepared) -> Rows:
    """The kind of each candidate that stands in a quote."""
    return [
        (row.kinds[n], row.annotated.events[events[0]]["type"])
        for n, events in enumerate(row.events)
        if events
        and (
            row.anchors.get(events[0]) == n
            or _compatible(row.findings.candidates[n], [row.annotated.events[events[0]]["type"]])
        )
    ]


def trigger(row: Prepared, n: int, event: dict[str, Any]) -> Trigger:
    """A candidate as the grouping sees it, with the kind that the annotation gives."""
    return Trigger(row.findings.candidates[n], Kind(event["type"]), 0.5, 0.1)


def same_rows(row: Prepared, kinds: list[str], models: Mapping[str, LinearModel]) -> Rows:
    """Pairs of candidates in quotes: of one event, or of two.

    `kinds` are the kinds that a model gave; `models` fill the parts, and should not have been trained on this report.
    """
    reading = row.annotated.reading
    marked = [(n, events[0]) for n, events in enumerate(row.events) if events]
    for n in range(len(row.findings.candidates)):
        if not row.events[n]:
            event, sure = told_again(row, n)
            if event is not None and sure:
                marked.append((n, event))
    marked.sort()
    triggers = {}
    asked = Asked(reading, row.findings, models)
    for n, _ in marked:
        candidate = row.findings.candidates[n]
        parts = own_parts(asked, candidate, kinds[n])
        triggers[n] = Trigger(candidate, Kind(kinds[n]), 0.5, 0.1, parts)
    out = []
    for x, (n, i) in enumerate(marked):
        for m, j in marked[x + 1 :]:
            if (
                m == n
                or reading.sentence_of[row.findings.candidates[m].index]
                - reading.sentence_of[row.findings.candidates[n].index]
                > 25
            ):
                continue
            shared = set(row.events[n]) & set(row.events[m])
            same = bool(shared) or i == j
            out.append((same_features(reading, row.findings.around, triggers[n], triggers[m]), "yes" if same else "no"))
    return out


def role_rows(row: Prepared) -> Rows:
    """Initiator, target, place or none, for every mention round an event's trigger."""
    reading = row.annotated.reading
    out = []
    for i, n in row.anchors.items():
        event = row.annotated.events[i]
        candidate = row.findings.candidates[n]
        home = reading.sentence_of[candidate.index]
        found_here: set[str] = set()
        rows = []
        for mention in mentions_around(row.findings.mentions, home):
            text = reading.doc[mention.start : mention.end].text
            label = "none"
            if any(alike(text, p["text"]) for p in event["places"]) and _exactish(
                text, [p["text"] for p in event["places"]]
            ):
                label = "place"
            elif _exactish(text, event["initiators"]):
                label = "initiator"
            elif _exactish(text, event["targets"]):
                label = "target"
            near = reading.sentence_of[mention.head] == home
            if near:
                found_here.add(label)
            rows.append((near, role_features(reading, candidate, event["type"], mention), label))
        for near, features, label in rows:
            # A name said again further off is no evidence where the sentence itself says it.
            if not near and label != "none" and label in found_here:
                continue
            out.append((features, label))
    return out


def _exactish(text: str, wanted: list[str]) -> bool:
    return any(alike(text, w) for w in wanted)


def date_rows(row: Prepared) -> Rows:
    """Is this time expression (or the report's day, its month, or none) the event's?"""
    reading = row.annotated.reading
    out: Rows = []
    for i, n in row.anchors.items():
        event = row.annotated.events[i]
        candidate = row.findings.candidates[n]
        start = event["date_start"]
        published = reading.published
        hits = []
        for phrase, features in dates_around(reading, candidate):
            right = (
                bool(start)
                and phrase.value is not None
                and written(phrase.value) == (start, event["date_end"] or start)
            )
            loose = bool(start) and phrase.value is not None and written(phrase.value)[0] == start
            hits.append((features, right or loose))
        any_near = any(right for _, right in hits)
        out += [(f, "yes" if right else "no") for f, right in hits]
        for what in ("day", "month", "none"):
            if what != "none" and published is None:
                continue
            right = (
                (what == "none" and not start)
                or (what == "day" and published is not None and start == published.isoformat() and not any_near)
                or (what == "month" and published is not None and start == published.isoformat()[:7] and not any_near)
            )
            out.append((default_features(reading, candidate, what), "yes" if right else "no"))
    return out


def written(period: Period) -> tuple[str, str | None]:
    """The period as annotations write it."""
    length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[period.precision]
    end = period.end or period.start
    return period.start.isoformat()[:length], end.isoformat()[: (10 if period.ongoing else length)]


def speech_rows(row: Prepared) -> Rows:
    """Does this speaker stand behind the event?"""
    reading = row.annotated.reading
    out = []
    for i, n in row.anchors.items():
        event = row.annotated.events[i]
        candidate = row.findings.candidates[n]
        home = reading.sentence_of[candidate.index]
        for speech in row.findings.speeches:
            if -BACK <= reading.sentence_of[speech.verb] - home <= AHEAD:
                text = reading.doc[speech.start : speech.end].text
                label = "yes" if any(alike(text, a) for a in event["attribution"]) else "no"
                out.append((speech_features(reading, candidate, speech), label))
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
            out.append((toll_features(reading, candidate, q), labels.get(q.start, "none")))
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
        and any(alike(reading.doc[s.start : s.end].text, a) for a in event["attribution"])
    ][:3]
    for phrase, _ in dates_around(reading, happening.main.candidate):
        if phrase.value is not None and event["date_start"] and written(phrase.value)[0] == event["date_start"]:
            happening.period = phrase
            break
    if (event.get("killed") or {}).get("low", 0) > 50:
        happening.tolls = [
            (Harm.KILLED, q) for q in quantities_around(row.findings.quantities, home) if q.count.low > 50
        ][:1]
    return happening


def closing_rows(row: Prepared) -> tuple[Rows, Rows, Rows]:
    """Modality, outcome and aggregate rows."""
    modality: Rows = []
    outcome: Rows = []
    aggregate: Rows = []
    for i in row.anchors:
        event = row.annotated.events[i]
        features = happening_features(row.annotated.reading, row.findings, gold_happening(row, i))
        modality.append((features, event["modality"]))
        outcome.append((features, event["outcome"] or "none"))
        aggregate.append((features, "yes" if event["aggregate"] else "no"))
    return modality, outcome, aggregate
