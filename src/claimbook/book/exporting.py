"""A book to other people's formats: what `claimbook export`, Python and the desk call."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from claimbook import store
from claimbook.errors import BookError
from claimbook.export.case import AsKept, Case, Loose, Material, Options, Passing
from claimbook.export.formats import SMALL_CELL, Exported, load_format, write_export
from claimbook.export.profile import Coarsening, Profile, Public, load_names
from claimbook.model import Incident, Report

from .areas import area_finder
from .book import Book
from .passing import passed_incidents, passes_needed

BATCH = 200
KEPT = 2_000  # reports at hand


def export_book(
    book: Book,
    form: str,
    to: str | Path,
    *,
    wanted: store.Filter | None = None,
    profile: Profile | str = Profile.PUBLIC,
    coarsening: Coarsening | str = Coarsening.TENTH,
    hxl: bool = False,
    small_cell: int = SMALL_CELL,
    passes: int | None = None,
) -> Exported:
    """Writes the incidents that fit to `to`, and beside it what was lost.

    `profile` "public" leaves out names and words and puts points on a grid of `coarsening`; "internal" writes all.
    `passes` says how many people must have passed an incident; None asks for as many as `book.passing` says of the
    public profile, and for nobody with the internal one.  Raises UsageError where the format or the path cannot be used,
    MissingPart where an extra is needed, BookError where the book shows incidents of older rules.
    """
    book.refresh()
    if behind := book.older():  # at a desk, which shows them: a file says nowhere that it is of older rules
        raise BookError(f"{behind} Until then nothing is written.")
    public = public_profile(book, coarsening=coarsening) if Profile(profile) is Profile.PUBLIC else None
    needs_claims = load_format(form).needs_claims
    if public is None and not passes:
        material = material_of(book, wanted, claims=needs_claims)
    else:
        material = passed_material(book, wanted, claims=needs_claims, passes=passes)
    options = Options(hxl=hxl)
    with _few_collections():
        return write_export(material, form, Path(to), public=public, options=options, small_cell=small_cell)


def public_profile(book: Book, *, coarsening: Coarsening | str = Coarsening.TENTH) -> Public:
    """The public profile with the book's own gazetteer and actors."""
    return Public(
        coarsening=Coarsening(coarsening), area_of=area_finder(book.settings), names=load_names(book.settings.actors)
    )


def material_of(book: Book, wanted: store.Filter | None = None, *, claims: bool = True) -> Material:
    """The incidents that fit with what they rest on, read as they are asked for; `claims` may be left out for speed."""
    shelf = _Shelf(book)
    bodies = book.incidents_as_json(wanted or store.Filter())
    return Material(_cases(book, shelf, bodies, claims=claims), _loose(book, shelf, wanted) if claims else ())


def passed_material(
    book: Book, wanted: store.Filter | None = None, *, claims: bool = True, passes: int | None = None
) -> Material:
    """The same, without the incidents that too few people passed, and then without claims of no incident.

    `passes` None asks for as many people as `book.passing` says.  A limit counts what is left.
    """
    wanted = wanted or store.Filter()
    book.refresh()
    with store.reading(book.engine, book.where) as connection:
        needed = passes_needed(connection, book.settings) if passes is None else passes
        passed = set(passed_incidents(connection, needed=needed).incidents)
        asked = store.find_incident_ids(connection, replace(wanted, limit=None) if needed else wanted)
    whole = [i for i in asked if i in passed]
    missing = len(asked) - len(whole)
    if not needed:
        material = material_of(book, wanted, claims=claims)
        return Material(material.cases, material.loose, Passing(needed, unpassed=missing))
    bodies = _bodies_of(book, whole[: wanted.limit])
    return Material(_cases(book, _Shelf(book), bodies, claims=claims), (), Passing(needed, kept_back=missing))


def _bodies_of(book: Book, ids: Sequence[str]) -> Iterator[str]:
    for at in range(0, len(ids), BATCH):
        part = ids[at : at + BATCH]
        with store.reading(book.engine, book.where) as connection:
            rows = store.incident_rows(connection, part)
        yield from (rows[i].body for i in part if i in rows)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Nouns hold no cycles, and they come by the hundred thousand: looking for cycles took a third of the time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Shelf:
    """Reports by their ids, the last ones at hand, because incidents near each other in time share them."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._kept: dict[str, Report] = {}

    def fetch(self, ids: Iterable[str]) -> None:
        """Brings the reports that are not at hand."""
        if len(self._kept) > KEPT:
            self._kept.clear()
        if missing := [i for i in dict.fromkeys(ids) if i not in self._kept]:
            self._kept |= self._book.reports_by_id(missing)

    def reports(self, ids: Iterable[str]) -> dict[str, Report]:
        """The reports that were fetched; those that are not in the book are left out."""
        return {i: self._kept[i] for i in ids if i in self._kept}


def _cases(book: Book, shelf: _Shelf, incidents: Iterable[str], *, claims: bool) -> Iterator[Case]:
    for bodies in _batched(incidents):
        group = [Incident.model_validate_json(body) for body in bodies]
        shelf.fetch(r for i in group for r in i.reports)
        known = book.claims_by_id([c for i in group for c in i.claims]) if claims else {}
        for incident, body in zip(group, bodies, strict=True):
            own = [known[c] for c in incident.claims if c in known]
            yield Case(
                incident,
                shelf.reports(incident.reports),
                tuple(c.view for c in own),
                {c.view.id: c.state for c in own},
                AsKept(body, {c.view.id: c.json for c in own}),
            )


def _loose(book: Book, shelf: _Shelf, wanted: store.Filter | None) -> Iterator[Loose]:
    """The claims that fit and are in no incident; none where the filter asks for a grade, which incidents alone have."""
    if wanted is not None and wanted.grades:
        return
    for claim in book.loose_claims(wanted):
        shelf.fetch([claim.view.report])
        for report in shelf.reports([claim.view.report]).values():
            yield Loose(claim.view, report, claim.state)


def _batched(bodies: Iterable[str]) -> Iterator[tuple[str, ...]]:
    held: list[str] = []
    for body in bodies:
        held.append(body)
        if len(held) >= BATCH:
            yield tuple(held)
            held.clear()
    if held:
        yield tuple(held)
