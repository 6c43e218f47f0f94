"""The figures of one cut in two weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from access.visibility import Scope
from metrics.dashboards.compare.choices import Chosen
from metrics.dashboards.figures import Readings
from metrics.dashboards.queries import EditionLine, Slice, read_estimates


@dataclass(frozen=True)
class TwoWeeks:
    """`later` and `earlier` editions, and their readings in the chosen cut."""

    later: EditionLine
    earlier: EditionLine
    chosen: Chosen
    readings: Readings


def read_two_weeks(
    session: Session, scope: Scope, editions: Sequence[EditionLine], chosen: Chosen
) -> TwoWeeks:
    earlier, later = sorted(editions, key=lambda line: line.week)
    place = chosen.place
    cut = Slice(chosen.window, place.level, place.node_key, place.touchpoint_key)
    rows = read_estimates(session, scope, [line.id for line in editions], [cut])
    return TwoWeeks(later, earlier, chosen, Readings.of(rows))
