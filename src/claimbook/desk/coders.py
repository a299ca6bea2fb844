"""Coders: who codes what without seeing the others, what they answered side by side, and how far they agree.

Double-blind holds by this: a coder sees the report's words and never the reading of the rules nor another's answers;
whoever settles sees letters instead of names, only once everyone has answered, and has not coded the claim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from claimbook import store
from claimbook.book import Ruling
from claimbook.book.ruling import decide
from claimbook.desk.access.users import Users
from claimbook.errors import UsageError
from claimbook.model import Act, Claim, Report
from claimbook.review import coding
from claimbook.store import Assignment, Filter, Settlement

from .asking import Asked, Desk, Way
from .page import render
from .people import Role

_ROUND = re.compile(r"\w[\w .-]{0,62}\w|\w")
MOST_CLAIMS = 500
AROUND = 4_000  # characters of the report that a coder sees on either side of the words
LETTERS = "ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Unit:
    """A claim of a round with the answers that it got; `settled` is None until it is."""

    claim: str
    report: str
    tasks: tuple[Assignment, ...]
    settled: Settlement | None

    @property
    def answered(self) -> bool:
        """Whether everyone has answered."""
        return all(t.answers is not None for t in self.tasks)

    @property
    def answers(self) -> list[coding.Answers]:
        """What was answered, in an order that tells nothing of who did."""
        given = [t.answers for t in self.tasks if t.answers is not None]
        return sorted(given, key=lambda a: coding_order(self.claim, a))


def show(desk: Desk, asked: Asked) -> Response:
    """One's own tasks; for editors the rounds, and the form for a new one."""
    may_manage = asked.person.role.may(Role.EDITOR)
    with store.reading(desk.book.engine, desk.book.where) as connection:
        mine = [t for t in store.assignments(connection, coder=asked.person.name) if t.answers is None]
        rounds = [(name, _units(connection, name)) for name in store.rounds(connection)] if may_manage else []
    return _overview(desk, asked, mine=mine, rounds=rounds)


def begin_round(desk: Desk, asked: Asked) -> Response:
    """Draws claims by chance and deals them to coders."""
    name = asked.given("round")
    if not _ROUND.fullmatch(name):
        raise UsageError("A round needs a name of letters and digits, with . - or blanks between them.")
    number, each, seed = (_number(asked, field) for field in ("number", "each", "seed"))
    coders = [c for c in asked.given_all("coder") if c in _coders(desk)]
    state = asked.given("state")
    wanted = Filter(state=state if state in ("read", "accepted", "rejected") else None)
    with store.reading(desk.book.engine, desk.book.where) as connection:
        claims = {c.as_read.id: c.as_read.report for c in store.find_claims(connection, wanted)}
    if not claims:
        raise UsageError("The book has no claims of that state to code.")
    drawn = coding.sample(list(claims), min(number, MOST_CLAIMS), seed=seed)
    dealt = coding.deal(drawn, coders, each=each, seed=seed)
    with store.writing(desk.book.engine, desk.book.where) as connection:
        if name in store.rounds(connection):
            raise UsageError(f"There is a round {name} already. Take another name.")
        store.put_assignments(connection, name, asked.person.name, [(claims[c], c, coder) for c, coder in dealt])
    return RedirectResponse(_address(name), 303)


def show_task(desk: Desk, asked: Asked) -> Response:
    """The report's words and an empty form; nothing of what the rules or others read."""
    with store.reading(desk.book.engine, desk.book.where) as connection:
        task = _own_task(connection, asked)
        report, claim = _claim(connection, task)
    return _task(asked, task, report, claim)


def answer_task(desk: Desk, asked: Asked) -> Response:
    """Keeps the answers; the next task follows."""
    with store.reading(desk.book.engine, desk.book.where) as connection:
        task = _own_task(connection, asked)
        report, claim = _claim(connection, task)
    try:
        answers = coding.parse_answers({f.name: asked.given(f.name) for f in coding.FIELDS})
    except UsageError as error:
        return _task(asked, task, report, claim, problem=str(error), status=400)
    with store.writing(desk.book.engine, desk.book.where) as connection:
        if task.claim in store.settlements(connection, task.round):
            raise UsageError("This claim is settled: its answers stay as they are.")
        store.put_answers(connection, task.number, answers)
        left = [t for t in store.assignments(connection, coder=asked.person.name) if t.answers is None]
    return RedirectResponse(f"/coders/tasks/{left[0].number}" if left else "/coders", 303)


def show_round(desk: Desk, asked: Asked) -> Response:
    """How far a round is, and how far its coders agree."""
    name = asked.path["round"]
    with store.reading(desk.book.engine, desk.book.where) as connection:
        units = _units(connection, name)
        words = _trigger_words(connection, [unit.claim for unit in units])
    if not units:
        raise HTTPException(404, "There is no such round.")
    coded = [u.answers for u in units if u.answered]
    found = coding.agreements(coded)
    rows = [(field, found[field.name]) for field in coding.FIELDS]
    return render(
        asked, "coders/round.html", title=name, round=name, units=units, words=words, rows=rows, coded=len(coded)
    )


def show_settling(desk: Desk, asked: Asked) -> Response:
    """The answers side by side, without names, beside what the rules read."""
    with store.reading(desk.book.engine, desk.book.where) as connection:
        unit, report, claim = _to_settle(connection, asked)
    return _settling(asked, unit, report, claim)


def settle(desk: Desk, asked: Asked) -> Response:
    """Keeps what was agreed, and puts in the decisions that follow, all in one transaction."""
    round_name, why = asked.path["round"], asked.given("why")
    with store.reading(desk.book.engine, desk.book.where) as connection:
        unit, report, claim = _to_settle(connection, asked)
    try:
        agreed = coding.parse_answers({f.name: asked.given(f.name) for f in coding.FIELDS})
        if any(_differ(field, [*unit.answers, agreed]) for field in coding.FIELDS) and not why:
            raise UsageError("Where coders differ, or you differ from them, say why it is settled so.")
        with store.writing(desk.book.engine, desk.book.where) as connection:
            unit, _, claim = _to_settle(connection, asked)
            made = _decide(connection, claim, agreed, who=asked.person.name, round_name=round_name, why=why)
            store.put_settlement(connection, unit.tasks[0], agreed=agreed, decisions=made, who=asked.person.name)
    except UsageError as error:
        return _settling(asked, unit, report, claim, problem=str(error), status=400)
    return RedirectResponse(_address(round_name), 303)


def coding_order(claim: str, answers: coding.Answers) -> str:
    """A key that puts answers in the same order each time, whoever gave them."""
    return claim + repr(sorted(answers.items(), key=str))


def _decide(
    connection: Connection, claim: Claim, agreed: coding.Answers, *, who: str, round_name: str, why: str
) -> list[str]:
    """The decisions that make the claim say what was agreed."""
    reason = f"Settled in coding round {round_name}. {why}".strip()
    if agreed["happening"] == "no":
        return [decide(connection, Ruling(Act.REJECT, (claim.id,), who, reason)).id]
    paths, left = coding.corrections(claim, agreed)
    rulings = [Ruling(Act.CORRECT, (claim.id,), who, reason, field=path, value=value) for path, value in paths]
    rulings += [Ruling(Act.COMMENT, (claim.id,), who, f"{reason} Not corrected by itself: {what}.") for what in left]
    rulings.append(Ruling(Act.ACCEPT, (claim.id,), who, reason))
    return [decide(connection, ruling).id for ruling in rulings]


def _units(connection: Connection, round_name: str) -> list[Unit]:
    settled = store.settlements(connection, round_name)
    tasks: dict[str, list[Assignment]] = {}
    for task in store.assignments(connection, round_name=round_name):
        tasks.setdefault(task.claim, []).append(task)
    return [Unit(claim, own[0].report, tuple(own), settled.get(claim)) for claim, own in tasks.items()]


def _trigger_words(connection: Connection, claims: list[str]) -> dict[str, tuple[str, str]]:
    """{claim: (the words that tell of it, its report's name)}, to know it by; nothing of what was read or answered."""
    found = store.get_claims(connection, claims)
    reports = store.get_reports(connection, list({c.as_read.report for c in found.values()}))
    return {
        i: (c.as_read.kind.wording, reports[c.as_read.report].name)
        for i, c in found.items()
        if c.as_read.report in reports
    }


def _own_task(connection: Connection, asked: Asked) -> Assignment:
    """The task of the address, if it is one's own and still open to change."""
    given = asked.path["number"]
    found = store.assignments(connection, number=int(given)) if given.isdecimal() and len(given) < 12 else []
    if not found or found[0].coder != asked.person.name:
        raise HTTPException(404, "There is no such task of yours.")
    return found[0]


def _claim(connection: Connection, task: Assignment) -> tuple[Report, Claim]:
    """The report and the claim as it was read, for its words."""
    report = store.get_report(connection, task.report)
    claim = store.get_claims(connection, [task.claim]).get(task.claim)
    if report is None or claim is None:
        raise HTTPException(404, "The report is read otherwise now, and this claim is not in it any more.")
    return report, claim.as_read


def _to_settle(connection: Connection, asked: Asked) -> tuple[Unit, Report, Claim]:
    """The claim of the address with its answers, if it is to be settled and by whoever asks."""
    units = _units(connection, asked.path["round"])
    unit = next((u for u in units if u.claim == asked.path["claim"]), None)
    if unit is None:
        raise HTTPException(404, "There is no such claim in this round.")
    if not unit.answered:
        raise HTTPException(403, "Not everyone has answered: until then nobody sees what others did.")
    if any(task.coder == asked.person.name for task in unit.tasks):
        raise HTTPException(403, "You coded this claim: someone else settles it.")
    if unit.settled is not None:
        raise HTTPException(409, "This claim is settled.")
    report, _ = _claim(connection, unit.tasks[0])
    return unit, report, store.get_claims(connection, [unit.claim])[unit.claim].view


def _coders(desk: Desk) -> list[str]:
    """The users who may code."""
    return [u.name for u in Users(desk.book).all() if u.ended is None and Role(u.role).may(Role.CODER)]


def _number(asked: Asked, field: str) -> int:
    words = asked.given(field)
    if not words.isdecimal() or len(words) > 9:
        raise UsageError(f"{field}: give a number, not {words[:20]!r}.")
    return int(words)


def _differ(field: coding.Field, answers: list[coding.Answers]) -> bool:
    """Whether any two answers to a field differ; who saw no happening says nothing of the rest."""
    given = [a.get(field.name) for a in answers if field.name in a]
    return len({coding.fold(str(v)) if isinstance(v, str) else v for v in given}) > 1


def _address(round_name: str) -> str:
    return f"/coders/rounds/{quote(round_name, safe='')}"


def _overview(desk: Desk, asked: Asked, *, mine: list[Assignment], rounds: list[tuple[str, list[Unit]]]) -> Response:
    return render(
        asked,
        "coders/coders.html",
        title="Coders",
        mine=mine,
        rounds=rounds,
        coders=_coders(desk),
        may_manage=asked.person.role.may(Role.EDITOR),
    )


def _task(
    asked: Asked, task: Assignment, report: Report, claim: Claim, *, problem: str = "", status: int = 200
) -> Response:
    return render(
        asked,
        "coders/task.html",
        status=status,
        title=f"Task {task.number}",
        task=task,
        report=report,
        pieces=_pieces(report, claim),
        fields=coding.FIELDS,
        given={f.name: asked.given(f.name) for f in coding.FIELDS} if problem else _words(task.answers or {}),
        problem=problem,
    )


def _settling(
    asked: Asked, unit: Unit, report: Report, claim: Claim, *, problem: str = "", status: int = 200
) -> Response:
    read = coding.answers_of(claim)
    rows = []
    for field in coding.FIELDS:
        given = [a.get(field.name) if field.name in a else "-" for a in unit.answers]
        same = not _differ(field, unit.answers)
        preset = next((a[field.name] for a in unit.answers if field.name in a), None) if same else None
        value = asked.given(field.name) if problem else "" if preset is None else str(preset)
        rows.append((field, given, read[field.name], same, value))
    return render(
        asked,
        "coders/settle.html",
        status=status,
        title="Settle",
        round=asked.path["round"],
        unit=unit,
        letters=LETTERS[: len(unit.answers)],
        rows=rows,
        report=report,
        pieces=_pieces(report, claim),
        why=asked.given("why"),
        problem=problem,
    )


def _words(answers: coding.Answers) -> dict[str, str]:
    return {f.name: "" if answers.get(f.name) is None else str(answers[f.name]) for f in coding.FIELDS}


def _pieces(report: Report, claim: Claim) -> tuple[str, str, str]:
    """The report's text before, at and after the words to code."""
    span = (claim.kind.spans or claim.quote.spans)[0]
    text = report.text
    return (
        text[max(0, span.start - AROUND) : span.start],
        text[span.start : span.end],
        text[span.end : span.end + AROUND],
    )


WAYS: tuple[Way, ...] = (
    Way("/coders", "GET", Role.CODER, "coders", show),
    Way("/coders/rounds", "POST", Role.EDITOR, "begin_round", begin_round),
    Way("/coders/rounds/{round}", "GET", Role.EDITOR, "round", show_round),
    Way("/coders/rounds/{round}/{claim}", "GET", Role.EDITOR, "settling", show_settling),
    Way("/coders/rounds/{round}/{claim}", "POST", Role.EDITOR, "settle", settle),
    Way("/coders/tasks/{number}", "GET", Role.CODER, "task", show_task),
    Way("/coders/tasks/{number}", "POST", Role.CODER, "answer_task", answer_task),
)
