"""Coding by people: the fields that are coded, who codes what, how coders agree, and what follows for the claim.

Coders answer by the report's words alone.  "The report does not say" is an answer; for days and counts it takes no part
in alpha, which then compares those who gave one.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from claimbook.errors import UsageError
from claimbook.model import Claim, Harm, Kind, Modality, Toll

from .agreement import Agreement, Level, Unit, agree

Answers = Mapping[str, str | int | None]
MOST_WORDS = 200
MOST_COUNT = 10_000_000


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is coded.  `form` is choice, words, day or count."""

    name: str
    label: str
    form: str
    level: Level
    options: tuple[str, ...] = ()


FIELDS: tuple[Field, ...] = (
    Field("happening", "Do the marked words tell of a happening?", "choice", Level.NOMINAL, ("yes", "no")),
    Field("kind", "Kind", "choice", Level.NOMINAL, tuple(str(k) for k in Kind)),
    Field("modality", "How the report puts it", "choice", Level.NOMINAL, tuple(str(m) for m in Modality)),
    Field("day", "First day", "day", Level.INTERVAL),
    Field("place", "Place", "words", Level.NOMINAL),
    Field("initiator", "Who did it", "words", Level.NOMINAL),
    Field("target", "To whom", "words", Level.NOMINAL),
    Field("killed", "Killed, at least", "count", Level.RATIO),
    Field("injured", "Injured, at least", "count", Level.RATIO),
)


def parse_answers(given: Mapping[str, str]) -> dict[str, str | int | None]:
    """A form's words as answers; None where the report does not say.  Raises UsageError where a word is no answer.

    Where there is no happening, nothing else is asked.
    """
    if given.get("happening") == "no":
        return {"happening": "no"}
    return {field.name: _parse(field, given.get(field.name, "").strip()) for field in FIELDS}


def _parse(field: Field, words: str) -> str | int | None:
    if field.form == "choice":
        if words not in field.options:
            raise UsageError(f"{field.label}: choose one.")
        return words
    if not words:
        return None
    if field.form == "day":
        try:
            return date.fromisoformat(words).isoformat()
        except ValueError:
            raise UsageError(f"{field.label}: {words[:40]!r} is no day. Write it as 2024-05-01.") from None
    if field.form == "count":
        if not words.isdecimal() or int(words[:9]) > MOST_COUNT or len(words) > 8:
            raise UsageError(f"{field.label}: {words[:40]!r} is no number of people.")
        return int(words)
    return words[:MOST_WORDS]


def deal(claims: Sequence[str], coders: Sequence[str], *, each: int, seed: int) -> list[tuple[str, str]]:
    """(claim, coder): every claim to `each` coders, all with as much to do as the others, give or take one.

    The same claims, coders and seed give the same, in whatever order they are given.  Raises UsageError where there are
    too few coders.
    """
    if not 2 <= each <= len(set(coders)):
        raise UsageError(
            f"to compare coders needs two at least for each claim, and no more than there are ({len(coders)})."
        )
    chance = random.Random(seed)
    order = sorted(set(claims))
    chance.shuffle(order)
    load = dict.fromkeys(sorted(set(coders)), 0)
    found = []
    for claim in order:
        ranked = sorted(load, key=lambda coder: (load[coder], chance.random()))
        for coder in ranked[:each]:
            load[coder] += 1
            found.append((claim, coder))
    return found


def sample(claims: Sequence[str], number: int, *, seed: int) -> list[str]:
    """So many of the claims by chance; the same for the same claims and seed."""
    ordered = sorted(set(claims))
    return sorted(random.Random(seed).sample(ordered, min(number, len(ordered))))


def agreements(coded: Sequence[Sequence[Answers]]) -> dict[str, Agreement]:
    """The agreement on each field; `coded` holds for each claim the answers of its coders."""
    return {field.name: agree([values_of(field, unit) for unit in coded], field.level) for field in FIELDS}


def values_of(field: Field, unit: Sequence[Answers]) -> Unit:
    """What the coders of one claim gave for a field, as alpha compares it."""
    found: list[str | int] = []
    for answers in unit:
        if field.name not in answers:
            continue  # the coder saw no happening
        value = answers[field.name]
        if field.form == "words":
            found.append(fold(str(value or "")))
        elif field.form == "day" and value is not None:
            found.append(date.fromisoformat(str(value)).toordinal())
        elif value is not None:
            found.append(value)
    return found


def fold(words: str) -> str:
    """Words as they are compared: without case, odd spaces, and a "the" before them."""
    plain = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
    return plain.removeprefix("the ")


def answers_of(claim: Claim) -> dict[str, str | int | None]:
    """What the claim, as it is read or corrected, would have answered."""
    period = claim.period.value if claim.period else None
    return {
        "happening": "yes",
        "kind": str(claim.kind.value) if claim.kind.value else None,
        "modality": str(claim.modality.value) if claim.modality.value else None,
        "day": period.start.isoformat() if period else None,
        "place": next((p.value.name for p in claim.places if p.value), None),
        "initiator": next((a.value.name for a in claim.initiators if a.value), None),
        "target": next((a.value.name for a in claim.targets if a.value), None),
        "killed": _least(claim, Harm.KILLED),
        "injured": _least(claim, Harm.INJURED),
    }


def corrections(claim: Claim, agreed: Answers) -> tuple[list[tuple[str, Any]], list[str]]:
    """(path, value) of what must be corrected for the claim to say what was agreed; and what cannot be so, in words."""
    now = answers_of(claim)
    found: list[tuple[str, Any]] = []
    left: list[str] = []
    for field in FIELDS[1:]:
        value = agreed.get(field.name)
        if _same(field, now[field.name], value):
            continue
        if field.name in ("kind", "modality"):
            found.append((field.name, value))
        elif field.name == "day":
            found.append(("period", {"start": value, "end": value} if value else None))
        elif field.form == "words":
            path = {"place": "places.0", "initiator": "initiators.0", "target": "targets.0"}[field.name]
            found.append((path, {"name": value} if value else None))
        else:
            correction = _toll(claim, Harm(field.name), value)
            if correction is None:
                left.append(f"{field.label}: {value}, where the claim has several tolls")
            else:
                found.append(correction)
    # Entries are added and taken out last to first, so that the numbers in the paths hold.
    tolls = sorted((f for f in found if f[0].startswith("tolls.")), key=lambda f: -int(f[0].split(".")[1]))
    if len({path for path, _ in tolls}) < len(tolls):  # both new: each goes to the end in its turn
        tolls = [(f"tolls.{len(claim.tolls) + n}", value) for n, (_, value) in enumerate(tolls)]
    return [f for f in found if not f[0].startswith("tolls.")] + tolls, left


def _same(field: Field, a: str | int | None, b: str | int | None) -> bool:
    return fold(str(a or "")) == fold(str(b or "")) if field.form == "words" else a == b


def _whole_tolls(claim: Claim, harm: Harm) -> list[tuple[int, Toll]]:
    """The tolls of a harm that are not counted in another, with their places in the claim."""
    return [(n, t.value) for n, t in enumerate(claim.tolls) if t.value and t.value.harm is harm and not t.value.part]


def _least(claim: Claim, harm: Harm) -> int | None:
    tolls = _whole_tolls(claim, harm)
    return sum(t.low for _, t in tolls) if tolls else None


def _toll(claim: Claim, harm: Harm, value: Any) -> tuple[str, Any] | None:
    tolls = _whole_tolls(claim, harm)
    if not tolls:
        return f"tolls.{len(claim.tolls)}", {"harm": str(harm), "low": value, "high": value}
    if len(tolls) > 1:
        return None
    (n, old), *_ = tolls
    if value is None:
        return f"tolls.{n}", None
    exact = old.high is not None and (old.high == old.low or old.high < value)
    return f"tolls.{n}", {**old.model_dump(mode="json"), "low": value, "high": value if exact else old.high}
