"""What is handed in to be stored: a sheet that was sent, or a batch's rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from customers.models import Audience
from customers.rows import StoreCounts
from feedback.answers import GivenAnswer
from feedback.models import ResponseSource
from surveys.models import Promise

__all__ = ["ResponseRow", "SentSheet", "StoreCounts"]


@dataclass(frozen=True, slots=True)
class SentSheet:
    """A valid sheet as it came through a link.

    `pages` is how it was answered, as `Response.pages` keeps it; None where nothing is known.
    """

    key: str
    source: ResponseSource
    audience: str
    invitation_id: int | None
    open_link_id: int | None
    transaction_id: int | None
    version_id: int
    language: str
    promise: str
    invited_at: datetime | None
    served_at: datetime | None
    received_at: datetime
    device_class: str | None
    network_hash: str | None
    pages: list[dict[str, Any]] | None
    answers: tuple[GivenAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRow:
    """One response of a batch: answers collected elsewhere, or simulated.

    Its transaction is named by id or by key. Required questions may be left open here, since
    another questionnaire did the asking; at least one answer must be there. `pages` as of a sheet.
    """

    key: str
    audience: Audience
    version_id: int
    answered_at: datetime
    answers: Mapping[str, Any]
    transaction_id: int | None = None
    transaction_key: str | None = None
    invitation_id: int | None = None
    language: str = "en"
    promise: Promise = Promise.CONFIDENTIAL
    invited_at: datetime | None = None
    served_at: datetime | None = None
    device_class: str | None = None
    network_hash: str | None = None
    pages: list[dict[str, Any]] | None = None
    source: ResponseSource = ResponseSource.IMPORT
    import_id: int | None = None
