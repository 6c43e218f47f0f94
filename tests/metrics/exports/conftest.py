from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from metrics.models import Edition
from tests.metrics.dashboards.factory import publish_programme


@pytest.fixture
def published(session: Session, now: datetime) -> list[Edition]:
    """Finals of 2026-W44 and W45, a flash of W46."""
    return publish_programme(session, now)
