"""Speed of answering: durable responses by real HTTP, against an ORM commit each.

Starts the product's own server on loopback with SQLite and a questionnaire of six questions, and
sends from 32 connections of this process, so that load and server share the machine. Prints
accepted posts per second with p50 and p99, completed responses per second (page opened, sent,
thank-you seen), the same posts with each response stored through the ORM without the fair lock,
and the ratio. At the end every acknowledged response must be in the database, once.
Usage: python benchmarks/answering.py [posts]
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

import feedback.answering.receiving
from app import main as run_command
from benchmarks.clients.respondents import ANSWERS, Connection, Load, run
from core.database import WRITE_OPTION, engine_options, prepare_engine, writing
from core.keys import load_keys
from core.schema import upgrade_database
from customers.rows import EndUserRow, PartnerRow, TransactionRow
from customers.services import (
    create_programme,
    store_end_users,
    store_partners,
    store_transactions,
)
from feedback.models import Answer, Response, ResponseSource
from feedback.rows import SentSheet
from feedback.services import SubmitOutcome
from surveys.links import invitation_path
from surveys.models import Invitation
from surveys.questionnaires import READY_FOLDER
from surveys.questionnaires.services import load_questionnaires
from surveys.sampling.services import draw_sample
from surveys.services import open_default_surveys

THREADS = 8
COMPLETED_SHARE = 0.25
ORM_SHARE = 0.4
TARGET_POSTS, TARGET_P99_MS, TARGET_COMPLETED = 700, 250, 300


def main(posts: int) -> None:
    completed, by_orm = int(posts * COMPLETED_SHARE), int(posts * ORM_SHARE)
    with tempfile.TemporaryDirectory() as folder:
        paths = deque(prepare(Path(folder), posts + completed + by_orm))
        with server(Path(folder), "product") as port:
            product = run(port, paths, posts, prefetched=True)
            show("posts", product, f"must reach {TARGET_POSTS}/s, p99 {TARGET_P99_MS} ms")
            whole = run(port, paths, completed, prefetched=False)
            show("completed", whole, f"must reach {TARGET_COMPLETED}/s")
        with server(Path(folder), "orm") as port:
            orm = run(port, paths, by_orm, prefetched=True)
            show("posts, ORM", orm, "a commit each through the ORM, without the fair lock")
        check_stored(Path(folder), posts + completed + by_orm)
    ratio = product.rate / orm.rate
    tail = orm.percentile_ms(99) / product.percentile_ms(99)
    print(f"ratio       {ratio:.2f} × the ORM's rate, its p99 is {tail:.2f} × ours")


def show(name: str, load: Load, note: str) -> None:
    print(
        f"{name:11} {load.rate:6.0f}/s  p50 {load.percentile_ms(50):4.0f} ms  "
        f"p99 {load.percentile_ms(99):5.0f} ms  n {len(load.each)}  ({note})"
    )


def prepare(folder: Path, count: int) -> list[str]:
    """A programme in which `count` end users were asked about a repair visit; their links."""
    now = datetime.now(UTC)
    day = now.date() - timedelta(days=1)
    with database(folder) as engine, Session(engine) as session:
        upgrade_database(engine)
        with writing(session):
            create_programme(session, name="Bench", time_zone="UTC", now=now)
            store_partners(session, [PartnerRow("p", "Partner", "DE")], now)
            store_end_users(session, [end_user(number) for number in range(count)], now)
            store_transactions(session, [visit(number, day) for number in range(count)], now)
            load_questionnaires(session, READY_FOLDER, now)
            open_default_surveys(session)
        with writing(session):
            draw_sample(session, first_on=day, last_on=day, seed=1, now=now, queue_mail=False)
        keys = load_keys(folder / "secret.key")
        ids = session.scalars(sa.select(Invitation.id).order_by(Invitation.id)).all()
        assert len(ids) == count
        return [invitation_path(keys, invitation_id) for invitation_id in ids]


def end_user(number: int) -> EndUserRow:
    return EndUserRow(f"u{number}", f"User {number}", f"u{number}@example.com", "en")


def visit(number: int, day: date) -> TransactionRow:
    return TransactionRow(
        f"t{number}", "repair_visit", day, partner_key="p", end_user_key=f"u{number}"
    )


@contextmanager
def database(folder: Path) -> Iterator[Engine]:
    url = f"sqlite:///{folder / 'twofold.sqlite'}"
    engine = sa.create_engine(url, **engine_options(url))
    prepare_engine(engine)
    yield engine
    engine.dispose()


@contextmanager
def server(folder: Path, variant: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {
        "TWOFOLD_DATA": str(folder),
        "TWOFOLD_PORT": str(port),
        "TWOFOLD_SCHEDULER": "off",
    }
    process = subprocess.Popen(
        [sys.executable, __file__, "--serve", variant],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until_open(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_until_open(port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            Connection(port).get("/health")
        except ConnectionError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The server did not start.")


def check_stored(folder: Path, count: int) -> None:
    with database(folder) as engine, Session(engine) as session:
        responses = session.scalar(sa.select(sa.func.count(Response.id)))
        answers = session.scalar(sa.select(sa.func.count(Answer.id)))
    assert (responses, answers) == (count, count * len(ANSWERS)), (responses, answers)


def serve(variant: str) -> None:
    """The product's own server; as "orm", storing as a plain application would."""
    if variant == "orm":
        feedback.answering.receiving.writing_core = plain_writing  # type: ignore[attr-defined]
        feedback.answering.receiving.submit_response = submit_by_orm  # type: ignore[attr-defined]
    sys.argv = ["twofold", "serve", "--threads", str(THREADS)]
    run_command()


@contextmanager
def plain_writing(engine: Engine) -> Iterator[sa.Connection]:
    with engine.connect() as connection:
        connection.execution_options(**{WRITE_OPTION: True})
        with connection.begin():
            yield connection


def submit_by_orm(connection: sa.Connection, sent: SentSheet, now: datetime) -> SubmitOutcome:
    response = Response(
        key=sent.key,
        source=ResponseSource.LINK.value,
        audience=sent.audience,
        invitation_id=sent.invitation_id,
        transaction_id=sent.transaction_id,
        version_id=sent.version_id,
        sheet_hash="",
        language=sent.language,
        promise=sent.promise,
        answered_at=now,
        received_at=now,
    )
    response.answers = [
        Answer(
            question_key=given.question_key,
            score=given.score,
            choice=given.choice,
            text=given.text,
        )
        for given in sent.answers
    ]
    with Session(connection) as session:
        session.add(response)
        session.flush()
    return SubmitOutcome.STORED


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 4_000)
