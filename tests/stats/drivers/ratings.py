"""Invented correlations, and the rows and shares that R computed (tests/reference/drivers.R)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stats.arrays import FloatArray, IntArray
from tests.stats.reference import column, table


@dataclass(frozen=True)
class Rows:
    """Ratings of drivers, an outcome, weights and accounts."""

    names: tuple[str, ...]
    drivers: FloatArray
    outcome: FloatArray
    weights: FloatArray
    account: IntArray


@dataclass(frozen=True)
class Shares:
    """What R says of each driver."""

    with_outcome: FloatArray
    lmg: FloatArray
    johnson: FloatArray
    vif: FloatArray
    r2: float


def correlations(seed: int, k: int) -> tuple[FloatArray, FloatArray]:
    """Correlations of k drivers and an outcome in 60 + 5k invented rows."""
    generator = np.random.default_rng(seed)
    rows = generator.normal(size=(60 + 5 * k, k + 1)) + generator.normal(size=(60 + 5 * k, 1))
    found = np.corrcoef(rows, rowvar=False).reshape(k + 1, k + 1)
    return found[:k, :k], found[:k, k]


def reference_rows(which: str) -> Rows:
    """The rows of `drivers_rows.csv` ("weighted") or of R's data `swiss`."""
    file = "drivers_rows.csv" if which == "weighted" else "drivers_swiss.csv"
    outcome = "outcome" if which == "weighted" else "Fertility"
    others = ("account", "weight", outcome)
    names = tuple(name for name in table(file)[0] if name not in others)
    size = len(table(file))
    return Rows(
        names,
        np.column_stack([column(file, name) for name in names]),
        column(file, outcome),
        column(file, "weight") if which == "weighted" else np.ones(size),
        column(file, "account").astype(np.int64) if which == "weighted" else np.arange(size),
    )


def reference_shares(which: str) -> Shares:
    """R's correlations, shares and variance inflation of those rows."""
    rows = [row for row in table("drivers_shares.csv") if row["set"] == which]

    def of(name: str) -> FloatArray:
        return np.array([float(row[name]) for row in rows])

    return Shares(of("with_outcome"), of("lmg"), of("johnson"), of("vif"), float(rows[0]["r2"]))
