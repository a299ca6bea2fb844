"""Who is at the desk, and what a role may do.  Roles are ordered: each may do what those before it may."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do, from least to most."""

    READER = "reader"  # looks
    CODER = "coder"  # decides on claims and joins
    EDITOR = "editor"  # grades, takes back others' decisions, publishes
    ADMIN = "admin"  # users and the book itself

    def may(self, need: Role) -> bool:
        """Whether this role is `need` or above it."""
        order = tuple(Role)
        return order.index(self) >= order.index(need)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone at the desk: the name that decisions carry, and the role."""

    name: str
    role: Role
