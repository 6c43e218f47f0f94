"""Closing a week opens its signals in the publishing transaction, whoever closes."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Barrier, BrokenBarrierError

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.config import Settings
from core.database import writing
from core.keys import KeyRing
from metrics.errors import EditionExistsError
from metrics.models import Edition
from metrics.signals.models import Signal
from metrics.weekly.services import close_week
from tests.databases import make_engine
from tests.metrics.programmes import WEEK, SmallProgramme
from tests.metrics.signals.finals import target


@pytest.fixture
def programme(session: Session, keys: KeyRing, settings: Settings) -> SmallProgramme:
    """A programme with a live week, and a target that nobody can reach."""
    small = SmallProgramme(session, keys, settings)
    small.set_up()
    small.live_week(WEEK)
    with writing(session):
        session.add(target("end_user", 100.0))
    return small


def signals(session: Session) -> list[tuple[str, str, str]]:
    session.rollback()
    rows = session.scalars(sa.select(Signal).order_by(Signal.id)).all()
    return [(one.kind, one.opened_week, one.state) for one in rows]


def test_the_final_opens_what_its_flash_did_not(
    programme: SmallProgramme, session: Session
) -> None:
    programme.close(WEEK, programme.monday_after(WEEK))
    after_flash = signals(session)

    final = programme.close(WEEK, programme.fieldwork_over(WEEK))

    assert after_flash == []
    assert set(signals(session)) == {("target", str(WEEK), "open")}
    assert session.scalars(sa.select(Signal.opened_edition_id).distinct()).one() == final.id


def test_two_closers_at_once_open_each_signal_once(
    programme: SmallProgramme, session: Session, database_url: str
) -> None:
    at, meeting = programme.fieldwork_over(WEEK), Barrier(2)

    def meet(_: Session) -> None:
        # Whoever holds the database's lock waits here in vain, and goes on alone.
        with suppress(BrokenBarrierError):
            meeting.wait(timeout=1)

    def close() -> Edition:
        engine = make_engine(database_url)
        try:
            with Session(engine, expire_on_commit=False) as own:
                closing = replace(programme, session=own).closing(at)
                return close_week(own, WEEK, closing, still_mine=meet)
        finally:
            engine.dispose()

    with ThreadPoolExecutor(2) as pool:
        futures: list[Future[Edition]] = [pool.submit(close) for _ in range(2)]
        errors = [future.exception() for future in futures]

    assert sorted(error is None for error in errors) == [False, True]
    assert isinstance(next(filter(None, errors)), EditionExistsError)
    assert set(signals(session)) == {("target", str(WEEK), "open")}
    about = [Signal.audience, Signal.level, Signal.node_key, Signal.touchpoint_key, Signal.metric]
    assert (
        max(session.scalars(sa.select(sa.func.count()).select_from(Signal).group_by(*about))) == 1
    )
