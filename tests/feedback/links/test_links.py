"""Open links: shown in a simulated programme, to those who run it, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import Scope, command_line_scope
from core.clock import Week
from core.database import writing
from core.keys import KeyRing
from customers.models import Programme
from feedback.links.queries import find_newest_open_week, find_open_invitations
from surveys.links import invitation_path
from surveys.models import Invitation
from tests.factories import make_end_user, make_invitation, make_partner, make_transaction
from tests.feedback.browsing import Respondent

SignIn = Callable[[Role, str | None], FlaskClient]
WEEK = Week.parse("2026-W46")


@pytest.fixture
def simulated(session: Session, invitation: Invitation) -> Invitation:
    with writing(session):
        session.execute(sa.update(Programme).values(is_demo=True))
    return invitation


def test_a_manager_of_a_simulated_programme_finds_links_to_open(
    simulated: Invitation, client_as: SignIn, keys: KeyRing
) -> None:
    client = client_as(Role.PROGRAMME_MANAGER, None)

    page = client.get("/feedback/links")
    sheet = client.get(invitation_path(keys, simulated.id))

    assert page.status_code == 200
    assert f'href="{invitation_path(keys, simulated.id)}"' in page.text
    assert "Ada" in page.text
    assert "These are personal links" in page.text
    assert sheet.status_code == 200


def test_links_of_real_people_are_shown_to_nobody(
    invitation: Invitation, client_as: SignIn, runner: FlaskCliRunner, keys: KeyRing
) -> None:
    page = client_as(Role.ADMINISTRATOR, None).get("/feedback/links")
    command = runner.invoke(args=["links"])

    assert page.status_code == 404
    assert command.exit_code == 1
    assert "in a simulated programme only" in command.output
    assert invitation_path(keys, invitation.id) not in page.text + command.output


@pytest.mark.parametrize(
    ("role", "partner_key"), [(Role.EXECUTIVE, None), (Role.CHANNEL_PARTNER, "nordhaus")]
)
def test_who_does_not_run_the_programme_sees_no_links(
    simulated: Invitation, client_as: SignIn, role: Role, partner_key: str | None
) -> None:
    page = client_as(role, partner_key).get("/feedback/links")

    assert page.status_code == 403


def test_a_week_can_be_asked_for_and_a_wrong_one_is_told(
    simulated: Invitation, client_as: SignIn
) -> None:
    client = client_as(Role.PROGRAMME_MANAGER, None)

    empty = client.get("/feedback/links?week=2026-W45")
    wrong = client.get("/feedback/links?week=yesterday")

    assert "No link is open" in empty.text
    assert wrong.status_code == 400
    assert "Write it as 2018-W20" in wrong.text


def test_the_command_prints_links_that_can_be_opened(
    simulated: Invitation, runner: FlaskCliRunner, keys: KeyRing
) -> None:
    result = runner.invoke(args=["links", "--week", "2026-W46"])

    assert result.exit_code == 0, result.output
    assert f"http://localhost{invitation_path(keys, simulated.id)}" in result.output
    assert "1 of 1 open links of 2026-W46." in result.output


def test_the_command_tells_how_a_week_is_written(
    simulated: Invitation, runner: FlaskCliRunner
) -> None:
    result = runner.invoke(args=["links", "--week", "46"])

    assert result.exit_code == 1
    assert "Write it as 2018-W20" in result.output


@pytest.mark.parametrize("column", ["revoked_at", "refused_at", "expires_at"])
def test_a_closed_link_is_not_listed(
    session: Session, now: datetime, invitation: Invitation, column: str
) -> None:
    with writing(session):
        session.execute(sa.update(Invitation).values({column: now}))

    found = find_open_invitations(session, command_line_scope(), WEEK, now, 10)

    assert (list(found.shown), found.count) == ([], 0)


def test_an_answered_link_is_not_listed(
    session: Session,
    now: datetime,
    respondent: Respondent,
    other_invitation: Invitation,
) -> None:
    respondent.send(respondent.token())
    session.rollback()

    found = find_open_invitations(session, command_line_scope(), WEEK, now, 10)

    assert [open_invitation.id for open_invitation in found.shown] == [other_invitation.id]


def test_the_count_says_how_many_are_not_shown(
    session: Session, now: datetime, invitation: Invitation, other_invitation: Invitation
) -> None:
    found = find_open_invitations(session, command_line_scope(), WEEK, now, 1)

    assert (len(found.shown), found.count) == (1, 2)


def test_a_partner_s_scope_finds_its_own_only(
    session: Session, now: datetime, invitation: Invitation
) -> None:
    make_partner(session, now, "sudhaus")
    make_end_user(session, now, "cy")
    transaction = make_transaction(session, now, "d9", partner_key="sudhaus", end_user_key="cy")
    other = make_invitation(
        session, now, transaction, make_end_user(session, now, "cy"), invitation.version_id
    )

    found = find_open_invitations(
        session, Scope(Role.CHANNEL_PARTNER, partner_key="sudhaus"), WEEK, now, 10
    )

    assert [open_invitation.id for open_invitation in found.shown] == [other.id]


def test_the_newest_open_week_is_the_last_that_can_be_answered(
    session: Session, now: datetime, invitation: Invitation
) -> None:
    assert find_newest_open_week(session, now) == WEEK
    assert find_newest_open_week(session, invitation.expires_at + timedelta(days=1)) is None
