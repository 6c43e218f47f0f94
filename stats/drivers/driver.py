"""What is known about one driver, and about all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stats.drivers.rank_sets import RankSet
from stats.intervals.interval import Interval
from stats.wording import counted

# [P] Variance inflation above which two names may stand for one thing (0.8 of R² by the others).
HIGH_VIF = 5.0


class NoAnswer(StrEnum):
    """Why drivers or their intervals cannot be given; GIVEN where they can."""

    GIVEN = ""
    FEW_RESPONDENTS = "few_respondents"
    CONSTANT_OUTCOME = "constant_outcome"
    FEW_ACCOUNTS = "few_accounts"
    UNSTABLE = "unstable"

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return _SENTENCES[self]


_SENTENCES = {
    NoAnswer.GIVEN: "",
    NoAnswer.FEW_RESPONDENTS: "fewer than ten respondents for each driver",
    NoAnswer.CONSTANT_OUTCOME: "every respondent gave the same outcome",
    NoAnswer.FEW_ACCOUNTS: "too few accounts for an interval",
    NoAnswer.UNSTABLE: "in too many samples of the accounts the drivers cannot be told apart",
}


@dataclass(frozen=True)
class Driver:
    """One driver: its parts of R², how sure they are, and how well it is doing.

    `lmg` and `johnson` are parts of R²; `interval` of `lmg` and `ranks` come from the bootstrap,
    None where the analysis says why; `vif` its variance inflation; `mean` its weighted mean
    rating with `mean_interval`, the other axis of a map of importance and performance.
    """

    name: str
    lmg: float
    johnson: float
    r2: float
    rank: int
    vif: float
    mean: float
    interval: Interval | None = None
    ranks: RankSet | None = None
    mean_interval: Interval | None = None

    @property
    def share(self) -> float | None:
        """LMG as a part of what is explained; None where nothing is."""
        return self.lmg / self.r2 if self.r2 > 0.0 else None

    @property
    def entangled(self) -> bool:
        """Whether the other drivers explain it so well that they split its importance."""
        return self.vif > HIGH_VIF

    def __str__(self) -> str:
        part = "" if self.share is None else f" ({self.share:.0%})"
        sure = "" if self.interval is None else f", {self.interval}, {self.ranks}"
        doubt = f"; VIF {self.vif:.1f}: may be another name of the others" if self.entangled else ""
        return f"{self.name}: {self.lmg:.3f} of R² {self.r2:.3f}{part}{sure}{doubt}"


@dataclass(frozen=True)
class KeyDrivers:
    """Drivers in the order handed in. Where `reason` is not GIVEN there are none and `r2` is None;
    where `interval_reason` is not GIVEN they have no intervals and no rank sets.
    """

    drivers: tuple[Driver, ...]
    r2: float | None
    n: int
    accounts: int
    draws: int
    reason: NoAnswer
    interval_reason: NoAnswer

    def __str__(self) -> str:
        base = f"n {self.n}, {counted(self.accounts, 'account')}"
        if self.reason is not NoAnswer.GIVEN:
            return f"No drivers: {self.reason.sentence} ({base})."
        lines = [str(driver) for driver in sorted(self.drivers, key=lambda d: d.rank)]
        if self.interval_reason is not NoAnswer.GIVEN:
            lines.append(f"No intervals: {self.interval_reason.sentence}.")
        return "\n".join([*lines, f"Association, not effect; {base}."])
