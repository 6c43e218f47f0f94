from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.keys import KeyRing
from customers.models import Contact
from surveys.invitations.wording import wording_of
from surveys.links import invitation_path, unsubscribe_path
from surveys.models import Invitation
from tests.factories import (
    make_end_user,
    make_invitation,
    make_programme,
    make_transaction,
    make_version,
)


@pytest.fixture
def invitation(session: Session, now: datetime) -> Invitation:
    make_programme(session, now, name="Alder & Voss")
    end_user = make_end_user(session, now, "u1")
    transaction = make_transaction(session, now, "t1", end_user_key="u1")
    return make_invitation(session, now, transaction, end_user, make_version(session, now))


@pytest.fixture
def path(invitation: Invitation, keys: KeyRing) -> str:
    return unsubscribe_path(keys, invitation.id)


def _facts(session: Session) -> tuple[datetime | None, datetime | None]:
    session.rollback()
    return (
        session.scalars(sa.select(Contact.opted_out_at)).one(),
        session.scalars(sa.select(Invitation.refused_at)).one(),
    )


def test_opening_the_page_changes_nothing_and_offers_a_button(
    client: FlaskClient, session: Session, path: str
) -> None:
    for _ in range(3):
        answer = client.get(path)
        client.head(path)

    assert answer.status_code == 200
    assert '<form method="post"><button' in answer.text
    assert "Alder &amp; Voss" in answer.text
    assert _facts(session) == (None, None)


def test_the_button_stops_all_asking_and_says_so(
    client: FlaskClient, session: Session, path: str, now: datetime
) -> None:
    answer = client.post(path)

    assert answer.status_code == 200
    assert "Done: we will not ask you again" in answer.text
    assert "<form" not in answer.text
    assert _facts(session) == (now, now)


def test_the_one_click_of_a_mail_program_needs_no_form_token(
    app: Flask, session: Session, path: str, now: datetime
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    answer = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert _facts(session) == (now, now)


def test_pressed_twice_the_first_time_stands(
    client: FlaskClient, app: Flask, session: Session, path: str, now: datetime
) -> None:
    client.post(path)
    app.extensions["twofold"].clock.at = now.replace(hour=23)

    answer = client.post(path)

    assert answer.status_code == 200
    assert _facts(session) == (now, now)


def test_opened_after_the_button_the_page_says_it_is_done(client: FlaskClient, path: str) -> None:
    client.post(path)

    answer = client.get(path)

    assert "Done: we will not ask you again" in answer.text


def test_the_page_speaks_the_invitations_language(
    client: FlaskClient, session: Session, path: str
) -> None:
    session.execute(sa.update(Invitation).values(language="es"))
    session.commit()

    answer = client.get(path)

    assert '<html lang="es">' in answer.text
    assert "No preguntarme más" in answer.text


@pytest.mark.parametrize("change", ["forged", "of another purpose"])
def test_a_link_that_is_not_ours_stops_nobodys_asking(
    client: FlaskClient, session: Session, invitation: Invitation, keys: KeyRing, change: str
) -> None:
    answering = invitation_path(keys, invitation.id).removeprefix("/a/")
    code = {"forged": f"{invitation.id}-abc", "of another purpose": answering}[change]

    shown, sent = client.get(f"/unsubscribe/{code}"), client.post(f"/unsubscribe/{code}")

    assert (shown.status_code, sent.status_code) == (404, 404)
    assert _facts(session) == (None, None)


@pytest.mark.parametrize(
    ("accepted", "opening"),
    [("ar,en;q=0.5", '<html lang="ar" dir="rtl">'), ("fi", '<html lang="en">')],
)
def test_an_unknown_link_is_answered_in_the_readers_language(
    client: FlaskClient, accepted: str, opening: str
) -> None:
    answer = client.get("/unsubscribe/1-abc", headers={"Accept-Language": accepted})

    assert answer.status_code == 404
    assert opening in answer.text
    assert wording_of(accepted.partition(",")[0]).stop.unknown_title in answer.text
    assert "Skip to the content" not in answer.text
