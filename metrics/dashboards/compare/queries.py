"""The figures of one cut in two weeks, what the edition itself says of them, and what broke."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from core.clock import Week
from metrics.dashboards.breaks import SeriesBreak, read_breaks
from metrics.dashboards.compare.choices import Chosen
from metrics.dashboards.queries import EditionLine, Reading, Slice, read_estimates
from metrics.dashboards.shelf import Choice
from metrics.dashboards.visibility import visible_places
from metrics.dashboards.week.places import Place
from metrics.models import Change

ComparedReadings = Mapping[tuple[int, str, str], Reading]


@dataclass(frozen=True)
class TwoWeeks:
    """`later` and `earlier` editions, and their readings in the chosen cut.

    `changes` are what the later edition published of exactly this pair, by audience and metric;
    `breaks` what changed between the first week of the earlier period and the later one.
    """

    later: EditionLine
    earlier: EditionLine
    chosen: Chosen
    readings: ComparedReadings
    changes: Mapping[tuple[str, str], Change]
    breaks: tuple[SeriesBreak, ...]


def read_two_weeks(
    session: Session, scope: Scope, editions: Sequence[EditionLine], chosen: Chosen
) -> TwoWeeks:
    earlier, later = sorted(editions, key=lambda line: line.week)
    place = chosen.place
    cut = Slice(chosen.window, place.level, place.node_key, place.touchpoint_key)
    rows = read_estimates(session, scope, [line.id for line in editions], [cut])
    changes = _changes(session, scope, earlier, later, chosen)
    breaks = _breaks(session, scope, earlier, later, chosen)
    return TwoWeeks(later, earlier, chosen, _by_side(rows), changes, breaks)


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


def _by_side(rows: Sequence[Reading]) -> ComparedReadings:
    return {(row.edition_id, row.audience, row.metric): row for row in rows}


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
