"""What a link asks, whatever kind of link it is: the course of a sheet needs nothing else of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from feedback.errors import ClosedReason
from feedback.models import ResponseSource
from surveys.questionnaires.conditions import Facts


@dataclass(frozen=True)
class StoredSheet:
    """The response a link led to, as far as sending again needs it."""

    key: str
    sheet_hash: str


@dataclass(frozen=True)
class KeptDraft:
    """What was answered so far, as `feedback.drafts` wrote it."""

    language: str
    content: Mapping[str, object]
    saved_at: datetime


@dataclass(frozen=True)
class Surroundings:
    """What the texts of a sheet may say of what it asks about; None where nobody knows."""

    touchpoint: str | None = None
    partner: str | None = None
    product_line: str | None = None
    occurred_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One link with what its sheet says, which questions it shows, and what a response needs.

    The sheet's token is bound to `subject`. `stored` is the one response of a personal link; an
    open link takes many and has none.
    """

    subject: str
    source: ResponseSource
    audience: str
    version_id: int
    language: str
    promise: str
    programme: str
    time_zone: str
    about: Surroundings
    facts: Facts = field(default_factory=dict)
    transaction_id: int | None = None
    invitation_id: int | None = None
    open_link_id: int | None = None
    invited_at: datetime | None = None
    closes_at: datetime | None = None
    closed: ClosedReason | None = None
    stored: StoredSheet | None = None
    draft: KeptDraft | None = None

    @property
    def keeps_drafts(self) -> bool:
        """A personal link is its owner's on any device; an open one is nobody's."""
        return self.invitation_id is not None
