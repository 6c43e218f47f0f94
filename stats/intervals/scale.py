"""The scale that values and limits keep to."""

from __future__ import annotations

import math

from stats.arrays import FloatArray
from stats.errors import OutOfRange
from stats.scalars import check_number


def check_scale(low: float, high: float) -> None:
    """Refuse a scale whose ends are no numbers, or that has no length; either may be endless."""
    ends = {"low": low, "high": high}
    lowest, highest = (
        check_number(name, end, low=-math.inf, high=math.inf) for name, end in ends.items()
    )
    if not lowest < highest:
        raise OutOfRange(f"The scale {low:g} to {high:g} is empty; hand in lowest and highest.")


def check_on_scale(name: str, values: FloatArray, low: float, high: float) -> None:
    """Refuse values, one or more, of which any lies outside `low`…`high`."""
    check_scale(low, high)
    outside = (values < low) | (values > high)
    if outside.any():
        wrong = int(outside.argmax())
        raise OutOfRange(
            f"{name} holds {values[wrong]:g} at position {wrong} on a scale {low:g} to {high:g}; "
            "correct the value or the scale."
        )
