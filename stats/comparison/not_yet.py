"""The answer of a method that needs a longer or livelier series."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NotYetReason(StrEnum):
    """Why there is no figure yet."""

    FEW_POINTS = "few_points"
    NO_VARIATION = "no_variation"


@dataclass(frozen=True)
class NotYet:
    """`points` there are, of the `needed`, for `purpose`: an ordinary state of a young series."""

    reason: NotYetReason
    points: int
    needed: int
    purpose: str

    def __str__(self) -> str:
        if self.reason is NotYetReason.FEW_POINTS:
            return f"not yet: {self.points} of the {self.needed} points that {self.purpose} needs"
        return f"not yet: {self.points} points that do not vary are no ground for {self.purpose}"
