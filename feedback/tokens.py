"""The sheet's token: which link it belongs to, which version it shows, when it was served.

It takes the place of the session's CSRF token, so that answering needs no cookie. Sent twice, its
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
LONGEST_TOKEN = 120
# Far longer than any field period: a page that was open for so long gets a new token.
LIFETIME = timedelta(days=90)


@dataclass(frozen=True)
class SheetToken:
    """A sheet's own key, with the version it shows and when it was first served."""

    key: str
    version_id: int
    served_at: datetime


def new_token(version_id: int, now: datetime) -> SheetToken:
    """A new sheet's, with a random key."""
    return SheetToken(secrets.token_urlsafe(KEY_BYTES), version_id, now)


def sign_token(keys: KeyRing, subject: str, token: SheetToken) -> str:
    """The token as the page carries it, bound to a link by a code over all of it."""
    body = f"{token.key}.{token.version_id:x}.{milliseconds_of(token.served_at):x}"
    return f"{body}.{keys.code(PURPOSE, f'{subject}.{body}')}"


def read_token(keys: KeyRing, subject: str, text: str, now: datetime) -> SheetToken:
    """The token's content; raises SheetError when it is not this link's, or too old."""
    body, _, code = text.rpartition(".")
    if len(text) > LONGEST_TOKEN or body.count(".") != 2:
        raise SheetError("The page's token is missing or damaged. Please send once more.")
    if not keys.matches(PURPOSE, f"{subject}.{body}", code):
        raise SheetError("The page's token belongs to another link. Please send once more.")
    key, version, stamp = body.split(".")
    token = SheetToken(key, int(version, 16), moment_of(int(stamp, 16)))
    if now - token.served_at > LIFETIME:
        raise SheetError("The page was open for too long. Please send once more.")
    return token


def milliseconds_of(moment: datetime) -> int:
    return (moment - EPOCH) // MILLISECOND


def moment_of(milliseconds: int) -> datetime:
    return EPOCH + milliseconds * MILLISECOND
