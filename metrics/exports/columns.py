"""Columns that several tables have: which edition, whose, where, what, and how sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from customers.names.queries import Names
from metrics.dashboards.queries import EditionLine
from metrics.dashboards.wording import AUDIENCE_NAMES, METRICS, metric_title
from metrics.exports.table import Column, ColumnKind, Value
from metrics.integrity.label.wording import DECISIONS
from metrics.models import Decision, EditionKind, Level, Metric

Row = TypeVar("Row")


@dataclass(frozen=True)
class Around:
    """What rows are read with: their edition, the names of things, and where labels are found."""

    line: EditionLine
    names: Names
    base_url: str


@dataclass(frozen=True)
class Field(Generic[Row]):
    """A column, and how its cell is read from a row."""

    column: Column
    read: Callable[[Row, Around], Value]


def cells(fields: Sequence[Field[Row]], row: Row, around: Around) -> tuple[Value, ...]:
    return tuple(field.read(row, around) for field in fields)


def as_stored(column: Column) -> Field[Row]:
    """The attribute of the column's name; an empty text of a row is an empty text."""
    return Field(column, lambda row, _around: getattr(row, column.name))


EDITION_KINDS = {EditionKind.FLASH: "early reading", EditionKind.FINAL: "final"}
LEVELS = {
    Level.NETWORK: "the whole network",
    Level.COUNTRY: "country",
    Level.REGION: "region",
    Level.PARTNER: "channel partner",
    Level.PRODUCT_LINE: "product line",
    Level.SEGMENT: "segment",
    Level.PARTNER_LINE: "a channel partner’s product line",
}
GRADES = {
    "A": "no check gave a warning",
    "B": "warnings in one family of checks",
    "C": "warnings in two families",
    "D": "warnings in three families or more, a failed check, or published by a named person",
    "E": "held: the last final is shown",
    "F": "not shown, with the reason",
}
SCALE = "NPS in −100..100, satisfaction as a share 0..1, ease 1..7, intent as a probability 0..1"
METRIC_NAMES = {metric.value: metric_title(metric) for metric in Metric}
METRIC_UNITS = {metric.value: METRICS[metric].unit for metric in Metric}

WEEK = Column("week", "Week of the edition", about="ISO week, as 2026-W45.")
KIND = Column(
    "kind", "Kind of edition", ColumnKind.CATEGORY,
    categories={kind.value: text for kind, text in EDITION_KINDS.items()},
)  # fmt: skip
REVISION = Column("revision", "Revision", ColumnKind.INTEGER, about="0 is the edition as made.")
AUDIENCE = Column("audience", "Customer", ColumnKind.CATEGORY, categories=dict(AUDIENCE_NAMES))
METRIC = Column(
    "metric", "Metric", ColumnKind.CATEGORY, about=f"Scales: {SCALE}.", categories=METRIC_NAMES
)
WINDOW = Column("window", "Weeks of the window", ColumnKind.INTEGER, unit="weeks")
LEVEL = Column(
    "level", "Level", ColumnKind.CATEGORY,
    categories={level.value: text for level, text in LEVELS.items()},
)  # fmt: skip
NODE_KEY = Column(
    "node_key", "Key of the place, product line or segment", about="Empty: the whole network."
)
PLACE = Column("place", "Place, product line or segment")
TOUCHPOINT_KEY = Column("touchpoint_key", "Key of the touchpoint", about="Empty: all of them.")
TOUCHPOINT = Column("touchpoint", "Touchpoint")
DECISION = Column(
    "decision", "Decision", ColumnKind.CATEGORY,
    categories={decision.value: DECISIONS[decision] for decision in Decision},
)  # fmt: skip
GRADE = Column(
    "grade", "Grade", ColumnKind.CATEGORY,
    about="How far to trust the figure; how precise it is, the interval says.", categories=GRADES,
)  # fmt: skip
REASON = Column("reason", "Why it is held or not shown")
LABEL_URL = Column("label_url", "Address of the integrity label")
VALUE = Column("value", "Value", ColumnKind.DECIMAL, about=f"Empty where not shown. {SCALE}.")
LOW = Column("ci_low", "Interval from", ColumnKind.DECIMAL, about="95 %, two-sided.")
HIGH = Column("ci_high", "Interval to", ColumnKind.DECIMAL, about="95 %, two-sided.")
ERROR = Column("se", "Standard error", ColumnKind.DECIMAL)
N = Column("n", "Answers (n)", ColumnKind.INTEGER, about="Empty where the figure is not shown.")


def decimal(name: str, label: str, about: str = "") -> Column:
    return Column(name, label, ColumnKind.DECIMAL, about=about)


def whole(name: str, label: str, about: str = "") -> Column:
    return Column(name, label, ColumnKind.INTEGER, about=about)
