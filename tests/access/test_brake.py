from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access import passwords
from access.models import SignInFailure
from access.sign_in.services import ACCOUNT_LIMIT, ADDRESS_LIMIT, network_of
from core.clock import FixedClock
from tests.access.accounts import PASSWORD, make_account, sign_in
from tests.access.test_passwords import CountingHasher

NOBODY = "nobody@example.com"


@pytest.mark.parametrize("email", ["ada@example.com", NOBODY])
def test_after_five_failures_an_account_is_braked_known_or_not(
    client: FlaskClient, session: Session, now: datetime, email: str
) -> None:
    make_account(session, now)
    for number in range(ACCOUNT_LIMIT):
        assert sign_in(client, email, "wrong words here", address=_host(number)).status_code == 400

    answer = sign_in(client, email, PASSWORD, address="198.51.100.99")

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == str(15 * 60)
    assert "Wait 15 minutes" in answer.text


def test_the_brake_lets_go_when_the_failures_lie_far_enough_back(
    client: FlaskClient, session: Session, clock: FixedClock
) -> None:
    make_account(session, clock.now())
    for number in range(ACCOUNT_LIMIT):
        sign_in(client, password="wrong words here", address=_host(number))
        clock.at += timedelta(minutes=1)

    clock.at += timedelta(minutes=9)
    assert sign_in(client).headers["Retry-After"] == "60"
    clock.at += timedelta(minutes=1)
    assert sign_in(client).status_code == 302


def test_a_braked_try_does_not_prolong_the_brake(
    client: FlaskClient, session: Session, clock: FixedClock
) -> None:
    make_account(session, clock.now())
    for number in range(ACCOUNT_LIMIT):
        sign_in(client, password="wrong words here", address=_host(number))
    clock.at += timedelta(minutes=14)

    assert sign_in(client).status_code == 429
    clock.at += timedelta(minutes=1)
    assert sign_in(client).status_code == 302


def test_after_twenty_failures_an_address_is_braked_for_every_account(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    make_account(session, now)
    for number in range(ADDRESS_LIMIT):
        sign_in(client, f"guess{number}@example.com", "wrong words here", address="192.0.2.7")

    assert sign_in(client, address="192.0.2.7").status_code == 429
    assert sign_in(client, address="192.0.2.8").status_code == 302


def test_a_right_password_forgives_the_account_its_failures(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    make_account(session, now)
    for _ in range(ACCOUNT_LIMIT - 1):
        sign_in(client, password="wrong words here")
    sign_in(client)

    for _ in range(ACCOUNT_LIMIT - 1):
        assert sign_in(client, password="wrong words here").status_code == 400
    assert sign_in(client).status_code == 302


def test_signing_in_oneself_does_not_forgive_an_address_its_guesses_at_others(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    make_account(session, now)
    for number in range(ADDRESS_LIMIT - 1):
        sign_in(client, f"guess{number}@example.com", "wrong words here")

    assert sign_in(client).status_code == 302
    assert sign_in(client, "guess@example.com", "wrong words here").status_code == 400
    assert sign_in(client).status_code == 429


def test_tries_at_the_same_moment_cannot_slip_past_the_brake(
    app: Flask, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_account(session, now)
    hasher = CountingHasher()
    monkeypatch.setattr(passwords, "_hasher", hasher)

    with ThreadPoolExecutor(8) as pool:
        tries = [
            pool.submit(sign_in, app.test_client(), password="wrong words here") for _ in range(16)
        ]
        statuses = sorted(future.result().status_code for future in tries)

    assert set(statuses) == {400, 429}
    assert hasher.check_count == statuses.count(400) == ACCOUNT_LIMIT


def test_neither_names_nor_addresses_are_kept_with_the_failures(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, NOBODY, "wrong words here", address="192.0.2.7")

    subjects = session.scalars(sa.select(SignInFailure.subject)).all()
    assert len(subjects) == 2
    assert not any("nobody" in subject or "192.0.2" in subject for subject in subjects)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
    ],
)
def test_an_address_counts_as_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


def _host(number: int) -> str:
    return f"198.51.100.{number}"
