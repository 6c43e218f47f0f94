"""The findings of a page: in full where there is something to say, the rest in counts.

Most checks pass, in hundreds of places, and a page says of those only how many they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from metrics.dashboards.behind import read_findings, visible_findings
from metrics.dashboards.families import TROUBLE, CheckCount
from metrics.dashboards.told import ToldFinding
from metrics.dashboards.trust import EVERY_WINDOW
from metrics.dashboards.week.mixes import CHECK
from metrics.dashboards.week.places import Place
from metrics.models import FindingRow, Level

WHOLE = ("", Level.NETWORK)


@dataclass(frozen=True)
class WeekFindings:
    """`told` are read in full; `quiet` counts those that are about the page but not told."""

    told: tuple[ToldFinding, ...] = ()
    quiet: tuple[CheckCount, ...] = ()


def read_week_findings(
    session: Session, scope: Scope, edition_id: int, place: Place
) -> WeekFindings:
    """What bears on a place in the windows of its page."""
    told = sa.or_(FindingRow.state.in_(TROUBLE), FindingRow.check_key == CHECK)
    bears = _bears_on(place)
    return WeekFindings(
        tuple(read_findings(session, scope, edition_id, told, bears)),
        tuple(_counts(session, scope, edition_id, sa.not_(told), bears, _in_windows(place))),
    )


def _bears_on(place: Place) -> sa.ColumnElement[bool]:
    """On the network everything does."""
    if place.level == Level.NETWORK:
        return sa.true()
    own = sa.and_(FindingRow.level == place.level, FindingRow.node_key == place.node_key)
    return sa.or_(FindingRow.level.in_(WHOLE), own)


def _in_windows(place: Place) -> sa.ColumnElement[bool]:
    return FindingRow.window.in_((EVERY_WINDOW, *place.windows))


def _counts(
    session: Session, scope: Scope, edition_id: int, *only: sa.ColumnElement[bool]
) -> list[CheckCount]:
    is_whole = FindingRow.level.in_(WHOLE).label("is_whole")
    key = (FindingRow.family, FindingRow.state, FindingRow.severity, is_whole)
    rows = session.execute(
        sa.select(*key, sa.func.count())
        .where(FindingRow.edition_id == edition_id, visible_findings(scope), *only)
        .group_by(*key)
    )
    return [CheckCount(*row) for row in rows]
