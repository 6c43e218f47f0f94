"""What low and high ratings of a driver do to the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stats.intervals.interval import Interval
from stats.wording import counted


class Factor(StrEnum):
    """What a driver is to customers, by which of its two effects the data show."""

    BASIC = "basic"
    PERFORMANCE = "performance"
    EXCITEMENT = "excitement"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Effect:
    """Outcome of low (or high) ratings minus that of middle ones, all other drivers held.

    None where fewer than 10 accounts gave such ratings, or middle ones, to compare, or no residual
    is left to measure by.
    """

    accounts: int
    middle_accounts: int
    value: float | None = None
    se: float | None = None
    p_value: float | None = None
    interval: Interval | None = None

    def __str__(self) -> str:
        if self.value is None or self.interval is None:
            own = counted(self.accounts, "account")
            return f"unknown (such ratings of {own}, middle ones of {self.middle_accounts})"
        return f"{self.value:+z.2f} ({self.interval})"


@dataclass(frozen=True)
class PenaltyReward:
    """Penalty of low and reward of high ratings of one driver, and the factor they suggest."""

    name: str
    penalty: Effect
    reward: Effect
    factor: Factor

    def __str__(self) -> str:
        return f"{self.name}: penalty {self.penalty}, reward {self.reward}, {self.factor}"
