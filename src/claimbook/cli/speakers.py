"""`claimbook speakers`: look up outlets, agencies, monitors, ministries and media arms."""

from __future__ import annotations

import click


@click.group()
def speakers() -> None:
    """Speakers: look up who says so."""


@speakers.command()
@click.argument("name")
def find(name: str) -> None:
    """Show the entries that a NAME, a spokesperson, a host or a part of a name leads to; else what the words show.

    Exit status: 0 when there is an entry, 1 when there is none.
    """
    from claimbook.resolve.actors import ActorIndex
    from claimbook.resolve.speakers import SpeakerIndex

    actors = ActorIndex.load()
    index = SpeakerIndex.load(actors)
    entries = index.lookup(name)
    for entry in entries:
        click.echo(f"{entry.id}\t{entry.name}")
        facts = {
            "kind": entry.kind.value,
            "country": entry.country or "",
            "aligned with": entry.alignment or "",
            "usually cites": ", ".join(entry.cites),
            "names": ", ".join(entry.names),
            "spokespeople": ", ".join(entry.people),
            "addresses": ", ".join(entry.hosts),
        }
        for fact, value in facts.items():
            if value:
                click.echo(f"  {fact}: {value}")
    party, kind = index.resolve(name)
    if party in actors.entries:
        click.echo(f"{party}\ta party that speaks for itself; see `claimbook actors find`")
    elif not entries:
        click.echo(f"No speaker is named {name}; the words show: {kind.value}.", err=True)
        raise SystemExit(1)
