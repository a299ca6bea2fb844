"""The page on export formats, made from the formats themselves.

python tests/support/exports_reference.py > docs/reference/exports.md
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from claimbook.export.case import Format
from claimbook.export.formats import FORMATS, load_format
from claimbook.export.incident_table import COLUMNS as INCIDENT_COLUMNS
from claimbook.export.incident_table import HXL as INCIDENT_TAGS
from claimbook.export.losses import SIGHTS
from claimbook.export.native import CLAIM_COLUMNS, REPORT_COLUMNS

SHARED = {"incidents": INCIDENT_COLUMNS, "claims": CLAIM_COLUMNS, "reports": REPORT_COLUMNS}

OPENING = """# Export formats

This page is made from the formats themselves (`tests/support/exports_reference.py`); how to use them is told in
[exporting](../how-to/export.md).

An export holds incidents: what the claims of a book add up to. Nothing in it is a fact that Claimbook vouches for.

## Profiles

| | `public` | `internal` |
|---|---|---|
| points | on a grid of 0.1° or 0.01°, or the middle of their region (`--points`) | as they are |
| hospitals, camps, schools | the middle of their region, whatever `--points` says; without one, no point | as they are |
| names of places | only where the place is at least as large as the grid's cells; else the region's name | as reported |
| `geo_precision`, `where_prec` | at least 2; 3, and 3 or 4, where a region is drawn | as they are |
| parties and speakers | the lexicon's name, else their kind; never a name that only the report gives | as reported |
| words of reports, titles, addresses | left out; a neutral sentence made from the fields, with the kinds of the speakers | kept where the format can |
| groups of tolls, means, parts of the day | left out | kept where the format can |
| rejected claims | left out | kept in `jsonl`, `parquet` and `xlsx`, marked |
| ids | the same as in the book, so that what is asked about can be looked up | the same |
| few incidents in a region and month | told of (`--small-cell`); nothing is held back | not told of |

Schools are coarsened whether or not they are in use: the reports seldom say.

## The sidecar

Beside every export lies a file of its name with `.lost.json` at the end:

| field | what it holds |
|---|---|
| `format`, `profile` | what was asked for |
| `incidents` | how many incidents fitted the filters |
| `left_out` | how many of them are not in the file, by reason |
| `lost` | for each thing that the format cannot hold: how many incidents have it, and what stands in its place |
| `changed` | values that were shortened or altered to fit |
| `small_cells` | in the public profile: regions and months with few incidents |
| `passing` | in the public profile: how many people had to pass an incident (`needed`), how many incidents were kept back for want of it, how many are there that nobody passed |

## HXL

`--hxl` puts a row of HXL tags below the header of {hxl}. The tags stand in the tables below.

## Text that looks like a formula

In CSV, a text cell that a spreadsheet would run gets an apostrophe in front; numbers, negative ones too, are left as they
are. In XLSX, text is stored as text.

"""


def exports_reference() -> str:
    """The page."""
    formats = [load_format(name) for name in FORMATS]
    tagged = [f"`{form.name}`" for form in formats if form.hxl]
    opening = OPENING.replace("{hxl}", ", ".join(tagged[:-1]) + " and " + tagged[-1])
    shared = "".join(_shared(name, columns) for name, columns in SHARED.items())
    return (opening + shared + "".join(line for form in formats for line in _section(form))).rstrip() + "\n"


def _shared(name: str, columns: Mapping[str, str]) -> str:
    tags = INCIDENT_TAGS if name == "incidents" else {}
    return f"## Columns of {name}\n\nOne row for each; several formats share them.\n\n{_table(columns, tags)}\n"


def _table(columns: Mapping[str, str], tags: Mapping[str, str]) -> str:
    lines = [
        "| column | where its value comes from |" + (" HXL |" if tags else ""),
        "|---|---|" + ("---|" if tags else ""),
    ]
    for column, source in columns.items():
        tag = f" `{tags[column]}` |" if column in tags else " |" if tags else ""
        lines.append(f"| `{column}` | {source} |{tag}")
    return "\n".join(lines) + "\n"


def _section(form: Format) -> Iterator[str]:
    yield f"## {form.name}\n\n{form.about[0].upper()}{form.about[1:]}."
    if form.needs:
        yield f" Needs {' and '.join(form.needs)}: `pip install 'claimbook[export]'`."
    yield "\n\n"
    for table, columns in form.columns.items():
        if len(form.columns) > 1:
            yield f"### {form.name}: {table}\n\n"
        shared = next((n for n, c in SHARED.items() if list(columns)[: len(c)] == list(c)), None)
        own = columns if shared is None else {c: s for c, s in columns.items() if c not in SHARED[shared]}
        if shared:
            yield f"The [columns of {shared}](#columns-of-{shared}){', then:' if own else '.'}\n\n"
        if own:
            yield _table(own, form.hxl) + "\n"
    if not form.lost:
        yield "**Lost:** nothing.\n\n"
        return
    yield "**Lost:**\n\n"
    for name, instead in form.lost.items():
        yield f"- {SIGHTS[name][0]}: {instead}\n"
    yield "\n"


if __name__ == "__main__":
    print(exports_reference(), end="")
