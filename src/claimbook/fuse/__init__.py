"""Claims → incidents: block, compare, cluster, tell, grade.  Nothing here reads or writes a book."""

from .records import NO_RULINGS, Rulings, Source

__all__ = ["NO_RULINGS", "Rulings", "Source"]
