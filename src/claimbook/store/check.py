"""Does the book still hold what was put in it?  Every break is a sentence; the first is the one to look at.

Checked here: the chain, that each entry's thing is there with its digest and nothing is there without an entry, the
originals' hashes, foreign keys, and the columns and words to search by.  What is computed from decisions (views,
incidents) is checked by the joining step, which can compute it again.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator

from sqlalchemy import Connection, func, select, text

from claimbook.model import Report

from . import audit
from .decisions import all_decisions
from .reports import stored
from .rows import claim_columns, claim_spots, claim_terms, claim_text, report_columns, report_text
from .schema import claim, claim_spot, claim_term, decision, decision_claim, erased, kept, metadata, original, report
from .words import fold


def find_breaks(connection: Connection) -> Iterator[str]:
    """What does not hold, in the order of what rests on what."""
    yield from _file(connection)
    chain = audit.entries(connection)
    if broken := audit.first_break(chain):
        yield broken
    yield from _things(connection, chain)
    yield from _originals(connection)
    yield from _foreign_keys(connection)
    yield from _report_columns(connection)
    yield from _claim_columns(connection)
    yield from _decision_rows(connection)


def _file(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        said = connection.execute(text("PRAGMA integrity_check(1)")).scalar()
        if said != "ok":
            yield f"the file is damaged: {said}."


def _things(connection: Connection, chain: list[audit.Entry]) -> Iterator[str]:
    """Each entry's thing, and each thing's entry."""
    tombs = {row[0]: row[1] for row in connection.execute(select(erased.c.report, erased.c.digest))}
    taken = _decisions_taken(connection)
    there = _digests(connection)
    vouched: set[tuple[str, str, str]] = set()
    for entry in chain:
        key = (entry.what, entry.subject, entry.digest)
        vouched.add(key)
        if key in there:
            continue
        if entry.what in ("report", "claims") and entry.subject in tombs:
            continue
        if entry.what == "decision" and entry.subject in taken:
            continue
        what = {"claims": "the claim set of report", "erase": "the tombstone of report"}.get(entry.what, entry.what)
        yield f"{what} {entry.subject} was changed or removed since audit entry {entry.number}, {entry.at}."
    for what, subject, held in sorted(there - vouched):
        yield f"{what} {subject} (digest {held[:12]}) is in the book without an entry in the audit chain."
    latest = {(e.what, e.subject): e.digest for e in chain}
    query = select(report.c.id, report.c.digest, report.c.claims_digest).order_by(report.c.number)
    for identifier, own, claims_digest in connection.execute(query):
        if latest.get(("report", identifier)) != own or latest.get(("claims", identifier)) != claims_digest:
            yield f"report {identifier} is not shown as last read: an earlier reading stands in its place."


def _decisions_taken(connection: Connection) -> set[str]:
    bodies = connection.execute(select(erased.c.body)).scalars()
    return {f"D{n}" for body in bodies for n in json.loads(body).get("decisions", ())}


def _digests(connection: Connection) -> set[tuple[str, str, str]]:
    """(what, subject, digest) of all that is there, the digests computed anew."""
    found: set[tuple[str, str, str]] = set()
    for identifier, body in connection.execute(select(report.c.id, report.c.body)):
        found.add(("report", identifier, audit.digest(body)))
    bodies: dict[str, list[str]] = {i: [] for i in connection.execute(select(report.c.id)).scalars()}
    for identifier, body in connection.execute(
        select(claim.c.report, claim.c.body).order_by(claim.c.report, claim.c.ordinal)
    ):
        bodies.setdefault(identifier, []).append(body)
    found.update(("claims", identifier, audit.digest(*texts)) for identifier, texts in bodies.items())
    for identifier, what, packed in connection.execute(select(kept.c.report, kept.c.what, kept.c.packed)):
        try:
            body = zlib.decompress(packed).decode()
        except (zlib.error, UnicodeDecodeError):
            continue  # its entry will miss it
        lines = body.split("\n")[:-1] if what == "claims" else [body]
        found.add((what, identifier, audit.digest(*lines)))
    for number, body in connection.execute(select(decision.c.number, decision.c.body)):
        if body is not None:
            found.add(("decision", f"D{number}", audit.digest(body)))
    for identifier, body in connection.execute(select(erased.c.report, erased.c.body)):
        found.add(("erase", identifier, audit.digest(body)))
    return found


def _originals(connection: Connection) -> Iterator[str]:
    query = select(original.c.sha256, original.c.size, original.c.packed).order_by(original.c.sha256)
    for sha256, size, packed in connection.execute(query, execution_options={"yield_per": 100}):
        try:
            data = zlib.decompress(packed)
        except zlib.error:
            yield f"original {sha256[:16]} is damaged and cannot be unpacked."
            continue
        if hashlib.sha256(data).hexdigest() != sha256 or len(data) != size:
            yield f"original {sha256[:16]} is not the bytes that were put in: its hash differs."


def _foreign_keys(connection: Connection) -> Iterator[str]:
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            parent = key.column.table.alias()
            query = (
                select(func.count())
                .select_from(table.outerjoin(parent, key.parent == parent.c[key.column.name]))
                .where(parent.c[key.column.name].is_(None))
            )
            if count := connection.execute(query).scalar():
                yield f"{count} row(s) of {table.name} name a {key.column.table.name} that is not there."


def _report_columns(connection: Connection) -> Iterator[str]:
    words: dict[str, str] = {}
    for row in connection.execute(select(report).order_by(report.c.number)):
        try:
            read = Report.model_validate_json(row.body)
        except ValueError:
            yield f"report {row.id} cannot be read back."
            continue
        expected = {**report_columns(read), "id": read.id, "sha256": read.sha256}
        if any(row._mapping[k] != v for k, v in expected.items()) or read.sha256[:16] != read.id:
            yield f"report {row.id}: the columns to search by differ from what was put in."
        words[row.id] = report_text(read)
    yield from _words(connection, "report_words", words)


def _claim_columns(connection: Connection) -> Iterator[str]:
    terms: dict[str, set[tuple[str, str]]] = {}
    for c, role, term in connection.execute(select(claim_term.c.claim, claim_term.c.role, claim_term.c.term)):
        terms.setdefault(c, set()).add((role, term))
    spots: dict[str, set[tuple[float, float, float]]] = {}
    for c, lat, lon, radius_km in connection.execute(select(claim_spot)):
        spots.setdefault(c, set()).add((lat, lon, radius_km))
    words: dict[str, str] = {}
    for row in connection.execute(select(claim).order_by(claim.c.id), execution_options={"yield_per": 1000}):
        try:
            view = stored(row).view
        except ValueError:
            yield f"claim {row.id} cannot be read back."
            continue
        same = (
            all(row._mapping[k] == v for k, v in claim_columns(view).items())
            and (view.id, view.report) == (row.id, row.report)
            and terms.get(row.id, set()) == claim_terms(view)
            and spots.get(row.id, set()) == set(claim_spots(view))
        )
        if not same:
            yield f"claim {row.id}: the columns to search by differ from what was put in."
        words[row.id] = claim_text(view)
    yield from _words(connection, "claim_words", words)


def _words(connection: Connection, table: str, expected: dict[str, str]) -> Iterator[str]:
    """The words of text search; PostgreSQL keeps them in a form of its own, so there only which are there."""
    what = table.removesuffix("_words")
    if connection.dialect.name == "sqlite":
        held = {row[0]: row[1] for row in connection.execute(text(f"SELECT id, words FROM {table}"))}
        differ = [i for i in sorted(expected.keys() | held.keys()) if held.get(i) != _folded(expected, i)]
    else:
        differ = sorted(expected.keys() ^ set(connection.execute(text(f"SELECT id FROM {table}")).scalars()))
    if differ:
        yield f"{what} {differ[0]}: the words of text search differ from what was put in."


def _folded(words: dict[str, str], identifier: str) -> str | None:
    return fold(words[identifier]) if identifier in words else None


def _decision_rows(connection: Connection) -> Iterator[str]:
    named: dict[int, set[tuple[str, str]]] = {}
    for number, c, r in connection.execute(select(decision_claim)):
        named.setdefault(number, set()).add((c, r))
    acts = {row[0]: row[1] for row in connection.execute(select(decision.c.number, decision.c.act))}
    for d in all_decisions(connection):
        if named.get(d.number, set()) != {(c.claim, c.report) for c in d.claims} or acts[d.number] != d.act:
            yield f"decision {d.id}: the columns to search by differ from what was put in."
