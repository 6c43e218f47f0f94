"""An open link about a partner, and somebody who opens it without JavaScript and cookies."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.keys import KeyRing
from customers.models import Node, Transaction
from surveys.links import open_link_path
from surveys.models import Survey
from surveys.open_links.models import OpenLink
from tests.factories import make_end_user, make_partner, make_programme, make_transaction
from tests.feedback.browsing import Respondent
from tests.surveys.open_links.factory import make_open_link, make_survey


@pytest.fixture
def survey(session: Session, now: datetime) -> Survey:
    make_programme(session, now)
    return make_survey(session, now)


@pytest.fixture
def partner(session: Session, now: datetime, survey: Survey) -> Node:
    return make_partner(session, now, "nordhaus")


@pytest.fixture
def link(session: Session, now: datetime, survey: Survey, partner: Node) -> OpenLink:
    """Takes references; another link stands beside it."""
    make_open_link(session, now, survey)
    return make_open_link(session, now, survey, partner_id=partner.id, takes_references=True)


@pytest.fixture
def transaction(session: Session, now: datetime, partner: Node) -> Transaction:
    make_end_user(session, now, "ada")
    return make_transaction(session, now, "delivery-1", partner_key=partner.key, end_user_key="ada")


@pytest.fixture
def respondent(client: FlaskClient, keys: KeyRing, link: OpenLink) -> Respondent:
    return Respondent(client, open_link_path(keys, link.id))
