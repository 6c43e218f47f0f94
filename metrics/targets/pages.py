"""Targets as a list: what holds now, what is to come, and what held before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from core.web.filters import day
from customers.names.queries import Names
from metrics.dashboards.wording import METRICS, exact_text
from metrics.models import Metric
from metrics.places import Place
from metrics.targets.models import Target
from metrics.targets.queries import key_of

ALWAYS = "always"


@dataclass(frozen=True)
class TargetLine:
    audience: str
    metric: str
    unit: str
    place: str
    value: str
    begins: str
    owner: str
    objective: str
    query: str


@dataclass(frozen=True)
class TargetsPage:
    """`history` are rows of a plain table: set on, figure, value, from, owner."""

    week: str
    now: tuple[TargetLine, ...]
    planned: tuple[TargetLine, ...]
    history: tuple[tuple[str, ...], ...]


def build_targets_page(
    rows: Sequence[Target], names: Names, week: str, zone: ZoneInfo
) -> TargetsPage:
    """`rows` are all there ever were, by the week from which they held."""
    reached = [row for row in rows if row.applies_from <= week]
    now = {key_of(row): row for row in reached}
    return TargetsPage(
        week=week,
        now=_lines([row for row in now.values() if not row.is_ended], names),
        planned=_lines([row for row in rows if row.applies_from > week], names),
        history=tuple(
            (day(row.set_at.astimezone(zone).date()), _figure(row, names), *_said(row))
            for row in sorted(rows, key=lambda row: (row.set_at, row.id), reverse=True)
        ),
    )


def _lines(rows: Sequence[Target], names: Names) -> tuple[TargetLine, ...]:
    order = {metric: i for i, metric in enumerate(Metric)}
    ordered = sorted(rows, key=lambda row: (row.level, row.node_key, order[Metric(row.metric)]))
    return tuple(_line(row, names) for row in ordered)


def _line(row: Target, names: Names) -> TargetLine:
    place = Place(row.level, row.node_key)
    value, begins, owner = _said(row)
    figure = {"metric": row.metric, "audience": row.audience, "place": str(place)}
    return TargetLine(
        audience=row.audience,
        metric=METRICS[row.metric].name,
        unit=METRICS[row.metric].unit,
        place=place.name(names),
        value=value,
        begins=begins,
        owner=owner,
        objective=row.objective or "",
        query=urlencode(figure, safe=":/"),
    )


def _said(row: Target) -> tuple[str, str, str]:
    value = "none" if row.is_ended else exact_text(row.value, row.metric)
    return value, row.applies_from or ALWAYS, row.owner


def _figure(row: Target, names: Names) -> str:
    who = row.audience.replace("_", " ")
    return f"{METRICS[row.metric].name}, {who}, {Place(row.level, row.node_key).name(names)}"
