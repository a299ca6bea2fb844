"""`claimbook places`: add, fetch, list, find and remove places beyond the embedded gazetteer."""

from __future__ import annotations

from pathlib import Path

import click

from claimbook.errors import UsageError
from claimbook.export.explain import explain_place
from claimbook.model import Place
from claimbook.resolve.places import Entry, Frame, LayeredGazetteer, PlaceResolver, open_gazetteer
from claimbook.resolve.places.fetch import GEONAMES, fetch_country
from claimbook.resolve.places.forms import FORMS
from claimbook.resolve.places.imports import Import, Tally, add_places, list_imports, remove_import
from claimbook.resolve.places.landmarks import find_landmarks
from claimbook.settings import Settings

from .run import say

_SHOWN = 20


@click.group()
def places() -> None:
    """Places: import, list, look up and remove."""


@places.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--form", type=click.Choice(FORMS), help="The files' form; told from the file if left out.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=COLUMN", help="Which column holds a field (CSV).")
@click.option("--country", metavar="CC", help="Country of rows that name none, as two letters.")
@click.option(
    "--name", help="Name of the import; the file's name if left out. A second import of a name replaces the first."
)
def add(
    files: tuple[Path, ...], form: str | None, columns: tuple[str, ...], country: str | None, name: str | None
) -> None:
    """Import place files: GeoNames dumps, OCHA boundaries and places, Who's On First, GeoJSON, CSV."""
    if name and len(files) > 1:
        raise UsageError("--name names one import: give one file with it.")
    mapped = dict(_pair(column) for column in columns)
    faults = 0
    for path in files:
        made, tally = add_places(
            path, form=form, columns=mapped, country=country, name=name, cache_folder=_folder(), progress=say
        )
        _show(made, tally)
        faults += tally.faulty
    if faults:
        raise SystemExit(1)


@places.command()
@click.argument("country")
@click.option("--from", "base", default=GEONAMES, show_default=True, help="Address of the folder that holds CC.zip.")
def fetch(country: str, base: str) -> None:
    """Fetch a country's GeoNames file over the network, and import it."""
    made, tally = fetch_country(country, base=base, cache_folder=_folder(), progress=say)
    _show(made, tally)


@places.command("list")
def list_() -> None:
    """List the imports."""
    found = list_imports(_folder())
    if not found:
        click.echo("No imports; the embedded gazetteer is in use.")
    for made in found:
        click.echo(f"{made.name}\t{made.form}\t{made.places} places\t{made.made}\t{made.attribution}")


@places.command()
@click.argument("name")
@click.option("--country", metavar="CC", help="Look for other spellings in this country.")
@click.option("--text", help="A sentence that holds the name: shows what it would be taken for, and why.")
def find(name: str, country: str | None, text: str | None) -> None:
    """Show the entries that a name may mean."""
    gazetteer = open_gazetteer(_folder(), progress=say)
    exact = gazetteer.exact(name)
    for entry in exact[:_SHOWN]:
        click.echo(_line(entry))
    if len(exact) > _SHOWN:
        click.echo(f"and {len(exact) - _SHOWN} more")
    if country:
        for found in gazetteer.alike(name, frozenset({country.upper()}))[:10]:
            click.echo(f"{_line(found.entry)}\talike {found.alike:.2f}")
    elif not exact:
        click.echo(f"No place is named {name}. With --country CC other spellings are looked for.", err=True)
    if text is not None:
        for line in explain_place(_in_text(gazetteer, name, text, country)):
            click.echo(line.removeprefix("  "))


def _in_text(gazetteer: LayeredGazetteer, name: str, text: str, country: str | None) -> Place:
    """What the name's first mention would be taken for, beside the other well-known places of the text."""
    start = text.find(name)
    if start < 0:
        raise UsageError(f"The text does not hold {name!r}.")
    span = (start, start + len(name))
    others = [(m.start, m.end) for m in find_landmarks(text, gazetteer) if m.end <= span[0] or span[1] <= m.start]
    spans = sorted([span, *others])
    frame = Frame(country=country.upper() if country else None)
    return PlaceResolver(gazetteer).resolve(text, spans, frame=frame)[spans.index(span)]


def _line(entry: Entry) -> str:
    """An entry on one line: id, name, kind, country, regions with their P-codes, the disc."""
    regions = [
        f"{region} [{code}]" if code else region
        for region, code in ((entry.admin1, entry.admin1_code), (entry.admin2, entry.admin2_code))
        if region
    ]
    parts = (entry.id, entry.name, entry.kind, entry.country, ", ".join(regions))
    return "\t".join((*parts, f"{entry.lat:.5f}", f"{entry.lon:.5f}", f"{entry.radius_km:g} km"))


@places.command()
@click.argument("name")
def remove(name: str) -> None:
    """Undo an import."""
    gone = remove_import(name, _folder())
    click.echo(f"{gone.name}: {gone.places} places removed.")


def _folder() -> Path | None:
    return Settings.from_environment().cache_folder


def _pair(column: str) -> tuple[str, str]:
    field, sign, name = column.partition("=")
    if not (field and sign and name):
        raise UsageError(f"--column takes FIELD=COLUMN, not {column!r}.")
    return field, name


def _show(made: Import, tally: Tally) -> None:
    click.echo(f"{made.name}: {made.places} places ({made.form}).{' ' + made.attribution if made.attribution else ''}")
    if tally.faulty:
        click.echo(f"{tally.faulty} rows left out:", err=True)
        for fault in tally.faults:
            click.echo(f"  {fault}", err=True)
        if tally.faulty > len(tally.faults):
            click.echo(f"  and {tally.faulty - len(tally.faults)} more", err=True)
