"""The one GROUP BY: the same integers from every engine and from plain counting, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pytest

from metrics.warehouse.rollup import DuckDbEngine, drop_accounts, roll_up_frame, roll_up_responses
from metrics.warehouse.schema import (
    ACCOUNT_CELL_KEYS,
    CELL_KEYS,
    FRAME_CELL_KEYS,
    SCORES,
    histogram_columns,
)

ROW_SCHEMA = pa.schema(
    [
        ("audience", pa.string()),
        ("status", pa.string()),
        ("touchpoint", pa.string()),
        ("partner", pa.string()),
        ("is_joint", pa.bool_()),
        ("product_line", pa.string()),
        ("segment", pa.string()),
        ("region", pa.string()),
        ("size_class", pa.string()),
        ("outcome", pa.string()),
        ("base_weight", pa.float64()),
        ("account", pa.int64()),
        *((key, pa.int16()) for key in SCORES),
    ]
)


def rows(size: int, seed: int = 7) -> pa.Table:
    """Response rows with empty keys, missing scores and few accounts, so that groups are shared."""
    rng = np.random.default_rng(seed)
    columns: dict[str, list[Any]] = {
        "audience": rng.choice(["end_user", "channel_partner"], size).tolist(),
        "status": rng.choice(["used", "duplicate"], size, p=[0.9, 0.1]).tolist(),
        "touchpoint": rng.choice(["sale", "delivery"], size).tolist(),
        "partner": rng.choice(["", "Ärger & Söhne", "'); --", "p3"], size).tolist(),
        "is_joint": rng.choice([True, False], size, p=[0.1, 0.9]).tolist(),
        "product_line": rng.choice(["", "piston"], size).tolist(),
        "segment": rng.choice(["", "public"], size).tolist(),
        "region": rng.choice(["", "DE/North"], size).tolist(),
        "size_class": [""] * size,
        "outcome": rng.choice(["late", "nothing_wrong"], size).tolist(),
        "base_weight": rng.choice([1.0, 1 / 3, 2.5], size).tolist(),
        "account": (rng.integers(0, 40, size) + 2**59).tolist(),
    }
    for key, (low, high) in SCORES.items():
        scores = rng.integers(low, high + 1, size).tolist()
        columns[key] = [None if rng.random() < 0.3 else score for score in scores]
    return pa.table(columns, schema=ROW_SCHEMA)


def counted(table: pa.Table, keys: Sequence[str]) -> Counter[tuple[Any, ...]]:
    """The rollup by plain counting: ((key values), column) → count, zeros left out."""
    counts: Counter[tuple[Any, ...]] = Counter()
    for row in table.to_pylist():
        key = tuple(row[name] for name in keys)
        counts[key, "n"] += 1
        for question in SCORES:
            if row.get(question) is not None:
                counts[key, f"{question}_{row[question]}"] += 1
    return counts


def as_counts(table: pa.Table, keys: Sequence[str]) -> Counter[tuple[Any, ...]]:
    values = [name for name in table.column_names if name not in keys]
    counts: Counter[tuple[Any, ...]] = Counter()
    for row in table.to_pylist():
        key = tuple(row[name] for name in keys)
        for name in values:
            assert row[name] is not None
            if row[name]:
                counts[key, name] += row[name]
    return counts


@pytest.fixture
def duckdb_engine() -> Iterator[DuckDbEngine]:
    engine = DuckDbEngine()
    yield engine
    engine.close()


def on_arrow(table: pa.Table) -> nw.LazyFrame[Any]:
    """The same expressions on pyarrow's own back end."""
    lazy: nw.LazyFrame[Any] = nw.from_native(table).lazy()
    return lazy


def collected(frame: nw.LazyFrame[Any]) -> pa.Table:
    table: pa.Table = frame.collect("pyarrow").to_native()
    return table


@pytest.mark.parametrize("size", [1, 50, 3_000])
def test_duckdb_and_pyarrow_give_the_same_account_cells_row_by_row(
    duckdb_engine: DuckDbEngine, size: int
) -> None:
    table = rows(size)

    duck = duckdb_engine.collect(roll_up_responses(duckdb_engine.scan(table)))
    arrow = collected(roll_up_responses(on_arrow(table)))

    assert duck.column_names == arrow.column_names
    assert duck.to_pylist() == arrow.to_pylist()


@pytest.mark.parametrize("size", [1, 50, 3_000])
def test_account_cells_are_what_plain_counting_gives(
    duckdb_engine: DuckDbEngine, size: int
) -> None:
    table = rows(size)

    rolled = duckdb_engine.collect(roll_up_responses(duckdb_engine.scan(table)))

    assert as_counts(rolled, ACCOUNT_CELL_KEYS) == counted(table, ACCOUNT_CELL_KEYS)
    assert rolled.column_names == [*ACCOUNT_CELL_KEYS, "n", *histogram_columns()]


def test_cells_are_the_account_cells_without_the_account(duckdb_engine: DuckDbEngine) -> None:
    table = rows(3_000)
    account_cells = duckdb_engine.collect(roll_up_responses(duckdb_engine.scan(table)))

    duck = duckdb_engine.collect(drop_accounts(duckdb_engine.scan(account_cells)))
    arrow = collected(drop_accounts(on_arrow(account_cells)))

    assert duck.to_pylist() == arrow.to_pylist()
    assert as_counts(duck, CELL_KEYS) == counted(table, CELL_KEYS)


def test_the_frame_is_counted_alike_by_every_engine(duckdb_engine: DuckDbEngine) -> None:
    frame = rows(2_000).select(list(FRAME_CELL_KEYS))

    duck = duckdb_engine.collect(roll_up_frame(duckdb_engine.scan(frame)))
    arrow = collected(roll_up_frame(on_arrow(frame)))

    assert duck.to_pylist() == arrow.to_pylist()
    assert as_counts(duck, FRAME_CELL_KEYS) == counted(frame, FRAME_CELL_KEYS)


def test_an_empty_week_gives_an_empty_table_with_every_column(duckdb_engine: DuckDbEngine) -> None:
    empty = ROW_SCHEMA.empty_table()

    duck = duckdb_engine.collect(roll_up_responses(duckdb_engine.scan(empty)))
    arrow = collected(roll_up_responses(on_arrow(empty)))

    assert duck.num_rows == arrow.num_rows == 0
    assert (
        duck.column_names == arrow.column_names == [*ACCOUNT_CELL_KEYS, "n", *histogram_columns()]
    )


def test_counts_are_sixty_four_bit_integers_so_that_weeks_add_up(
    duckdb_engine: DuckDbEngine,
) -> None:
    rolled = duckdb_engine.collect(roll_up_responses(duckdb_engine.scan(rows(20))))

    types = {rolled.schema.field(name).type for name in ("n", *histogram_columns())}
    assert types == {pa.int64()}


def test_a_missing_score_is_counted_nowhere_and_a_zero_is(duckdb_engine: DuckDbEngine) -> None:
    table = rows(2)
    table = table.set_column(
        table.column_names.index("recommend"), "recommend", pa.array([None, 0], pa.int16())
    )

    rolled = duckdb_engine.collect(roll_up_responses(duckdb_engine.scan(table)))

    assert sum(rolled.column("recommend_0").to_pylist()) == 1
    assert sum(sum(rolled.column(f"recommend_{score}").to_pylist()) for score in range(11)) == 1


def test_the_order_of_the_rows_changes_nothing(duckdb_engine: DuckDbEngine) -> None:
    table = rows(3_000)
    shuffled = table.take(pa.array(np.random.default_rng(3).permutation(3_000)))

    one = duckdb_engine.collect(roll_up_responses(duckdb_engine.scan(table)))
    other = duckdb_engine.collect(roll_up_responses(duckdb_engine.scan(shuffled)))

    assert one.equals(other)
