from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from access.models import Role
from metrics.models import Edition
from tests.metrics.dashboards.factory import publish_programme
from tests.programs import Program, make_program


@pytest.fixture
def published(session: Session, now: datetime) -> list[Edition]:
    """Finals of 2026-W44 and W45, a flash of W46; twelve partners."""
    return publish_programme(session, now)


@pytest.fixture
def house(app: Flask, session: Session, now: datetime) -> Program:
    return make_program(app, session, Role.EXECUTIVE, None, now)


@pytest.fixture
def program_of(app: Flask, session: Session, now: datetime) -> Callable[[str], Program]:
    """A program of a channel partner's: program_of("ribera")."""
    return lambda key: make_program(app, session, Role.CHANNEL_PARTNER, key, now)
