"""The figures of one cut in two weeks, what the edition itself says of them, and what broke."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from core.clock import Week
from metrics.dashboards.breaks import SeriesBreak, read_breaks
from metrics.dashboards.compare.choices import Chosen
from metrics.dashboards.compare.families import family_of
from metrics.dashboards.queries import EditionLine, Reading, read_estimates
from metrics.dashboards.shelf import Choice
from metrics.dashboards.visibility import visible_places
from metrics.dashboards.week.places import Place
from metrics.models import Change

ComparedReadings = Mapping[tuple[int, str, str], Reading]
# Level, node key and touchpoint key
Cut = tuple[str, str, str]


@dataclass(frozen=True)
class TwoWeeks:
    """`later` and `earlier` editions, and their readings in the chosen cut.

    `others` are the readings of what is tested together with it. `changes` are what the later
    edition published of exactly this pair, by audience and metric; `breaks` what changed between
    the first week of the earlier period and the later one.
    """

    later: EditionLine
    earlier: EditionLine
    chosen: Chosen
    readings: ComparedReadings
    others: Mapping[Cut, ComparedReadings]
    changes: Mapping[tuple[str, str], Change]
    breaks: tuple[SeriesBreak, ...]


def read_two_weeks(
    session: Session, scope: Scope, editions: Sequence[EditionLine], chosen: Chosen
) -> TwoWeeks:
    earlier, later = sorted(editions, key=lambda line: line.week)
    place = chosen.place
    ids = [line.id for line in editions]
    rows = read_estimates(session, scope, ids, [family_of(place, chosen.window)])
    by_cut = _by_cut(rows, with_touchpoint=bool(place.touchpoint_key))
    own = by_cut.pop(place.key, {})
    changes = _changes(session, scope, earlier, later, chosen)
    breaks = _breaks(session, scope, earlier, later, chosen)
    return TwoWeeks(later, earlier, chosen, own, by_cut, changes, breaks)


def read_step(
    session: Session, scope: Scope, choice: Choice, place: Place, window: int
) -> TwoWeeks | None:
    """The lead's final against the newest final that shares no week with it.

    None where the lead is a flash, or where there is no such final.
    """
    latest = str(Week.parse(choice.lead.week).shifted(-window))
    earlier = next((line for line in choice.finals if line.week <= latest), None)
    if earlier is None or not choice.lead.is_final:
        return None
    return read_two_weeks(session, scope, [earlier, choice.lead], Chosen(place, window))


def _by_cut(rows: Sequence[Reading], *, with_touchpoint: bool) -> dict[Cut, ComparedReadings]:
    """Those of touchpoints alone, or of totals alone."""
    found: dict[Cut, dict[tuple[int, str, str], Reading]] = defaultdict(dict)
    for row in rows:
        if bool(row.touchpoint_key) == with_touchpoint:
            cut = (row.level, row.node_key, row.touchpoint_key)
            found[cut][row.edition_id, row.audience, row.metric] = row
    return dict(found)


def _changes(
    session: Session, scope: Scope, earlier: EditionLine, later: EditionLine, chosen: Chosen
) -> dict[tuple[str, str], Change]:
    place = chosen.place
    found = session.scalars(
        sa.select(Change).where(
            Change.edition_id == later.id,
            Change.against_edition_id == earlier.id,
            Change.window == chosen.window,
            Change.level == place.level,
            Change.node_key == place.node_key,
            Change.touchpoint_key == place.touchpoint_key,
            visible_places(scope, Change.level, Change.node_key),
        )
    )
    return {(change.audience, change.metric): change for change in found}


def _breaks(
    session: Session, scope: Scope, earlier: EditionLine, later: EditionLine, chosen: Chosen
) -> tuple[SeriesBreak, ...]:
    """A break inside of the earlier period counts as well: that figure is of both series."""
    first = Week.parse(earlier.week).shifted(1 - chosen.window)
    return read_breaks(session, scope, first, Week.parse(later.week), later.kind)
