"""The tables of a book, for SQLite and PostgreSQL alike.

What is kept: originals, reports, claim sets, decisions and the audit chain.  Their `body` is the text that the chain
vouches for, never rewritten.  All else (the columns to search by, views, words, incidents) is derived from the bodies
and can be made again.  Migrations build the same tables; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()
Number = BigInteger().with_variant(Integer, "sqlite")

# -- kept ------------------------------------------------------------------------------------------------------------

original = Table(
    "original",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Number, nullable=False),
    Column("packed", LargeBinary, nullable=False),  # zlib
)

report = Table(
    "report",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),  # order of adding
    Column("id", String(16), nullable=False, unique=True),
    Column("sha256", String(64), ForeignKey("original.sha256"), nullable=False, unique=True),
    Column("body", Text, nullable=False),  # the Report as JSON
    Column("digest", String(64), nullable=False),
    Column("claims_digest", String(64), nullable=False),
    Column("given", Text, nullable=False),  # what the user said of it when it was added, as JSON
    Column("rules", Text, nullable=False),  # the version that read it
    # derived:
    Column("name", Text, nullable=False),
    Column("title", Text),
    Column("outlet", Text),
    Column("published", String(10)),
    Column("address", Text),
)

claim = Table(
    "claim",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("report", String(16), ForeignKey("report.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),  # from 0, in the order read
    Column("body", Text, nullable=False),  # the Claim as JSON, as read
    # derived, from the claim as corrected:
    Column("view", Text),  # the corrected Claim as JSON, where a correction stands
    Column("state", String(8), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("modality", String(16), nullable=False),
    Column("background", Boolean, nullable=False),
    Column("aggregate", Boolean, nullable=False),
    Column("start", String(10)),
    Column("end", String(10)),
    Column("killed_low", Number),
    Column("killed_high", Number),
    Column("injured_low", Number),
    Column("injured_high", Number),
    Index("claim_report", "report", "ordinal"),
    Index("claim_kind", "kind"),
    Index("claim_start", "start"),
)

claim_term = Table(
    "claim_term",
    metadata,
    Column("claim", String(16), ForeignKey("claim.id", ondelete="CASCADE"), nullable=False),
    Column("role", String(8), nullable=False),  # place, actor, speaker
    Column("term", Text, nullable=False),  # folded name or entry
    Index("claim_term_term", "role", "term"),
    Index("claim_term_claim", "claim"),
)

claim_spot = Table(
    "claim_spot",
    metadata,
    Column("claim", String(16), ForeignKey("claim.id", ondelete="CASCADE"), nullable=False),
    Column("lat", Float, nullable=False),
    Column("lon", Float, nullable=False),
    Column("radius_km", Float, nullable=False),
    Index("claim_spot_lat", "lat", "lon"),
    Index("claim_spot_claim", "claim"),
)

decision = Table(
    "decision",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("act", String(8), nullable=False),
    Column("body", Text),  # the Decision as JSON; None where an erasure took it
    Column("digest", String(64), nullable=False),
)

decision_claim = Table(
    "decision_claim",
    metadata,
    Column("decision", Number, ForeignKey("decision.number", ondelete="CASCADE"), nullable=False),
    Column("claim", String(16), nullable=False),  # no foreign key: the claim may be read otherwise one day
    Column("report", String(16), nullable=False),
    Index("decision_claim_claim", "claim"),
    Index("decision_claim_report", "report"),
)

kept = Table(  # earlier readings that the chain vouches for
    "kept",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("report", String(16), ForeignKey("report.id", ondelete="CASCADE"), nullable=False),
    Column("what", String(8), nullable=False),  # report, claims
    Column("packed", LargeBinary, nullable=False),  # zlib
    Index("kept_report", "report"),
)

erased = Table(
    "erased",
    metadata,
    Column("report", String(16), primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("body", Text, nullable=False),  # the tombstone as JSON
    Column("digest", String(64), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("what", String(8), nullable=False),  # book, report, claims, decision, erase
    Column("subject", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)

# -- derived ---------------------------------------------------------------------------------------------------------

incident = Table(
    "incident",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("body", Text, nullable=False),
    Column("kind", String(32)),
    Column("start", String(10)),
    Column("end", String(10)),
    Column("grade", String(16)),
    Column("killed_low", Number),
    Column("killed_high", Number),
    Column("injured_low", Number),
    Column("injured_high", Number),
    Column("lat", Float),
    Column("lon", Float),
    Column("radius_km", Float),
    Column("place", String(120)),
    Column("country", String(60)),
    Column("admin1", String(80)),
    Column("voices", Number),
    Index(  # all that counting and mapping reads: the bodies are large, and are passed over
        "incident_scan",
        "start",
        "end",
        "kind",
        "grade",
        "killed_low",
        "killed_high",
        "injured_low",
        "injured_high",
        "lat",
        "lon",
        "radius_km",
        "country",
        "admin1",
        "place",
        "voices",
        "id",
    ),
)

incident_party = Table(
    "incident_party",
    metadata,
    Column("incident", String(32), ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True),
    Column("side", String(9), primary_key=True),  # initiator, target
    Column("name", String(160), primary_key=True),
    Index("incident_party_name", "name", "side", "incident"),
)

incident_claim = Table(
    "incident_claim",
    metadata,
    Column("incident", String(32), ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True),
    Column("claim", String(16), ForeignKey("claim.id", ondelete="CASCADE"), primary_key=True),
    Index("incident_claim_claim", "claim"),
)

block_key = Table(  # under which keys a report's happenings lie and look, so that joining finds its neighbours
    "block_key",
    metadata,
    Column("report", String(16), ForeignKey("report.id", ondelete="CASCADE"), nullable=False),
    Column("key", BigInteger, nullable=False),
    Column("asks", Boolean, nullable=False),
    Index("block_key_key", "key", "asks"),
    Index("block_key_report", "report"),
)

pending = Table(  # reports whose claims or rulings changed since incidents were computed; they may be gone by now
    "pending",
    metadata,
    Column("report", String(16), primary_key=True),
    Column("before", LargeBinary),  # their claims as last computed with, as packed JSON lines; None for a new report
)

computed = Table(  # what incidents were last computed with: the mark of the rules, and the rulings
    "computed",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("value", Text, nullable=False),
)
