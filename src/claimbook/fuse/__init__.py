"""Claims → incidents: block, compare, cluster, tell, grade.  Nothing here reads or writes a book."""

from .block import Keys
from .fusing import Shelf, Update, aside, block_keys, fuse, fuse_update
from .independence import (
    Fingerprint,
    Prints,
    copies_among,
    fingerprint,
    independent,
    judge_by_chains_and_texts,
    plain_independence,
    shared_wording,
)
from .records import NO_RULINGS, Rulings, Source
from .voices import Independence, Verdict

__all__ = [
    "NO_RULINGS",
    "Fingerprint",
    "Independence",
    "Keys",
    "Prints",
    "Rulings",
    "Shelf",
    "Source",
    "Update",
    "Verdict",
    "aside",
    "block_keys",
    "copies_among",
    "fingerprint",
    "fuse",
    "fuse_update",
    "independent",
    "judge_by_chains_and_texts",
    "plain_independence",
    "shared_wording",
]
