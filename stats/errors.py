"""What the measurement package refuses, and why.

StatsError
├── InputError (also a ValueError)
│   ├── EmptyInput        nothing to measure
│   ├── OutOfRange        a value, code or length outside what the method allows
│   ├── BadWeights        weights that are negative, not finite, or sum to nothing
│   ├── LonelyStratum     a variance stratum with a single account
│   ├── DependentPoints   points of overlapping windows where independent ones are needed
│   ├── AliasedDriver     a driver that the other drivers already imply
│   └── AliasedItem       an item that does not vary, or that the other items already imply
├── UnsafeDifference      a figure that, subtracted from published ones, gives a few people away
├── Unsettled             an iteration that ran out of steps before its solution
└── CalibrationError (carries margin, level and size where they are known)
    ├── EmptyLevel        population without any respondent to represent it
    ├── ZeroTarget        respondents in a level that the population does not have
    ├── UnequalTotals     margins that disagree about the size of the population
    ├── AliasedMargin     a margin that the other margins already imply
    ├── NotConverged      margins that contradict each other
    └── Infeasible        margins that cannot be met within the bounds on g
"""

from __future__ import annotations

__all__ = [
    "AliasedDriver",
    "AliasedItem",
    "AliasedMargin",
    "BadWeights",
    "CalibrationError",
    "DependentPoints",
    "EmptyInput",
    "EmptyLevel",
    "Infeasible",
    "InputError",
    "LonelyStratum",
    "NotConverged",
    "OutOfRange",
    "StatsError",
    "UnequalTotals",
    "UnsafeDifference",
    "Unsettled",
    "ZeroTarget",
]


class StatsError(Exception):
    """Anything this package refuses."""


class InputError(StatsError, ValueError):
    """The data handed in cannot be measured as they are."""


class EmptyInput(InputError):
    """There is nothing to measure."""


class OutOfRange(InputError):
    """A value, code or length lies outside what the method allows."""


class BadWeights(InputError):
    """Weights that are negative, not finite, or sum to nothing."""


class LonelyStratum(InputError):
    """A variance stratum holds one account, so it has no variance of its own."""

    def __init__(self, message: str, *, stratum: int) -> None:
        super().__init__(message)
        self.stratum = stratum


class AliasedDriver(InputError):
    """A driver is constant or a linear consequence of the others."""

    def __init__(self, message: str, *, driver: str) -> None:
        super().__init__(message)
        self.driver = driver


class AliasedItem(InputError):
    """An item, by position, is constant or a linear consequence of the others."""

    def __init__(self, message: str, *, item: int) -> None:
        super().__init__(message)
        self.item = item


class UnsafeDifference(StatsError):
    """What is left between published populations is too small; `population` was refused."""

    def __init__(self, message: str, *, population: str) -> None:
        super().__init__(message)
        self.population = population


class DependentPoints(InputError):
    """Points of overlapping windows where a method needs independent ones."""


class Unsettled(StatsError):
    """An iteration ran out of steps before it reached its solution."""


class CalibrationError(StatsError):
    """Calibration was refused; `margin` and `level` are empty where no single one is to blame."""

    def __init__(
        self, message: str, *, margin: str = "", level: str = "", size: float = 0.0
    ) -> None:
        super().__init__(message)
        self.margin = margin
        self.level = level
        self.size = size


class EmptyLevel(CalibrationError):
    """Population in a level without any respondent."""


class ZeroTarget(CalibrationError):
    """Respondents in a level without population."""


class UnequalTotals(CalibrationError):
    """Two margins sum to different populations."""


class AliasedMargin(CalibrationError):
    """A margin is a linear consequence of the others."""


class NotConverged(CalibrationError):
    """No positive weights meet all margins."""


class Infeasible(CalibrationError):
    """No weights within the bounds meet all margins."""
