"""What is handed in to be stored: one frozen row per kind, found again by its key.

A value of None means "there is none". Which fields a file states at all is said beside the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from customers.models import Supplier


@dataclass(frozen=True, slots=True)
class StoreCounts:
    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        return self.new + self.changed + self.unchanged


@dataclass(frozen=True, slots=True)
class KeyedRow:
    key: str


@dataclass(frozen=True, slots=True)
class PartnerRow(KeyedRow):
    name: str
    country: str | None = None
    region: str | None = None
    size_class: str | None = None


@dataclass(frozen=True, slots=True)
class PartnerContactRow(KeyedRow):
    partner_key: str
    name: str | None = None
    job_role: str | None = None
    email: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class EndUserRow(KeyedRow):
    name: str | None = None
    email: str | None = None
    language: str | None = None
    account_key: str | None = None
    account_name: str | None = None
    region: str | None = None
    supplied_by: str = Supplier.BUSINESS


@dataclass(frozen=True, slots=True)
class ProductLineRow(KeyedRow):
    name: str


@dataclass(frozen=True, slots=True)
class SegmentRow(KeyedRow):
    name: str


@dataclass(frozen=True, slots=True)
class TouchpointRow(KeyedRow):
    name: str
    is_service: bool = False


@dataclass(frozen=True, slots=True)
class TransactionRow(KeyedRow):
    """`occurred_on` is the day in the programme's time zone; `amount` has two decimals at most."""

    touchpoint_key: str
    occurred_on: date
    occurred_at: datetime | None = None
    partner_key: str | None = None
    end_user_key: str | None = None
    product_line_key: str | None = None
    segment_key: str | None = None
    joint_key: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    promised_on: date | None = None
    is_late: bool | None = None
    has_complaint: bool | None = None
    is_returned: bool | None = None
    outcome_detail: str | None = None
