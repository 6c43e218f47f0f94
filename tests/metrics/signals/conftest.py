from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from core.database import writing
from customers.rows import PartnerRow
from customers.services import store_partners
from tests.factories import make_programme
from tests.metrics.signals.finals import Finals, target

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
