"""Opening a page: which programme, which edition, and what things are called."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from access.visibility import Scope
from core.clock import Week
from customers.models import Programme
from customers.names.queries import Names, read_names
from customers.queries import get_programme
from metrics.dashboards.errors import NoSuchWeekError
from metrics.dashboards.queries import EditionLine, read_shelf
from metrics.dashboards.shelf import Choice, choose


@dataclass(frozen=True)
class Opened:
    programme: Programme
    names: Names
    choice: Choice

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.programme.time_zone)


def open_week(
    session: Session, scope: Scope, week: str | None, *, finals_only: bool = False
) -> Opened | None:
    """None when nothing is published yet; raises NoSuchWeekError for a week that is not.

    Without a week, and with an empty one, the newest.
    """
    programme = get_programme(session)
    if programme is None:
        return None
    shelf = _shelf(session, scope, week)
    if finals_only:
        shelf = [line for line in shelf if line.is_final]
    choice = choose(shelf, str(_parsed(week, shelf)) if week else None)
    return None if choice is None else Opened(programme, read_names(session, scope), choice)


def _shelf(session: Session, scope: Scope, week: str | None) -> list[EditionLine]:
    shelf = read_shelf(session, scope)
    if week and shelf and _parsed(week, shelf) < Week.parse(shelf[-1].week):
        return read_shelf(session, scope, until=str(_parsed(week, shelf))) or shelf
    return shelf


def _parsed(week: str, shelf: list[EditionLine]) -> Week:
    try:
        return Week.parse(week)
    except ValueError as error:
        newest = tuple(dict.fromkeys(line.week for line in shelf))[:3]
        raise NoSuchWeekError(str(error), newest) from None
