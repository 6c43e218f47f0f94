"""The installation's secret key, outside the database, and what is derived from it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import ConfigurationError

KEY_BYTES = 32
CODE_BYTES = 20


@dataclass(frozen=True)
class KeyRing:
    """Derives purpose-bound codes, so that a code for one purpose opens nothing else."""

    secret: bytes = field(repr=False)

    def code(self, purpose: str, subject: str) -> str:
        """160 bits of HMAC-SHA-256 over purpose and subject, URL-safe, without padding."""
        digest = hmac.new(self.secret, f"{purpose}\0{subject}".encode(), hashlib.sha256).digest()
        return urlsafe_b64encode(digest[:CODE_BYTES]).decode().rstrip("=")

    def matches(self, purpose: str, subject: str, code: str) -> bool:
        return hmac.compare_digest(self.code(purpose, subject).encode(), code.encode())


def load_keys(path: Path) -> KeyRing:
    """Read the key file, or make it (mode 600) on first start.

    Raises ConfigurationError when the file is unreadable, too short, or readable by others.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    return _read(path)


def _make(path: Path) -> None:
    """A key that is there whole or not at all; of several made at once the first one stays."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _read(path: Path) -> KeyRing:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise ConfigurationError(
            f"The key file {path} can be read by others. Run: chmod 600 {path}"
        )
    text = path.read_text().strip()
    if len(text) < 2 * KEY_BYTES:
        raise ConfigurationError(
            f"The key file {path} is damaged. Restore it from a backup: links that were sent "
            "stop working with a new key."
        )
    return KeyRing(text.encode())
