"""Trigger words and cue words: what may tell of a happening, and what around it says how."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from claimbook.model import Frozen, Kind

from .load import ROOT, load_entries


class TriggerEntry(Frozen):
    """Lemmas and lemma sequences that suggest one kind of happening."""

    kind: Kind
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


class CueEntry(Frozen):
    """A named group of words, as lemmas."""

    group: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Triggers:
    """Look-up tables: lemma → kinds for verbs and for nouns; first lemma → (rest of the phrase, kind)."""

    verbs: dict[str, tuple[Kind, ...]]
    nouns: dict[str, tuple[Kind, ...]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], Kind], ...]]


@cache
def load_triggers() -> Triggers:
    """The built-in trigger words."""
    verbs: dict[str, list[Kind]] = defaultdict(list)
    nouns: dict[str, list[Kind]] = defaultdict(list)
    phrases: dict[str, list[tuple[tuple[str, ...], Kind]]] = defaultdict(list)
    for entry in load_entries([ROOT / "triggers" / "happenings.yaml"], TriggerEntry):
        for table, lemmas in ((verbs, entry.verbs), (nouns, entry.nouns)):
            for lemma in lemmas:
                if entry.kind not in table[lemma]:
                    table[lemma].append(entry.kind)
        for phrase in entry.phrases:
            first, *rest = phrase.split()
            phrases[first].append((tuple(rest), entry.kind))
    return Triggers(
        verbs={k: tuple(v) for k, v in verbs.items()},
        nouns={k: tuple(v) for k, v in nouns.items()},
        phrases={k: tuple(v) for k, v in phrases.items()},
    )


@cache
def load_cues() -> dict[str, tuple[str, ...]]:
    """Lemma → the cue groups that it stands in."""
    groups: dict[str, list[str]] = defaultdict(list)
    for entry in load_entries([ROOT / "triggers" / "cues.yaml"], CueEntry):
        for word in entry.words:
            if entry.group not in groups[word]:
                groups[word].append(entry.group)
    return {word: tuple(names) for word, names in groups.items()}
