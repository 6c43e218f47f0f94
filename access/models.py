"""People who sign in, what they may do, and what was done."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Base, BigId


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    PROGRAMME_MANAGER = "programme_manager"
    EXECUTIVE = "executive"
    CHANNEL_PARTNER = "channel_partner"


class User(Base):
    __tablename__ = "users"
    __table_args__ = (
        sa.CheckConstraint("email = lower(email)", name="email_lower_case"),
        sa.UniqueConstraint("email", name="uq_users_email"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    roles: Mapped[list[UserRole]] = relationship(
        back_populates="user", cascade="all, delete-orphan", order_by="UserRole.id"
    )


class UserRole(Base):
    """One role of a person. A partner login carries its partner's key and no other role."""

    __tablename__ = "user_roles"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "role", "partner_key", name="uq_user_roles_user_role"),
        sa.CheckConstraint(
            "role IN ('administrator', 'programme_manager', 'executive', 'channel_partner')",
            name="role_known",
        ),
        sa.CheckConstraint(
            "(role = 'channel_partner') = (partner_key IS NOT NULL)", name="partner_key_with_role"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    role: Mapped[str]
    partner_key: Mapped[str | None]
    user: Mapped[User] = relationship(back_populates="roles")


class WebSession(Base):
    """A signed-in browser. The cookie holds a random code; only its hash is kept here."""

    __tablename__ = "web_sessions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    user_role_id: Mapped[int] = mapped_column(sa.ForeignKey("user_roles.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SignInLink(Base):
    """A one-time sign-in link; it works by a button and once. Only its code's hash is kept."""

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInFailure(Base):
    """Failed sign-ins, counted per account name and per address (both as keyed hashes)."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (sa.Index("ix_sign_in_failures_subject_failed_at", "subject", "failed_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subject: Mapped[str]
    failed_at: Mapped[datetime]


class AuditEntry(Base):
    """Who did what, when, to what. Written in the same transaction as the deed."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    actor: Mapped[str]
    deed: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str | None]
