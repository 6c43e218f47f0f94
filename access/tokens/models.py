"""Tokens: how a program acts for a person, in one role of theirs."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, BigId


class Permission(StrEnum):
    """What a token may do, never more than its role may."""

    READ = "read"
    WRITE_TRANSACTIONS = "write:transactions"
    WRITE_RESPONSES = "write:responses"
    WRITE_MENTIONS = "write:mentions"


class ApiToken(Base):
    """The program holds a random code; only its hash and first characters are kept here.

    `permissions` are parted by spaces. `written_on` is the last day on which something
    that it sent was stored: a read leaves no trace, since reading never writes.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (
        sa.CheckConstraint("permissions <> ''", name="may_do_something"),
        sa.CheckConstraint("expires_at > created_at", name="expires_after_it_was_made"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    prefix: Mapped[str]
    name: Mapped[str]
    permissions: Mapped[str]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    user_role_id: Mapped[int] = mapped_column(sa.ForeignKey("user_roles.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    written_on: Mapped[date | None]

    @property
    def permission_set(self) -> frozenset[Permission]:
        return frozenset(map(Permission, self.permissions.split()))
