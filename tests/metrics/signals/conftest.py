from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from customers.rows import PartnerRow
from customers.services import store_partners
from metrics.signals.models import Signal
from tests.factories import make_programme
from tests.metrics.signals.finals import (
    WEEK,
    Finals,
    change,
    chart,
    figure,
    hidden_risk,
    review,
    target,
)

ClientAs = Callable[[Role, str | None], FlaskClient]
PARTNERS = (
    PartnerRow("ribera", "Ribera Aire", "Spain", "Aragon", "medium"),
    PartnerRow("duero", "Compresores Duero", "Spain", "Castile", "medium"),
    PartnerRow("nordhaus", "Nordhaus", "Germany", "North", "medium"),
)


@pytest.fixture
def finals(session: Session, now: datetime) -> Finals:
    """A programme in Berlin's time with three partners, targets of 50 and 45, and no final."""
    make_programme(session, now)
    with writing(session):
        store_partners(session, PARTNERS, now)
        session.add_all([target("channel_partner", 50.0), target("end_user", 45.0)])
    return Finals(session, now)


@pytest.fixture
def manager(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


@pytest.fixture
def executive(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


@pytest.fixture
def signals(finals: Finals) -> list[Signal]:
    """One of each kind, in the newest final."""
    finals.publish(
        WEEK, review(), *hidden_risk("duero"), figure("end_user", 38.0, 44.0), chart("below"),
        change("down"),
    )  # fmt: skip
    return finals.signals()
