"""`claimbook show`: one report, claim, incident or decision of a book, with all that it rests on."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

import click

from .listing import printable
from .opening import open_book

if TYPE_CHECKING:
    from claimbook.book import Book
    from claimbook.model import Claim, Decision, Report
    from claimbook.model.incident import Incident
    from claimbook.store import StoredClaim

    Thing: TypeAlias = Report | Decision | StoredClaim | Incident


@click.command()
@click.option("--as", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--original", is_flag=True, help="Write a report's original bytes to standard output, and nothing else.")
@click.argument("book")
@click.argument("identifier", metavar="ID")
def show(book: str, identifier: str, form: str, original: bool) -> None:
    """Show one thing of a BOOK by its ID: a report, a claim, an incident with every claim's words, or a decision."""
    from claimbook.errors import UsageError

    with open_book(book, show_older=True) as opened:
        report = opened.report(identifier)
        if original:
            if report is None:
                raise UsageError(f"{identifier}: there is no such report in the book.")
            sys.stdout.buffer.write(opened.original(report.sha256) or b"")
            return
        found: Thing | None = report or _decision(opened, identifier)
        found = found or opened.claims_by_id([identifier]).get(identifier) or opened.incident(identifier)
        if found is None:
            raise UsageError(f"{identifier}: there is no report, claim, incident or decision of this id in the book.")
        if form == "json":
            click.echo(json.dumps(_whole(found), ensure_ascii=False))
            return
        for line in _lines(opened, found):
            click.echo("".join(c if c.isprintable() else " " for c in line))


def _decision(book: Book, identifier: str) -> Decision | None:
    if not (identifier[:1] in "Dd" and identifier[1:].isdigit()):
        return None
    return next((d for d in book.decisions()[0] if d.number == int(identifier[1:])), None)


def _whole(found: Thing) -> object:
    from claimbook.store import StoredClaim

    if isinstance(found, StoredClaim):
        return {
            "state": found.state,
            "as_read": found.as_read.model_dump(mode="json"),
            "view": found.view.model_dump(mode="json"),
        }
    return found.model_dump(mode="json")


def _lines(book: Book, found: Thing) -> Iterator[str]:
    from claimbook.model import Decision, Report
    from claimbook.store import Filter, StoredClaim

    if isinstance(found, Report):
        yield from _report(found)
        for claim in book.claims(Filter(report=found.id)):
            yield from _claim(claim, found.name)
    elif isinstance(found, Decision):
        yield f"{found.id}: {found.act} by {found.who}, {found.at.isoformat()}"
        yield f"  why: {printable(found.why)}"
        for ruled in found.claims:
            yield f"  claim {ruled.claim} of report {ruled.report}"
        for name in ("field", "value", "grade", "undoes", "renews"):
            if (value := getattr(found, name)) is not None:
                yield f"  {name}: {printable(value)}"
    elif isinstance(found, StoredClaim):
        yield from _claim(found, book.report_names().get(found.as_read.report, ""))
        yield from _values(found.view)
        yield f"  incident: {book.incident_of(found.as_read.id) or 'none'}"
        for d in book.decisions()[0]:
            if any(c.claim == found.as_read.id for c in d.claims):
                yield f"  {d.id}: {d.act} by {d.who}: {printable(d.why)}"
    else:
        yield from _incident(book, found)


def _report(report: Report) -> Iterator[str]:
    from claimbook.book.rows import report_row

    yield f"report {report.id}"
    for name, value in report_row(report).items():
        if name != "id" and value is not None:
            yield f"  {name.replace('_', ' ')}: {printable(value)}"
    for notice in report.notices:
        yield f"  notice: {printable(notice)}"


def _claim(claim: StoredClaim, report: str) -> Iterator[str]:
    view = claim.view
    chain = " > ".join(printable(s.value.name if s.value else s.wording) for s in view.speakers)
    yield f"claim {view.id} ({claim.state}) of {printable(report)}"
    yield f'  "{printable(view.quote.wording)}"'
    yield f"  said by: {chain or 'the report does not say'}"


def _values(claim: Claim) -> Iterator[str]:
    """Every value with its words, basis and method, under the path that a correction takes."""
    for name, value in claim.model_dump(mode="json").items():
        several = value if isinstance(value, list) else [value]
        for number, one in enumerate(several):
            if isinstance(one, dict) and "basis" in one:
                path = f"{name}.{number}" if isinstance(value, list) else name
                held = json.dumps(_short(one["value"]), ensure_ascii=False)
                words = f' "{printable(one["wording"])}"' if one["wording"] else ""
                yield f"  {path}: {held}{words} ({one['basis']}, {one['method']})"


def _short(value: object) -> object:
    """Without what is empty, nor the candidates of a place."""
    if isinstance(value, dict):
        return {k: v for k, v in value.items() if v not in (None, "", []) and k != "candidates"}
    return value


def _incident(book: Book, incident: Incident) -> Iterator[str]:
    from claimbook.book.rows import span_of

    yield f"incident {incident.id}: {incident.kind.value}"
    if incident.period:
        period = incident.period.value
        yield f"  when: {period.start} to {period.end or 'open'} ({incident.period.rule})"
    if incident.place:
        place = incident.place.value
        yield f"  where: {printable(place.name)}, within {place.radius_km} km ({incident.place.rule})"
    for name, actors in (("initiators", incident.initiators), ("targets", incident.targets)):
        if actors:
            yield f"  {name}: " + "; ".join(printable(a.value.name) for a in actors)
    if incident.grade:
        yield f"  grade: {incident.grade.grade}. {printable(incident.grade.reason)}"
    sides = ", ".join(f"{printable(side)} {number}" for side, number in sorted(incident.voices_by_side.items()))
    yield f"  independent voices: {incident.independent_voices}" + (f" ({sides})" if sides else "")
    for tally in incident.tallies:
        who = " ".join(str(w) for w in (tally.status, tally.side and f"({tally.side})") if w)
        best = span_of(tally.best_low, tally.best_high)
        yield f"  {tally.harm} {who}: {span_of(tally.low, tally.high)}, best {best} ({tally.rule})".replace(" :", ":")
        for figure in tally.figures:
            speakers = " > ".join(printable(s) for s in figure.speakers)
            yield f"    {span_of(figure.low, figure.high)}: {speakers}, {figure.published or 'no date'}"
        if tally.moved:
            yield f"    {printable(tally.moved)}"
    for contradiction in incident.contradictions:
        yield f"  contradiction about {contradiction.about}: {printable(contradiction.sentence)}"
    names = book.report_names()
    for claim in book.claims_by_id(incident.claims).values():
        yield from _claim(claim, names.get(claim.as_read.report, ""))
    for joining in incident.joinings:
        yield f"joined: {joining.left} and {joining.right}, {joining.score:.1f} bits"
        for level in joining.levels:
            yield f"  {level.weight:+.1f} {level.comparison}: {printable(level.sentence)}"
