"""What seems to be said twice is flagged, and both are kept; a flood is asked to wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.clock import FixedClock
from core.database import writing
from core.keys import KeyRing
from customers.models import Transaction
from feedback.models import Response
from feedback.open_links.intake.services import (
    CROWDED_WITHIN,
    MOST_FROM_A_NETWORK,
    REPEATED_WITHIN,
)
from surveys.links import invitation_path, open_link_path
from surveys.open_links.models import OpenLink
from surveys.open_links.references import named_path
from tests.factories import make_invitation
from tests.feedback.browsing import GOOD, Respondent, stored_responses, token_of

ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}
OTHER = {"recommend": "3", "satisfaction": "2"}


def flags(session: Session) -> list[int | None]:
    """For each response the place of the one it seems to repeat."""
    responses = stored_responses(session)
    places = {response.id: place for place, response in enumerate(responses)}
    return [
        None if one.duplicate_of_id is None else places[one.duplicate_of_id] for one in responses
    ]


def send(
    respondent: Respondent,
    answers: Mapping[str, str] = GOOD,
    environment: Mapping[str, str] | None = None,
) -> None:
    sent = respondent.client.post(
        respondent.path,
        data={"sheet": respondent.token(), **answers},
        environ_overrides=dict(environment or {}),
    )
    assert sent.status_code == 303, sent.text


def test_the_same_answers_from_the_same_network_are_flagged_and_kept(
    respondent: Respondent, session: Session
) -> None:
    for _ in range(3):
        send(respondent)

    assert flags(session) == [None, 0, 0]


@pytest.mark.parametrize("difference", ["answers", "network", "time", "link"])
def test_what_differs_is_flagged_by_nobody(
    respondent: Respondent,
    session: Session,
    keys: KeyRing,
    link: OpenLink,
    clock: FixedClock,
    difference: str,
) -> None:
    send(respondent)
    if difference == "time":
        clock.at += REPEATED_WITHIN + timedelta(seconds=1)
    if difference == "link":
        respondent = Respondent(respondent.client, open_link_path(keys, link.id - 1))

    send(
        respondent,
        OTHER if difference == "answers" else GOOD,
        ELSEWHERE if difference == "network" else None,
    )

    assert flags(session) == [None, None]


def test_a_transaction_answered_before_is_flagged_whatever_is_said(
    respondent: Respondent,
    session: Session,
    keys: KeyRing,
    link: OpenLink,
    transaction: Transaction,
    clock: FixedClock,
) -> None:
    named = Respondent(respondent.client, named_path(keys, link.id, transaction.id))
    send(named)
    clock.at += timedelta(days=3)

    send(named, OTHER, ELSEWHERE)

    assert flags(session) == [None, 0]


def test_a_transaction_answered_by_its_personal_link_is_flagged_too(
    respondent: Respondent,
    session: Session,
    keys: KeyRing,
    link: OpenLink,
    transaction: Transaction,
    clock: FixedClock,
) -> None:
    assert transaction.end_user is not None
    invitation = make_invitation(
        session, clock.now(), transaction, transaction.end_user, link.survey.version_id
    )
    send(Respondent(respondent.client, invitation_path(keys, invitation.id)))

    send(Respondent(respondent.client, named_path(keys, link.id, transaction.id)), OTHER)

    assert flags(session) == [None, 0]


def test_a_personal_answer_is_not_flagged_for_an_open_one_before(
    respondent: Respondent,
    session: Session,
    keys: KeyRing,
    link: OpenLink,
    transaction: Transaction,
    clock: FixedClock,
) -> None:
    assert transaction.end_user is not None
    invitation = make_invitation(
        session, clock.now(), transaction, transaction.end_user, link.survey.version_id
    )
    send(Respondent(respondent.client, named_path(keys, link.id, transaction.id)))

    send(Respondent(respondent.client, invitation_path(keys, invitation.id)))

    assert flags(session) == [None, None]


def test_of_those_that_arrive_together_all_but_one_are_flagged(
    app: Flask, respondent: Respondent, session: Session
) -> None:
    tokens = [respondent.token() for _ in range(8)]
    together = Barrier(len(tokens))

    def send_one(token: str) -> None:
        together.wait()
        Respondent(app.test_client(), respondent.path).send(token)

    threads = [Thread(target=send_one, args=[token]) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(stored_responses(session)) == len(tokens)
    assert sum(flag is None for flag in flags(session)) == 1


def fill(session: Session, link: OpenLink, template: Response, count: int) -> None:
    """Further responses just like one that is there."""
    skipped = {"id", "key"}
    values = {
        column.name: getattr(template, column.name)
        for column in Response.__table__.columns
        if column.name not in skipped
    }
    with writing(session):
        session.execute(
            sa.insert(Response), [{**values, "key": f"filled {number}"} for number in range(count)]
        )


def test_a_network_that_sends_without_end_is_asked_to_wait_and_loses_nothing(
    respondent: Respondent, session: Session, link: OpenLink, clock: FixedClock
) -> None:
    send(respondent)
    fill(session, link, stored_responses(session)[0], MOST_FROM_A_NETWORK - 1)
    token = respondent.token()

    page = respondent.send(token, {**GOOD, "comment": "kept & <safe>"})
    clock.at += CROWDED_WITHIN + timedelta(seconds=1)
    later = respondent.send(token, {**GOOD, "comment": "kept & <safe>"})

    assert page.status_code == 429
    assert page.headers["Retry-After"] == "900"
    assert "please send again" in page.text
    assert "kept &amp; &lt;safe&gt;" in page.text
    assert token_of_textarea(page.text) == token
    assert later.status_code == 303


def test_other_networks_and_other_links_go_on_meanwhile(
    respondent: Respondent, session: Session, keys: KeyRing, link: OpenLink
) -> None:
    send(respondent)
    fill(session, link, stored_responses(session)[0], MOST_FROM_A_NETWORK)

    send(respondent, GOOD, ELSEWHERE)
    send(Respondent(respondent.client, open_link_path(keys, link.id - 1)))

    assert len(stored_responses(session)) == MOST_FROM_A_NETWORK + 3


def test_people_whose_network_is_not_known_are_not_one_network(
    respondent: Respondent, session: Session, link: OpenLink
) -> None:
    unknown = {"REMOTE_ADDR": "192.0.2.7:40312"}  # as some proxies forward it
    send(respondent, GOOD, unknown)
    fill(session, link, stored_responses(session)[0], MOST_FROM_A_NETWORK)

    send(respondent, OTHER, unknown)

    assert stored_responses(session)[0].network_hash is None
    assert len(stored_responses(session)) == MOST_FROM_A_NETWORK + 2


def token_of_textarea(text: str) -> str:
    return text.partition('<textarea name="sheet" hidden>\n')[2].partition("</textarea>")[0]


def test_opening_is_open_to_a_crowded_network(
    client: FlaskClient, respondent: Respondent, session: Session, link: OpenLink
) -> None:
    send(respondent)
    fill(session, link, stored_responses(session)[0], MOST_FROM_A_NETWORK)

    assert token_of(client.get(respondent.path))
