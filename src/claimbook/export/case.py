"""What exports are made of: incidents, each with the claims and reports that it rests on, one after the other.

Nothing here reads a book: who calls an export brings the cases, so that a hundred thousand of them need no memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from claimbook.model import Claim, Incident, Report

from .losses import Losses
from .profile import Public


@dataclass(frozen=True, slots=True)
class AsKept:
    """The JSON that an incident, and claims by their ids, were read from: what holds them whole need not make it again.

    It belongs to these very objects: who changes one leaves its JSON out, as the public profile does.
    """

    incident: str | None = None
    claims: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """An incident, its claims in the order of its ids, and their reports by id.

    `states` says of a claim that people accepted it; a claim that is missing there was only read.  Formats that do not
    ask for claims (see `Format.needs_claims`) may be given cases without claims; reports are always there.
    """

    incident: Incident
    reports: Mapping[str, Report]
    claims: tuple[Claim, ...] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    as_kept: AsKept = AsKept()


@dataclass(frozen=True, slots=True)
class Loose:
    """A claim that is in no incident, with its report: background, what was planned, what was rejected."""

    claim: Claim
    report: Report
    state: str = "read"


@dataclass(frozen=True, slots=True)
class Passing:
    """How many people had to pass an incident, how many were kept back for want of it, and how many go out though
    nobody passed them."""

    needed: int
    kept_back: int = 0
    unpassed: int = 0

    @property
    def people(self) -> str:
        """ "one person", "2 people"."""
        return "one person" if self.needed == 1 else f"{self.needed} people"


@dataclass(frozen=True, slots=True)
class Material:
    """All that an export may draw on; both are read once, the cases first."""

    cases: Iterable[Case]
    loose: Iterable[Loose] = ()
    passing: Passing | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What a format may be told: `hxl` puts a row of HXL tags below the header of a table."""

    hxl: bool = False


class Write(Protocol):
    """Writes the material to a new file; what is left out is told to `losses`."""

    def __call__(self, material: Material, to: Path, losses: Losses, options: Options) -> None: ...


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    `columns` are those of its table, or of each of its tables, with where their values come from; `lost` says for each
    thing that the format cannot hold (see `losses.SIGHTS`) what stands in its place.  `hxl` are tags for columns.
    """

    name: str
    suffix: str
    about: str
    write: Write
    columns: Mapping[str, Mapping[str, str]]
    lost: Mapping[str, str]
    hxl: Mapping[str, str] = field(default_factory=dict)
    needs_claims: bool = False
    needs: tuple[str, ...] = ()


def publish(material: Material, public: Public) -> Material:
    """The material as the public profile shows it; rejected claims are left out."""
    return Material(
        (publish_case(case, public) for case in material.cases),
        (
            Loose(public.claim(loose.claim), public.report(loose.report), loose.state)
            for loose in material.loose
            if loose.state != "rejected"
        ),
        material.passing,
    )


def publish_case(case: Case, public: Public) -> Case:
    """The case as the public profile shows it; its claims are as coarse as its most sensitive one."""
    hidden = public.is_sensitive(case.incident)
    entries = {
        v.report: v.speakers[0].entry for v in case.incident.voices if v.speakers and v.speakers[0].entry is not None
    }
    return Case(
        public.incident(case.incident),
        {i: public.report(r, entry=entries.get(i)) for i, r in case.reports.items()},
        tuple(public.claim(c, sensitive=hidden) for c in case.claims),
        case.states,
    )


def outlets_of(case: Case) -> list[str]:
    """The outlets of its reports, each once; a report without one is "unnamed outlet"."""
    found = [r.outlet.value if r.outlet and r.outlet.value else "unnamed outlet" for r in case.reports.values()]
    return list(dict.fromkeys(found))


def seen(cases: Iterable[Case], losses: Losses) -> Iterator[Case]:
    """The cases as they come, each counted for the sidecar."""
    for case in cases:
        losses.see(case.incident)
        yield case
