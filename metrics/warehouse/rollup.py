"""The one GROUP BY, written once in narwhals: projection first, then only sums.

That is the form every back end accepts; all sums are of integers, so the result does not depend on
order, threads or engine. A test compares the engines row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa

from metrics.warehouse.schema import (
    ACCOUNT_CELL_KEYS,
    CELL_KEYS,
    FRAME_CELL_KEYS,
    SCORES,
    histogram_columns,
)


def roll_up_responses(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Account × cell rollup of responses: `n` and the score histogram of every question.

    `frame` has ACCOUNT_CELL_KEYS and the score columns (integers or null).
    """
    histograms = [
        (nw.col(key) == score).fill_null(value=False).cast(nw.Int64).alias(f"{key}_{score}")
        for key, (low, high) in SCORES.items()
        for score in range(low, high + 1)
    ]
    projected = frame.select(
        *(nw.col(key) for key in ACCOUNT_CELL_KEYS),
        nw.lit(1).cast(nw.Int64).alias("n"),
        *histograms,
    )
    return _sum_by(projected, ACCOUNT_CELL_KEYS, ("n", *histogram_columns()))


def drop_accounts(account_cells: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Cells without the account: the first rollup from the second."""
    return _sum_by(account_cells, CELL_KEYS, ("n", *histogram_columns()))


def roll_up_frame(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Population counts of the sampling frame by everything that weighs or is published."""
    projected = frame.select(
        *(nw.col(key) for key in FRAME_CELL_KEYS), nw.lit(1).cast(nw.Int64).alias("n")
    )
    return _sum_by(projected, FRAME_CELL_KEYS, ("n",))


def _sum_by(
    frame: nw.LazyFrame[Any], keys: Sequence[str], columns: Sequence[str]
) -> nw.LazyFrame[Any]:
    """Sums alone inside the aggregation, which is all that every back end accepts there."""
    summed = frame.group_by(*keys).agg(*(nw.col(column).sum() for column in columns))
    # DuckDB sums 64-bit integers to 128 bits.
    exact = (nw.col(column).cast(nw.Int64) for column in columns)
    return summed.select(*(nw.col(key) for key in keys), *exact).sort(*keys)


class DuckDbEngine:
    """The embedded engine: Arrow in, Arrow out, in memory, no extension, no network."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(
            config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        )

    def scan(self, table: pa.Table) -> nw.LazyFrame[Any]:
        return nw.from_native(self._connection.from_arrow(table)).lazy()

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        collected: pa.Table = frame.collect("pyarrow").to_native()
        return collected

    def close(self) -> None:
        self._connection.close()
