"""Claims → incidents: block, compare, cluster, tell, grade.  Nothing here reads or writes a book."""

from .block import Keys
from .fusing import Shelf, Update, aside, block_keys, fuse, fuse_update
from .records import NO_RULINGS, Rulings, Source
from .voices import Independence, Verdict, plain_independence

__all__ = [
    "NO_RULINGS",
    "Independence",
    "Keys",
    "Rulings",
    "Shelf",
    "Source",
    "Update",
    "Verdict",
    "aside",
    "block_keys",
    "fuse",
    "fuse_update",
    "plain_independence",
]
