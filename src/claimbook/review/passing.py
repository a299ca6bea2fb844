"""Who passed what: a claim is passed by those whose last word on it is to accept it as it stands now.

A pass from before a correction does not count, for it was given to other words; and where anyone's last word is to
reject, the claim is not passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from claimbook.model import Act, Decision

from .standing import Standing


def passes(decisions: Sequence[Decision], standing: Standing) -> dict[str, frozenset[str]]:
    """The people who passed each claim; a claim that someone ruled on, and nobody passed, has none."""
    gone = {*standing.undone, *(s.decision.number for s in standing.suggestions)}
    last: dict[str, dict[str, Act]] = {}
    for decision in sorted(decisions, key=lambda d: d.number):
        if decision.number in gone:
            continue
        if decision.act in (Act.ACCEPT, Act.REJECT):
            for ruled in decision.claims:
                last.setdefault(ruled.claim, {})[decision.who] = decision.act
        elif decision.act is Act.CORRECT:
            said = last.setdefault(decision.claims[0].claim, {})
            for who in [w for w, act in said.items() if act is Act.ACCEPT]:
                del said[who]
    return {claim: frozenset() if Act.REJECT in said.values() else frozenset(said) for claim, said in last.items()}


def is_passed(claims: Iterable[str], passed: Mapping[str, frozenset[str]], *, needed: int) -> bool:
    """Whether every one of the claims was passed by so many people."""
    return all(len(passed.get(claim, frozenset())) >= needed for claim in claims)
