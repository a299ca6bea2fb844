"""`claimbook actors`: look a party up, check a lexicon file of one's own, list what reports say of parties' ties."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from claimbook.lexicon.parties import ActorEntry

ACTORS_OPTION = click.option(
    "--actors",
    "actor_files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A lexicon file of your own; its entries go before built-in ones. May be given more than once.",
)


@click.group()
def actors() -> None:
    """Actors: look up parties, check a lexicon file, list stated relations."""


@actors.command()
@click.argument("name")
@ACTORS_OPTION
@click.option("--text", help="A text that holds the name: shows what it would be taken for there, and how.")
@click.option("--outlet", metavar="NAME", help="Who published the text: partisan words are read by it.")
def find(name: str, actor_files: tuple[Path, ...], text: str | None, outlet: str | None) -> None:
    """Show the entries that bear a NAME, or whose partisan label or leader it is.

    Exit status: 0 when there is one, 1 when there is none.
    """
    from claimbook.resolve.actors import ActorIndex
    from claimbook.resolve.speakers import SpeakerIndex

    index = ActorIndex.load(actor_files)
    entries = index.lookup(name)
    for entry in entries:
        click.echo("\n".join(_lines(entry)))
    if text is not None or outlet is not None:
        speakers = SpeakerIndex.load(index)
        known = speakers.outlet_of(outlet, None, text or "")
        context = index.context(text or name, outlet=outlet, speaker=speakers.entries[known] if known else None)
        at = (text or name).find(name)
        found = index.resolve(name, context, at=at if at >= 0 else None)
        click.echo(f"here: {found.actor.entry or 'left open'} (by {found.how})")
    if not entries:
        click.echo(f"No actor is named {name}. See docs/how-to/actors.md on adding your own.", err=True)
        raise SystemExit(1)


@actors.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check lexicon FILES: their form, what they refer to, and names that other entries bear.

    Exit status: 0 when there is nothing to tell, 1 when there is a remark, 2 when a file is not valid.
    """
    from claimbook.lexicon.load import load_entries
    from claimbook.lexicon.parties import ActorEntry, load_actors
    from claimbook.resolve.actors import ActorIndex

    own = load_entries(files, ActorEntry)  # raises with file and line
    entries = load_actors(files)
    ids, built_in = {e.id for e in entries}, {e.id for e in load_actors()}
    index = ActorIndex(entries)
    remarks = []
    for entry in own:
        if entry.id in built_in:
            remarks.append(f"{entry.id}: takes the place of the built-in entry of this id.")
        for role, other in [
            ("parent", entry.parent),
            *(("backer", b) for b in entry.backers),
            *(("ally", a) for a in entry.allies),
        ]:
            if other and other not in ids:
                remarks.append(f"{entry.id}: the {role} {other!r} is no entry. Give the id of one, or add it.")
        for name in (entry.name, *entry.names):
            others = [e.id for e in index.lookup(name) if e.id != entry.id]
            if others:
                remarks.append(
                    f"{entry.id}: {name!r} is also a name of {', '.join(others)}; the report's country decides."
                )
    if len({e.id for e in own}) < len(own):
        remarks.append("an id is used twice. Give each entry an id of its own.")
    for remark in remarks:
        click.echo(remark)
    click.echo(
        f"{len(own)} entr{'y' if len(own) == 1 else 'ies'}, {len(remarks)} remark{'' if len(remarks) == 1 else 's'}."
    )
    raise SystemExit(1 if remarks else 0)


@actors.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True), metavar="PATH...")
@ACTORS_OPTION
def relations(paths: tuple[Path, ...], actor_files: tuple[Path, ...]) -> None:
    """List what reports say of how parties stand to each other, as JSON lines with the words.

    PATH is as for `claimbook read`. Exit status: 0, or 1 when a report could not be read.
    """
    from claimbook.ingest import ReadOptions, clean, find_inputs, read_file
    from claimbook.model import Notice
    from claimbook.resolve.actors import ActorIndex
    from claimbook.resolve.relations import relation_claims
    from claimbook.resolve.speakers import SpeakerIndex

    from .run import say

    inputs = find_inputs(paths)
    index = ActorIndex.load(actor_files)
    speakers = SpeakerIndex.load(index)
    notices = list(inputs.notices)
    for item in inputs.items:
        report = read_file(item, ReadOptions())
        if isinstance(report, Notice):
            notices.append(report)
            continue
        for claim in relation_claims(report, clean(report), index, speakers):
            click.echo(claim.model_dump_json())
    for notice in notices:
        say(str(notice))
    raise SystemExit(1 if notices else 0)


def _lines(entry: ActorEntry) -> list[str]:
    """What is known of one entry, a line for each thing."""
    from claimbook.lexicon.crosswalks import INTER, acled_actor, plover_actor, ucdp_side
    from claimbook.model import Actor

    actor = Actor(name=entry.name, entry=entry.id, kind=entry.kind, country=entry.country)
    years = f"{entry.since or ''}-{entry.until or ''}" if entry.since or entry.until else ""
    acled, side, plover = (
        acled_actor(actor, country=entry.country, when=None),
        ucdp_side(actor, when=None),
        plover_actor(actor),
    )
    facts = {
        "kind": INTER.get(entry.kind, "unknown"),
        "country": entry.country or ", ".join(entry.where),
        "part of": entry.parent or "",
        "backed by": ", ".join(entry.backers),
        "fights beside": ", ".join(entry.allies),
        "years": years,
        "names": ", ".join(entry.names),
        "where a party is meant": ", ".join(entry.also),
        "leaders": ", ".join(entry.leaders),
        "formerly": ", ".join(entry.former),
        **{f"called by {', '.join(n.by)}": ", ".join(n.words) for n in entry.labels},
        "ACLED": f"{acled.name}{'' if acled.exact else ' (not exact)'}",
        "UCDP": f"{side.name}{'' if side.exact else ' (not exact)'}",
        "PLOVER": " ".join(p for p in plover if p),
    }
    return [f"{entry.id}\t{entry.name}", *(f"  {fact}: {value}" for fact, value in facts.items() if value)]
