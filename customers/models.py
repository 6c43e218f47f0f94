"""Whom: the programme, its organisation tree, people, what is sold, and every transaction."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Base, BigId


class Audience(StrEnum):
    CHANNEL_PARTNER = "channel_partner"
    END_USER = "end_user"


class NodeKind(StrEnum):
    NETWORK = "network"
    COUNTRY = "country"
    REGION = "region"
    PARTNER = "partner"
    BRANCH = "branch"


class Supplier(StrEnum):
    """Who supplied a contact: in this way a partner can choose who is heard."""

    BUSINESS = "business"
    PARTNER = "partner"
    PERSON = "person"


class Programme(Base):
    """The one programme of this installation."""

    __tablename__ = "programmes"
    __table_args__ = (
        sa.CheckConstraint("id = 1", name="only_one"),
        sa.CheckConstraint("field_period_days BETWEEN 1 AND 60", name="field_period"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    time_zone: Mapped[str]
    field_period_days: Mapped[int] = mapped_column(default=7)
    default_language: Mapped[str] = mapped_column(default="en")
    is_demo: Mapped[bool] = mapped_column(default=False)
    closes_by_itself: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Node(Base):
    """A place in the organisation tree: network, country, region, channel partner, branch."""

    __tablename__ = "nodes"
    __table_args__ = (
        sa.UniqueConstraint("kind", "key", name="uq_nodes_kind_key"),
        sa.CheckConstraint(
            "kind IN ('network', 'country', 'region', 'partner', 'branch')",
            name="kind_known",
        ),
        sa.CheckConstraint("(kind = 'network') = (parent_id IS NULL)", name="only_network_on_top"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("nodes.id"), index=True)
    size_class: Mapped[str | None]
    created_at: Mapped[datetime]
    parent: Mapped[Node | None] = relationship(remote_side="Node.id")


class Account(Base):
    """A company that uses: several end users can belong to one."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Contact(Base):
    """A person: an end user, or somebody who works at a channel partner."""

    __tablename__ = "contacts"
    __table_args__ = (
        sa.UniqueConstraint("audience", "key", name="uq_contacts_audience_key"),
        sa.CheckConstraint("audience IN ('channel_partner', 'end_user')", name="audience_known"),
        sa.CheckConstraint(
            "(audience = 'channel_partner') = (partner_id IS NOT NULL)",
            name="partner_of_partner",
        ),
        sa.CheckConstraint(
            "supplied_by IN ('business', 'partner', 'person')", name="supplied_by_known"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    audience: Mapped[str]
    key: Mapped[str]
    name: Mapped[str | None]
    email: Mapped[str | None]
    language: Mapped[str | None]
    job_role: Mapped[str | None]
    partner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("nodes.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    region: Mapped[str | None]
    supplied_by: Mapped[str] = mapped_column(default=Supplier.BUSINESS)
    opted_out_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    partner: Mapped[Node | None] = relationship()
    account: Mapped[Account | None] = relationship()


class ProductLine(Base):
    __tablename__ = "product_lines"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Segment(Base):
    """A part of the market that the business with an end user belongs to."""

    __tablename__ = "segments"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Touchpoint(Base):
    """Where a customer meets the business. Effort is asked at service touchpoints only."""

    __tablename__ = "touchpoints"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    is_service: Mapped[bool]
    position: Mapped[int]


class Transaction(Base):
    """One business event at a touchpoint, with its two customers.

    `week` is the ISO week of the experience in the programme's time zone. Transactions that share a
    `joint_key` were one experience with several partners: they count for the network and, where
    the partners differ, for none of them.
    """

    __tablename__ = "transactions"
    __table_args__ = (
        sa.Index("ix_transactions_week_touchpoint_id", "week", "touchpoint_id"),
        sa.Index("ix_transactions_joint_key", "joint_key"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    week: Mapped[str]
    occurred_on: Mapped[date] = mapped_column(index=True)
    occurred_at: Mapped[datetime | None]
    touchpoint_id: Mapped[int] = mapped_column(sa.ForeignKey("touchpoints.id"))
    partner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("nodes.id"), index=True)
    end_user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contacts.id"), index=True)
    product_line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("product_lines.id"))
    segment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("segments.id"))
    joint_key: Mapped[str | None]
    amount: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 2))
    currency: Mapped[str | None]
    promised_on: Mapped[date | None]
    is_late: Mapped[bool | None]
    has_complaint: Mapped[bool | None]
    is_returned: Mapped[bool | None]
    outcome_detail: Mapped[str | None]
    imported_at: Mapped[datetime]
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("imports.id"))
    touchpoint: Mapped[Touchpoint] = relationship()
    partner: Mapped[Node | None] = relationship()
    end_user: Mapped[Contact | None] = relationship()
    product_line: Mapped[ProductLine | None] = relationship()
    segment: Mapped[Segment | None] = relationship()


class Import(Base):
    """One accepted file, with what it did."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str]
    imported_at: Mapped[datetime]
    imported_by: Mapped[str]
    new_count: Mapped[int]
    changed_count: Mapped[int]
    unchanged_count: Mapped[int]
    rejected_count: Mapped[int]
