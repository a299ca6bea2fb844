"""Every way to ask the desk's pages something, in one table, each with the lowest role that may."""

from __future__ import annotations

from .asking import Way
from .pages import overview
from .people import Role

WAYS: tuple[Way, ...] = (Way("/", "GET", Role.READER, "overview", overview.show),)
