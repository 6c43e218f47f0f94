"""Letters are queued in the transaction that publishes: with the edition, or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import Role
from core.config import Settings
from core.keys import KeyRing
from core.outbox.models import OutgoingMail
from metrics.errors import EditionExistsError
from metrics.letters.references import LETTER_MAIL, LetterReference
from metrics.models import Edition
from metrics.weekly.services import close_week
from tests.databases import make_engine
from tests.factories import make_user
from tests.metrics.programmes import WEEK, SmallProgramme


@pytest.fixture
def programme(session: Session, keys: KeyRing, settings: Settings) -> SmallProgramme:
    small = SmallProgramme(session, keys, settings)
    small.set_up()
    small.live_week(WEEK)
    make_user(session, small.fieldwork_over(WEEK), Role.EXECUTIVE)
    make_user(session, small.fieldwork_over(WEEK), Role.CHANNEL_PARTNER, "nord")
    return small


def _letters(session: Session) -> list[LetterReference]:
    session.rollback()
    references = session.scalars(
        sa.select(OutgoingMail.reference)
        .where(OutgoingMail.kind == LETTER_MAIL)
        .order_by(OutgoingMail.id)
    )
    return [LetterReference.parse(reference) for reference in references]


def test_two_processes_that_close_a_week_at_once_queue_one_letter_for_everybody(
    programme: SmallProgramme, session: Session, database_url: str
) -> None:
    def close(seconds: int) -> None:
        engine = make_engine(database_url)
        at = programme.fieldwork_over(WEEK) + timedelta(seconds=seconds)
        try:
            with Session(engine, expire_on_commit=False) as own, suppress(EditionExistsError):
                close_week(own, WEEK, replace(programme, session=own).closing(at))
        finally:
            engine.dispose()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(close, (0, 1)))

    [edition] = session.scalars(sa.select(Edition)).all()
    letters = _letters(session)
    assert [letter.edition_id for letter in letters] == [edition.id, edition.id]
    assert [letter.partner_key for letter in letters] == [None, "nord"]


def test_an_edition_that_is_not_published_after_all_has_no_letters(
    programme: SmallProgramme, session: Session
) -> None:
    def lost(_: Session) -> None:
        raise LookupError("the lease is somebody else's")

    with pytest.raises(LookupError):
        close_week(
            session, WEEK, programme.closing(programme.fieldwork_over(WEEK)), still_mine=lost
        )

    assert _letters(session) == []


def test_weeks_that_are_played_again_tell_nobody(
    programme: SmallProgramme, session: Session
) -> None:
    closing = replace(programme.closing(programme.fieldwork_over(WEEK)), sends_letters=False)

    close_week(session, WEEK, closing)

    assert _letters(session) == []
