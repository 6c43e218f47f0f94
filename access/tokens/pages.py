"""What the page of one's own tokens shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from access.tokens.queries import HeldToken
from access.web import role_in_words


@dataclass(frozen=True)
class TokenLine:
    """`state` says whether it still works, in words."""

    id: int
    name: str
    prefix: str
    role: str
    permissions: str
    made: str
    state: str
    written: str
    is_living: bool


@dataclass(frozen=True)
class TokensPage:
    """`code` only on the one answer that made a token."""

    role: str
    tokens: tuple[TokenLine, ...]
    code: str | None = None


def tokens_page(
    role: str, tokens: Iterable[HeldToken], now: datetime, code: str | None = None
) -> TokensPage:
    return TokensPage(role, tuple(token_line(held, now) for held in tokens), code)


def token_line(held: HeldToken, now: datetime) -> TokenLine:
    token = held.token
    partner = f" {held.partner_key}" if held.partner_key else ""
    return TokenLine(
        id=token.id,
        name=token.name,
        prefix=f"{token.prefix}…",
        role=f"{role_in_words(held.role)}{partner}",
        permissions=", ".join(token.permissions.split()),
        made=f"{token.created_at:%Y-%m-%d}",
        state=_state(held, now),
        written=f"{token.written_on:%Y-%m-%d}" if token.written_on else "never",
        is_living=token.revoked_at is None and token.expires_at > now,
    )


def _state(held: HeldToken, now: datetime) -> str:
    token = held.token
    if token.revoked_at is not None:
        return f"revoked {token.revoked_at:%Y-%m-%d}"
    return f"{'runs' if token.expires_at > now else 'ran'} out {token.expires_at:%Y-%m-%d}"
