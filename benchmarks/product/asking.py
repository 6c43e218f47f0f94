"""A programme in which people were asked about a repair visit, and their personal links."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from core.database import engine_options, prepare_engine, writing
from core.keys import load_keys
from core.schema import upgrade_database
from customers.rows import EndUserRow, PartnerRow, TransactionRow
from customers.services import (
    create_programme,
    store_end_users,
    store_partners,
    store_transactions,
)
from feedback.models import Answer, Response
from surveys.links import invitation_path
from surveys.models import Invitation
from surveys.questionnaires.services import load_questionnaires
from surveys.sampling.services import draw_sample
from surveys.services import open_default_surveys

QUESTIONNAIRES = Path(__file__).resolve().parent.parent / "questionnaires"  # one folder for each


def ask_people(url: str, key_path: Path, count: int, questionnaires: Path) -> list[str]:
    """Make the programme in an empty database; the links of `count` end users."""
    now = datetime.now(UTC)
    day = now.date() - timedelta(days=1)
    with engine_of(url) as engine, Session(engine) as session:
        upgrade_database(engine)
        with writing(session):
            create_programme(session, name="Bench", time_zone="UTC", now=now)
            store_partners(session, [PartnerRow("p", "Partner", "DE")], now)
            store_end_users(session, [_end_user(number) for number in range(count)], now)
            store_transactions(session, [_visit(number, day) for number in range(count)], now)
            load_questionnaires(session, questionnaires, now)
            open_default_surveys(session)
        with writing(session):
            draw_sample(session, first_on=day, last_on=day, seed=1, now=now, queue_mail=False)
        ids = session.scalars(sa.select(Invitation.id).order_by(Invitation.id)).all()
    assert len(ids) == count
    keys = load_keys(key_path)
    return [invitation_path(keys, invitation_id) for invitation_id in ids]


def count_stored(url: str) -> tuple[int, int]:
    """How many responses and answers there are."""
    with engine_of(url) as engine, Session(engine) as session:
        responses = session.scalar(sa.select(sa.func.count(Response.id))) or 0
        answers = session.scalar(sa.select(sa.func.count(Answer.id))) or 0
    return responses, answers


@contextmanager
def engine_of(url: str) -> Iterator[Engine]:
    engine = sa.create_engine(url, **engine_options(url))
    prepare_engine(engine)
    yield engine
    engine.dispose()


def _end_user(number: int) -> EndUserRow:
    return EndUserRow(f"u{number}", f"User {number}", f"u{number}@example.com", "en")


def _visit(number: int, day: date) -> TransactionRow:
    return TransactionRow(
        f"t{number}", "repair_visit", day, partner_key="p", end_user_key=f"u{number}"
    )
