"""What an edition keeps for the editions after it: groups, how people were asked, points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


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
    """A final's network total of one week: a point of a control chart."""

    week: str
    audience: str
    metric: str
    value: float
    n_eff: float


@dataclass(frozen=True)
class Series:
    """What an edition leaves for the ones after it."""

    groups: tuple[GroupMean, ...]
    points: tuple[Point, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Series:
        return cls(
            groups=tuple(GroupMean(**row) for row in data["groups"]),
            points=tuple(Point(**row) for row in data["points"]),
        )
