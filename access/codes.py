"""Random codes for cookies and links: the browser holds the code, the database its hash."""

from __future__ import annotations

import hashlib
import secrets

CODE_BYTES = 32


def new_code() -> str:
    """256 random bits, URL-safe."""
    return secrets.token_urlsafe(CODE_BYTES)


def code_hash(code: str) -> str:
    """A plain hash is enough: 256 random bits cannot be guessed from it."""
    return hashlib.sha256(code.encode()).hexdigest()
