"""The invented pairs of tests/reference/duality.R and R's figures of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.stats.reference import column, table

FIGURES = {row["figure"]: float(row["value"]) for row in table("duality_figures.csv")}


def scores(side: str) -> NDArray[np.int64]:
    """Scores of one side of every pair, or the account that it is with."""
    return column("duality_pairs.csv", side).astype(np.int64)
