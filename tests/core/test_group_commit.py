from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from threading import Event

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from core.errors import NotSavedError
from core.group_commit import GroupCommit
from core.jobs.models import JobRun

PEOPLE = 8
BROKEN = "broken"
WAIT_SECONDS = 20

RUNS = sa.insert(JobRun)


class Storing:
    """Stores slots as job runs; the first group waits inside until the others have arrived."""

    def __init__(self, now: datetime) -> None:
        self.groups: list[list[str]] = []
        self.is_inside = Event()
        self.may_go_on = Event()
        self._now = now

    def __call__(self, connection: Connection, slots: Sequence[str]) -> list[str]:
        self.groups.append(list(slots))
        for slot in slots:
            job = None if slot.startswith(BROKEN) else "test"
            values = {"claimed_at": self._now, "lease_until_at": self._now}
            connection.execute(RUNS, [{"job": job, "slot": slot, **values}])
        self.is_inside.set()
        self.may_go_on.wait(WAIT_SECONDS)
        return [f"stored {slot}" for slot in slots]


@pytest.fixture
def storing(now: datetime) -> Storing:
    return Storing(now)


@pytest.fixture
def commit(engine: Engine, storing: Storing) -> GroupCommit[str, str]:
    return GroupCommit(engine, storing)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(PEOPLE) as pool:
        yield pool


def test_what_arrives_while_a_group_is_stored_is_the_next_group(
    engine: Engine, storing: Storing, commit: GroupCommit[str, str], pool: ThreadPoolExecutor
) -> None:
    slots = [str(number) for number in range(PEOPLE)]

    answers = _arrive_together(commit, storing, pool, slots)

    assert [answer.result() for answer in answers] == [f"stored {slot}" for slot in slots]
    assert [len(group) for group in storing.groups] == [1, PEOPLE - 1]
    assert _stored(engine) == sorted(slots)


def test_nobody_is_answered_before_the_commit(
    engine: Engine, storing: Storing, commit: GroupCommit[str, str], pool: ThreadPoolExecutor
) -> None:
    committing, may_commit = Event(), Event()

    def wait(_connection: Connection) -> None:
        committing.set()
        may_commit.wait(WAIT_SECONDS)

    storing.may_go_on.set()
    with _at_each(engine, "commit", wait):
        answer = pool.submit(commit.submit, "one")
        committing.wait(WAIT_SECONDS)
        was_answered = answer.done()
        may_commit.set()

        assert answer.result(WAIT_SECONDS) == "stored one"
    assert not was_answered


def test_one_that_cannot_be_stored_takes_no_other_along(
    engine: Engine, storing: Storing, commit: GroupCommit[str, str], pool: ThreadPoolExecutor
) -> None:
    first, *others = _arrive_together(commit, storing, pool, ["first", "a", BROKEN, "b"])

    assert first.result() == "stored first"
    assert [answer.exception() is None for answer in others] == [True, False, True]
    assert isinstance(others[1].exception(), IntegrityError)
    assert _stored(engine) == ["a", "b", "first"]


def test_a_lone_item_that_cannot_be_stored_is_not_tried_twice(
    engine: Engine, storing: Storing, commit: GroupCommit[str, str]
) -> None:
    storing.may_go_on.set()

    with pytest.raises(IntegrityError):
        commit.submit(BROKEN)

    assert storing.groups == [[BROKEN]]
    assert _stored(engine) == []


def test_a_commit_that_fails_is_told_to_everybody_and_nothing_is_stored(
    engine: Engine, storing: Storing, commit: GroupCommit[str, str], pool: ThreadPoolExecutor
) -> None:
    def fail(_connection: Connection) -> None:
        raise OSError("no space left on device")

    with _at_each(engine, "commit", fail):
        answers = _arrive_together(commit, storing, pool, ["a", "b", "c"])

    errors = [answer.exception() for answer in answers]
    assert [type(error) for error in errors] == [NotSavedError] * 3
    assert len(set(map(id, errors))) == 3
    assert _stored(engine) == []


def test_a_database_that_cannot_be_opened_is_told_to_everybody(
    engine: Engine, storing: Storing, commit: GroupCommit[str, str], pool: ThreadPoolExecutor
) -> None:
    def refuse_later(_connection: Connection) -> None:
        if storing.is_inside.is_set():
            raise OSError("unable to open")

    with _at_each(engine, "begin", refuse_later):
        first, *others = _arrive_together(commit, storing, pool, ["first", "a", "b"])

    assert first.result() == "stored first"
    assert [type(answer.exception()) for answer in others] == [NotSavedError] * 2
    assert _stored(engine) == ["first"]


def test_an_interrupted_leader_leaves_nobody_waiting(
    engine: Engine, storing: Storing, commit: GroupCommit[str, str], pool: ThreadPoolExecutor
) -> None:
    def interrupt_later(_connection: Connection) -> None:
        if storing.is_inside.is_set():
            raise SystemExit

    with _at_each(engine, "begin", interrupt_later):
        first, *others = _arrive_together(commit, storing, pool, ["first", "a", "b"])

    errors = [answer.exception() for answer in others]
    assert first.result() == "stored first"
    assert {type(error) for error in errors} == {SystemExit, NotSavedError}


def _arrive_together(
    commit: GroupCommit[str, str],
    storing: Storing,
    pool: ThreadPoolExecutor,
    slots: Sequence[str],
) -> list[Future[str]]:
    """The first is inside when the others arrive."""
    first, *others = slots
    answers = [pool.submit(commit.submit, first)]
    assert storing.is_inside.wait(WAIT_SECONDS)
    for number, slot in enumerate(others, start=1):
        answers.append(pool.submit(commit.submit, slot))
        while len(commit._arrived) < number:
            Event().wait(0.001)
    storing.may_go_on.set()
    for answer in answers:
        answer.exception(WAIT_SECONDS)
    return answers


@contextmanager
def _at_each(engine: Engine, name: str, deed: Callable[[Connection], None]) -> Iterator[None]:
    event.listen(engine, name, deed)
    try:
        yield
    finally:
        event.remove(engine, name, deed)


def _stored(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return sorted(connection.scalars(sa.select(JobRun.slot)))
