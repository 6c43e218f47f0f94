"""Links that are forged, closed or used, and that opening any of them leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.clock import FixedClock
from core.database import Base, writing
from core.keys import KeyRing
from customers.models import Audience
from surveys.links import invitation_path
from surveys.models import Invitation
from tests.factories import make_invitation, make_partner_contact, make_transaction
from tests.feedback.browsing import GOOD, Respondent

MOST_BYTES = 14 * 1024

ARABIC = {
    "title": "كيف كان التسليم؟",
    "intro": "دقيقة واحدة عن آخر تسليم.",
    "recommend.text": "ما مدى احتمال أن توصي بنا؟",
}


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        pytest.param(lambda path: path[:-1], "cut off", id="cut off"),
        pytest.param(lambda path: path[:-1] + "!", "forged", id="forged"),
        pytest.param(lambda path: path.replace("/a/", "/a/9"), "other", id="another number"),
        pytest.param(lambda _path: "/a/1", "no code", id="without a code"),
        pytest.param(lambda _path: "/a/-", "nothing", id="nothing but a dash"),
        pytest.param(lambda _path: "/a/%00-%F0%9F%98%80", "hostile", id="hostile"),
    ],
)
def test_a_link_that_is_not_ours_says_so_and_nothing_more(
    client: FlaskClient, path: str, spoil: Callable[[str], str], why: str
) -> None:
    page = client.get(spoil(path))

    assert page.status_code == 404, why
    assert "This link does not work." in page.text
    assert "How was your delivery?" not in page.text


def test_a_link_that_is_not_ours_is_refused_in_the_reader_s_language(client: FlaskClient) -> None:
    page = client.get("/a/1-x", headers={"Accept-Language": "de-DE,de;q=0.9,en;q=0.5"})

    assert "Dieser Link funktioniert nicht." in page.text


def test_a_link_of_an_invitation_that_was_erased_is_unknown(
    client: FlaskClient, keys: KeyRing, invitation: Invitation
) -> None:
    page = client.get(invitation_path(keys, invitation.id + 1000))

    assert page.status_code == 404


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("revoked_at", "This link was withdrawn."),
        ("refused_at", "You asked us not to ask you."),
        ("expires_at", "The time for these questions is over."),
    ],
)
def test_a_closed_link_says_why(
    respondent: Respondent, session: Session, now: datetime, column: str, words: str
) -> None:
    with writing(session):
        session.execute(sa.update(Invitation).values({column: now}))

    page = respondent.open()

    assert page.status_code == 410
    assert words in page.text
    assert "<form" not in page.text


def test_a_link_is_open_until_the_very_end_of_its_field_period(
    respondent: Respondent, clock: FixedClock, invitation: Invitation
) -> None:
    clock.at = invitation.expires_at - timedelta(milliseconds=1)
    before = respondent.open()
    clock.at = invitation.expires_at
    after = respondent.open()

    assert (before.status_code, after.status_code) == (200, 410)


def test_a_used_link_shows_thanks_and_none_of_the_answers(
    respondent: Respondent, session: Session
) -> None:
    respondent.send(respondent.token(), {**GOOD, "comment": "a very private remark"})

    page = respondent.open()

    assert page.status_code == 200
    assert "This link has been used." in page.text
    assert "private" not in page.text
    assert "<form" not in page.text


def test_thanks_before_answering_lead_to_the_page(respondent: Respondent) -> None:
    page = respondent.client.get(f"{respondent.path}/thanks")

    assert page.status_code == 302
    assert page.location.startswith(respondent.path)


def test_a_channel_partner_s_contact_answers_in_the_same_way(
    session: Session, client: FlaskClient, keys: KeyRing, now: datetime, version_id: int
) -> None:
    contact = make_partner_contact(session, now, "cleo", "nordhaus")
    transaction = make_transaction(session, now, "sale-1", partner_key="nordhaus")
    invitation = make_invitation(session, now, transaction, contact, version_id)
    respondent = Respondent(client, invitation_path(keys, invitation.id))

    answer = respondent.send(respondent.token())

    assert answer.status_code == 303
    assert _everything_stored(session)["responses"][0]["audience"] == Audience.CHANNEL_PARTNER


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("state", ["open", "used", "revoked_at", "refused_at", "expires_at"])
def test_opening_a_link_in_any_state_changes_nothing_in_the_database(
    respondent: Respondent, session: Session, now: datetime, method: str, state: str
) -> None:
    if state == "used":
        respondent.send(respondent.token())
    elif state != "open":
        with writing(session):
            session.execute(sa.update(Invitation).values({state: now}))
    before, files_before = _everything_stored(session), _bytes_on_disk(session)

    for path in (respondent.path, f"{respondent.path}?recommend=3", f"{respondent.path}/thanks"):
        respondent.client.open(path, method=method)

    assert _everything_stored(session) == before
    assert _bytes_on_disk(session) == files_before


def _everything_stored(session: Session) -> dict[str, list[dict[str, object]]]:
    session.rollback()
    return {
        table.name: sorted(
            (dict(row._mapping) for row in session.execute(sa.select(table))), key=repr
        )
        for table in Base.metadata.sorted_tables
    }


def _bytes_on_disk(session: Session) -> list[bytes]:
    """The database file and its journal; PostgreSQL's own files are not ours to judge."""
    session.rollback()
    engine = session.get_bind()
    assert isinstance(engine, sa.Engine)
    if engine.dialect.name != "sqlite":
        return []
    paths = (f"{engine.url.database}{ending}" for ending in ("", "-wal", "-journal"))
    return [_read(path) for path in paths]


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - the path comes with an ending of SQLite's
            return file.read()
    except FileNotFoundError:
        return b""
