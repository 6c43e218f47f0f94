"""Troubles of the real world: locked, full and read-only disks, crashes, impatient thumbs."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

import core.database
from core.config import Settings
from core.database import db
from core.keys import KeyRing
from surveys.links import invitation_path
from surveys.models import Invitation
from tests.factories import make_end_user, make_invitation, make_transaction
from tests.feedback.browsing import (
    GOOD,
    Respondent,
    chosen,
    stored_answers,
    stored_responses,
    token_of,
    written,
)
from tests.feedback.troubles import READ_ONLY, every_connection

SENDERS = 16
# Less than SQLite's log holds when the people of a test have been invited, more than pytest writes.
LOG_BYTES = 32 * 1024
FULL = {**GOOD, "comment": "Every word\nof it"}
only_sqlite = pytest.mark.parametrize("database_source", ["sqlite"], indirect=True)


def test_a_read_only_database_gives_the_page_back_with_every_answer(
    app: Flask, respondent: Respondent, session: Session
) -> None:
    token = respondent.token()

    with every_connection(app, lambda engine: READ_ONLY[engine.dialect.name]):
        page = respondent.send(token, FULL)
    _assert_nothing_is_lost(page, session)
    again = respondent.send(token_of(page), FULL)

    assert again.status_code == 303
    assert stored_answers(session)["comment"] == FULL["comment"]


@only_sqlite
def test_a_full_disk_gives_the_page_back_with_every_answer(
    app: Flask, respondent: Respondent, session: Session, engine: Engine
) -> None:
    token = respondent.token()
    long = {**GOOD, "comment": "😀" * 4000}
    session.rollback()
    with engine.raw_connection() as connection:
        connection.cursor().execute("VACUUM")  # no free page is left inside the file

    with every_connection(app, lambda _engine: "PRAGMA max_page_count = 1"):
        page = respondent.send(token, long)
    stored = stored_responses(session)
    again = respondent.send(token, long)

    assert (page.status_code, again.status_code) == (503, 303)
    assert written(page, "comment") == long["comment"]
    assert stored == []


@only_sqlite
def test_a_disk_that_takes_no_more_bytes_gives_the_page_back_with_every_answer(
    respondent: Respondent, session: Session
) -> None:
    token = respondent.token()

    with _files_end_at(LOG_BYTES):
        page = respondent.send(token, FULL)
    _assert_nothing_is_lost(page, session)
    again = respondent.send(token_of(page), FULL)

    assert again.status_code == 303
    assert stored_answers(session)["comment"] == FULL["comment"]


@only_sqlite
def test_a_locked_database_gives_the_page_back_with_every_answer(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, path: str, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(core.database, "BUSY_TIMEOUT_MS", 50)
    client: FlaskClient = request.getfixturevalue("client")
    respondent = Respondent(client, path)
    token = respondent.token()

    with engine.connect() as other:
        other.exec_driver_sql("COMMIT")
        other.exec_driver_sql("BEGIN IMMEDIATE")
        page = respondent.send(token, FULL)
        other.exec_driver_sql("ROLLBACK")
        other.exec_driver_sql("BEGIN")
    again = respondent.send(token, FULL)

    assert page.status_code == 503
    assert chosen(page, "recommend") == ["9"]
    assert again.status_code == 303


@only_sqlite
def test_a_lock_file_that_cannot_be_opened_gives_the_page_back(
    respondent: Respondent, session: Session, settings: Settings
) -> None:
    token = respondent.token()
    lock = Path(f"{sa.make_url(settings.database_url).database}.lock")
    lock.unlink(missing_ok=True)
    lock.mkdir()

    page = respondent.send(token, FULL)

    _assert_nothing_is_lost(page, session)


@only_sqlite
def test_a_database_that_cannot_even_be_read_hands_the_answers_back(
    app: Flask, respondent: Respondent, settings: Settings
) -> None:
    token = respondent.token()
    path = Path(sa.make_url(settings.database_url).database or "")
    with app.app_context():
        db.engine.dispose()
    hidden = path.rename(path.with_suffix(".away"))
    path.mkdir()

    page = respondent.send(token, FULL)
    path.rmdir()
    hidden.rename(path)
    again = respondent.client.post(
        respondent.path, data={name: written(page, name) for name in ("sheet", *FULL)}
    )

    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"
    assert "Not saved yet, please try again." in page.text
    assert again.status_code == 303


def test_sixteen_at_once_with_one_sheet_are_one_response_and_one_thanks(
    app: Flask, respondent: Respondent, session: Session
) -> None:
    token = respondent.token()

    answers = _at_once(app, respondent.path, [token] * SENDERS)

    assert {(page.status_code, page.location) for page in answers} == {(303, answers[0].location)}
    assert len(stored_responses(session)) == 1
    assert stored_answers(session) == {"recommend": 9, "satisfaction": 4}


def test_sixteen_at_once_with_sheets_of_their_own_are_one_response(
    app: Flask, respondent: Respondent, session: Session
) -> None:
    tokens = [respondent.token() for _ in range(SENDERS)]

    answers = _at_once(app, respondent.path, tokens)

    assert sorted(page.status_code for page in answers) == [303] + [409] * (SENDERS - 1)
    assert len(stored_responses(session)) == 1


def test_sixteen_people_at_once_are_sixteen_responses(
    app: Flask, session: Session, keys: KeyRing, now: datetime, version_id: int
) -> None:
    invitations = [_invite(session, now, f"person-{n}", version_id) for n in range(SENDERS)]
    client = app.test_client()
    everybody = [Respondent(client, invitation_path(keys, found.id)) for found in invitations]
    tokens = [respondent.token() for respondent in everybody]

    with ThreadPoolExecutor(SENDERS) as pool:
        statuses = list(
            pool.map(
                lambda sender, token: (
                    Respondent(app.test_client(), sender.path).send(token).status_code
                ),
                everybody,
                tokens,
            )
        )

    assert statuses == [303] * SENDERS
    assert len(stored_responses(session)) == SENDERS


@pytest.mark.parametrize(
    ("moment", "stored_count"), [("before the commit", 0), ("after the commit", 1)]
)
def test_after_a_crash_sending_again_makes_one_response_and_the_same_thanks(
    respondent: Respondent,
    session: Session,
    settings: Settings,
    moment: str,
    stored_count: int,
) -> None:
    token = respondent.token()
    session.rollback()

    crashed = _send_and_crash(settings, respondent.path, token, moment)
    stored = len(stored_responses(session))
    again = respondent.send(token)

    assert crashed.returncode == -9, crashed.stderr
    assert stored == stored_count
    assert again.status_code == 303
    assert len(stored_responses(session)) == 1


def _assert_nothing_is_lost(page: TestResponse, session: Session) -> None:
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"
    assert "Not saved yet, please try again." in page.text
    assert chosen(page, "recommend") == ["9"]
    assert chosen(page, "satisfaction") == ["4"]
    assert written(page, "comment") == FULL["comment"]
    assert stored_responses(session) == []


@contextmanager
def _files_end_at(byte_count: int) -> Iterator[None]:
    """No write of this process goes beyond: the kernel refuses it, as a full disk does."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (byte_count, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def _at_once(app: Flask, path: str, tokens: list[str]) -> list[TestResponse]:
    barrier = Barrier(len(tokens))

    def send(token: str) -> TestResponse:
        client = app.test_client()
        barrier.wait()
        return Respondent(client, path).send(token)

    with ThreadPoolExecutor(len(tokens)) as pool:
        return list(pool.map(send, tokens))


def _invite(session: Session, now: datetime, key: str, version_id: int) -> Invitation:
    person = make_end_user(session, now, key)
    transaction = make_transaction(session, now, f"delivery of {key}", end_user_key=key)
    return make_invitation(session, now, transaction, person, version_id)


def _send_and_crash(
    settings: Settings, path: str, token: str, moment: str
) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "TWOFOLD_DATA": str(settings.data_folder),
        "TWOFOLD_DATABASE_URL": settings.database_url.replace("postgresql+psycopg", "postgresql"),
        "TWOFOLD_BASE_URL": settings.base_url,
        "TWOFOLD_SCHEDULER": "off",
    }
    return subprocess.run(
        [sys.executable, "-m", "tests.feedback.crashing", path, token, moment],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
