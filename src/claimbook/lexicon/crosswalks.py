"""Actors in the wording of ACLED, UCDP and PLOVER: names of sides, types of actor, types of violence, sectors.

The tables are under `crosswalks/`.  What they do not hold keeps its own words and is marked as not exact: nothing is
forced into a name that the other system may use for something else.  Codes and labels are those of ACLED's codebook as
of 2025, of the UCDP GED codebook and of the PLOVER manual.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from claimbook.model import Actor, ActorKind, Frozen

from .load import ROOT, load_entries
from .parties import ActorEntry, load_actors

INTER = {
    ActorKind.STATE_FORCES: "State forces",
    ActorKind.REBEL_GROUP: "Rebel group",
    ActorKind.POLITICAL_MILITIA: "Political militia",
    ActorKind.IDENTITY_MILITIA: "Identity militia",
    ActorKind.RIOTERS: "Rioters",
    ActorKind.PROTESTERS: "Protesters",
    ActorKind.CIVILIANS: "Civilians",
    ActorKind.EXTERNAL_FORCES: "External/Other forces",
}
"""ACLED's labels of its inter codes."""

_GOVERNING = (ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES)
_UNARMED = (ActorKind.PROTESTERS, ActorKind.CIVILIANS)
# Words that describe an armed group where a sentence begins with them, and name none.
_DESCRIBING = frozenset(
    [
        "armed",
        "assailants",
        "attackers",
        "bandits",
        "extremists",
        "fighters",
        "gunmen",
        "insurgents",
        "islamist",
        "jihadist",
        "jihadists",
        "masked",
        "militants",
        "militiamen",
        "rebels",
        "suspected",
        "terrorists",
        "unidentified",
        "unknown",
        "unnamed",
    ]
)
_CROWDS = {ActorKind.RIOTERS: "Rioters", ActorKind.PROTESTERS: "Protesters", ActorKind.CIVILIANS: "Civilians"}


class Reign(Frozen):
    """One of ACLED's regimes, from the day of the change of power to the day of the next."""

    since: date
    until: date | None = None

    @property
    def years(self) -> str:
        """As ACLED writes them: "2000-2024", "2016-"."""
        return f"{self.since.year}-{self.until.year if self.until else ''}"


class CountryEntry(Frozen):
    """A country in the three systems' wording.  `country` is ISO 3166-1 alpha-2; `ucdp` is None where it is `name`.

    `also` are its other names, and `metonyms` capitals that stand for its government.
    """

    country: str
    name: str
    alpha3: str
    also: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    the: bool = False
    ucdp: str | None = None
    reigns: tuple[Reign, ...] = ()


class AcledEntry(Frozen):
    """An entry's name in ACLED: whole, or as a state's forces with a unit; `since` and `until` bound its use."""

    id: str
    name: str | None = None
    state: Literal["military", "police"] | None = None
    country: str | None = None
    unit: str | None = None
    kind: ActorKind | None = None
    since: date | None = None
    until: date | None = None


class UcdpEntry(Frozen):
    """An entry as a side in UCDP: its name, or the country whose government it is taken for."""

    id: str
    name: str | None = None
    government: str | None = None
    since: date | None = None
    until: date | None = None


class SectorEntry(Frozen):
    """A PLOVER sector and what shows it: entries, head words, or kinds of actor."""

    sector: str
    code: str | None = None
    ids: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    kinds: tuple[ActorKind, ...] = ()


class AcledActor(NamedTuple):
    """ACLED's `actor`, inter code and inter label; `exact` is False where the name is not known to be ACLED's own.

    Code 0 and an empty label say that the words do not show what kind of actor it is.
    """

    name: str
    code: int
    inter: str
    exact: bool


class UcdpSide(NamedTuple):
    """UCDP's name of a side and what it is there; `exact` is False where the name is not known to be UCDP's own."""

    name: str
    what: Literal["government", "group", "civilians", "unknown"]
    exact: bool


class PloverActor(NamedTuple):
    """PLOVER's actor code (alpha-3, IMG, IGO) and primary sector; None where nothing tells."""

    code: str | None
    sector: str | None


def acled_actor(actor: Actor, *, country: str | None, when: date | None) -> AcledActor:
    """The actor in ACLED's wording, for an event in `country` (alpha-2) on the day `when`."""
    kind = acled_kind(actor, country=country, when=when)
    code, inter = int(kind), INTER.get(kind, "")
    where = load_countries().get(actor.country or country or "")
    if kind in _CROWDS:
        return AcledActor(_with_country(_CROWDS[kind], where), code, inter, where is not None)
    entry = _entries().get(actor.entry or "")
    if entry is not None:
        name, exact = _acled_name(entry, country, when)
        return AcledActor(name, code, inter, exact)
    if kind in _GOVERNING:
        if where is None:
            return AcledActor("Unidentified Military Forces", code, inter, True)
        form = "police" if "police" in actor.name.lower() else "military"
        name, exact = _forces(form, where, when)
        return AcledActor(name, code, inter, exact)
    if _has_own_name(actor.name) and not actor.backer and actor.country is None:
        return AcledActor(actor.name, code, inter, False)  # a group with a name of its own that we do not know
    if kind is ActorKind.IDENTITY_MILITIA:
        return AcledActor(_with_country("Unidentified Communal Militia", where), code, inter, where is not None)
    name = _with_country("Unidentified Armed Group", where)
    militia = ActorKind.POLITICAL_MILITIA
    return AcledActor(name, int(militia), INTER[militia], where is not None)


def acled_kind(actor: Actor, *, country: str | None, when: date | None) -> ActorKind:
    """ACLED's inter code in an event in `country`: a state's forces abroad are external, at home they are the state's."""
    entry = _entries().get(actor.entry or "")
    kind = entry.kind if entry else actor.kind
    for row in _acled_rows().get(actor.entry or "", ()):
        if row.kind is not None and _holds(row, when):
            kind = row.kind
    home = entry.country if entry else actor.country
    if kind in _GOVERNING and home and country:
        return ActorKind.STATE_FORCES if home == country else ActorKind.EXTERNAL_FORCES
    return kind


def acled_interaction(first: str, second: str | None) -> str:
    """ACLED's `interaction` of two inter labels, in its own order; "Rebel group only" where there is no second."""
    if not first or not second:
        return f"{first or second} only" if first or second else ""
    order = list(INTER.values())
    left, right = sorted((first, second), key=order.index)
    if (left, right) == ("Civilians", "External/Other forces"):
        left, right = right, left  # the one pair that ACLED writes the other way round
    return f"{left}-{right}"


def ucdp_side(actor: Actor, *, when: date | None) -> UcdpSide:
    """The actor as a side in UCDP on the day `when`: a state's forces are its government, groups keep their names."""
    entry = _entries().get(actor.entry or "")
    for known in _line(entry):
        for row in _ucdp_rows().get(known.id, ()):
            if _holds(row, when):
                exact = known is entry and (when is not None or not (row.since or row.until))
                if row.government:
                    return UcdpSide(_government(load_countries()[row.government]), "government", exact)
                return UcdpSide(row.name or known.name, "group", exact)
    kind = entry.kind if entry else actor.kind
    where = load_countries().get((entry.country if entry else actor.country) or "")
    if kind in _UNARMED:
        return UcdpSide("Civilians", "civilians", True)
    if kind in _GOVERNING:
        if where is None:
            return UcdpSide(entry.name if entry else actor.name, "government", False)
        return UcdpSide(_government(where), "government", True)
    name = entry.name if entry else actor.name
    return UcdpSide(name, "group" if kind else "unknown", False)


def type_of_violence(side_a: UcdpSide, side_b: UcdpSide) -> int | None:
    """UCDP's type: 1 state-based, 2 non-state, 3 one-sided; None where the sides do not decide it."""
    kinds = {side_a.what, side_b.what}
    if "unknown" in kinds or kinds == {"civilians"}:
        return None
    if "civilians" in kinds:
        return 3
    return 1 if "government" in kinds else 2


def plover_actor(actor: Actor) -> PloverActor:
    """The actor's code and primary sector in PLOVER."""
    entry = _entries().get(actor.entry or "")
    where = load_countries().get((entry.country if entry else actor.country) or "")
    code = where.alpha3 if where else None
    for known in _line(entry):
        listed = next((r for r in _sectors() if known.id in r.ids), None)
        if listed:
            return PloverActor(listed.code or code, listed.sector)
    kind = entry.kind if entry else actor.kind
    words = {form for word in actor.name.lower().split() for form in (word, word.removesuffix("s"))}
    named = next((r for r in _sectors() if entry is None and words & set(r.words)), None)
    row = named or next((r for r in _sectors() if kind in r.kinds), None)
    return PloverActor(code, row.sector if row else None)


@cache
def load_countries() -> dict[str, CountryEntry]:
    """Alpha-2 code → country."""
    return {e.country: e for e in load_entries([ROOT / "crosswalks" / "countries.yaml"], CountryEntry)}


def _has_own_name(name: str) -> bool:
    """Whether a group is named, not only described: "Gunmen" at the head of a sentence is no name."""
    first, *others = name.split() or [""]
    return any(word[:1].isupper() for word in others) or (first[:1].isupper() and first.lower() not in _DESCRIBING)


def _acled_name(entry: ActorEntry, country: str | None, when: date | None) -> tuple[str, bool]:
    """The name of an entry; failing one of its own, that of the nearest parent, which is not exact."""
    for known in _line(entry):
        for row in _acled_rows().get(known.id, ()):
            if not _holds(row, when):
                continue
            exact = known is entry and (when is not None or not (row.since or row.until))
            if row.state:
                where = load_countries()[row.country or known.country or ""]
                name, dated = _forces(row.state, where, when)
                return (f"{name} {row.unit}" if row.unit else name), exact and dated
            name = row.name or entry.name
            if "{country}" in name:
                where_is = load_countries().get(country or "")
                return name.format(country=where_is.name if where_is else "?"), exact and where_is is not None
            return name, exact
    return entry.name, False


def _forces(form: str, where: CountryEntry, when: date | None) -> tuple[str, bool]:
    """ "Military Forces of Syria (2000-2024)"; without years, and not exact, where we are not sure of the regime."""
    name = f"{form.capitalize()} Forces of {'the ' if where.the else ''}{where.name}"
    reign = next((r for r in where.reigns if when and r.since <= when and (r.until is None or when < r.until)), None)
    return (f"{name} ({reign.years})", True) if reign else (name, False)


def _government(where: CountryEntry) -> str:
    return f"Government of {where.ucdp or where.name}"


def _holds(row: AcledEntry | UcdpEntry, when: date | None) -> bool:
    """Whether a row is in use on a day; without a day, the one that is in use still."""
    if when is None:
        return row.until is None
    return (row.since is None or row.since <= when) and (row.until is None or when < row.until)


def _with_country(name: str, where: CountryEntry | None) -> str:
    return f"{name} ({where.name})" if where else name


def _line(entry: ActorEntry | None) -> list[ActorEntry]:
    """The entry and its parents, upwards."""
    found: list[ActorEntry] = []
    while entry is not None and entry not in found:
        found.append(entry)
        entry = _entries().get(entry.parent or "")
    return found


@cache
def _entries() -> dict[str, ActorEntry]:
    return {e.id: e for e in load_actors()}


@cache
def _acled_rows() -> dict[str, tuple[AcledEntry, ...]]:
    rows: dict[str, tuple[AcledEntry, ...]] = {}
    for row in load_entries([ROOT / "crosswalks" / "acled.yaml"], AcledEntry):
        rows[row.id] = (*rows.get(row.id, ()), row)
    return rows


@cache
def _ucdp_rows() -> dict[str, tuple[UcdpEntry, ...]]:
    rows: dict[str, tuple[UcdpEntry, ...]] = {}
    for row in load_entries([ROOT / "crosswalks" / "ucdp.yaml"], UcdpEntry):
        rows[row.id] = (*rows.get(row.id, ()), row)
    return rows


@cache
def _sectors() -> tuple[SectorEntry, ...]:
    return load_entries([ROOT / "crosswalks" / "plover.yaml"], SectorEntry)
