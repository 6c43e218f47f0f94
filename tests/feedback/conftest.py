"""A person who was asked, and the sheet as a browser without JavaScript and cookies sees it."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.keys import KeyRing
from surveys.links import invitation_path
from surveys.models import Invitation
from tests.factories import (
    make_end_user,
    make_invitation,
    make_partner,
    make_programme,
    make_transaction,
    make_version,
)
from tests.feedback.browsing import Respondent


@pytest.fixture
def version_id(session: Session, now: datetime) -> int:
    """Four questions: recommend and satisfaction are required, reason and comment are not."""
    make_programme(session, now)
    make_partner(session, now, "nordhaus")
    return make_version(session, now)


@pytest.fixture
def invitation(session: Session, now: datetime, version_id: int) -> Invitation:
    person = make_end_user(session, now, "ada")
    transaction = make_transaction(
        session, now, "delivery-1", partner_key="nordhaus", end_user_key="ada"
    )
    return make_invitation(session, now, transaction, person, version_id)


@pytest.fixture
def other_invitation(session: Session, now: datetime, invitation: Invitation) -> Invitation:
    """Another person's, so that a query that forgets whose sheet it is fails."""
    person = make_end_user(session, now, "ben")
    transaction = make_transaction(
        session, now, "delivery-2", partner_key="nordhaus", end_user_key="ben"
    )
    return make_invitation(session, now, transaction, person, invitation.version_id)


@pytest.fixture
def path(keys: KeyRing, invitation: Invitation) -> str:
    return invitation_path(keys, invitation.id)


@pytest.fixture
def respondent(client: FlaskClient, path: str) -> Respondent:
    return Respondent(client, path)
