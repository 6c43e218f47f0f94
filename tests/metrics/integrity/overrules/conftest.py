from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from core.config import Settings
from core.keys import KeyRing
from tests.metrics.programmes import SmallProgramme


@pytest.fixture
def programme(session: Session, keys: KeyRing, settings: Settings) -> SmallProgramme:
    small = SmallProgramme(session, keys, settings)
    small.set_up()
    return small
