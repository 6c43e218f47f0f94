"""Which edition a page of integrity is about: the newest, a week's, or exactly one."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from access.visibility import Scope
from metrics.dashboards.editions.queries import read_edition
from metrics.dashboards.errors import NoSuchPageError
from metrics.dashboards.opening import Opened, open_week


def open_newest(session: Session, scope: Scope, week: str | None) -> Opened | None:
    """The edition of a week; without one of the newest week, be it only a flash."""
    opened = open_week(session, scope, week)
    if opened is None or week or opened.choice.weeks[0] == opened.choice.lead.week:
        return opened
    return open_week(session, scope, opened.choice.weeks[0])


def open_edition(session: Session, scope: Scope, week: str, kind: str, revision: int) -> Opened:
    """Exactly this edition; raises NoSuchPageError."""
    line = read_edition(session, week, kind, revision)
    opened = open_week(session, scope, week) if line else None
    if line is None or opened is None:
        raise NoSuchPageError("There is no such edition. The list of editions has those there are.")
    return replace(opened, choice=replace(opened.choice, lead=line))
