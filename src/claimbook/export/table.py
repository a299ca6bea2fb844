"""The table for people: claims grouped by report, each with its words and who says so.

Lost: offsets, basis and method of each value (a mark says where a value was not stated), coordinates, candidates.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from claimbook.model import Basis, Claim, Harm, Modality, Period, Precision, Report, Toll

from .row import fold, name_actor, name_place, sum_tolls

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # a report must not steer the terminal
_LENGTH = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
LEAST_WIDTH = 60


def to_table(readings: Iterable[tuple[Report, Sequence[Claim]]], *, width: int, colour: bool) -> Iterator[str]:
    """A heading and a table for each report, `width` columns wide."""
    for report, claims in readings:
        out = io.StringIO()
        console = Console(
            file=out,
            width=max(width, LEAST_WIDTH),
            force_terminal=colour,
            color_system="standard" if colour else None,
            highlight=False,
            legacy_windows=False,
        )
        console.print(_heading(report, claims))
        if claims:
            console.print(_table(claims))
        console.print()
        yield "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _heading(report: Report, claims: Sequence[Claim]) -> Text:
    heading = Text(plain(report.name), style="bold")
    if report.outlet and report.outlet.value:
        heading.append(f" · {plain(report.outlet.value)}", style="not bold")
    if report.published and report.published.value:
        basis = "" if report.published.basis is Basis.STATED else f" ({report.published.basis})"
        heading.append(f" · {report.published.value}{basis}", style="not bold")
    else:
        heading.append(" · no date", style="not bold")
    count = f"{len(claims)} claim{'' if len(claims) == 1 else 's'}" if claims else "nothing to report"
    heading.append(f" · {count}", style="not bold")
    return heading


def _table(claims: Sequence[Claim]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, show_lines=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", width=2, justify="right")
    table.add_column("when", width=10)
    table.add_column("what is claimed", ratio=4, overflow="fold")
    table.add_column("where", ratio=2, overflow="fold")
    table.add_column("who says so", ratio=2, overflow="fold")
    for claim in claims:
        table.add_row(
            str(claim.happening),
            _when(claim),
            _what(claim),
            _where(claim),
            _who(claim),
            end_section=claim is claims[-1],
        )
    return table


def _when(claim: Claim) -> Text:
    if claim.period is None or claim.period.value is None:
        return Text("unknown" if claim.period is None else plain(fold(claim.period.wording)), style="dim")
    said = tell_period(claim.period.value)
    return Text(said if claim.period.basis is not Basis.ASSUMED else f"{said}\n(assumed)")


def tell_period(period: Period) -> str:
    """ "2020-08-06", "since 2020-08-05", "2020-08-01 to 2020-08-03", with the part of the day below."""
    length = _LENGTH[period.precision]
    start = period.start.isoformat()[:length]
    end = period.end.isoformat()[:length] if period.end else None
    said = start if start == end else f"since {start}" if end is None else f"{start} to {end}"
    if period.ongoing:
        said = f"since {start}"
    return f"{said} {period.part_of_day}" if period.part_of_day else said


def _what(claim: Claim) -> Text:
    modality = claim.modality.value
    what = Text()
    what.append(str(claim.kind.value or "unknown").replace("_", " "), style="bold")
    for word in (
        str(modality) if modality and modality is not Modality.ASSERTED else None,
        "background" if claim.background.value else None,
        "roll-up" if claim.aggregate.value else None,
        str(claim.outcome.value) if claim.outcome and claim.outcome.value else None,
    ):
        if word:
            what.append(f" · {word}")
    if parties := _parties(claim):
        what.append("\n" + parties)
    if things := _things(claim):
        what.append("\n" + things)
    if tolls := tell_tolls([t.value for t in claim.tolls if t.value is not None]):
        what.append("\n" + tolls, style="red")
    what.append(f"\n“{plain(fold(claim.quote.wording))}”", style="italic")
    return what


def _parties(claim: Claim) -> str:
    initiators, targets = _names(map(name_actor, claim.initiators)), _names(map(name_actor, claim.targets))
    if initiators and targets:
        return f"{initiators} → {targets}"
    if initiators:
        return f"by {initiators}"
    return f"against {targets}" if targets else ""


def _things(claim: Claim) -> str:
    parts = []
    if claim.means:
        parts.append(f"with {plain(fold(claim.means.wording))}")
    if sites := _names(str(s.value) for s in claim.sites if s.value):
        parts.append(f"on {sites}")
    return ", ".join(parts)


def tell_tolls(tolls: Sequence[Toll]) -> str:
    """ "killed 2 or more (NDF members), injured 3": a range for each harm, with the groups that it counts."""
    said = []
    for harm in Harm:
        total = sum_tolls(tolls, harm)
        if total is None:
            continue
        low, high = total
        number = str(low) if low == high else f"{low} or more" if high is None else f"{low} to {high}"
        groups = _names(t.group for t in tolls if t.harm is harm and t.group)
        said.append(f"{harm} {number}" + (f" ({groups})" if groups else ""))
    return ", ".join(said)


def _where(claim: Claim) -> Text:
    where = Text()
    for place in claim.places:
        where.append(("\n" if where else "") + plain(name_place(place)))
        if place.value and place.value.country:
            where.append(f", {plain(place.value.country)}", style="dim")
        if place.value is None or place.value.lat is None:
            where.append(" (not located)", style="dim")
    return where or Text("unknown", style="dim")


def _who(claim: Claim) -> Text:
    """Whoever the report cites, the one who said it first at the end; the outlet stands in the heading."""
    cited = claim.speakers[1:]
    if not cited:
        return Text("the report itself", style="dim")
    names = (link.value.name if link.value else fold(link.wording) for link in cited)
    who = Text(" ← ".join(map(plain, names)))
    if last := cited[-1].value:
        who.append(f" ({last.stance})", style="dim")
    return who


def _names(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(plain(fold(n)) for n in names if n))


def plain(words: str) -> str:
    """Words without the characters that would steer a terminal."""
    return _CONTROL.sub("\ufffd", words)
