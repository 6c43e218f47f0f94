"""Set a programme up: the programme, its ready-made questionnaires, and a survey for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import Scope
from customers.models import Programme
from customers.services import create_programme
from surveys.questionnaires import READY_FOLDER
from surveys.services import load_and_open


@dataclass(frozen=True)
class SetUp:
    programme: Programme
    survey_count: int


def set_up_programme(
    session: Session,
    scope: Scope,
    *,
    name: str,
    time_zone: str,
    now: datetime,
    field_period_days: int = 7,
) -> SetUp:
    """Everything that imports and the first draw need; raises a ProgrammeError."""
    programme = create_programme(
        session, name=name, time_zone=time_zone, now=now, field_period_days=field_period_days
    )
    opened = load_and_open(session, READY_FOLDER, now)
    record_audit(session, scope, "set up the programme", programme.name, str(opened), now)
    return SetUp(programme, opened.opened_count)
