"""Reading in several processes."""

from __future__ import annotations

import os

from claimbook.pipeline import _one_thread_each

NAMES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def test_processes_get_one_thread_each_and_the_environment_is_given_back(monkeypatch):
    """What the user set stays; the rest is 1 while processes begin, and gone after."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    with _one_thread_each():
        assert [os.environ[name] for name in NAMES] == ["1", "3", "1"]
    assert [os.environ.get(name) for name in NAMES] == [None, "3", None]
