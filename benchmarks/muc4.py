"""Incidents of terrorism: MUC-4, development part.  `python benchmarks/muc4.py [--errors N] [--part dev|train]`

The set's texts are in small letters; they are read in capitals, as MUC-4's wire copy was, and mended by the reader.
A happening becomes a template where its kind is one that MUC-4 tells of: what was done to people who could not fight
back, not clashes.  Templates of a text are paired one to one, within a kind, so that most fills agree.

`kind` counts templates by kind alone; the slots count fills, one for each cluster of mentions.  A fill is right where
it is one of the cluster's mentions, articles and case aside (exact), or shares half of its words (lenient).
The floor takes a trigger word for the kind, the nearest "by ..." for the perpetrator, and lists of words for the rest.
Published figures are of other scorers and of the test part: GTT (2021) 50.2 micro F1 over five slots, the best system
of 1992 55.9 over all slots.  They are printed for bearings.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

from common import shared_folder

from claimbook.ingest import ReadOptions
from claimbook.ingest.text import read_text
from claimbook.model import Actor, ActorKind, Claim, Kind, Modality, Sourced
from claimbook.pipeline import Pipeline
from claimbook.settings import Settings

SLOTS = ("perpetrator", "target", "victim", "weapon")
_KINDS = {
    Kind.ATTACK: "attack",
    Kind.SHELLING: "attack",
    Kind.GRENADE: "bombing",
    Kind.EXPLOSIVE_DEVICE: "bombing",
    Kind.SUICIDE_BOMB: "bombing",
    Kind.ABDUCTION: "kidnapping",
    Kind.PROPERTY_DESTRUCTION: "arson",
}
_BOMB = re.compile(r"(?i)\b(?:bomb|dynamit|explo|explosi|blast|car.?bomb|mine)\w*")
_ARTICLES = re.compile(r"^(?:the|an?|some|several|his|her|its|their|two|three|four|five|six|\d+)\s+")


@dataclass(slots=True)
class Template:
    """An incident: its kind, and for each slot the clusters of mentions that fill it."""

    kind: str
    slots: dict[str, list[tuple[str, ...]]] = field(default_factory=lambda: {name: [] for name in SLOTS})


def load(path: Path) -> list[tuple[str, str, list[Template]]]:
    """The documents: id, text, templates."""
    return [_document(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _document(row: dict[str, object]) -> tuple[str, str, list[Template]]:
    templates = []
    for given in row["templates"]:  # type: ignore[attr-defined]
        template = Template(kind=given["incident_type"].split(" / ")[0])
        for slot, names in (("perpetrator", ("PerpInd", "PerpOrg")), ("target", ("Target",)), ("victim", ("Victim",)),
                            ("weapon", ("Weapon",))):  # fmt: skip
            template.slots[slot] = [tuple(fold(m[0]) for m in cluster) for n in names for cluster in given[n]]
        templates.append(template)
    return str(row["docid"]), str(row["doctext"]), templates


def fold(words: str) -> str:
    """Small letters, without articles, numbers and punctuation at the ends."""
    text = re.sub(r"[^\w\s'-]", "", " ".join(words.lower().split())).strip(" '-")
    return _ARTICLES.sub("", text)


def read_templates(pipeline: Pipeline, name: str, text: str) -> list[Template]:
    """The templates that our claims make."""
    shouted = text.upper()
    digest = hashlib.sha256(shouted.encode()).hexdigest()
    report = read_text(shouted, name=name, sha256=digest, options=ReadOptions(), notices=())
    happenings: dict[int, Claim] = {}
    for claim in pipeline.read(report):
        happenings.setdefault(claim.happening, claim)
    return [template for claim in happenings.values() if (template := _template(claim)) is not None]


def _template(claim: Claim) -> Template | None:
    kind = _KINDS.get(claim.kind.value) if claim.kind.value else None
    if kind is None or claim.modality.value in (Modality.GENERAL, Modality.CONDITIONAL, Modality.PLANNED):
        return None
    if claim.aggregate.value:
        return None
    if kind == "attack" and _BOMB.search(f"{claim.kind.wording} {claim.means.wording if claim.means else ''}"):
        kind = "bombing"
    template = Template(kind=kind)
    template.slots["perpetrator"] = [(fold(a.wording),) for a in claim.initiators]
    for actor in claim.targets:
        template.slots["victim" if _is_person(actor) else "target"].append((fold(actor.wording),))
    template.slots["target"] += [(fold(s.wording),) for s in claim.sites]
    if claim.means is not None:
        template.slots["weapon"] = [(fold(claim.means.wording),)]
    for slot, fills in template.slots.items():
        template.slots[slot] = list(dict.fromkeys(fills))
    return template


_THINGS = re.compile(
    r"(?i)\b(?:house|home|office|building|embassy|bridge|tower|pipeline|vehicle|car|bus|truck|plant|station|bank|headquarters|"
    r"farm|power|pylon|residence|store|hotel|church|facilit\w+|installation\w*|post|helicopter|plane|city|town|village|region|"
    r"shop|school|university|newspaper|center|base|barracks|train|road|theater|consulate|factory|oil)s?\b"
)


def _is_person(actor: Sourced[Actor]) -> bool:
    if actor.value is not None and actor.value.kind is ActorKind.CIVILIANS:
        return True
    return not _THINGS.search(actor.wording)


_TRIGGERS = {
    "kidnapping": re.compile(r"\b(?:kidnap\w*|abduct\w*|hostage)\b"),
    "bombing": re.compile(r"\b(?:bomb\w*|dynamite\w*|explo(?:ded|sion\w*))\b"),
    "arson": re.compile(r"\b(?:set (?:on )?fire|burned|arson)\b"),
    "attack": re.compile(r"\b(?:attack\w*|murder\w*|assassinat\w*|killed|massacre\w*)\b"),
}
_BY = re.compile(
    r"\bby (?:the |an? |some )?((?:[\w-]+ )?(?:guerrillas?|rebels?|terrorists?|men|individuals|fmln|eln|farc|m-19|sendero luminoso|army|members))\b"
)
_WEAPON = re.compile(
    r"\b(car bombs?|bombs?|dynamite|explosives?|grenades?|rifles?|machineguns?|mines?|rockets?|guns?)\b"
)
_TARGET = re.compile(
    r"\b((?:[\w-]+ )?(?:embassy|house|office|bridge|building|pipeline|bus|towers?|headquarters|farm|station))\b"
)
_VICTIM = re.compile(
    r"\b(civilians?|peasants?|priests?|jesuits|journalists?|judge|mayor|ambassador|soldiers?|policem[ae]n)\b"
)


def floor(text: str) -> list[Template]:
    """One template for the first kind whose trigger stands in the text."""
    for kind, trigger in _TRIGGERS.items():
        m = trigger.search(text)
        if m is None:
            continue
        around = text[max(0, m.start() - 200) : m.end() + 200]
        template = Template(kind=kind)
        for slot, pattern in (("perpetrator", _BY), ("weapon", _WEAPON), ("target", _TARGET), ("victim", _VICTIM)):
            found = pattern.search(around)
            template.slots[slot] = [(fold(found[1]),)] if found else []
        return [template]
    return []


Agree = Callable[[tuple[str, ...], tuple[str, ...]], bool]


def exact(gold: tuple[str, ...], fill: tuple[str, ...]) -> bool:
    """The fill is one of the cluster's mentions."""
    return fill[0] in gold


def lenient(gold: tuple[str, ...], fill: tuple[str, ...]) -> bool:
    """The fill shares half of the words of the shorter with one of the mentions."""
    words = set(fill[0].split())
    return any(2 * len(words & set(m.split())) >= min(len(words), len(m.split())) > 0 for m in gold)


def count_right(gold: list[tuple[str, ...]], fills: list[tuple[str, ...]], agree: Agree) -> int:
    """How many clusters are met, each fill used once."""
    left = list(fills)
    right = 0
    for cluster in gold:
        hit = next((f for f in left if agree(cluster, f)), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    return right


def pair(gold: list[Template], ours: list[Template], agree: Agree) -> list[tuple[Template, Template]]:
    """Templates of one kind, paired so that most fills agree."""
    pairs = []
    for kind in {t.kind for t in gold}:
        a, b = [t for t in gold if t.kind == kind][:6], [t for t in ours if t.kind == kind][:6]
        if not b:
            continue
        short, long = (a, b) if len(a) <= len(b) else (b, a)

        def agreement(order: Iterable[Template], short: list[Template] = short, swapped: bool = len(a) > len(b)) -> int:
            rows = zip(short, order, strict=False)
            return sum(
                count_right(*((y.slots[s], x.slots[s]) if swapped else (x.slots[s], y.slots[s])), agree)
                for x, y in rows
                for s in SLOTS
            )

        best = max(permutations(long, len(short)), key=agreement)
        pairs += [(y, x) if len(a) > len(b) else (x, y) for x, y in zip(short, best, strict=True)]
    return pairs


def score(documents: list[tuple[list[Template], list[Template]]], agree: Agree) -> dict[str, Counter[str]]:
    """Right, guessed and wanted for the kind and for each slot; fills of unpaired templates are missed or invented."""
    tallies: dict[str, Counter[str]] = {name: Counter() for name in ("kind", *SLOTS)}
    for gold, ours in documents:
        pairs = pair(gold, ours, agree)
        tallies["kind"].update(right=len(pairs), guessed=len(ours), wanted=len(gold))
        for slot in SLOTS:
            tallies[slot].update(
                right=sum(count_right(g.slots[slot], o.slots[slot], agree) for g, o in pairs),
                guessed=sum(len(o.slots[slot]) for o in ours),
                wanted=sum(len(g.slots[slot]) for g in gold),
            )
    return tallies


def f1(tally: Counter[str]) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * tally["right"] / (tally["guessed"] + tally["wanted"]) if tally["right"] else 0.0


def main() -> None:
    """Prints our figures beside the floor's."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--errors", type=int, default=0, help="show so many documents with gold and ours")
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--most", type=int, default=10_000, help="read so many documents")
    arguments = parser.parse_args()
    path = shared_folder() / "benchmarks" / "muc4" / f"{arguments.part}.jsonl"
    if not path.is_file():
        print(f"skipped: there is no file {path}")
        return
    documents = load(path)[: arguments.most]
    pipeline = Pipeline(Settings())
    ours = [(gold, read_templates(pipeline, name, text)) for name, text, gold in documents]
    floors = [(gold, floor(text)) for _, text, gold in documents]
    print(f"{len(documents)} documents of the {arguments.part} part")
    print(f"{'F1':<26}{'kind':>8}{''.join(f'{s:>13}' for s in SLOTS)}{'slots, micro':>14}")
    for name, rows, agree in (("floor, exact", floors, exact), ("ours, exact", ours, exact),
                              ("floor, lenient", floors, lenient), ("ours, lenient", ours, lenient)):  # fmt: skip
        tallies = score(rows, agree)
        micro: Counter[str] = sum((tallies[s] for s in SLOTS), Counter())
        print(
            f"{name:<26}{f1(tallies['kind']):>8.3f}{''.join(f'{f1(tallies[s]):>13.3f}' for s in SLOTS)}{f1(micro):>14.3f}"
        )
    print("published, test part, other scorers: GTT (2021) 0.502 over five slots; best system of 1992 0.559 over all")
    for (name, text, _), (gold, found) in list(zip(documents, ours, strict=True))[: arguments.errors]:
        print(f"== {name}: {text[:200]}")
        for label, templates in (("gold", gold), ("ours", found)):
            for template in templates:
                print(f"   {label} {template.kind} {template.slots}")


if __name__ == "__main__":
    main()
