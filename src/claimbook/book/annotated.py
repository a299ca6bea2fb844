"""What people made of a book's claims in Label Studio → decisions.

A trigger that was deleted rejects its claims, a value that was deleted or cut loose is taken out, one that was marked
anew is put in as its words say it, and what was left as it was is accepted.  Nothing is guessed: a number, a day or a
new happening cannot be made of marked words, so these become comments and notices for a person to act on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimbook.errors import UsageError
from claimbook.export.label_studio import LABELS, TRIGGER, Marked, Region, mark_claim, mark_of, same_kind, same_modality
from claimbook.model import Act, Claim, Kind, Modality, Notice, Report
from claimbook.store import StoredClaim

from .book import Book
from .ruling import Ruling

NAMED = ("place", "initiator", "target")  # values that words alone can name
NEXT = "Look at it by hand: `claimbook show` and `claimbook decide`."


@dataclass(slots=True)
class Taken:
    """The rulings in the order in which to make them, and what could not be made one."""

    rulings: list[Ruling] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One person's annotation of one report: regions by id, choices by region, and which value belongs to which."""

    who: str
    regions: Mapping[str, Region]
    texts: Mapping[str, str]
    choices: Mapping[tuple[str, str], str]
    ties: frozenset[tuple[str, str]]


def take_annotations(book: Book, path: Path, *, who: str | None = None) -> Taken:
    """The rulings that a JSON export of Label Studio asks for; nothing is decided yet, and nothing asked for twice.

    `who` goes before the name of the annotator.  Raises UsageError where the file is no such export.
    """
    taken = Taken()
    for number, task in enumerate(_tasks(path), 1):
        where = f"{path}, task {task.get('id', number)}"
        data = task.get("data") or {}
        report = book.report(str(data.get("report")))
        if report is None:
            _tell(taken, where, "its report is not in the book", "Give the book that the tasks were exported from.")
            continue
        annotation = _one_annotation(task, where, taken)
        if annotation is None:
            continue
        ids = data.get("claims") or ()
        stored = [c for c in book.claims(report=report.id) if c.view.id in ids]
        if mark_of(c.view for c in stored) != data.get("mark"):
            again = "the book's claims of this report were changed since it was exported"
            _tell(taken, where, again, "Nothing is taken from it. Export it again, and annotate that.")
            continue
        _compare(report, stored, _read(annotation, who), where, taken)
    log, standing = book.decisions()
    stands = {_gist(d.act, (c.claim for c in d.claims), d.who, d.why) for d in log if d.number not in standing.undone}
    taken.rulings = [r for r in taken.rulings if _gist(r.act, r.subjects, r.who, r.why) not in stands]
    return taken


def _gist(act: Act, claims: Iterable[str], who: str, why: str) -> tuple[Act, frozenset[str], str, str]:
    """What makes two rulings from Label Studio the same: `why` names the words and the value."""
    return act, frozenset(claims), who, why


def _tasks(path: Path) -> list[dict[str, Any]]:
    try:
        tasks = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Check the path.") from error
    except ValueError as error:
        raise UsageError(f"{path}: is not JSON ({error}). Export the project as JSON.") from error
    whole = isinstance(tasks, list) and all(isinstance(t, dict) and isinstance(t.get("data"), dict) for t in tasks)
    if not whole:
        raise UsageError(f"{path}: is no list of tasks. Export the project from Label Studio as JSON.")
    found: list[dict[str, Any]] = tasks
    return found


def _one_annotation(task: Mapping[str, Any], where: str, taken: Taken) -> Mapping[str, Any] | None:
    """The one that counts: the only one, or the one that is marked as ground truth."""
    there = [a for a in task.get("annotations") or () if isinstance(a, dict) and not a.get("was_cancelled")]
    sure = [a for a in there if a.get("ground_truth")]
    if len(there) > 1 and len(sure) != 1:
        _tell(
            taken, where, f"{len(there)} people annotated it", "Mark one annotation as ground truth, and export again."
        )
        return None
    return next(iter(sure or there), None)


def _read(annotation: Mapping[str, Any], who: str | None) -> Drawn:
    regions: dict[str, Region] = {}
    texts: dict[str, str] = {}
    choices: dict[tuple[str, str], str] = {}
    ties: set[tuple[str, str]] = set()
    for item in annotation.get("result") or ():
        value = item.get("value") or {}
        if item.get("type") == "relation":
            ties.add((str(item.get("from_id")), str(item.get("to_id"))))
        elif item.get("type") == "labels" and value.get("labels"):
            label = str(value["labels"][0])
            if label in LABELS and 0 <= int(value["start"]) < int(value["end"]):
                regions[str(item["id"])] = Region(label, int(value["start"]), int(value["end"]))
                texts[str(item["id"])] = str(value.get("text") or "")
        elif item.get("type") == "choices" and value.get("choices"):
            choices[str(item.get("id")), str(item.get("from_name"))] = str(value["choices"][0])
    # A relation may be drawn from either end.
    both = {(b, a) if a in regions and regions[a].label != TRIGGER else (a, b) for a, b in ties}
    return Drawn(who or _name(annotation.get("completed_by")), regions, texts, choices, frozenset(both))


def _name(given: Any) -> str:
    if isinstance(given, dict):
        given = given.get("email") or given.get("username") or given.get("id")
    return f"Label Studio user {given}" if isinstance(given, int) or not given else str(given)


def _compare(report: Report, stored: Sequence[StoredClaim], drawn: Drawn, where: str, taken: Taken) -> None:
    """What the annotation changes of the report's claims."""
    states = {c.view.id: c.state for c in stored}
    marked = [m for c in stored if (m := mark_claim(c.view))]
    by_region = {region: identifier for identifier, region in drawn.regions.items()}
    triggers = {region: [m for m in marked if m.trigger == region] for region in {m.trigger for m in marked}}
    known = {r for m in marked for own in m.values.values() for r in own}
    lookup = {r: (m.claim, path) for m in marked for path, own in m.values.items() for r in own}
    for region, own in sorted(triggers.items(), key=lambda item: (item[0].start, item[0].end)):
        identifier = by_region.get(region)
        if identifier is None:
            why = f"{drawn.who} took the happening at “{_words(report, region)}” out in Label Studio."
            ids = tuple(m.claim.id for m in own)
            taken.rulings.append(Ruling(Act.REJECT, ids, drawn.who, why))
            continue
        tied = {drawn.regions[b] for a, b in drawn.ties if a == identifier and b in drawn.regions}
        changes = list(_choices(own, identifier, drawn))
        unsure = False
        for m in own:
            changes += _removed(m, tied, drawn, report)
        for extra in sorted(tied - _all_regions(own), key=lambda r: (r.start, r.end)):
            added = list(_added(own, extra, lookup, report, drawn)) if _reads(report, extra, drawn, by_region) else []
            unsure = unsure or not added
            changes += added or [_comment(own, extra, report, drawn)]
        taken.rulings += changes
        fresh = tuple(m.claim.id for m in own if states[m.claim.id] != "accepted")
        if fresh and not unsure:
            taken.rulings.append(Ruling(Act.ACCEPT, fresh, drawn.who, "Looked at in Label Studio."))
    tied_ids = {b for _, b in drawn.ties}
    for identifier, region in drawn.regions.items():
        if region.label == TRIGGER and region not in triggers:
            what = f"“{_words(report, region)}” was marked as a happening that was not read"
            _tell(taken, where, what, "Decisions rest on claims that were read; this one is for the program to learn.")
        elif region.label != TRIGGER and region not in known and identifier not in tied_ids:
            what = f"“{_words(report, region)}” was marked as {region.label}, but of no happening"
            _tell(taken, where, what, "Draw a relation from its trigger, and export again.")


def _choices(own: Sequence[Marked], identifier: str, drawn: Drawn) -> Iterator[Ruling]:
    """A kind, or how the report puts it, that was chosen anew."""
    claims = [m.claim for m in own]
    there: tuple[tuple[str, str | None, type[Kind] | type[Modality]], ...] = (
        ("kind", same_kind(claims), Kind),
        ("modality", same_modality(claims), Modality),
    )
    for name, was, possible in there:
        now = drawn.choices.get((identifier, name))
        if was is not None and now is not None and now != was and now in list(possible):
            why = f"{drawn.who} chose {now} in Label Studio."
            yield from (Ruling(Act.CORRECT, (c.id,), drawn.who, why, field=name, value=now) for c in claims)


def _removed(marked: Marked, tied: set[Region], drawn: Drawn, report: Report) -> Iterator[Ruling]:
    """Values none of whose words are tied to the trigger any more, the last of a list first."""
    gone = [path for path, own in marked.values.items() if tied.isdisjoint(own)]
    for path in sorted(gone, key=lambda p: (p.split(".")[0], -int(p.partition(".")[2] or 0))):
        words = " … ".join(_words(report, r) for r in marked.values[path])
        why = f"{drawn.who} took “{words}” out in Label Studio."
        yield Ruling(Act.CORRECT, (marked.claim.id,), drawn.who, why, field=path, value=None)


def _added(
    own: Sequence[Marked],
    region: Region,
    lookup: Mapping[Region, tuple[Claim, str]],
    report: Report,
    drawn: Drawn,
) -> Iterator[Ruling]:
    """A value that was marked or tied anew, where its words, or another claim that has it, say what it is."""
    value = _value_of(region, lookup, report)
    if value is None:
        return
    name = LABELS[region.label][0]
    why = f"{drawn.who} marked “{_words(report, region)}” as {region.label} in Label Studio."
    for m in own:
        path = name
        if name != "means":
            kept = sum(1 for p, rs in m.values.items() if p.startswith(f"{name}.") and _gone(rs, m, drawn))
            path = f"{name}.{len(getattr(m.claim, name)) - kept}"
        elif m.claim.means is not None and not _gone(m.values.get("means", ()), m, drawn):
            return
        yield Ruling(Act.CORRECT, (m.claim.id,), drawn.who, why, field=path, value=value)


def _gone(regions: Iterable[Region], marked: Marked, drawn: Drawn) -> bool:
    by_region = {region: identifier for identifier, region in drawn.regions.items()}
    trigger = by_region.get(marked.trigger)
    return not any((trigger, by_region.get(r)) in drawn.ties for r in regions)


def _value_of(region: Region, lookup: Mapping[Region, tuple[Claim, str]], report: Report) -> Any:
    """The value as JSON: of a claim that has these words in this part, or a name; None where words do not decide."""
    parts = ("initiator", "target") if region.label in ("initiator", "target") else (region.label,)
    for label in (region.label, *parts):
        if found := lookup.get(Region(label, region.start, region.end)):
            claim, path = found
            name, _, at = path.partition(".")
            sourced = getattr(claim, name)[int(at)] if at else getattr(claim, name)
            return (
                claim.model_dump(mode="json")[name][int(at)]["value"]
                if at
                else sourced.model_dump(mode="json")["value"]
            )
    words = _words(report, region)
    if region.label in NAMED:
        return {"name": words}
    return words if region.label == "means" else None


def _comment(own: Sequence[Marked], region: Region, report: Report, drawn: Drawn) -> Ruling:
    words = f"“{_words(report, region)}” (characters {region.start} to {region.end})"
    why = f"Marked as {region.label} in Label Studio: {words}. Words do not say the value: give it by hand."
    return Ruling(Act.COMMENT, tuple(m.claim.id for m in own), drawn.who, why)


def _all_regions(own: Sequence[Marked]) -> set[Region]:
    return {r for m in own for regions in m.values.values() for r in regions}


def _reads(report: Report, region: Region, drawn: Drawn, by_region: Mapping[Region, str]) -> bool:
    """Whether the region's words are those at its offsets, white space aside."""
    said = drawn.texts.get(by_region.get(region, ""), "")
    return not said or "".join(said.split()) == "".join(report.text[region.start : region.end].split())


def _words(report: Report, region: Region) -> str:
    return " ".join(report.text[region.start : region.end].split())


def _tell(taken: Taken, where: str, what: str, next_step: str = NEXT) -> None:
    taken.notices.append(Notice(where=where, what=f"{what}.", next_step=next_step))
