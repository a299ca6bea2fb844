"""The book as people use it: reports go in, incidents come out, decisions stand.  Joins ingest, pipeline, fuse, review
and store, which do not know each other."""

from .adding import Added, Known, Reread
from .book import Book
from .ruling import Ruling

__all__ = ["Added", "Book", "Known", "Reread", "Ruling"]
