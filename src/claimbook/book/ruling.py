"""Deciding: what a person says → a decision on claims, put at the end of the log, with what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from claimbook import store
from claimbook.errors import UsageError
from claimbook.model import Act, Claim, Decision, ruled
from claimbook.model.incident import Grade
from claimbook.review import Standing, Suggestion, correct, stand

NEED_REASON = frozenset({Act.REJECT, Act.CORRECT, Act.JOIN, Act.PART, Act.GRADE, Act.COPY, Act.COMMENT, Act.UNDO})


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person says.  `subjects` are ids of claims, incidents or reports; for an undo, of a decision ("D7")."""

    act: Act
    subjects: tuple[str, ...]
    who: str
    why: str = ""
    field: str | None = None
    value: Any = None
    grade: str | None = None


def decide(connection: Connection, ruling: Ruling) -> Decision:
    """Puts the decision in, within the caller's writing transaction.  Raises UsageError where it cannot be made."""
    if ruling.act in NEED_REASON and not ruling.why.strip():
        raise UsageError(f"to {ruling.act} needs a reason: give --why.")
    if not ruling.who.strip():
        raise UsageError("a decision needs who made it: give --by.")
    undoes = _to_undo(connection, ruling.subjects) if ruling.act is Act.UNDO else None
    claims = [] if undoes else _claims(connection, ruling)
    if ruling.act is Act.GRADE and ruling.grade not in list(Grade):
        raise UsageError(f"{ruling.grade}: there is no such grade. Give one of {', '.join(Grade)}.")
    if ruling.act is Act.CORRECT and len(claims) == 1:
        correct(claims[0].view, ruling.field or "", ruling.value, method="decision")
    decision = _make(
        number=store.next_number(connection),
        act=ruling.act,
        who=ruling.who,
        at=_now(),
        why=ruling.why,
        claims=tuple(ruled(c.as_read) for c in claims),
        field=ruling.field,
        value=ruling.value,
        grade=ruling.grade,
        undoes=undoes.number if undoes else None,
    )
    _put(connection, decision)
    return decision


def renew(connection: Connection, number: int, *, who: str, why: str, subjects: Sequence[str] = ()) -> Decision:
    """Makes a decision again that had become a suggestion, on the claims of today or on those that are named."""
    decisions = store.all_decisions(connection)
    standing = _standing(connection, decisions)
    suggestion = next((s for s in standing.suggestions if s.decision.number == number), None)
    if suggestion is None:
        raise UsageError(f"D{number} is no suggestion: it stands, was undone, or is not there.")
    ids = list(subjects) or [c for c in suggestion.now if c is not None]
    if not subjects and None in suggestion.now:
        raise UsageError(f"D{number}: {suggestion.reason} Name the claims that it is to hold for.")
    old = suggestion.decision
    claims = _by_id(connection, ids)
    if old.act is Act.CORRECT:
        correct(claims[0].view, old.field or "", old.value, method="decision")
    decision = _make(
        **old.model_dump(include={"act", "field", "value", "grade"}),
        number=store.next_number(connection),
        who=who,
        at=_now(),
        why=why or old.why,
        claims=tuple(ruled(c.as_read) for c in claims),
        renews=number,
    )
    _put(connection, decision)
    return decision


def write_views(connection: Connection, reports: Iterable[str]) -> tuple[Suggestion, ...]:
    """Brings the claims of `reports` to what stands; the suggestions that concern them."""
    wanted = set(reports)
    standing = _standing(connection, store.all_decisions(connection))
    for claim in store.claims_of_reports(connection, wanted):
        view, state = expected_view(standing, claim.as_read)
        if (view, state) != (claim.view, claim.state):
            store.set_view(connection, view, corrected=view != claim.as_read, state=state)
    return tuple(s for s in standing.suggestions if any(c.report in wanted for c in s.decision.claims))


def expected_view(standing: Standing, claim: Claim) -> tuple[Claim, str]:
    """The claim as corrected by what stands, and its state."""
    try:
        return standing.view(claim), str(standing.state(claim.id))
    except UsageError as error:
        numbers = ", ".join(d.id for d in standing.corrections.get(claim.id, ()))
        raise UsageError(f"claim {claim.id}: its corrections ({numbers}) rest on each other: {error}") from error


def _put(connection: Connection, decision: Decision) -> None:
    """Stores the decision and what follows from it."""
    store.put_decision(connection, decision)
    touched = felt(decision, store.all_decisions(connection))
    reports = {c.report for c in touched.claims}
    store.mark_pending(connection, reports)
    write_views(connection, reports)


def _standing(connection: Connection, decisions: Sequence[Decision]) -> Standing:
    claims = store.claims_of_reports(connection, store.reports_ruled(decisions))
    return stand(decisions, {c.as_read.id: c.as_read for c in claims})


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _make(**values: Any) -> Decision:
    try:
        return Decision(**values)
    except ValidationError as error:
        raise UsageError(f"{error.errors()[0]['msg'].removeprefix('Value error, ')}.") from None


def _to_undo(connection: Connection, subjects: Sequence[str]) -> Decision:
    if len(subjects) != 1 or not subjects[0].upper().startswith("D") or not subjects[0][1:].isdecimal():
        raise UsageError("an undo needs one decision, such as D7. `claimbook decisions BOOK` lists them.")
    number = int(subjects[0][1:])
    decisions = store.all_decisions(connection)
    found = next((d for d in decisions if d.number == number), None)
    if found is None:
        raise UsageError(f"D{number}: there is no such decision. `claimbook decisions BOOK` lists them.")
    if number in _standing(connection, decisions).undone:
        raise UsageError(f"D{number} is undone already.")
    return found


def felt(decision: Decision, decisions: Sequence[Decision]) -> Decision:
    """The decision whose claims feel this one: for an undo, of an undo perhaps, the one at the root."""
    by_number = {d.number: d for d in decisions}
    while decision.undoes is not None and decision.undoes in by_number:
        decision = by_number[decision.undoes]
    return decision


def _claims(connection: Connection, ruling: Ruling) -> list[store.StoredClaim]:
    """The claims that the subjects mean, the first subject's first."""
    groups = [_meant(connection, subject, ruling.act) for subject in ruling.subjects]
    if ruling.act is Act.PART and len(groups) > 1:
        first = groups[0][0].as_read
        groups[0] = groups[0][:1]
        groups[1:] = [
            [c for c in g if (c.as_read.report, c.as_read.happening) != (first.report, first.happening) or len(g) == 1]
            for g in groups[1:]
        ]
    if ruling.act is Act.COPY:
        groups = [g[:1] for g in groups]
    return list({c.as_read.id: c for g in groups for c in g}.values())


def _meant(connection: Connection, subject: str, act: Act) -> list[store.StoredClaim]:
    """A claim by its id, an incident's claims, or (for a copy) a report's."""
    found = list(store.get_claims(connection, [subject]).values())
    if not found and (incident := store.get_incident(connection, subject)) is not None:
        found = list(store.get_claims(connection, incident[1]).values())
    if not found and act is Act.COPY:
        found = store.claims_of_reports(connection, [subject])
    if not found:
        what = "claim, incident or report with claims" if act is Act.COPY else "claim or incident"
        raise UsageError(f"{subject}: there is no such {what} in the book.")
    if act is Act.CORRECT and len(found) > 1:
        raise UsageError(f"{subject}: a correction is of one claim; an incident follows from its claims.")
    return found


def _by_id(connection: Connection, ids: Sequence[str]) -> list[store.StoredClaim]:
    found = store.get_claims(connection, ids)
    for identifier in ids:
        if identifier not in found:
            raise UsageError(f"{identifier}: there is no such claim in the book.")
    return [found[i] for i in ids]
