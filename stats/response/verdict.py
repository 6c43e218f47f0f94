"""What a check of the response says."""

from __future__ import annotations

from enum import StrEnum

# (1.3 − 1)/.3 exceeds 1 in binary arithmetic by 2e-16: limits in decimals need this much play.
ROUNDING = 1e-9


class ResponseVerdict(StrEnum):
    """A value against its two limits; equal stays on the milder side."""

    FINE = "fine"
    WARN = "warn"
    FAIL = "fail"


def verdict(value: float, limits: tuple[float, float]) -> ResponseVerdict:
    """FAIL above the second limit, WARN above the first, otherwise FINE."""
    warn, fail = limits
    if is_above(value, fail):
        return ResponseVerdict.FAIL
    return ResponseVerdict.WARN if is_above(value, warn) else ResponseVerdict.FINE


def is_above(value: float, limit: float) -> bool:
    """Above by more than the arithmetic can make up."""
    return value > limit + ROUNDING
