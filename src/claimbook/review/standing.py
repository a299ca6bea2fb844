"""The log of decisions folded into what stands.  The order of the log decides: a later ruling goes before an earlier.

A decision whose claims no longer say what they said when it was made does not stand: it becomes a suggestion, with
the claims that it may mean now.  It stands again only where a person renews it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from claimbook.model import Act, Claim, Decision, Ruled, claim_mark

from .correct import correct


class State(StrEnum):
    """Where a claim stands."""

    READ = "read"  # as read; nobody ruled
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A decision made on other words: `now` are the claims that it may mean today, None where there is none."""

    decision: Decision
    now: tuple[str | None, ...]
    reason: str


@dataclass(slots=True)
class Standing:
    """What stands of a log of decisions."""

    states: dict[str, Decision] = field(default_factory=dict)
    corrections: dict[str, list[Decision]] = field(default_factory=dict)
    joins: list[Decision] = field(default_factory=list)
    parts: list[Decision] = field(default_factory=list)
    grades: list[Decision] = field(default_factory=list)
    copies: dict[str, Decision] = field(default_factory=dict)  # the copying report's id
    comments: list[Decision] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    undone: dict[int, Decision] = field(default_factory=dict)  # number: the decision that took it back

    def state(self, claim: str) -> State:
        """Where the claim stands."""
        decision = self.states.get(claim)
        if decision is None:
            return State.READ
        return State.ACCEPTED if decision.act is Act.ACCEPT else State.REJECTED

    def view(self, claim: Claim) -> Claim:
        """The claim with its standing corrections."""
        for decision in self.corrections.get(claim.id, ()):
            claim = correct(claim, decision.field or "", decision.value, method=f"decision.{decision.id}")
        return claim

    def stands(self, decision: Decision) -> bool:
        """Whether the decision is neither undone nor only a suggestion."""
        return decision.number not in self.undone and all(
            s.decision.number != decision.number for s in self.suggestions
        )


def stand(decisions: Sequence[Decision], claims: Mapping[str, Claim]) -> Standing:
    """What stands of `decisions` for the book's `claims` as they are read today.

    `claims` need hold only those of the reports that the decisions name.
    """
    answer = Standing(undone=_undone(decisions))
    marks = {c.claim: claim_mark(claims[c.claim]) for d in decisions for c in d.claims if c.claim in claims}
    for decision in sorted(decisions, key=lambda d: d.number):
        if decision.act is Act.UNDO or decision.number in answer.undone:
            continue
        changed = [c.claim for c in decision.claims if marks.get(c.claim) != c.mark]
        if changed:
            answer.suggestions.append(_suggest(decision, changed, claims))
        else:
            _take(answer, decision)
    return answer


def _undone(decisions: Iterable[Decision]) -> dict[int, Decision]:
    """What undos and renewals took back.  An undo may itself be undone; the latest word stands."""
    ordered = sorted(decisions, key=lambda d: d.number, reverse=True)
    undone: dict[int, Decision] = {}
    for decision in ordered:  # latest first: whether an undo stands is known before what it undoes is met
        if decision.number in undone:
            continue
        if decision.undoes is not None:
            undone.setdefault(decision.undoes, decision)
        if decision.renews is not None:
            undone.setdefault(decision.renews, decision)
    return undone


def _take(standing: Standing, decision: Decision) -> None:
    first = decision.claims[0]
    match decision.act:
        case Act.ACCEPT | Act.REJECT:
            standing.states.update({c.claim: decision for c in decision.claims})
        case Act.CORRECT:
            standing.corrections.setdefault(first.claim, []).append(decision)
        case Act.JOIN:
            standing.joins.append(decision)
        case Act.PART:
            standing.parts.append(decision)
        case Act.GRADE:
            standing.grades.append(decision)
        case Act.COPY:
            standing.copies[first.report] = decision
        case Act.COMMENT:
            standing.comments.append(decision)


def _suggest(decision: Decision, changed: list[str], claims: Mapping[str, Claim]) -> Suggestion:
    """The claims of the same reports that may be meant: the same id with other values, else the same trigger."""
    now = tuple(c.claim if c.claim in claims else _successor(c, claims) for c in decision.claims)
    gone = [c for c in changed if c not in claims]
    what = f"claim {gone[0]} is no longer read" if gone else f"claim {changed[0]} is read with other values"
    return Suggestion(decision=decision, now=now, reason=f"{what} since {decision.id} was made.")


def _successor(old: Ruled, claims: Mapping[str, Claim]) -> str | None:
    """The one claim of the report whose trigger overlaps; to choose among several is a person's part."""
    if old.trigger is None:
        return None
    start, end = old.trigger.start, old.trigger.end
    fresh = [
        c.id
        for c in claims.values()
        if c.report == old.report and any(s.start < end and start < s.end for s in c.kind.spans[:1])
    ]
    return fresh[0] if len(fresh) == 1 else None
