"""A user's own ACLED or GED rows beside a book's incidents: matched, only here, only there, with reasons in words."""

from .linking import COLUMNS, Linked, link
from .table import OwnRow, Table, read_table

__all__ = ["COLUMNS", "Linked", "OwnRow", "Table", "link", "read_table"]
