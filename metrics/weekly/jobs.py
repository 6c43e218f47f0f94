"""Weeks close by themselves: flashes on Monday morning, finals when fieldwork is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from access.visibility import command_line_scope
from core.clock import Week
from core.context import current_context
from core.database import db, writing
from core.jobs.scheduler import Job
from core.jobs.services import Claim, finish
from customers.models import Programme
from customers.queries import get_programme
from metrics.errors import EditionExistsError
from metrics.models import EditionKind
from metrics.weekly.queries import closed_editions, weeks_between
from metrics.weekly.services import Closing, close_week, week_times

JOB_NAME = "close week"
# Monday morning at six in the programme's time zone, when the file of Sunday has arrived.
HOURS_AFTER = timedelta(hours=6)
SEPARATOR = " "


@dataclass(frozen=True)
class DueEdition:
    week: Week
    kind: EditionKind

    @property
    def slot(self) -> str:
        return f"{self.week}{SEPARATOR}{self.kind}"

    @classmethod
    def of_slot(cls, slot: str) -> DueEdition:
        week, kind = slot.split(SEPARATOR)
        return cls(Week.parse(week), EditionKind(kind))


def due_editions(session: Session, now: datetime) -> list[DueEdition]:
    """Editions that should exist by now and do not, oldest week first.

    What fell due before the programme was set up is history: it is imported in pieces, so it is
    closed by hand once all of them are there.
    """
    programme = get_programme(session)
    if programme is None or not programme.closes_by_itself:
        return []
    fieldwork = timedelta(days=7 + programme.field_period_days)
    first = Week.of((programme.created_at - fieldwork).date())
    known = weeks_between(session, str(first), str(Week.of(now.date())))
    closed = closed_editions(session, str(first))
    found = (_due(programme, Week.parse(week), now, closed) for week in known)
    return [edition for edition in found if edition is not None]


def _due(
    programme: Programme, week: Week, now: datetime, closed: set[tuple[str, str]]
) -> DueEdition | None:
    times = week_times(programme, week)
    if now >= times.fieldwork_over_at + HOURS_AFTER:
        kind, due_at = EditionKind.FINAL, times.fieldwork_over_at + HOURS_AFTER
    elif times.over_at + HOURS_AFTER <= now < times.fieldwork_over_at:
        kind, due_at = EditionKind.FLASH, times.over_at + HOURS_AFTER
    else:
        return None
    if due_at <= programme.created_at or (str(week), kind.value) in closed:
        return None
    return DueEdition(week, kind)


def due_slots(session: Session, now: datetime) -> Sequence[str]:
    return [edition.slot for edition in due_editions(session, now)]


def run(claim: Claim, now: datetime) -> None:
    """Close the slot's week; the slot is done in the publishing transaction itself."""
    context, due = current_context(), DueEdition.of_slot(claim.slot)
    session = db.session()
    done = partial(finish, claim=claim, now=now, outcome="published")
    try:
        closing = Closing(context.settings, context.keys, now, command_line_scope("scheduler"))
        close_week(session, due.week, closing, kind=due.kind, still_mine=done)
    except EditionExistsError as error:
        with writing(session):
            finish(session, claim, now, str(error))


CLOSE_WEEKS = Job(JOB_NAME, due_slots, run)
