"""Passwords by argon2id, one-time codes by TOTP (RFC 6238); nothing here knows of books or requests."""

from __future__ import annotations

import secrets
import time
from functools import cache

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from claimbook.errors import UsageError

LEAST, MOST = 12, 1024  # characters of a password
STEP_SECONDS = 30
_hasher = PasswordHasher()  # argon2id with the library's parameters, those of RFC 9106


def check_password(password: str, *, name: str) -> None:
    """Raises UsageError where a password is too easy, or too long to be one."""
    if len(password) < LEAST:
        raise UsageError(f"the password needs {LEAST} characters at least. Four words that do not belong together do.")
    if len(password) > MOST:
        raise UsageError(f"the password has more than {MOST} characters. Give a shorter one.")
    if name.casefold() in password.casefold() and len(password) < LEAST + len(name):
        raise UsageError("the password is little more than the name. Give another.")
    if len(set(password)) < 5:
        raise UsageError("the password has few different characters. Give another.")


def hash_password(password: str) -> str:
    """The hash to store, with its salt and parameters."""
    return _hasher.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one; where there is none, the same work is done and the answer is no."""
    if len(password) > MOST:
        return False
    try:
        return _hasher.verify(stored or _nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_old(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_hex(16))


def new_seed() -> str:
    """A fresh seed for one-time codes, in base32."""
    return pyotp.random_base32()


def code_address(seed: str, *, name: str) -> str:
    """The otpauth:// address that an authenticator takes."""
    return pyotp.TOTP(seed, interval=STEP_SECONDS).provisioning_uri(name=name, issuer_name="Claimbook")


def step_of(code: str, seed: str, *, at: float | None = None) -> int | None:
    """The time step that the code belongs to: this one, or the one before or after for clocks that differ."""
    now = int(time.time() if at is None else at) // STEP_SECONDS
    given = "".join(code.split())
    found = None
    for step in (now - 1, now, now + 1):
        if secrets.compare_digest(pyotp.HOTP(seed).at(step).encode(), given.encode()):
            found = step
    return found
