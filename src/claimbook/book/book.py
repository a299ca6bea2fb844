"""`Book`: one book, opened.

Incidents are computed when they are asked for and something changed since: what is added is safe at once, whether or
not its incidents were computed before the lights went out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

from sqlalchemy import Connection, Engine

from claimbook import store
from claimbook.errors import UsageError
from claimbook.ingest import Input, ReadOptions
from claimbook.model import Act, Claim, Decision, Notice, Report
from claimbook.model.incident import Incident
from claimbook.review import Standing, Suggestion
from claimbook.settings import Settings

from . import adding, joining, refreshing, ruling
from .adding import Added, Known, Read, Reread, read_with_pipeline
from .question import Asked, to_filter
from .ruling import Ruling

if TYPE_CHECKING:
    from claimbook.export.formats import Exported


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: every break in a sentence, the first first; and the chain's end, to be noted elsewhere."""

    breaks: tuple[str, ...]
    entries: int
    head: str | None


class Book:
    """One book.  `where` is a path or a postgresql:// URL.  Use it as a context manager, or `close` it."""

    def __init__(
        self,
        where: str,
        engine: Engine,
        *,
        settings: Settings,
        show_older: refreshing.Told | None = None,
        progress: joining.Progress | None = None,
    ) -> None:
        self.where = where
        self.engine = engine
        self.settings = settings
        self.show_older = show_older
        self.progress = progress

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        create: bool = False,
        settings: Settings | None = None,
        show_older: refreshing.Told | None = None,
        progress: joining.Progress | None = None,
    ) -> Self:
        """Opens a book, or makes one where there is none and `create` is true.  Raises BookError where it cannot.

        Incidents that were computed under older rules are computed anew before they are given, which may take minutes;
        with `show_older` they are given as they are, and it is told so each time.  `progress` is told while all are
        computed.
        """
        engine = store.open_engine(str(where), create=create)
        settings = settings or Settings.from_environment()
        return cls(str(where), engine, settings=settings, show_older=show_older, progress=progress)

    def close(self) -> None:
        """Lets go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- reports in --------------------------------------------------------------------------------------------------

    def add(
        self,
        items: Sequence[Input],
        options: ReadOptions | None = None,
        *,
        jobs: int = 1,
        read: Read = read_with_pipeline,
    ) -> Iterator[Added | Known | Notice]:
        """Reads and keeps reports; one answer for each item, and what is answered as added is on disk."""
        return adding.add(self, items, options or ReadOptions(), jobs=jobs, read=read)

    def reread(
        self, identifiers: Sequence[str] | None = None, *, read: Read = read_with_pipeline
    ) -> Iterator[Reread | Notice]:
        """Reads reports (all, or those named) again from their originals, under the rules of today."""
        if identifiers is None:
            with store.reading(self.engine, self.where) as connection:
                identifiers = [s[0] for s in store.all_sources(connection)]
        return adding.reread(self, identifiers, read=read)

    def put(self, report: Report, claims: Sequence[Claim], data: bytes, *, rules: str = "") -> bool:
        """Keeps a report that was read elsewhere; False where the book has it."""
        with store.writing(self.engine, self.where) as connection:
            return store.put_report(connection, report, claims, data, given={}, rules=rules)

    # -- what is in it -----------------------------------------------------------------------------------------------

    def reports(self, wanted: store.Filter | None = None, **asked: Unpack[Asked]) -> Iterator[Report]:
        """The reports that fit, by day of publication."""
        question = self._asked(wanted, asked)
        with store.reading(self.engine, self.where) as connection:
            yield from store.find_reports(connection, question)

    def claims(self, wanted: store.Filter | None = None, **asked: Unpack[Asked]) -> Iterator[store.StoredClaim]:
        """The claims that fit, by report and in reading order."""
        question = self._asked(wanted, asked)
        with store.reading(self.engine, self.where) as connection:
            yield from store.find_claims(connection, question)

    def _asked(self, wanted: store.Filter | None, asked: Mapping[str, Any]) -> store.Filter:
        """The question as a filter; one on grades needs the incidents of today."""
        question = to_filter(wanted, asked)
        if question.grades:
            self.refresh()
        return question

    def loose_claims(self, wanted: store.Filter | None = None) -> Iterator[store.StoredClaim]:
        """The claims that fit and are in no incident, by report and in reading order."""
        self.refresh()
        with store.reading(self.engine, self.where) as connection:
            yield from store.find_claims(connection, wanted or store.Filter(), loose=True)

    def claims_with_reports(
        self, wanted: store.Filter | None = None, **asked: Unpack[Asked]
    ) -> Iterator[tuple[Report, store.StoredClaim]]:
        """The claims that fit, each with its report."""
        question = self._asked(wanted, asked)
        with store.reading(self.engine, self.where) as connection:
            report: Report | None = None
            for claim in store.find_claims(connection, question):
                if report is None or report.id != claim.as_read.report:
                    report = store.get_report(connection, claim.as_read.report)
                assert report is not None  # a foreign key holds it
                yield report, claim

    def report_names(self) -> dict[str, str]:
        """The name of every report by its id."""
        with store.reading(self.engine, self.where) as connection:
            return {source[0]: source[3] for source in store.all_sources(connection)}

    def incidents(self, wanted: store.Filter | None = None, **asked: Unpack[Asked]) -> Iterator[Incident]:
        """The incidents that fit, by start."""
        return map(Incident.model_validate_json, self.incidents_as_json(to_filter(wanted, asked)))

    def incidents_as_json(self, wanted: store.Filter) -> Iterator[str]:
        """The same as the book keeps them."""
        self.refresh()
        with store.reading(self.engine, self.where) as connection:
            yield from store.find_incidents(connection, wanted)

    def report(self, identifier: str) -> Report | None:
        """The report by its id."""
        with store.reading(self.engine, self.where) as connection:
            return store.get_report(connection, identifier)

    def reports_by_id(self, identifiers: Sequence[str]) -> dict[str, Report]:
        """The reports by their ids; those that are not there are left out."""
        with store.reading(self.engine, self.where) as connection:
            return store.get_reports(connection, identifiers)

    def original(self, sha256: str) -> bytes | None:
        """A report's original bytes by their hash."""
        with store.reading(self.engine, self.where) as connection:
            return store.get_original(connection, sha256)

    def claims_by_id(self, identifiers: Sequence[str]) -> dict[str, store.StoredClaim]:
        """The claims by their ids; those that are not there are left out."""
        with store.reading(self.engine, self.where) as connection:
            return store.get_claims(connection, identifiers)

    def incident(self, identifier: str) -> Incident | None:
        """The incident by its id."""
        self.refresh()
        with store.reading(self.engine, self.where) as connection:
            found = store.get_incident(connection, identifier)
        return Incident.model_validate_json(found[0]) if found else None

    def incident_of(self, claim: str) -> str | None:
        """The id of the incident that the claim is in."""
        self.refresh()
        with store.reading(self.engine, self.where) as connection:
            return store.incidents_of(connection, [claim]).get(claim)

    def stats(self) -> store.Stats:
        """How much is in the book."""
        self.refresh()
        with store.reading(self.engine, self.where) as connection:
            return store.count(connection)

    def export(
        self,
        form: str,
        to: str | Path,
        *,
        profile: str = "public",
        points: str = "0.1",
        hxl: bool = False,
        passes: int | None = None,
        **asked: Unpack[Asked],
    ) -> Exported:
        """Writes the incidents that fit in another format, and beside the file what was lost (see `exporting`)."""
        from .exporting import export_book

        wanted = to_filter(None, asked)
        return export_book(self, form, to, wanted=wanted, profile=profile, coarsening=points, hxl=hxl, passes=passes)

    # -- decisions ---------------------------------------------------------------------------------------------------

    def decide(self, wanted: Ruling) -> Decision:
        """Keeps a decision, and brings claims to what stands.  Raises UsageError where it cannot be made."""
        if wanted.act is not Act.UNDO and len(self.claims_by_id(wanted.subjects)) < len(set(wanted.subjects)):
            self.refresh()  # some subject is an incident, perhaps one not computed yet
        with store.writing(self.engine, self.where) as connection:
            return ruling.decide(connection, wanted)

    def renew(self, number: int, *, who: str, why: str = "", subjects: Sequence[str] = ()) -> Decision:
        """Makes a decision again that had become a suggestion, for its claims of today or for those named."""
        with store.writing(self.engine, self.where) as connection:
            return ruling.renew(connection, number, who=who, why=why, subjects=subjects)

    def decisions(self) -> tuple[list[Decision], Standing]:
        """The log in order, and what stands of it."""
        with store.reading(self.engine, self.where) as connection:
            return store.all_decisions(connection), joining.standing_of(connection)

    def write_views(self, connection: Connection, reports: Sequence[str]) -> tuple[Suggestion, ...]:
        """Brings the claims of these reports to what stands, in the caller's transaction."""
        return ruling.write_views(connection, reports)

    # -- incidents ---------------------------------------------------------------------------------------------------

    def refresh(self) -> int:
        """Computes incidents where claims, decisions or the rules changed; how many incidents changed with them."""
        return refreshing.refresh(self)

    def older(self) -> refreshing.Older | None:
        """What there is to say where the incidents are of older rules; None where they are not."""
        return refreshing.older(self)

    # -- safety ------------------------------------------------------------------------------------------------------

    def check(self, *, noted: str | None = None) -> Checked:
        """Whether the book holds what was put in it, and its incidents are what its claims and decisions give.

        `noted` is the hash that an earlier check gave as the chain's end: it must still be in the chain, which shows
        that nothing was cut off or written anew since.
        """
        breaks = list(self._stored_breaks(noted))
        if not breaks:
            self.refresh()
            with store.reading(self.engine, self.where) as connection:
                breaks = list(self._computed_breaks(connection))
        with store.reading(self.engine, self.where) as connection:
            end = store.head(connection)
        return Checked(tuple(breaks), end.number if end else 0, end.hash if end else None)

    def _stored_breaks(self, noted: str | None) -> Iterator[str]:
        with store.reading(self.engine, self.where) as connection:
            if noted is not None and all(e.hash != noted for e in store.entries(connection)):
                yield f"the chain holds no entry with the hash {noted}: it was cut off or written anew since."
            yield from store.find_breaks(connection)

    def _computed_breaks(self, connection: Connection) -> Iterator[str]:
        """Where claims or incidents are not what follows from what is stored; those of older rules are named as such."""
        standing = joining.standing_of(connection)
        for claim in store.all_claims(connection):
            try:
                expected = ruling.expected_view(standing, claim.as_read)
            except UsageError as error:
                yield str(error)
                continue
            if expected != (claim.view, claim.state):
                yield f"claim {claim.as_read.id} is not shown as the decisions have it."
        if behind := self.older():
            yield str(behind)
            return
        there = store.all_incident_rows(connection)
        computed = joining.compute_all(connection)
        fresh = {row.id: row for row in computed.incidents}
        for identifier in sorted(there.keys() | fresh.keys()):
            if there.get(identifier) != fresh.get(identifier):
                what = "is missing" if identifier not in there else "differs from"
                what = what if identifier in fresh else "is not in"
                yield f"incident {identifier} {what} a fresh computation from claims and decisions."
        if store.all_keys(connection) != {report: set(keys) for report, keys in computed.keys.items() if keys}:
            yield "the keys by which joining finds neighbours differ from a fresh computation."

    def back_up(self, to: Path) -> None:
        """Writes the whole book to a new file."""
        store.back_up(self.engine, self.where, to)

    def erase(self, report: str, *, who: str, why: str) -> store.Erasure:
        """Takes out what the law makes one take out; a tombstone stays."""
        self.refresh()  # while others may still write; what is left to compute is small
        with store.writing(self.engine, self.where) as connection:
            done = store.erase_report(connection, report, who=who, why=why)
            joining.write(connection, joining.compute(connection))
        store.scrub(self.engine)
        return done
