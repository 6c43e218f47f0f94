"""What a check of the response says."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """A value against its two limits; equal stays on the milder side."""

    FINE = "fine"
    WARN = "warn"
    FAIL = "fail"


def verdict(value: float, limits: tuple[float, float]) -> Verdict:
    """FAIL above the second limit, WARN above the first, otherwise FINE."""
    warn, fail = limits
    if value > fail:
        return Verdict.FAIL
    return Verdict.WARN if value > warn else Verdict.FINE
