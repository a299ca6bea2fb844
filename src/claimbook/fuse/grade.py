"""The grade of an incident with harm to civilians, after Airwars' scale: rules in order, the first that fits holds.

1. A person's decision.
2. Confirmed: the party blamed concedes.
3. Discounted: two or more independent voices, none of the side blamed, say that it did not happen, or that those
   harmed were combatants, and they are more than those who tell of harm to civilians.
4. Contested: voices blame different parties, or the party blamed denies.
5. Fair: two or more independent voices, not all of one side, name the same party and tell of harm to civilians.
6. Weak: anything less.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimbook.errors import UsageError
from claimbook.model import Actor, ActorKind, Grade, Graded, Harm, Status

from .parties import Relations, Relationship
from .records import Rulings
from .voices import Account, Independence, count_independent, group_dependent, said_by, speaks_for_itself

METHOD = "grade.rules@1"
HURT = (Harm.KILLED, Harm.INJURED)


def grade(voices: Sequence[Account], judge: Independence, relations: Relations, rulings: Rulings) -> Graded | None:
    """The grade, or None where no voice tells of harm to civilians and nobody ruled."""
    ruled = _ruled(voices, rulings)
    if ruled:
        return ruled
    harmed = [v for v in voices if not v.denies and any(t.harm in HURT for t in v.civil_tolls)]
    if not harmed:
        return None
    blamed = [v for v in voices if _parties(v)]
    own = [v for v in voices if v.side and any(_on_side(v, a, relations) for other in blamed for a in _parties(other))]
    for rule in (_confirmed, _discounted, _contested, _fair):
        found = rule(voices, harmed, blamed, own, judge, relations)
        if found:
            return found
    count = count_independent(harmed, judge)
    if count == 1:
        return _say(Grade.WEAK, f"One voice tells of harm to civilians: {_names(harmed)}.")
    return _say(
        Grade.WEAK,
        f"{count} voices tell of harm to civilians, but they name no party together, or all stand on one side.",
    )


def rival_parties(voices: Sequence[Account], relations: Relations) -> tuple[Account, Account] | None:
    """Two voices that blame different parties, the first pair in order."""
    blamed = [v for v in voices if _parties(v)]
    for at, left in enumerate(blamed):
        for right in blamed[at + 1 :]:
            if relations.best(_parties(left), _parties(right)) is Relationship.DIFFERENT and not _two_sides(
                left, right
            ):
                return left, right
    return None


def _two_sides(left: Account, right: Account) -> bool:
    """Whether both tell of a fight between two sides, told either way round: that is no rival account."""
    return left.record.report == right.record.report or (
        str(left.record.kind) == "armed_clash" and str(right.record.kind) == "armed_clash"
    )


def _ruled(voices: Sequence[Account], rulings: Rulings) -> Graded | None:
    for voice in sorted(voices, key=lambda v: v.record.claim):
        ruling = rulings.grades.get(voice.record.claim)
        if ruling:
            if ruling[0] not in set(Grade):
                raise UsageError(f"{ruling[0]!r} is no grade. Give one of {', '.join(Grade)}.")
            return Graded(grade=Grade(ruling[0]), reason=ruling[1], method="decision")
    return None


def _confirmed(
    voices: Sequence[Account],
    harmed: Sequence[Account],
    blamed: Sequence[Account],
    own: Sequence[Account],
    judge: Independence,
    relations: Relations,
) -> Graded | None:
    for voice in own:
        concedes = not voice.denies and speaks_for_itself(voice) and voice in harmed
        if concedes and any(_on_side(voice, a, relations) for a in _parties(voice)):
            return _say(Grade.CONFIRMED, f"The party blamed concedes it: {said_by(voice.voice)}.")
    return None


def _discounted(
    voices: Sequence[Account],
    harmed: Sequence[Account],
    blamed: Sequence[Account],
    own: Sequence[Account],
    judge: Independence,
    relations: Relations,
) -> Graded | None:
    against = [v for v in voices if v not in own and (v.denies or _only_combatants(v))]
    count = count_independent(against, judge)
    if count >= 2 and count > count_independent(harmed, judge):
        return _say(
            Grade.DISCOUNTED,
            f"{count} independent voices say that it did not happen or that no civilians were harmed: {_names(against)}.",
        )
    return None


def _contested(
    voices: Sequence[Account],
    harmed: Sequence[Account],
    blamed: Sequence[Account],
    own: Sequence[Account],
    judge: Independence,
    relations: Relations,
) -> Graded | None:
    rivals = rival_parties(voices, relations)
    if rivals:
        left, right = rivals
        return _say(
            Grade.CONTESTED,
            f"{said_by(left.voice)} blames {_actors(_parties(left))}, {said_by(right.voice)} {_actors(_parties(right))}.",
        )
    denial = next((v for v in own if v.denies), None)
    if denial:
        return _say(Grade.CONTESTED, f"{said_by(denial.voice)} denies it for the party blamed: a rival account.")
    return None


def _fair(
    voices: Sequence[Account],
    harmed: Sequence[Account],
    blamed: Sequence[Account],
    own: Sequence[Account],
    judge: Independence,
    relations: Relations,
) -> Graded | None:
    both = [v for v in harmed if _parties(v)]
    for first in both:
        agreed = [v for v in both if relations.best(_parties(first), _parties(v)) >= Relationship.ALIKE]
        groups = group_dependent(agreed, judge)
        sides = {v.side for v in agreed}
        if len(groups) >= 2 and (len(sides) > 1 or None in sides):
            return _say(
                Grade.FAIR,
                f"{len(groups)} independent voices, not all of one side, name {_actors(_parties(first))} and tell of "
                f"harm to civilians: {_names(agreed)}.",
            )
    return None


def _parties(voice: Account) -> tuple[Actor, ...]:
    """The parties blamed, civilians left out: who fled or protested is not blamed."""
    return tuple(a for a in voice.blamed if a.kind not in (ActorKind.CIVILIANS, ActorKind.PROTESTERS))


def _on_side(voice: Account, actor: Actor, relations: Relations) -> bool:
    return actor.entry is not None and voice.side == relations.side(actor.entry)


def _only_combatants(voice: Account) -> bool:
    hurt = [t for t in voice.record.tolls if t.harm in HURT and t.low > 0]
    return bool(hurt) and all(t.status is Status.COMBATANT for t in hurt)


def _names(voices: Iterable[Account]) -> str:
    return ", ".join(dict.fromkeys(said_by(v.voice) for v in voices))


def _actors(actors: Iterable[Actor]) -> str:
    return " and ".join(dict.fromkeys(a.name for a in actors))


def _say(found: Grade, reason: str) -> Graded:
    return Graded(grade=found, reason=reason, method=METHOD)
