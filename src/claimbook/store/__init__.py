"""The book: all SQL, migrations, the audit chain, backups.  What it keeps it never edits; what it derives it can
derive again."""

from .audit import Entry, entries, head
from .backup import back_up, restore
from .check import find_breaks
from .decisions import all_decisions, next_number, put_decision, reports_ruled
from .engine import is_url, open_engine, reading, writing
from .erase import Erasure, erase_report, scrub
from .filters import Filter, find_claims, find_incidents, find_reports
from .incidents import (
    IncidentRow,
    all_incident_rows,
    claims_near,
    clear_pending,
    drop_all_incidents,
    drop_incidents,
    get_incident,
    ids_between,
    incidents_of,
    pending_claims,
    put_incidents,
)
from .reports import (
    StoredClaim,
    all_claims,
    all_sources,
    claims_of_reports,
    erased_hashes,
    get_claims,
    get_given,
    get_original,
    get_report,
    known_hashes,
    mark_pending,
    put_report,
    replace_reading,
    set_view,
)
from .rows import toll_range
from .stats import Stats, count

__all__ = [
    "Entry",
    "Erasure",
    "Filter",
    "IncidentRow",
    "Stats",
    "StoredClaim",
    "all_claims",
    "all_decisions",
    "all_incident_rows",
    "all_sources",
    "back_up",
    "claims_near",
    "claims_of_reports",
    "clear_pending",
    "count",
    "drop_all_incidents",
    "drop_incidents",
    "entries",
    "erase_report",
    "erased_hashes",
    "find_breaks",
    "find_claims",
    "find_incidents",
    "find_reports",
    "get_claims",
    "get_given",
    "get_incident",
    "get_original",
    "get_report",
    "head",
    "ids_between",
    "incidents_of",
    "is_url",
    "known_hashes",
    "mark_pending",
    "next_number",
    "open_engine",
    "pending_claims",
    "put_decision",
    "put_incidents",
    "put_report",
    "reading",
    "replace_reading",
    "reports_ruled",
    "restore",
    "scrub",
    "set_view",
    "toll_range",
    "writing",
]
