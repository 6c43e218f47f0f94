"""The newest peer benchmark that a partner may read, with its own figures of the same weeks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from core.clock import Week
from metrics.comparison.benchmarks import has_benchmarks
from metrics.comparison.models import PeerBenchmark
from metrics.comparison.queries import read_certain_events
from metrics.comparison.standings import WINDOW
from metrics.dashboards.figures import Readings
from metrics.dashboards.queries import EditionLine, Slice, read_estimates, read_summary
from metrics.dashboards.telling import Said, told
from metrics.models import Level


@dataclass(frozen=True)
class Peers:
    """`rows` by (audience, metric); `readings` of the same edition: the own and the network's.

    `events` are those that go with a lower recommendation in the whole network, by audience.
    """

    line: EditionLine
    rows: dict[tuple[str, str], PeerBenchmark]
    readings: Readings
    summary: dict[str, Any]
    events: Mapping[str, Sequence[str]]


def newest_with_benchmarks(finals: Iterable[EditionLine]) -> EditionLine | None:
    """None before the first final that carries benchmarks; finals come newest first."""
    return next((line for line in finals if has_benchmarks(Week.parse(line.week))), None)


def read_peers(
    session: Session, scope: Scope, line: EditionLine, key: str, said: Sequence[Said]
) -> Peers:
    """`said` is what the reasons of that edition's figures are made of."""
    slices = [Slice(WINDOW, Level.PARTNER, key), Slice(WINDOW, Level.NETWORK, "")]
    readings = read_estimates(session, scope, [line.id], slices)
    return Peers(
        line=line,
        rows={(row.audience, row.metric): row for row in _rows(session, scope, line.id, key)},
        readings=Readings.of(told(readings, said)),
        summary=read_summary(session, line.id),
        events=read_certain_events(session, line.id),
    )


def _rows(session: Session, scope: Scope, edition_id: int, key: str) -> list[PeerBenchmark]:
    """A partner reads what was made for itself, and nobody else's."""
    if not scope.sees_partner(key):
        return []
    return list(
        session.scalars(
            sa.select(PeerBenchmark)
            .where(PeerBenchmark.edition_id == edition_id, PeerBenchmark.node_key == key)
            .order_by(PeerBenchmark.id)
        )
    )
