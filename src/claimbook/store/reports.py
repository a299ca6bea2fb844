"""Putting reports and their claims in, finding them, and keeping what a newer reading replaced."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from claimbook.errors import BookError
from claimbook.model import Claim, Report

from . import audit
from .rows import Row, claim_columns, claim_spots, claim_terms, claim_text, report_columns, report_text
from .schema import (
    claim,
    claim_spot,
    claim_term,
    computed,
    erased,
    incident,
    incident_claim,
    kept,
    original,
    pending,
    report,
)
from .words import drop_words, put_words

READ = "read"
BATCH = 500  # ids in one IN list


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim as read, as corrected (the same where nothing was), and where it stands; `json` is `view` as kept."""

    as_read: Claim
    view: Claim
    state: str
    json: str


def put_report(
    connection: Connection,
    read: Report,
    claims: Sequence[Claim],
    data: bytes,
    *,
    given: Mapping[str, Any],
    rules: str,
) -> bool:
    """Puts in a report, its original bytes and its claims; False where the book has it already.

    Raises BookError where the bytes are not those of the report, or the report was erased.
    """
    if hashlib.sha256(data).hexdigest() != read.sha256:
        raise BookError(f"{read.name}: the file changed while it was read. Add it again.")
    if connection.execute(select(report.c.id).where(report.c.sha256 == read.sha256)).first():
        return False
    if connection.execute(select(erased.c.report).where(erased.c.sha256 == read.sha256)).first():
        raise BookError(f"{read.name}: this report was erased from the book, and is not put in again.")
    body = read.model_dump_json()
    bodies = [c.model_dump_json() for c in claims]
    own, set_digest = audit.digest(body), audit.digest(*bodies)
    mark_pending(connection, [read.id])
    connection.execute(insert(original).values(sha256=read.sha256, size=len(data), packed=zlib.compress(data, 6)))
    number = (connection.execute(select(func.max(report.c.number))).scalar() or 0) + 1
    connection.execute(
        insert(report).values(
            number=number,
            id=read.id,
            sha256=read.sha256,
            body=body,
            digest=own,
            claims_digest=set_digest,
            given=json.dumps(given, sort_keys=True),
            rules=rules,
            **report_columns(read),
        )
    )
    put_words(connection, "report_words", [(read.id, report_text(read))])
    _put_claims(connection, claims, bodies)
    audit.append(connection, [("report", read.id, own), ("claims", read.id, set_digest)])
    return True


def replace_reading(connection: Connection, read: Report, claims: Sequence[Claim], *, rules: str) -> bool:
    """Puts a newer reading in the place of the one there is, which is kept; False where it says the same."""
    row = connection.execute(select(report).where(report.c.id == read.id)).one()
    body = read.model_dump_json()
    bodies = [c.model_dump_json() for c in claims]
    own, set_digest = audit.digest(body), audit.digest(*bodies)
    if (own, set_digest) == (row.digest, row.claims_digest):
        return False
    entries = []
    if own != row.digest:
        _keep(connection, row.digest, read.id, "report", row.body)
        connection.execute(delete(computed))  # day and outlet tell in incidents: compute them all
        entries.append(("report", read.id, own))
        drop_words(connection, "report_words", [read.id])
        put_words(connection, "report_words", [(read.id, report_text(read))])
    if set_digest != row.claims_digest:
        old = connection.execute(select(claim.c.body).where(claim.c.report == read.id).order_by(claim.c.ordinal))
        _keep(connection, row.claims_digest, read.id, "claims", "".join(f"{b}\n" for b in old.scalars()))
        entries.append(("claims", read.id, set_digest))
        drop_claims(connection, read.id)
        _put_claims(connection, claims, bodies)
    connection.execute(
        update(report)
        .where(report.c.id == read.id)
        .values(body=body, digest=own, claims_digest=set_digest, rules=rules, **report_columns(read))
    )
    audit.append(connection, entries)
    return True


def _keep(connection: Connection, digest: str, report_id: str, what: str, body: str) -> None:
    if connection.execute(select(kept.c.digest).where(kept.c.digest == digest)).first() is None:
        packed = zlib.compress(body.encode(), 6)
        connection.execute(insert(kept).values(digest=digest, report=report_id, what=what, packed=packed))


def _put_claims(connection: Connection, claims: Sequence[Claim], bodies: Sequence[str]) -> None:
    if not claims:
        return
    rows: list[Row] = [
        {
            "id": c.id,
            "report": c.report,
            "ordinal": n,
            "body": body,
            "view": None,
            "state": READ,
            **claim_columns(c),
        }
        for n, (c, body) in enumerate(zip(claims, bodies, strict=True))
    ]
    connection.execute(insert(claim), rows)
    _put_search(connection, claims)


def _put_search(connection: Connection, claims: Iterable[Claim]) -> None:
    claims = list(claims)
    terms = [{"claim": c.id, "role": r, "term": t} for c in claims for r, t in sorted(claim_terms(c))]
    spots = [{"claim": c.id, "lat": a, "lon": o, "radius_km": r} for c in claims for a, o, r in claim_spots(c)]
    if terms:
        connection.execute(insert(claim_term), terms)
    if spots:
        connection.execute(insert(claim_spot), spots)
    put_words(connection, "claim_words", [(c.id, claim_text(c)) for c in claims])


def drop_claims(connection: Connection, report_id: str) -> None:
    """Removes the claims of a report, and what is derived from them, its incidents too: those quote the claims."""
    mark_pending(connection, [report_id])
    ids = list(connection.execute(select(claim.c.id).where(claim.c.report == report_id)).scalars())
    inside = select(incident_claim.c.incident).where(
        incident_claim.c.claim.in_(select(claim.c.id).where(claim.c.report == report_id))
    )
    connection.execute(delete(incident).where(incident.c.id.in_(inside)))
    drop_words(connection, "claim_words", ids)
    connection.execute(delete(claim).where(claim.c.report == report_id))


def set_view(connection: Connection, viewed: Claim, *, corrected: bool, state: str) -> None:
    """Writes where a claim stands and how it is corrected, with the columns to search by."""
    mark_pending(connection, [viewed.report])
    connection.execute(
        update(claim)
        .where(claim.c.id == viewed.id)
        .values(view=viewed.model_dump_json() if corrected else None, state=state, **claim_columns(viewed))
    )
    for table in (claim_term, claim_spot):
        connection.execute(delete(table).where(table.c.claim == viewed.id))
    drop_words(connection, "claim_words", [viewed.id])
    _put_search(connection, [viewed])


def mark_pending(connection: Connection, reports: Iterable[str]) -> None:
    """Notes reports whose incidents must be computed anew, with their claims as they are: call it before a change."""
    wanted = sorted(set(reports))
    for at in range(0, len(wanted), BATCH):
        part = wanted[at : at + BATCH]
        there = set(connection.execute(select(pending.c.report).where(pending.c.report.in_(part))).scalars())
        new = {name: b"" for name in part if name not in there}
        query = select(claim.c.report, func.coalesce(claim.c.view, claim.c.body)).where(claim.c.report.in_(new))
        for name, body in connection.execute(query.order_by(claim.c.id)):
            new[name] += body.encode() + b"\n"
        if new:
            rows = [{"report": name, "before": zlib.compress(lines)} for name, lines in new.items()]
            connection.execute(insert(pending), rows)


def note_pending(connection: Connection, before: Mapping[str, Iterable[Claim]]) -> None:
    """Notes reports whose incidents must be computed anew, with their claims as those were computed with."""
    for name, claims in before.items():
        lines = b"".join(c.model_dump_json().encode() + b"\n" for c in claims)
        connection.execute(insert(pending), {"report": name, "before": zlib.compress(lines)})


def count_pending(connection: Connection) -> int:
    """How many reports changed since incidents were computed."""
    return int(connection.execute(select(func.count()).select_from(pending)).scalar_one())


def pending_reports(connection: Connection) -> dict[str, list[Claim]]:
    """The reports that changed since incidents were computed, each with its claims as they were then."""
    return {
        name: [Claim.model_validate_json(line) for line in zlib.decompress(before).splitlines()] if before else []
        for name, before in connection.execute(select(pending.c.report, pending.c.before).order_by(pending.c.report))
    }


def computed_rules(connection: Connection) -> str | None:
    """The mark of the rules that incidents were computed with; None where they never were, or must all be anew."""
    return connection.execute(select(computed.c.value).where(computed.c.name == "rules")).scalar()


def count_claims(connection: Connection) -> int:
    """How many claims are in the book."""
    return int(connection.execute(select(func.count()).select_from(claim)).scalar_one())


def is_pending(connection: Connection, rules: str) -> bool:
    """Whether incidents must be computed anew: something changed, or the rules did."""
    if connection.execute(select(pending.c.report).limit(1)).first() is not None:
        return True
    return computed_rules(connection) != rules and connection.execute(select(report.c.id).limit(1)).first() is not None


# -- finding ---------------------------------------------------------------------------------------------------------


def known_hashes(connection: Connection) -> set[str]:
    """The hashes of all originals in the book."""
    return set(connection.execute(select(report.c.sha256)).scalars())


def erased_hashes(connection: Connection) -> set[str]:
    """The hashes of what was erased."""
    return set(connection.execute(select(erased.c.sha256)).scalars())


def get_report(connection: Connection, identifier: str) -> Report | None:
    """The report by its id."""
    body = connection.execute(select(report.c.body).where(report.c.id == identifier)).scalar()
    return Report.model_validate_json(body) if body is not None else None


def get_reports(connection: Connection, ids: Iterable[str]) -> dict[str, Report]:
    """The reports by their ids; those that are not there are left out."""
    wanted = sorted(set(ids))
    found: dict[str, Report] = {}
    for at in range(0, len(wanted), BATCH):
        query = select(report.c.id, report.c.body).where(report.c.id.in_(wanted[at : at + BATCH]))
        found |= {i: Report.model_validate_json(body) for i, body in connection.execute(query)}
    return found


def get_original(connection: Connection, sha256: str) -> bytes | None:
    """The original bytes by their hash."""
    packed = connection.execute(select(original.c.packed).where(original.c.sha256 == sha256)).scalar()
    return zlib.decompress(packed) if packed is not None else None


def get_given(connection: Connection, identifier: str) -> dict[str, Any]:
    """What the user said of the report when it was added."""
    given = connection.execute(select(report.c.given).where(report.c.id == identifier)).scalar_one()
    answer: dict[str, Any] = json.loads(given)
    return answer


def all_sources(connection: Connection) -> list[tuple[str, str | None, str | None, str]]:
    """(id, outlet, day of publication in ISO form, name) of every report, in order of adding."""
    query = select(report.c.id, report.c.outlet, report.c.published, report.c.name).order_by(report.c.number)
    return [(i, o, p, n) for i, o, p, n in connection.execute(query)]


def get_claims(connection: Connection, ids: Iterable[str]) -> dict[str, StoredClaim]:
    """The claims by their ids; those that are not there are left out."""
    return {c.as_read.id: c for c in _by(connection, claim, "id", ids)}


def claims_of_reports(connection: Connection, reports: Iterable[str]) -> list[StoredClaim]:
    """The claims of these reports, in reading order."""
    return list(_by(connection, claim, "report", reports))


def all_claims(connection: Connection) -> Iterator[StoredClaim]:
    """Every claim, report by report."""
    query = select(claim.c.body, claim.c.view, claim.c.state).order_by(claim.c.report, claim.c.ordinal)
    for row in connection.execute(query, execution_options={"yield_per": 1000}):
        yield stored(row)


def stored(row: Any) -> StoredClaim:
    """The claim in a row with body, view and state."""
    as_read = Claim.model_validate_json(row.body)
    view = Claim.model_validate_json(row.view) if row.view is not None else as_read
    return StoredClaim(as_read=as_read, view=view, state=row.state, json=row.body if row.view is None else row.view)


def _by(connection: Connection, table: Table, column: str, values: Iterable[str]) -> Iterator[StoredClaim]:
    wanted = sorted(set(values))
    for at in range(0, len(wanted), BATCH):
        query = (
            select(table.c.body, table.c.view, table.c.state)
            .where(table.c[column].in_(wanted[at : at + BATCH]))
            .order_by(table.c.report, table.c.ordinal)
        )
        for row in connection.execute(query):
            yield stored(row)
