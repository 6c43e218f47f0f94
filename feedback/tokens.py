"""The sheet's token: which link it belongs to, when it was served, and a key of its own.

It takes the place of the session's CSRF token, so that answering needs no cookie. Sent twice, the
key is the same, so that it stays one response.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.keys import KeyRing
from feedback.errors import SheetError

PURPOSE = "sheet"
KEY_BYTES = 15
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
LONGEST_TOKEN = 100


@dataclass(frozen=True)
class SheetToken:
    key: str
    served_at: datetime


def issue_token(keys: KeyRing, invitation_id: int, now: datetime) -> str:
    """A new sheet's token: random key, served-at stamp, and the code over both and the link."""
    key = secrets.token_urlsafe(KEY_BYTES)
    stamp = f"{(now - EPOCH) // MILLISECOND:x}"
    return f"{key}.{stamp}.{keys.code(PURPOSE, _subject(invitation_id, key, stamp))}"


def read_token(keys: KeyRing, invitation_id: int, text: str) -> SheetToken:
    """The token's content; raises SheetError when it is not this link's."""
    parts = text.split(".")
    if len(text) > LONGEST_TOKEN or len(parts) != 3:
        raise SheetError("The page's token is missing or damaged. Please send once more.")
    key, stamp, code = parts
    if not keys.matches(PURPOSE, _subject(invitation_id, key, stamp), code):
        raise SheetError("The page's token belongs to another link. Please send once more.")
    return SheetToken(key, EPOCH + int(stamp, 16) * MILLISECOND)


def _subject(invitation_id: int, key: str, stamp: str) -> str:
    return f"{invitation_id}.{key}.{stamp}"
