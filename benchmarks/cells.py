"""Speed of unclustered estimates from cells: raking and the NPS of all and of 240 domains.

From cells after the GROUP BY, from a rollup kept on write, and from responses in Parquet; each
beside its limit or beside decoding the file. CPU time of all threads. Run it with
OPENBLAS_NUM_THREADS=1, as the application does: matrices here are small.
Usage: python benchmarks/cells.py [responses in Parquet]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.jobs import streamed
from benchmarks.jobs.raked_nps import LEVELS, Job, generate
from benchmarks.jobs.raked_nps_ours import NPS, estimate, margins_of
from stats import published_intervals, rake
from stats.estimation import (
    CellMoments,
    Domains,
    Residuals,
    ScoreCells,
    ScoreRollup,
    UnclusteredDesign,
    estimate_cells,
)

ROOT = Path(__file__).resolve().parent.parent
IN_ROLLUP = 1_000_000
AFTER_GROUP_BY_SECONDS, FURTHER_SECONDS, FROM_ROLLUP_SECONDS = 0.010, 0.0015, 0.012
BY_ENGINE, BY_STREAMING, PEAK_MB, ROLLUP_MB = 5.0, 2.0, 400.0, 200.0


def cpu(work: Callable[[], object], repeat: int = 41) -> float:
    """Least CPU seconds of a job: what else the machine does only ever adds."""
    seconds = []
    for _ in range(repeat):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def line(name: str, value: float, limit: float, unit: str) -> None:
    """One figure beside what it must reach."""
    print(f"{name:<66} {value:9.2f} {unit:<4} limit {limit:7.1f}   × {value / limit:.2f}")


def count(job: Job, rows: slice = slice(None)) -> ScoreCells:
    """Integer histograms of some responses."""
    codes = [code[rows] for code in job.codes]
    return ScoreCells.of_rows(codes, LEVELS, job.base[rows], job.score[rows], scale=11)


def further(job: Job, cells: CellMoments) -> tuple[float, float]:
    """CPU of one more item over the same domains, and of one more partition."""
    codes = tuple(cells.axis(number) for number in range(len(LEVELS)))
    raked = rake(cells.base, margins_of(job, codes), cells.respondents[0])
    design = UnclusteredDesign.of(cells, calibration=raked)
    code = codes[0] * LEVELS[1] + codes[1]
    parts = Domains(design, code, 240)
    first = estimate_cells(design, cells, parts)
    published_intervals("nps", first)
    return (
        cpu(lambda: estimate_cells(design, cells, parts)),
        cpu(lambda: estimate_cells(design, cells, code, 240)),
    )


def from_cells(job: Job) -> None:
    """After the GROUP BY."""
    cells = count(job).moments(NPS)
    name = f"{cells.cell_count} cells after the GROUP BY"
    every = cpu(lambda: estimate(job, cells, Residuals.CALIBRATE))
    line(f"{name}: all steps", every * 1e3, AFTER_GROUP_BY_SECONDS * 1e3, "ms")
    item, partition = further(job, cells)
    line(f"{name}: one further item", item * 1e3, FURTHER_SECONDS * 1e3, "ms")
    line(f"{name}: one further partition", partition * 1e3, FURTHER_SECONDS * 1e3, "ms")


def history(job: Job, rows: slice) -> ScoreRollup:
    """A rollup of some responses, with NPS kept."""
    rollup = ScoreRollup(LEVELS, 11)
    rollup.keep(NPS)
    rollup.add(count(job, rows))
    return rollup


def from_rollup(job: Job) -> None:
    """A rollup that holds a history and takes in a week."""
    week = IN_ROLLUP // 50
    new, rollup = count(job, slice(0, week)), history(job, slice(week, None))
    short = history(job, slice(9 * IN_ROLLUP // 10, None))
    start = time.process_time()
    rollup.add(new)
    adding = time.process_time() - start
    every = cpu(lambda: estimate(job, rollup.moments(NPS), Residuals.CALIBRATE))
    name = f"{IN_ROLLUP} responses in a rollup kept on write"
    line(f"{name}: all steps", every * 1e3, FROM_ROLLUP_SECONDS * 1e3, "ms")
    line(f"{name}: memory", rollup.megabytes, ROLLUP_MB, "MB")
    again, kept = count(job).moments(NPS), rollup.moments(NPS)
    parts = ("key", "respondents", "answers")
    same = all(np.array_equal(getattr(kept, part), getattr(again, part)) for part in parts)
    print(f"a week of {week} added to {IN_ROLLUP - week}: {adding * 1e3:.1f} ms; figures "
          f"{'the same to the bit' if same else 'NOT THE SAME'} as counted at once")  # fmt: skip
    ratio = cpu(lambda: rollup.add(new), 15) / cpu(lambda: short.add(new), 15)
    print(f"a week added again: to ten times the history costs × {ratio:.2f}")


def from_parquet(job: Job, responses: int) -> None:
    """Decoding alone, the engine's GROUP BY and streaming, with all steps after it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "responses.parquet"
        streamed.write_responses(file, responses)

        def by_engine() -> object:
            return estimate(job, streamed.count_by_engine(file), Residuals.CALIBRATE)

        def by_streaming() -> object:
            cells = streamed.count_by_streaming(file).moments(NPS)
            return estimate(job, cells, Residuals.CALIBRATE)

        decoding = cpu(lambda: streamed.decode(file), 5)
        print(f"{responses} responses in Parquet: decoding six columns {decoding * 1e3:.0f} ms")
        name = "all steps, beside decoding"
        line(f"narwhals on DuckDB, {name}", cpu(by_engine, 5) / decoding, BY_ENGINE, "×")
        line(f"streaming, {name}", cpu(by_streaming, 5) / decoding, BY_STREAMING, "×")
        run = [sys.executable, "-m", "benchmarks.jobs.streamed", str(file)]
        said = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        line("streaming: peak memory of its process", json.loads(said)["peak_mb"], PEAK_MB, "MB")


def main(responses: int) -> None:
    """Run every job."""
    job = generate(IN_ROLLUP)
    from_cells(job)
    from_rollup(job)
    from_parquet(job, responses)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
