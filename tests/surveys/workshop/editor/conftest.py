from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from tests.factories import make_programme
from tests.surveys.workshop.factory import make_draft

SignIn = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def manager(client_as: SignIn) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


@pytest.fixture
def address(session: Session, now: datetime) -> str:
    """Of a draft with NPS, CSAT, a choice and a text."""
    make_programme(session, now)
    return f"/workshop/{make_draft(session, now).id}"
