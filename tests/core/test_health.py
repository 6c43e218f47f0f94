from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.database import db, writing
from core.jobs.services import claim_slot, finish

LEASE = timedelta(minutes=30)


def test_the_health_page_says_what_runs_and_how_the_jobs_stand(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    with writing(session):
        mine = claim_slot(session, "close week", "2026-W46", now, LEASE)
        assert mine is not None
        finish(session, mine, now, "nobody's business")

    answer = client.get("/health")

    assert answer.status_code == 200
    lines = answer.text.splitlines()
    assert lines[0] == "ok"
    assert lines[1].startswith(("database: SQLite 3.", "database: postgresql"))
    assert lines[2] == "migrations: up to date"
    assert lines[3] == f"job close week: last done {now:%Y-%m-%d %H:%M} UTC"
    assert "nobody's business" not in answer.text


def test_the_health_page_asks_for_pending_migrations(client: FlaskClient, session: Session) -> None:
    with writing(session):
        session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))

    answer = client.get("/health")

    assert answer.status_code == 503
    assert "pending; run twofold migrate" in answer.text


def test_the_health_page_answers_when_the_database_does_not(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        broken = sa.create_engine("sqlite:////no/such/folder/twofold.sqlite")
        monkeypatch.setitem(db.engines, None, broken)

    answer = client.get("/health")

    assert answer.status_code == 503
    assert answer.text == "not well\ndatabase: not reachable; see the log\n"
