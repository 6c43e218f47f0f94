from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from core.database import writing
from surveys.questionnaires import READY_FOLDER
from surveys.services import load_and_open
from tests.factories import (
    make_partner,
    make_programme,
)

MONDAY_ON, SUNDAY_ON = date(2026, 11, 9), date(2026, 11, 15)  # 2026-W46


@pytest.fixture
def surveys(session: Session, now: datetime) -> None:
    make_programme(session, now)
    with writing(session):
        load_and_open(session, READY_FOLDER, now)
    make_partner(session, now, "nordhaus")
