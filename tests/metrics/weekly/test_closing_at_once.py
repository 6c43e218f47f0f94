"""Several closers at the same moment: each edition is published once, and the chain is one line."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import Week
from metrics.errors import EditionExistsError
from metrics.models import Edition, Estimate
from metrics.weekly.services import close_week
from metrics.weekly.verify import Outcome, verify_edition
from tests.databases import make_engine
from tests.metrics.programmes import WEEK, SmallProgramme


@pytest.fixture
def in_threads(programme: SmallProgramme, database_url: str) -> Closers:
    return Closers(programme, database_url)


class Closers:
    """Two closers who meet inside their publishing transactions, where the database lets them."""

    def __init__(self, programme: SmallProgramme, database_url: str) -> None:
        self._programme, self._url = programme, database_url
        self._meeting = Barrier(2)

    def close(self, *due: tuple[Week, datetime]) -> list[Future[Edition]]:
        with ThreadPoolExecutor(2) as pool:
            return [pool.submit(self._close, week, at) for week, at in due]

    def _close(self, week: Week, at: datetime) -> Edition:
        engine = make_engine(self._url)
        try:
            with Session(engine, expire_on_commit=False) as session:
                closing = replace(self._programme, session=session).closing(at)
                return close_week(session, week, closing, still_mine=self._meet)
        finally:
            engine.dispose()

    def _meet(self, _: Session) -> None:
        # Whoever holds the database's lock waits here in vain, and goes on alone.
        with suppress(BrokenBarrierError):
            self._meeting.wait(timeout=1)


def test_a_week_closed_twice_at_once_is_published_once(
    programme: SmallProgramme, session: Session, in_threads: Closers, weeks_folder: Path
) -> None:
    programme.live_week(WEEK)
    monday = programme.monday_after(WEEK)

    futures = in_threads.close((WEEK, monday), (WEEK, monday + timedelta(hours=1)))

    errors = [future.exception() for future in futures]
    [edition] = session.scalars(sa.select(Edition)).all()
    assert sorted(type(error).__name__ for error in errors) == ["EditionExistsError", "NoneType"]
    assert "published by somebody else" in str(next(filter(None, errors)))
    assert isinstance(next(filter(None, errors)), EditionExistsError)
    assert session.scalars(sa.select(Estimate.edition_id).distinct()).all() == [edition.id]
    assert verify_edition(session, edition, weeks_folder).outcome is Outcome.HOLDS
    assert not list(weeks_folder.glob(".making-*"))


def test_two_weeks_closed_at_once_make_one_chain(
    programme: SmallProgramme, session: Session, in_threads: Closers, weeks_folder: Path
) -> None:
    weeks = (WEEK, WEEK.shifted(1))
    for week in weeks:
        programme.live_week(week, size=40)
    at = programme.fieldwork_over(weeks[1])

    futures = in_threads.close(*((week, at) for week in weeks))

    assert [future.exception() for future in futures] == [None, None]
    first, second = session.scalars(sa.select(Edition).order_by(Edition.id)).all()
    assert (first.previous_hash, second.previous_hash) == (None, first.manifest_hash)
    for edition in (first, second):
        assert verify_edition(session, edition, weeks_folder).problems == ()
