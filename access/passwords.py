"""Passwords as argon2id hashes. One check takes 64 MiB, so only a few run at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from access.errors import BusyError

SHORTEST = 12
# A bound against a body of megabytes being hashed, not a rule of composition.
LONGEST = 1000
AT_ONCE = 2
PATIENCE_SECONDS = 10.0

# The defaults of argon2-cffi are the second recommended option of RFC 9106.
_hasher = PasswordHasher()
_places = BoundedSemaphore(AT_ONCE)


def hash_password(password: str) -> str:
    """Raises BusyError when too many are being worked on."""
    with _place():
        return _hasher.hash(password)


def is_password(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; without a hash the same work is done and the answer is no.

    Raises BusyError when too many are being checked.
    """
    with _place():
        nobody = _nobody()  # asked for in every case: the first time it takes as long as a check
        try:
            _hasher.verify(password_hash or nobody, password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


@cache
def _nobody() -> str:
    return _hasher.hash("a password that nobody has")


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise BusyError("Many people are signing in right now. Try again in a moment.")
    try:
        yield
    finally:
        _places.release()
