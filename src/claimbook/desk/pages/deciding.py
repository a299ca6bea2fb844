"""Decisions from the pages: every one is a record in the book's log, with its author and its reason."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from claimbook.book import Ruling
from claimbook.book.ruling import NEED_REASON
from claimbook.errors import UsageError
from claimbook.model import Act, Decision
from claimbook.review import parse_value

from ..asking import Asked, Desk
from ..people import Person, Role

NEEDS = {Act.GRADE: Role.EDITOR, Act.COPY: Role.EDITOR}
CODER = Role.CODER


def decide(desk: Desk, asked: Asked) -> Response:
    """Puts one decision in, then goes back to where it was made."""
    make_decision(desk, asked)
    back = asked.given("back")
    first = next((s for s in asked.given_all("subject") if not s.startswith("D")), "")
    return RedirectResponse(local(back) or (f"/claims/{first}" if first else "/"), 303)


def make_decision(desk: Desk, asked: Asked) -> Decision:
    """The decision that the form asks for.  Raises UsageError where it cannot be made, 403 where the role may not."""
    try:
        act = Act(asked.given("act"))
    except ValueError:
        raise UsageError(f"{asked.given('act')!r}: there is no such decision.") from None
    subjects = asked.given_all("subject")
    check_role(desk, asked.person, act, subjects)
    if act in NEED_REASON and not asked.given("why"):
        raise UsageError(f"To {act} needs a reason: say why.")
    return desk.book.decide(
        Ruling(
            act=act,
            subjects=subjects,
            who=asked.person.name,
            why=asked.given("why"),
            field=asked.given("field") or None,
            value=parse_value(asked.given("value")) if act is Act.CORRECT else None,
            grade=asked.given("grade") or None,
        )
    )


def check_role(desk: Desk, person: Person, act: Act, subjects: tuple[str, ...]) -> None:
    """Raises 403 where the person's role does not allow the decision; to take back another's needs an editor."""
    need = NEEDS.get(act, CODER)
    if act is Act.UNDO and not person.role.may(Role.EDITOR):
        log, _ = desk.book.decisions()
        named = {int(s[1:]) for s in subjects if s[1:].isdecimal()}  # "d07" too: the book takes it for D7
        if any(d.number in named and d.who != person.name for d in log):
            need = Role.EDITOR
    if not person.role.may(need):
        raise HTTPException(403, f"To {act} needs the role {need}; {person.name} has {person.role}.")


def local(address: str) -> str:
    """The address if it is a path of this desk, else ""."""
    parts = urlsplit(address)
    safe = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return address if safe and address.isprintable() else ""
