"""Responses in a Parquet file, counted by DuckDB through narwhals or by streaming row groups.

Run by itself it counts by streaming and prints its peak memory, which a process shares with
nobody: python -m benchmarks.jobs.streamed FILE
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import duckdb
import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.compute import index_in

from benchmarks.jobs.raked_nps import BASE_CLASSES, LEVELS
from stats.arrays import FloatArray
from stats.estimation import CellMoments, ScoreCells, ScoreCounter

SCALE = 11
ROW_GROUP = 1_000_000
MARGINS = [f"margin_{number}" for number in range(len(LEVELS))]
COLUMNS = [*MARGINS, "base", "score"]


def write_responses(file: Path, responses: int) -> None:
    """Invented responses, a row group of a million at a time; the metadata list base weights."""
    generator = np.random.default_rng(5)
    shares = [generator.dirichlet(np.full(size, 8.0)) for size in LEVELS]
    bases = np.sort(np.round(np.exp(generator.normal(0.0, 0.4, BASE_CLASSES)), 4))
    types = {name: pa.float64() if name == "base" else pa.int8() for name in COLUMNS}
    schema = pa.schema(types.items(), {"bases": json.dumps([*bases])})
    with pq.ParquetWriter(file, schema) as writer:
        for first in range(0, responses, ROW_GROUP):
            n = min(ROW_GROUP, responses - first)
            score = np.clip(np.rint(generator.normal(8.0, 2.0, n)), 0, 10)
            arrays = [pa.array(generator.choice(len(s), n, p=s).astype(np.int8)) for s in shares]
            arrays.append(pa.array(bases[generator.integers(0, BASE_CLASSES, n)]))
            arrays.append(pa.array(score.astype(np.int8)))
            writer.write_table(pa.table(arrays, schema=schema))


def base_weights(file: Path) -> FloatArray:
    """The base weights that occur, ascending, (B,)."""
    metadata = pq.read_schema(file).metadata or {}
    return np.array(json.loads(metadata[b"bases"]), dtype=np.float64)


def decode(file: Path) -> int:
    """The columns as Arrow, by DuckDB through narwhals: what any reading costs."""
    frame = nw.from_native(duckdb.read_parquet(str(file))).select(*COLUMNS)
    return len(frame.collect(backend="pyarrow"))


def count_by_engine(file: Path) -> CellMoments:
    """Power sums of NPS by the engine's GROUP BY over one fused key."""
    key = nw.col(MARGINS[0]).cast(nw.Int32)
    for name, size in zip(MARGINS[1:], LEVELS[1:], strict=True):
        key = key * size + nw.col(name)
    score, d = nw.col("score"), nw.col("base")
    y = (score >= 9).cast(nw.Int32) - (score <= 6).cast(nw.Int32)
    frame = nw.from_native(duckdb.read_parquet(str(file))).with_columns(key=key, y=y, dd=d * d)
    y, dd = nw.col("y"), nw.col("dd")
    powers = {"n": nw.len(), "y": y.sum(), "yy": (y * y).sum()}
    powers |= {"d": d.sum(), "dy": (d * y).sum(), "dyy": (d * y * y).sum()}
    powers |= {"dd": dd.sum(), "ddy": (dd * y).sum(), "ddyy": (dd * y * y).sum()}
    found = frame.group_by("key").agg(d.max().alias("largest"), **powers).sort("key")
    table = found.collect(backend="pyarrow").to_native()
    sums = np.array([table[name].to_numpy() for name in powers], dtype=np.float64)
    return CellMoments(
        LEVELS,
        table["key"].to_numpy().astype(np.int64),
        sums[::3],
        sums.reshape(3, 3, -1),
        table["largest"].to_numpy(),
        trinomial=True,
    )


def count_by_streaming(file: Path) -> ScoreCells:
    """The same, batch by batch into one dense table."""
    bases = base_weights(file)
    counter = ScoreCounter(LEVELS, bases, SCALE)
    responses = pq.ParquetFile(file)
    for batch in responses.iter_batches(ROW_GROUP, columns=COLUMNS, use_threads=False):
        codes = [batch.column(name).to_numpy() for name in MARGINS]
        # A base weight that is not listed becomes −1, which the counter refuses.
        group = index_in(batch.column("base"), pa.array(bases)).fill_null(-1)
        counter.count(codes, group.to_numpy(), batch.column("score").to_numpy())
    return counter.cells()


def peak_megabytes() -> float:
    """Peak memory of this process since it began to run this program.

    `getrusage` would count what the process that started it held at that moment.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return float(line.split()[1]) / 1024


def main(file: Path) -> None:
    """Count, and say what it took: CPU seconds and peak memory in MB."""
    start = time.process_time()
    cells = count_by_streaming(file)
    seconds = time.process_time() - start
    said = {"cpu": seconds, "peak_mb": peak_megabytes(), "responses": float(cells.counts.sum())}
    print(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
