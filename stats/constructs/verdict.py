"""The judgement of a figure, and cut-offs that decimal rounding cannot move."""

from __future__ import annotations

from enum import StrEnum

# .70 − .50 exceeds .20 in binary arithmetic by 3e-17: decimal cut-offs need this much play.
ROUNDING = 1e-9


class ConstructVerdict(StrEnum):
    """What a figure means for the use of a construct.

    NOT_TESTABLE counts as a warning where a multi-item construct is claimed; NOT_APPLICABLE is a
    single item, which is reported as one.
    """

    FINE = "fine"
    WARN = "warn"
    FAIL = "fail"
    NOT_TESTABLE = "not_testable"
    NOT_APPLICABLE = "not_applicable"

    @property
    def words(self) -> str:
        """The verdict as a sentence shows it."""
        return self.value.replace("_", " ")


def is_above(value: float, cut: float) -> bool:
    """Strictly above the cut-off; a value equal to it stays on the milder side."""
    return value > cut + ROUNDING


def is_below(value: float, cut: float) -> bool:
    """Strictly below the cut-off; a value equal to it stays on the milder side."""
    return value < cut - ROUNDING
