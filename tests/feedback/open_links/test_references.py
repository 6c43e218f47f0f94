"""A signed reference names the transaction; anything else names none, and nobody loses time."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.keys import KeyRing
from customers.models import Transaction
from surveys.links import open_link_path
from surveys.models import Promise, Survey
from surveys.open_links.models import OpenLink
from surveys.open_links.references import named_path, sign_reference, signing_key
from tests.factories import make_partner, make_transaction
from tests.feedback.browsing import GOOD, Respondent, stored_responses, token_of
from tests.surveys.open_links.factory import make_open_link


def reference(keys: KeyRing, link: OpenLink, transaction: str, signed: str | None = None) -> str:
    signature = sign_reference(signing_key(keys, link.id), signed or transaction)
    return "?" + urlencode({"t": transaction, "s": signature})


def send_from(client: FlaskClient, url: str) -> None:
    """Open an address and send its form to wherever the form says."""
    page = client.get(url)
    action = re.search(r'<form[^>]* action="([^"]+)"', page.text)
    assert action, page.text
    sent = client.post(action[1], data={"sheet": token_of(page), **GOOD})
    assert sent.status_code == 303, sent.text
    assert client.get(sent.location).status_code == 200


def test_a_signed_reference_names_the_transaction(
    respondent: Respondent,
    session: Session,
    keys: KeyRing,
    link: OpenLink,
    transaction: Transaction,
) -> None:
    url = respondent.path + reference(keys, link, "delivery-1")

    send_from(respondent.client, url)

    (response,) = stored_responses(session)
    assert response.transaction_id == transaction.id
    assert response.open_link_id == link.id
    assert "11 November" in respondent.client.get(url).text


def test_names_are_promised_to_be_shown_only_where_one_is_known(
    respondent: Respondent,
    session: Session,
    keys: KeyRing,
    survey: Survey,
    transaction: Transaction,
    now: datetime,
) -> None:
    link = make_open_link(session, now, survey, takes_references=True, promise=Promise.ATTRIBUTED)
    path = open_link_path(keys, link.id)

    send_from(respondent.client, path + reference(keys, link, "delivery-1"))
    send_from(respondent.client, path)

    assert [one.promise for one in stored_responses(session)] == ["attributed", "confidential"]
    assert "shown without your name" in respondent.client.get(path).text


@pytest.mark.parametrize(
    "case",
    [
        "signed for another transaction",
        "signed for another link",
        "unknown transaction",
        "no signature",
        "of another partner",
        "of another touchpoint",
        "hostile",
    ],
)
def test_a_reference_that_does_not_hold_names_nothing_and_the_answers_are_kept(
    respondent: Respondent,
    session: Session,
    keys: KeyRing,
    link: OpenLink,
    transaction: Transaction,
    now: datetime,
    case: str,
) -> None:
    make_partner(session, now, "suedhaus")
    make_transaction(session, now, "other-partner", partner_key="suedhaus")
    make_transaction(session, now, "sale-1", touchpoint_key="sale", partner_key="nordhaus")
    other = OpenLink(id=link.id - 1)
    query = {
        "signed for another transaction": reference(keys, link, "delivery-1", signed="sale-1"),
        "signed for another link": reference(keys, other, "delivery-1"),
        "unknown transaction": reference(keys, link, "delivery-99"),
        "no signature": "?t=delivery-1",
        "of another partner": reference(keys, link, "other-partner"),
        "of another touchpoint": reference(keys, link, "sale-1"),
        "hostile": "?t=%00%ff&s=%00%ff",
    }[case]

    send_from(respondent.client, respondent.path + query)

    (response,) = stored_responses(session)
    assert response.transaction_id is None
    assert response.open_link_id == link.id


def test_a_link_that_takes_no_references_knows_none(
    client: FlaskClient,
    session: Session,
    keys: KeyRing,
    survey: Survey,
    transaction: Transaction,
    now: datetime,
) -> None:
    plain = make_open_link(session, now, survey)

    send_from(client, open_link_path(keys, plain.id) + reference(keys, plain, transaction.key))

    assert [one.transaction_id for one in stored_responses(session)] == [None]


def test_an_address_made_up_or_of_another_link_names_nobody(
    respondent: Respondent,
    session: Session,
    keys: KeyRing,
    link: OpenLink,
    transaction: Transaction,
) -> None:
    genuine = named_path(keys, link.id, transaction.id)
    of_other = named_path(keys, link.id - 1, transaction.id).rpartition("/")[2]

    statuses = [
        respondent.client.get(path).status_code
        for path in (genuine, genuine[:-1], f"{respondent.path}/{of_other}")
    ]

    assert statuses == [200, 404, 404]


def test_a_sheet_of_one_transaction_is_not_taken_for_another(
    respondent: Respondent,
    session: Session,
    keys: KeyRing,
    link: OpenLink,
    transaction: Transaction,
    now: datetime,
) -> None:
    other = make_transaction(session, now, "delivery-2", partner_key="nordhaus")
    first = Respondent(respondent.client, named_path(keys, link.id, transaction.id))
    second = Respondent(respondent.client, named_path(keys, link.id, other.id))

    pages = [second.send(first.token()), respondent.send(first.token())]

    assert [page.status_code for page in pages] == [400, 400]
    assert stored_responses(session) == []
