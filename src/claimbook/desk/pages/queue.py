"""The review queue: one claim, or one join, at a time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from claimbook import store
from claimbook.book import Ruling
from claimbook.errors import UsageError
from claimbook.model import Act, Decision, Incident
from claimbook.review import parse_value
from claimbook.review.doubt import doubt, joining_doubt
from claimbook.store import overview

from ..asking import Asked, Desk
from ..choosing import read_box
from ..page import render
from ..people import Role
from ..queueing import Item, Queue, build_queue
from ..telling import Field, fields_of
from .deciding import check_role, make_decision
from .incident import areas_of, box_of, history_of, near_area, near_lines, places_of, told_claims
from .overview import towns_in, zoom_of

TAKEN_BACK = (Act.ACCEPT, Act.REJECT, Act.CORRECT, Act.JOIN, Act.PART)
REASONS = ("Not a happening of the conflict", "A figure of speech", "Read twice: another claim says it", "Wrong words")


def show(desk: Desk, asked: Asked) -> Response:
    """The item asked for by `at`, the one after or before a mark, else the first."""
    return _answer(desk, asked, at=asked.query.get("at", ""))


def decide(desk: Desk, asked: Asked) -> Response:
    """Keeps the decision and shows the next item; where it cannot be made, the same item and why."""
    at, mark = asked.given("at"), asked.given("mark")
    try:
        made = _correct(desk, asked) if asked.given("act") == "correct" else [make_decision(desk, asked)]
    except UsageError as error:
        return _answer(desk, asked, at=at, problem=str(error))
    said = ", ".join(f"{d.id}: {d.act}" for d in made) or "Nothing was changed"
    if not asked.partial:
        return RedirectResponse(f"/queue?after={mark}", 303)
    stays = asked.given("act") in ("correct", "join", "part", "comment")  # the claim itself still waits
    return _answer(desk, asked, at=at if stays else "", after=mark, said=f"{said}.")


def undo(desk: Desk, asked: Asked) -> Response:
    """Takes the person's last decision back and shows what it was about."""
    log, standing = desk.book.decisions()
    mine = [d for d in log if d.who == asked.person.name and d.act in TAKEN_BACK and standing.stands(d)]
    if not mine:
        return _answer(desk, asked, at=asked.given("at"), problem="There is no decision of yours to take back.")
    last = max(mine, key=lambda d: d.number)
    why = asked.given("why") or "Taken back in the review queue."
    desk.book.decide(Ruling(act=Act.UNDO, subjects=(last.id,), who=asked.person.name, why=why))
    if not asked.partial:
        return RedirectResponse(f"/queue?at={last.claims[0].claim}", 303)
    return _answer(desk, asked, at=last.claims[0].claim, said=f"{last.id} ({last.act}) is taken back.")


def draw(desk: Desk, asked: Asked) -> Response:
    """What the queue's map draws: the areas of the item's claims, and near incidents to choose from."""
    with desk.reading() as connection:
        item = _named(connection, asked.path["key"])
        told = told_claims(connection, [c for c in (item.claim, item.other) if c], [])
        incident = _incident(connection, item.incident)
        near = near_lines(connection, incident) if incident else []
    areas = [*areas_of(told.values(), incident), *(near_area(line) for line in near if line.lat is not None)]
    view = read_box(asked.query.get("view", "-90,-180,90,180"))
    return JSONResponse({"areas": areas, "towns": towns_in(view, zoom_of(asked))})


def _answer(desk: Desk, asked: Asked, *, at: str = "", after: str = "", problem: str = "", said: str = "") -> Response:
    with desk.reading() as connection:
        queue = build_queue(connection, person=asked.person.name, needed=desk.passes_needed)
        if at:
            item: Item | None = _named(connection, at, queue)
        elif before := asked.query.get("before", ""):
            item = queue.before(before)
        else:
            mark = after or asked.query.get("after", "")
            item = queue.after(mark)
        values = _values(connection, queue, item) if item else {}
    page = render(
        asked,
        "queue_item.html" if asked.partial else "queue.html",
        title="Queue",
        queue=queue,
        item=item,
        problem=problem,
        said=said,
        reasons=REASONS,
        may_decide=asked.person.role.may(Role.CODER),
        status=422 if problem else 200,
        **values,
    )
    if asked.partial:
        page.headers["HX-Replace-Url"] = f"/queue?at={item.key}" if item else "/queue"
    return page


def _values(connection: Connection, queue: Queue, item: Item) -> dict[str, Any]:
    ids = [c for c in (item.claim, item.other) if c]
    told = told_claims(connection, ids, queue.log)
    if any(c not in told for c in ids):
        raise HTTPException(404, "There is no such claim in the book.")
    incident = _incident(connection, item.incident)
    near = near_lines(connection, incident) if incident else []
    others = [c for c in incident.claims if c not in ids] if incident else []
    joining = next(
        (j for j in incident.joinings if {j.left, j.right} == set(ids)) if incident and item.other else iter(()), None
    )
    return {
        "told": [told[c] for c in ids],
        "incident": incident,
        "near": near,
        "near_parties": overview.parties_of(connection, [line.id for line in near]),
        "others": told_claims(connection, others[:20], []).values(),
        "joining": joining,
        "fields": fields_of(told[item.claim].claim),
        "history": history_of(queue.log, queue.standing, ids),
        "box": box_of(p for one in told.values() for p in places_of(one)),
    }


def _named(connection: Connection, key: str, queue: Queue | None = None) -> Item:
    """The item of a key, whether or not it still waits."""
    if queue is not None and (found := next((i for i in queue.items if i.key == key), None)):
        return found
    claim, _, other = key.partition("+")
    stored = store.get_claims(connection, [claim])
    if claim not in stored:
        raise HTTPException(404, "There is no such claim in the book.")
    incident_id = store.incidents_of(connection, [claim]).get(claim, "")
    incident = _incident(connection, incident_id)
    joinings = incident.joinings if incident and other else ()
    joining = next((j for j in joinings if {j.left, j.right} == {claim, other}), None)
    if joining is not None:
        return Item(claim, incident_id, 0.0, joining_doubt(joining), other)
    return Item(claim, incident_id, 0.0, doubt(stored[claim].view))


def _incident(connection: Connection, identifier: str) -> Incident | None:
    found = store.get_incident(connection, identifier) if identifier else None
    return Incident.model_validate_json(found[0]) if found else None


def _correct(desk: Desk, asked: Asked) -> list[Decision]:
    """A decision for each value that the form changed.  Raises UsageError where one does not fit."""
    (identifier,) = asked.given_all("subject")[:1] or ("",)
    stored = desk.book.claims_by_id([identifier]).get(identifier)
    if stored is None:
        raise UsageError("There is no such claim in the book.")
    if not asked.given("why"):
        raise UsageError("To correct needs a reason: say why.")
    check_role(desk, asked.person, Act.CORRECT, (identifier,))
    wanted = [
        Ruling(
            act=Act.CORRECT,
            subjects=(identifier,),
            who=asked.person.name,
            why=asked.given("why"),
            field=field.path,
            value=_value(field, asked.given(f"value:{field.path}")),
        )
        for field in fields_of(stored.view)
        if f"value:{field.path}" in asked.form and asked.given(f"value:{field.path}") != field.value
    ]
    return _decide_all(desk, wanted)


def _decide_all(desk: Desk, wanted: list[Ruling]) -> list[Decision]:
    """One after another, those that do not fit yet once more at the end: a low figure may have to wait for its high."""
    made: list[Decision] = []
    while wanted:
        waiting = []
        for ruling in wanted:
            try:
                made.append(desk.book.decide(ruling))
            except UsageError as error:
                waiting.append(ruling)
                problem = error
        if len(waiting) == len(wanted):
            raise problem
        wanted = waiting
    return made


def _value(field: Field, words: str) -> Any:
    """What was typed, as the field holds it: a name stays words even where it looks like a number."""
    if field.path == "period" and words:
        return {"start": words, "end": words, "precision": "day"}
    is_data = field.kind == "number" or field.choices in (("true", "false"),) or not words
    return parse_value(words) if is_data else words
