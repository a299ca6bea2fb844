"""General names of a state's forces: "government forces", "the army", "junta soldiers", "the police", "security forces".

They name no country; that is the report's business.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from claimbook.lexicon.parties import load_party_words, load_roles
from claimbook.model import ActorKind

from .names import words_of
from .wording import forms_of

_MEMBERS = re.compile(
    r"(?i)^(?:\w+ )?(?:members?|elements?|units?|soldiers?|troops|officers?|personnel|men) of (?:the )?"
)
_SECURITY = re.compile(
    r"(?i)^(?:(?:state|national|public|local|government|regime|junta)\s+)?security\s+"
    r"(?:forces?|services?|personnel|men|officers?|agents?|agenc(?:y|ies)|apparatus|troops|units?|members?|patrols?)"
    r"(?: members| personnel| officers)?$"
)

_ARMED_FORCES = re.compile(r"(?i)\barmed forces\b")


class Service(StrEnum):
    """Which of a state's forces a general name tells of."""

    RULERS = "rulers"  # the government, or forces called by it: those of the country, whoever else fights there
    ARMY = "army"
    POLICE = "police"
    SECURITY = "security"  # forces of the state, of one sort or another


@lru_cache(maxsize=4_096)
def service_of(name: str) -> Service | None:
    """The service that a general name tells of; None where the words say whose it is, or are no such name.

    `name` is without articles and counts.
    """
    if "-" in name or "(" in name:
        return None  # "pro-government", "government-held"
    name = _MEMBERS.sub("", name)
    if _SECURITY.match(name):
        return Service.SECURITY
    words, party = [w.lower() for w, _, _ in words_of(_ARMED_FORCES.sub("army", name))], load_party_words()
    police = [any(form in party["police"] for form in forms_of(word)) for word in words]
    if any(police):
        others = (w for w, is_police in zip(words, police, strict=True) if not is_police)
        return Service.POLICE if all(w in party["police_part"] for w in others) else None
    if not words or not all(w in party["ruler"] | party["owner"] | party["owner_part"] for w in words[:-1]):
        return None
    owners, head = [w for w in words if w in party["ruler"] | party["owner"]], words[-1]
    if not owners or not (head in party["force_head"] or _is_part(owners, head)):
        return None
    return Service.RULERS if any(w in party["ruler"] for w in owners) else Service.ARMY


def _is_part(owners: list[str], head: str) -> bool:
    """Whether the last word is troops, arms or a post; a "military attack" or a "state system" need not be the state's."""
    party, force = load_party_words(), load_roles()["force"]
    if all(w in party["loose_owner"] for w in owners):
        return any(f in party["post"] for f in forms_of(head)) and "military" in owners
    return any(f in party["army"] or force.get(f) == ActorKind.STATE_FORCES for f in forms_of(head))
