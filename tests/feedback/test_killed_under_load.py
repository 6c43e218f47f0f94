"""kill -9 in the middle of load, again and again: what was acknowledged is there, and only once."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from itertools import count
from queue import Empty, SimpleQueue
from threading import Condition, Thread
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from core.config import Settings
from core.keys import KeyRing
from feedback.models import Answer, Response
from surveys.links import invitation_path
from tests.factories import make_end_user, make_invitation, make_transaction
from tests.feedback.browsing import GOOD

KILLS = 6
MORE_EACH_TIME = 8
RESPONDENTS = 8
PEOPLE = 150
PATIENCE_SECONDS = 60
TOKEN = re.compile(r'name="sheet" value="([^"]+)"')


def test_after_every_kill_all_acknowledged_answers_are_there_and_none_twice(
    session: Session,
    engine: Engine,
    settings: Settings,
    keys: KeyRing,
    now: datetime,
    version_id: int,
) -> None:
    paths = _invite(session, keys, now, version_id)

    with _killable_server(settings) as server:
        load = Load(server.port, paths)
        server.tell("start")
        for _ in range(KILLS):
            load.wait_for_more()
            server.tell("kill")
            _assert_all_there(session, load.acknowledged)
            server.tell("start")
        load.finish()

    assert load.broken_count >= KILLS
    _assert_all_there(session, load.acknowledged)
    assert session.scalar(sa.select(sa.func.count(Response.id))) == len(load.acknowledged)
    if engine.dialect.name == "sqlite":
        assert session.scalar(sa.text("PRAGMA integrity_check")) == "ok"


class Load:
    """Respondents who open and send one sheet after the other, and try again until thanked."""

    def __init__(self, port: int, paths: Sequence[str]) -> None:
        self.acknowledged: list[str] = []
        self.broken_count = 0
        self._port = port
        self._left: SimpleQueue[str] = SimpleQueue()
        for path in paths:
            self._left.put(path)
        self._changed = Condition()
        self._is_over = False
        self._respondents = [Thread(target=self._answer_all) for _ in range(RESPONDENTS)]
        for respondent in self._respondents:
            respondent.start()

    def wait_for_more(self) -> None:
        wanted = len(self.acknowledged) + MORE_EACH_TIME
        with self._changed:
            assert self._changed.wait_for(
                lambda: len(self.acknowledged) >= wanted, PATIENCE_SECONDS
            )

    def finish(self) -> None:
        """Let everybody send the sheet that is before them."""
        self._is_over = True
        for respondent in self._respondents:
            respondent.join(PATIENCE_SECONDS)
            assert not respondent.is_alive()

    def _answer_all(self) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        while not self._is_over:
            try:
                path = self._left.get_nowait()
            except Empty:
                return
            found = TOKEN.search(self._insist(connection, "GET", path, 200))
            assert found
            sheet = urlencode({"sheet": found[1], **GOOD, "comment": path})
            self._insist(connection, "POST", path, 303, sheet)
            with self._changed:
                self.acknowledged.append(path)
                self._changed.notify()
        connection.close()

    def _insist(
        self, connection: HTTPConnection, method: str, path: str, status: int, body: str = ""
    ) -> str:
        headers = {"Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
        for attempt in count():
            try:
                connection.request(method, path, body, headers)
                reply = connection.getresponse()
                text = reply.read().decode()
            except (OSError, HTTPException):
                connection.close()
                self.broken_count += 1
            else:
                assert (reply.status, attempt) == (status, attempt), text
                return text
        raise AssertionError


class KillableServer:
    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.port = port
        self._process = process

    def tell(self, word: str) -> None:
        assert self._process.stdin
        assert self._process.stdout
        print(word, file=self._process.stdin, flush=True)
        assert self._process.stdout.readline() == "done\n"


@contextmanager
def _killable_server(settings: Settings) -> Iterator[KillableServer]:
    environment = {
        **os.environ,
        "TWOFOLD_DATA": str(settings.data_folder),
        "TWOFOLD_DATABASE_URL": settings.database_url.replace("postgresql+psycopg", "postgresql"),
        "TWOFOLD_BASE_URL": settings.base_url,
        "TWOFOLD_SCHEDULER": "off",
    }
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.feedback.killable", str(listener.fileno())],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            pass_fds=[listener.fileno()],
        )
        with process:
            server = KillableServer(process, listener.getsockname()[1])
            yield server
            server.tell("kill")


def _invite(session: Session, keys: KeyRing, now: datetime, version_id: int) -> list[str]:
    invitations = []
    for number in range(PEOPLE):
        person = make_end_user(session, now, f"person-{number}")
        transaction = make_transaction(
            session, now, f"delivery-{number}", end_user_key=f"person-{number}"
        )
        invitations.append(make_invitation(session, now, transaction, person, version_id))
    session.commit()
    return [invitation_path(keys, invitation.id) for invitation in invitations]


def _assert_all_there(session: Session, acknowledged: Sequence[str]) -> None:
    """Every acknowledged sheet's own words, and each of them once."""
    expected = sorted(acknowledged)
    session.rollback()
    stored = session.scalars(sa.select(Answer.text).where(Answer.question_key == "comment")).all()
    assert set(expected) <= set(stored)
    assert len(stored) == len(set(stored))
    session.rollback()
