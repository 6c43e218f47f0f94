"""What every control chart gives back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stats.arrays import FloatArray
from stats.comparison.baseline import Spacing
from stats.comparison.run_rules import Rule, Signal
from stats.errors import EmptyInput, OutOfRange


class ChartKind(StrEnum):
    """Which chart."""

    LANEY = "Laney p′"
    XMR = "XmR"
    EWMA = "EWMA"


@dataclass(frozen=True, eq=False)
class ControlChart:
    """Points against the limits of a frozen baseline.

    `values` as handed in and `plotted` against `low` and `high`, all (k,): they differ for EWMA,
    whose points are weighted means of the values so far. `rules` applied, `signals` that fired,
    in time order. `settled` is False for a baseline of fewer than 20 points.
    """

    kind: ChartKind
    values: FloatArray
    plotted: FloatArray
    centre: float
    low: FloatArray
    high: FloatArray
    rules: tuple[Rule, ...]
    signals: tuple[Signal, ...]
    settled: bool

    @property
    def in_control(self) -> bool:
        """Whether no rule fired."""
        return not self.signals

    def __str__(self) -> str:
        what = "; ".join(str(signal) for signal in self.signals) or "no signal"
        digits = 3 if self.kind is ChartKind.LANEY else 2
        limits = f"{self.low[-1]:.{digits}f} to {self.high[-1]:.{digits}f}"
        last = f"limits {limits} at the last of {self.values.size} points"
        note = "" if self.settled else "; provisional baseline"
        return f"{self.kind} chart, centre {self.centre:.{digits}f}, {last}: {what}{note}"


def check_points(values: FloatArray, centre: float, low: float, high: float) -> None:
    """Refuse a chart without points, or points or a centre outside their scale."""
    if not low < high:
        raise OutOfRange(f"A scale from {low:g} to {high:g} is none; hand in its lower end first.")
    if not low <= centre <= high:
        raise OutOfRange(
            f"The centre of the baseline, {centre:g}, lies outside {low:g} to {high:g}; "
            "chart values on the scale of their baseline."
        )
    if values.size == 0:
        raise EmptyInput("There is no point to chart; wait for the first final after the baseline.")
    outside = (values < low) | (values > high)
    if outside.any():
        at = int(outside.argmax())
        raise OutOfRange(
            f"The point at position {at} is {values[at]:g}, outside {low:g} to {high:g}; "
            "chart values on their own scale."
        )


def check_spacing(points: Spacing, baseline: Spacing) -> None:
    """Refuse points of another window width than the baseline's."""
    if points != baseline:
        raise OutOfRange(
            f"Points of {points.window_weeks} weeks every {points.every_weeks} do not fit a "
            f"baseline of {baseline.window_weeks} weeks every {baseline.every_weeks}; "
            "a chart has one window width."
        )
