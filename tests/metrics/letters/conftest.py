from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from access.models import Role
from core.clock import FixedClock
from core.config import Settings
from core.keys import KeyRing
from metrics.models import Edition
from tests.core.outbox.mail_server import mail_server
from tests.metrics.dashboards.factory import publish_programme
from tests.metrics.letters.desks import PostOffice


@pytest.fixture
def published(session: Session, now: datetime) -> list[Edition]:
    """Finals of 2026-W44 and W45, a flash of W46."""
    return publish_programme(session, now)


@pytest.fixture
def office(
    session: Session, app: Flask, clock: FixedClock, settings: Settings, keys: KeyRing
) -> Iterator[PostOffice]:
    """An executive, a programme manager and the people of two channel partners."""
    with mail_server() as (letterbox, smtp):
        office = PostOffice(session, app, clock, settings, keys, letterbox, smtp)
        office.add("head@example.com", Role.EXECUTIVE)
        office.add("manager@example.com", Role.PROGRAMME_MANAGER)
        office.add("ana@ribera.example", Role.CHANNEL_PARTNER, "ribera")
        office.add("jan@lindner.example", Role.CHANNEL_PARTNER, "lindner")
        yield office
