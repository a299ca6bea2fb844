"""`claimbook decide` and `claimbook decisions`: what people rule, as records."""

from __future__ import annotations

import click

from .listing import FORMATS, by_option, me, write
from .opening import open_book

ACTS = ("accept", "reject", "correct", "join", "part", "grade", "copy", "comment", "undo", "renew")


@click.command()
@by_option
@click.option("--why", default="", metavar="WORDS", help="The reason; all but accept and renew need one.")
@click.option("--field", metavar="PATH", help="For correct: which value, such as kind, period.start or tolls.0.low.")
@click.option("--value", metavar="VALUE", help="For correct: the right value, as words or JSON; none takes it away.")
@click.option("--grade", metavar="GRADE", help="For grade: confirmed, fair, weak, contested or discounted.")
@click.argument("book")
@click.argument("act", type=click.Choice(ACTS))
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
def decide(
    book: str,
    act: str,
    ids: tuple[str, ...],
    who: str | None,
    why: str,
    field: str | None,
    value: str | None,
    grade: str | None,
) -> None:
    """Put a decision into a BOOK. Nothing is edited: an undo is a decision too.

    \b
    accept, reject   claims, or an incident with all its claims
    correct          one claim: --field and --value
    join             claims or incidents that tell of one happening
    part             the first claim tells of another happening than the others
    grade            an incident: --grade
    copy             the first report copies the second (reports or their claims): one voice
    comment          claims or an incident; the words go to --why
    undo             a decision, such as D7
    renew            a decision that had become a suggestion; then claims, where they must be named
    """
    from claimbook.book import Ruling
    from claimbook.errors import UsageError
    from claimbook.model import Act
    from claimbook.review import parse_value

    if act == "correct" and (field is None or value is None):
        raise UsageError("correct needs --field and --value. `claimbook show BOOK CLAIM` shows what a claim holds.")
    with open_book(book, show_older=True) as opened:
        if act == "renew":
            number = ids[0].upper().removeprefix("D")
            if not number.isdigit():
                raise UsageError(f"{ids[0]}: renew needs a decision, such as D7, first.")
            made = opened.renew(int(number), who=me(who), why=why, subjects=ids[1:])
        else:
            wanted = Ruling(
                act=Act(act),
                subjects=ids,
                who=me(who),
                why=why,
                field=field if act == "correct" else None,
                value=parse_value(value) if act == "correct" and value is not None else None,
                grade=grade if act == "grade" else None,
            )
            made = opened.decide(wanted)
        behind = opened.older()
    click.echo(f"{made.id}: {made.act} by {made.who}. `claimbook decide {book} undo {made.id}` takes it back.")
    if behind:
        click.echo(f"Note: {behind}", err=True)


COLUMNS = ("id", "act", "standing", "who", "at", "claims", "field", "value", "grade", "undoes", "renews", "why")


@click.command()
@click.option("--as", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--suggested", is_flag=True, help="Only those whose claims changed since: they wait for a person.")
@click.argument("book")
def decisions(book: str, form: str, suggested: bool) -> None:
    """List the decisions of a BOOK, and whether each stands, was undone, or is only a suggestion now."""
    from claimbook.book import Book

    with Book.open(book) as opened:
        log, standing = opened.decisions()
    reasons = {s.decision.number: s for s in standing.suggestions}
    rows = []
    for d in log:
        if suggested and d.number not in reasons:
            continue
        state = "stands"
        if d.number in standing.undone:
            state = f"undone by {standing.undone[d.number].id}"
        elif d.number in reasons:
            now = ", ".join(c or "?" for c in reasons[d.number].now)
            state = f"suggestion: {reasons[d.number].reason} Now: {now}"
        rows.append(
            {
                **d.model_dump(mode="json", include={"act", "who", "at", "field", "value", "grade", "why"}),
                "id": d.id,
                "standing": state,
                "claims": "; ".join(c.claim for c in d.claims),
                "undoes": f"D{d.undoes}" if d.undoes else None,
                "renews": f"D{d.renews}" if d.renews else None,
            }
        )
    write(form, COLUMNS, rows, in_table=("id", "act", "standing", "who", "claims", "field", "value", "grade", "why"))
