"""Rates over runs: ratios of sums, with the Monte-Carlo error between runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.simulation.pipeline.runs import Sums

NOTHING = "–"


@dataclass(frozen=True)
class Rate:
    """A ratio of sums over runs, its Monte-Carlo standard error, and the sum it divides by.

    The error is NaN where there is one run.
    """

    value: float
    error: float
    count: float

    @property
    def is_known(self) -> bool:
        return self.count > 0

    def percent(self, digits: int = 1) -> str:
        return self.number(digits, 100.0, " %")

    def number(self, digits: int = 1, unit: float = 1.0, name: str = "", sign: str = "") -> str:
        if not self.is_known:
            return NOTHING
        value = f"{round(unit * self.value, digits) + 0.0:{sign}.{digits}f}"
        error = "" if np.isnan(self.error) else f" ± {unit * self.error:.{digits}f}"
        return value + error + name


@dataclass(frozen=True)
class Runs:
    """All runs of one scenario."""

    sums: Sequence[Sums]

    def total(self, name: str) -> float:
        return sum(run.get(name, 0.0) for run in self.sums)

    def rate(self, above: str | Sequence[str], below: str | Sequence[str]) -> Rate:
        """Sum of the names above over sum of the names below.

        The runs are independent, what is within one is not: the error is that of a ratio of
        totals over runs, √(m/(m − 1) Σ(aᵢ − r bᵢ)²) / Σbᵢ (Wolter 2007).
        """
        a, b = self._sums(above), self._sums(below)
        if not b.sum():
            return Rate(np.nan, np.nan, 0.0)
        ratio = float(a.sum() / b.sum())
        runs = len(b)
        spread = float(np.sqrt(runs / max(runs - 1, 1) * ((a - ratio * b) ** 2).sum()) / b.sum())
        return Rate(ratio, spread if runs > 1 else np.nan, float(b.sum()))

    def names(self, start: str) -> list[str]:
        return sorted({name for run in self.sums for name in run if name.startswith(start)})

    def _sums(self, names: str | Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        wanted = (names,) if isinstance(names, str) else names
        return np.array([sum(run.get(name, 0.0) for name in wanted) for run in self.sums])
