"""A response as a file brings it: pointing at keys, not yet at a questionnaire version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from customers.models import Audience
from surveys.models import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResponse:
    """`transaction_key` or `joint_key` says what it is about; one of the two is there."""

    key: str
    audience: Audience
    answered_at: datetime
    answers: Mapping[str, Any]
    transaction_key: str | None = None
    joint_key: str | None = None
    sent_at: datetime | None = None
    language: str | None = None
    questionnaire: str | None = None
    promise: Promise = Promise.CONFIDENTIAL
