"""Taking turns: one process at a time makes or imports an index in a folder; the others wait, and say so."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

_LOCK = ".making"


@contextlib.contextmanager
def one_at_a_time(folder: Path, *, progress: Callable[[str], None] | None = None) -> Iterator[None]:
    """Holds the folder's turn; the system gives it back when the process ends, however that comes about.

    Where the file system knows no locks there are no turns: an index is moved into its place whole, so that two who
    make it at once only lose time.  Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        with contextlib.suppress(OSError):
            try:
                _lock(handle, wait=False)
            except BlockingIOError:
                if progress:
                    progress(f"Another process is making an index of places in {folder}; waiting for it ...")
                _lock(handle, wait=True)
        yield
    finally:
        os.close(handle)  # gives the turn back


if sys.platform == "win32":
    import msvcrt
    import time

    def _lock(handle: int, *, wait: bool) -> None:
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
                return
            except PermissionError:
                if not wait:
                    raise BlockingIOError from None
                time.sleep(0.2)

else:
    import fcntl

    def _lock(handle: int, *, wait: bool) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
