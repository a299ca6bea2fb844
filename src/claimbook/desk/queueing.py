"""The review queue: what waits for a person, the most doubtful and most consequential first.

It is computed anew for every request from what stands; nothing is handed out or locked, so two people may look at the
same claim, which is what passing by two needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from claimbook import store
from claimbook.book.joining import standing_of
from claimbook.model import Decision, Incident
from claimbook.review import Standing
from claimbook.review.doubt import CLEAR_BITS, Doubt, consequence, doubt, joining_doubt
from claimbook.review.passing import passes
from claimbook.store.waiting import count_waiting, waiting_claims

MOST_CLAIMS = 400  # looked at closely, of those of the incidents with the most people harmed


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to rule on: a claim, or a join of two (`other` is the second claim)."""

    claim: str
    incident: str
    score: float
    doubt: Doubt
    other: str | None = None

    @property
    def key(self) -> str:
        """What names it in an address."""
        return f"{self.claim}+{self.other}" if self.other else self.claim

    @property
    def rank(self) -> tuple[float, str]:
        """Its place in the order."""
        return -self.score, self.key

    @property
    def mark(self) -> str:
        """Its place as an address has it, which holds when it has left the queue."""
        return f"{self.score:.4f}~{self.key}"


@dataclass(frozen=True, slots=True)
class Queue:
    """The items in order, how many claims wait in all, and what stands."""

    items: tuple[Item, ...]
    waiting: int
    log: tuple[Decision, ...]
    standing: Standing

    def after(self, mark: str) -> Item | None:
        """The first item after a mark; the first of all where it is no mark."""
        rank = _rank(mark)
        return next((i for i in self.items if rank is None or i.rank > rank), None)

    def before(self, mark: str) -> Item | None:
        """The last item before a mark."""
        rank = _rank(mark)
        return next((i for i in reversed(self.items) if rank is not None and i.rank < rank), None)


def build_queue(connection: Connection, *, person: str, needed: int) -> Queue:
    """The queue of one person, where publishing needs so many to pass a claim."""
    log, standing = store.all_decisions(connection), standing_of(connection)
    gone = {*standing.undone, *(s.decision.number for s in standing.suggestions)}
    pairs = waiting_claims(connection, gone=gone, limit=MOST_CLAIMS)
    second = [c for c, who in passes(log, standing).items() if who and person not in who and len(who) < needed]
    pairs += [(i, c) for c, i in store.incidents_of(connection, second[:MOST_CLAIMS]).items()]
    stored = store.get_claims(connection, [c for _, c in pairs])
    rows = store.incident_rows(connection, {i for i, _ in pairs})
    incidents = {i: Incident.model_validate_json(row.body) for i, row in rows.items()}
    weight = {i: consequence(incident) for i, incident in incidents.items()}
    items = [_claim_item(stored[c], i, weight[i]) for i, c in pairs if c in stored and i in weight]
    joined = {frozenset(c.claim for c in d.claims) for d in (*standing.joins, *standing.parts)}
    for identifier, incident in incidents.items():
        items += _join_items(incident, weight[identifier], joined)
    waiting = count_waiting(connection, gone=gone) + len(second)
    return Queue(tuple(sorted(items, key=lambda i: i.rank)), waiting, tuple(log), standing)


def _claim_item(claim: store.StoredClaim, incident: str, weight: float) -> Item:
    found = doubt(claim.view)
    return Item(claim.as_read.id, incident, round((0.2 + found.points) * weight, 4), found)


def _join_items(incident: Incident, weight: float, ruled: Sequence[frozenset[str]] | set[frozenset[str]]) -> list[Item]:
    """The joinings of an incident that are not clear and that nobody ruled on."""
    found = []
    for joining in incident.joinings:
        pair = frozenset((joining.left, joining.right))
        if joining.score < CLEAR_BITS and not any(pair <= claims for claims in ruled):
            why = joining_doubt(joining)
            found.append(Item(joining.left, incident.id, round((0.2 + why.points) * weight, 4), why, joining.right))
    return found


def _rank(mark: str) -> tuple[float, str] | None:
    score, _, key = mark.partition("~")
    try:
        return -float(score), key
    except ValueError:
        return None
