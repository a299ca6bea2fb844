"""A claim as the pages tell it: its words in their sentence, and every value with its words, basis and rule."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from claimbook.export.page_data import cut_context
from claimbook.export.row import fold
from claimbook.model import Claim, Decision, Report, Sourced
from claimbook.store import StoredClaim

from .wording import name_of, tell_long_period, tell_radius, tell_toll, tell_where

PATHS = {  # what stands of a value that has parts, for a person to correct, part by part
    "period": ("start", "end"),
    "places": ("name",),
    "initiators": ("name",),
    "targets": ("name",),
    "tolls": ("harm", "low", "high", "status", "side"),
    "speakers": ("name", "stance"),
}
LABELS = {
    "kind": "What", "sub_kind": "More exactly", "modality": "Put as", "background": "Background", "aggregate": "Roll-up",
    "period": "When", "places": "Where", "initiators": "By", "targets": "Against", "means": "With", "sites": "Struck",
    "tolls": "Toll", "outcome": "Outcome", "speakers": "Says so",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One value: its path in the claim, the value in words, the report's words, basis and rule."""

    path: str
    label: str
    words: str
    more: str
    wording: str
    basis: str
    method: str
    known: bool

    @property
    def corrected(self) -> bool:
        """Whether a person put it there."""
        return self.method.startswith("decision")


@dataclass(frozen=True, slots=True)
class ToldClaim:
    """A claim with its report, its state, and what people ruled of it."""

    report: Report
    stored: StoredClaim
    context: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    decisions: tuple[Decision, ...]

    @property
    def claim(self) -> Claim:
        """The claim as corrected."""
        return self.stored.view

    @property
    def groups(self) -> list[tuple[str, list[Fact]]]:
        """The facts under their labels, in order."""
        return [(label, list(some)) for label, some in groupby(self.facts, key=lambda fact: fact.label)]

    @property
    def chain(self) -> str:
        """Who says so, the outlet first."""
        return " › ".join(f.words for f in self.facts if f.label == LABELS["speakers"])


def tell_claim(report: Report, stored: StoredClaim, decisions: tuple[Decision, ...] = ()) -> ToldClaim:
    """The claim, told."""
    claim = stored.view
    return ToldClaim(report, stored, tuple(cut_context(report, claim)), tuple(tell_facts(claim)), decisions)


def tell_facts(claim: Claim) -> list[Fact]:
    """Every value of the claim, in the order of LABELS; flags only where they are set."""
    facts = []
    for name, label in LABELS.items():
        held = getattr(claim, name)
        if held is None or (name in ("background", "aggregate") and not held.value):
            continue
        if isinstance(held, tuple):
            facts += [_fact(f"{name}.{at}", label, one) for at, one in enumerate(held)]
        else:
            facts.append(_fact(name, label, held))
    return facts


def _fact(path: str, label: str, held: Sourced[Any]) -> Fact:
    words, more = _tell(path.split(".")[0], held.value)
    wording = fold(held.wording)
    return Fact(
        path=path,
        label=label,
        words=words or wording or "unknown",
        more=more,
        wording=wording,
        basis=str(held.basis),
        method=held.method,
        known=held.value is not None,
    )


def _tell(name: str, value: Any) -> tuple[str, str]:
    """The value in words, and what stands beside it."""
    if value is None:
        return "", "not resolved"
    match name:
        case "period":
            return tell_long_period(value), ""
        case "places":
            where = ", ".join(p for p in (value.admin1, value.country) if p)
            located = tell_radius(value.radius_km) if value.lat is not None else f"not placed: {value.reason}"
            return tell_where(value), " · ".join(p for p in (where, located) if p)
        case "initiators" | "targets":
            return value.name, ""
        case "tolls":
            beside = [value.group, "" if value.status == "unknown" else name_of(value.status)]
            beside += ["" if value.side == "unknown" else f"on the side of the {value.side}"]
            beside += ["already counted in another" if value.part else ""]
            return f"{tell_toll(value.low, value.high)} {value.harm}", ", ".join(b for b in beside if b)
        case "speakers":
            return f"{value.name} {value.stance}", "" if value.kind == "unknown" else name_of(value.kind)
        case "background" | "aggregate":
            return "yes", ""
        case _:
            return name_of(value), ""


@dataclass(frozen=True, slots=True)
class Field:
    """A value that a person may correct: its path, what it is, what it is now, and what it may be."""

    path: str
    label: str
    value: str
    choices: tuple[str, ...] = ()
    kind: str = "text"


def fields_of(claim: Claim) -> list[Field]:
    """What may be corrected in a form: one line a value; a value that is taken away is left empty."""
    from claimbook.model import Harm, Kind, Modality, Outcome, Side, Stance, Status

    choices = {
        "kind": Kind, "modality": Modality, "outcome": Outcome, "harm": Harm, "status": Status, "side": Side,
        "stance": Stance,
    }  # fmt: skip
    found: list[Field] = []
    for name in LABELS:
        held = getattr(claim, name)
        entries = list(enumerate(held)) if isinstance(held, tuple) else [(None, held)]
        for at, one in entries:
            path = name if at is None else f"{name}.{at}"
            value = one.value if one is not None else None
            label = LABELS[name] if len(entries) == 1 else f"{LABELS[name]} {(at or 0) + 1}"
            parts = PATHS.get(name, ())
            if parts and value is not None:
                for part in parts:
                    known = tuple(map(str, choices.get(part, ())))
                    kind = "date" if name == "period" else "number" if part in ("low", "high") else "text"
                    found.append(Field(f"{path}.{part}", f"{label}: {part}", _plain(getattr(value, part)), known, kind))
            elif name == "period" and value is None:
                found.append(Field("period", "When: day", "", (), "date"))
            elif not parts and name not in ("background", "aggregate"):
                found.append(Field(path, label, _plain(value), tuple(map(str, choices.get(name, ())))))
            elif name in ("background", "aggregate"):
                found.append(Field(path, label, "true" if value else "false", ("true", "false")))
    return found


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
