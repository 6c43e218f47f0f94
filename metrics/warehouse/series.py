"""What an edition keeps for the editions after it: groups, how people were asked, points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import pyarrow as pa

POINTS = pa.schema(
    [
        ("week", pa.string()),
        ("audience", pa.string()),
        ("metric", pa.string()),
        ("value", pa.float64()),
        ("n_eff", pa.float64()),
        ("se", pa.float64()),
        ("level", pa.string()),
        ("node_key", pa.string()),
        ("touchpoint_key", pa.string()),
    ]
)


class SeriesKey(NamedTuple):
    """Whose series of finals: an audience's metric at a place or touchpoint."""

    audience: str
    level: str
    node_key: str
    touchpoint_key: str
    metric: str


@dataclass(frozen=True)
class GroupMean:
    """One group's share of a network total, and its own figure, in published units."""

    audience: str
    metric: str
    dimension: str
    group: str
    share: float
    mean: float
    n: int


@dataclass(frozen=True)
class Point:
    """A final's figure of one week: a point of a control chart.

    Editions before method 1.4 kept the network's totals only, without `se`.
    """

    week: str
    audience: str
    metric: str
    value: float
    n_eff: float
    se: float | None = None
    level: str = "network"
    node_key: str = ""
    touchpoint_key: str = ""

    @property
    def key(self) -> SeriesKey:
        return SeriesKey(self.audience, self.level, self.node_key, self.touchpoint_key, self.metric)

    @property
    def is_headline(self) -> bool:
        return self.level == "network" and not self.touchpoint_key


@dataclass(frozen=True)
class Series:
    """What an edition leaves for the ones after it."""

    groups: tuple[GroupMean, ...]
    points: tuple[Point, ...]

    def as_json(self) -> dict[str, Any]:
        """The groups; points are many and have a file of their own."""
        return {"groups": [asdict(group) for group in self.groups]}

    def points_table(self) -> pa.Table:
        return pa.Table.from_pylist([asdict(point) for point in self.points], schema=POINTS)

    @classmethod
    def of(cls, data: Mapping[str, Any], points: pa.Table | None) -> Series:
        """`points` None: an edition whose method kept them beside the groups."""
        rows: Iterable[Mapping[str, Any]] = data["points"] if points is None else points.to_pylist()
        return cls(
            groups=tuple(GroupMean(**row) for row in data["groups"]),
            points=tuple(Point(**row) for row in rows),
        )
