"""Who makes open links, and about what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from customers.models import Node
from surveys.models import Survey
from tests.factories import make_partner, make_programme
from tests.surveys.open_links.factory import make_survey

SignIn = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def manager(client_as: SignIn) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


@pytest.fixture
def survey(session: Session, now: datetime) -> Survey:
    make_programme(session, now)
    return make_survey(session, now)


@pytest.fixture
def partner(session: Session, now: datetime, survey: Survey) -> Node:
    return make_partner(session, now, "nordhaus", name="Nordhaus & Söhne")
