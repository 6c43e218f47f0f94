"""A page of the week, drawn once and remembered.

An edition never changes, so what was drawn of editions stays right as long as everything else that
the page says stays the same: what things are called, the targets, and what was noted.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from core.remembering import current_remembered
from customers.names.queries import Names
from metrics.dashboards.opening import Opened
from metrics.dashboards.week.pages import WeekPage, build_week_page
from metrics.dashboards.week.places import Place
from metrics.dashboards.week.queries import read_week
from metrics.models import Metric
from metrics.notes.queries import read_notes
from metrics.targets.queries import all_targets

ALWAYS = ("", "9999-W53")


@dataclass(frozen=True)
class Drawn:
    """A page, and the metric that it leads with."""

    page: WeekPage
    metric: Metric


def drawn_week(session: Session, scope: Scope, opened: Opened, place: Place, path: str) -> Drawn:
    """The page of a place; see `build_week_page`."""
    return current_remembered().find(
        _made_of(session, scope, opened, place, path),
        lambda: _draw(session, scope, opened, place, path),
    )


def _draw(session: Session, scope: Scope, opened: Opened, place: Place, path: str) -> Drawn:
    data = read_week(session, scope, opened, place)
    return Drawn(build_week_page(data, path), data.metric)


def _made_of(session: Session, scope: Scope, opened: Opened, place: Place, path: str) -> Hashable:
    """Whose eyes, which editions (each with its hash), and everything that people may change."""
    return (
        Drawn,
        (scope.role, scope.partner_key),
        (path, place, opened.programme.name, opened.programme.time_zone),
        opened.choice,
        _names(opened.names),
        _rows(all_targets(session)),
        _rows(read_notes(session, scope, *ALWAYS)),
    )


def _names(names: Names) -> Hashable:
    by_key = (names.touchpoints, names.product_lines, names.segments)
    return (tuple(names.places.values()), *(tuple(one.items()) for one in by_key))


def _rows(rows: Iterable[Any]) -> Hashable:
    """Rows by all that they hold."""
    return tuple(
        tuple(getattr(row, column.key) for column in sa.inspect(row).mapper.column_attrs)
        for row in rows
    )
