from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from core.config import Settings
from core.keys import KeyRing
from tests.metrics.programmes import SmallProgramme


@pytest.fixture
def programme(session: Session, keys: KeyRing, settings: Settings) -> SmallProgramme:
    """A programme with partners, their contacts and surveys, and no transaction yet."""
    small = SmallProgramme(session, keys, settings)
    small.set_up()
    return small


@pytest.fixture
def weeks_folder(settings: Settings) -> Path:
    return settings.weeks_folder
