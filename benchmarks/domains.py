"""Speed of calibrated, account-clustered domain estimates.

Prints CPU time, and the ratio to its limit where one is set. Matrices here are small: with
OPENBLAS_NUM_THREADS=1 the threads of the algebra library do not count as waiting CPU.
Usage: python benchmarks/domains.py [responses]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from stats import (
    CellDesign,
    Margin,
    Measure,
    Partition,
    estimate_domains,
    published_intervals,
    rake,
)
from stats.arrays import FloatArray, IntArray

LEVELS = (6, 40, 12, 5)
DOMAINS = 240
CELLS = 14_400
POPULATION = 4e6
CLUSTERED_LIMIT_SECONDS = 3.0  # of 10⁶ responses in 3·10⁵ accounts


@dataclass(frozen=True)
class Data:
    """A rollup of invented answers: cells are the cross of all margins."""

    base: FloatArray
    codes: tuple[IntArray, ...]
    account: IntArray
    cell: IntArray
    count: FloatArray
    measure: Measure

    def margins(self) -> tuple[Margin, ...]:
        """Population margins that lean against the sample's."""
        generator = np.random.default_rng(7)
        respondents = np.bincount(self.cell, self.count, CELLS)
        margins = []
        for number, (code, size) in enumerate(zip(self.codes, LEVELS, strict=True)):
            tilt = np.bincount(code, respondents, size) * generator.uniform(0.7, 1.4, size)
            totals = POPULATION * tilt / tilt.sum()
            levels = tuple(str(level) for level in range(size))
            margins.append(Margin(f"margin {number}", code, levels, totals))
        return tuple(margins)

    def domains(self) -> IntArray:
        """The cross of the first two margins."""
        return self.codes[0] * LEVELS[1] + self.codes[1]


def generate(responses: int, accounts: int) -> Data:
    """Answers of `responses` people in `accounts` companies, rolled up to account × cell."""
    generator = np.random.default_rng(1)
    cross = np.indices(LEVELS).reshape(len(LEVELS), CELLS)
    share = generator.dirichlet(np.full(CELLS, 3.0))
    cell = generator.choice(CELLS, responses, p=share)
    account = generator.integers(0, accounts, responses)
    keys, row = np.unique(account * CELLS + cell, return_inverse=True)
    chance = generator.choice(3, responses, p=[0.2, 0.3, 0.5])
    high = np.bincount(row, chance == 2, keys.size).astype(np.float64)
    low = np.bincount(row, chance == 0, keys.size).astype(np.float64)
    count = np.bincount(row).astype(np.float64)
    return Data(
        base=generator.uniform(0.5, 3.0, CELLS),
        codes=tuple(np.ascontiguousarray(c) for c in cross),
        account=keys // CELLS,
        cell=keys % CELLS,
        count=count,
        measure=Measure(count, high - low, high + low, high, low),
    )


def generate_cells() -> Data:
    """The whole cross, one account to a cell and about seventy answers in each."""
    generator = np.random.default_rng(2)
    cross = np.indices(LEVELS).reshape(len(LEVELS), CELLS)
    count = generator.integers(1, 140, CELLS).astype(np.float64)
    high = np.floor(count * generator.uniform(0.3, 0.6, CELLS))
    low = np.floor(count * generator.uniform(0.1, 0.3, CELLS))
    return Data(
        base=generator.uniform(0.5, 3.0, CELLS),
        codes=tuple(np.ascontiguousarray(c) for c in cross),
        account=np.arange(CELLS),
        cell=np.arange(CELLS),
        count=count,
        measure=Measure(count, high - low, high + low, high, low),
    )


def design_of(data: Data) -> CellDesign:
    """Raked weights and the design they belong to."""
    margins = data.margins()
    raked = rake(data.base, margins, np.bincount(data.cell, data.count, CELLS))
    return CellDesign(
        base=raked.base,
        weights=raked.weights,
        margins=margins,
        stratum=np.zeros(CELLS, np.int64),
        account=data.account,
        cell=data.cell,
        count=data.count,
    )


def report(name: str, work: Callable[[], object], limit: float = 0.0, repeat: int = 3) -> None:
    """Print the best CPU time of a job, beside its limit where the design sets one."""
    best = min(_cpu_seconds(work) for _ in range(repeat))
    beside = f"   limit {limit * 1e3:7.1f} ms   × {best / limit:.2f}" if limit else ""
    print(f"{name:<62} {best * 1e3:9.1f} ms{beside}")


def _cpu_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def whole(data: Data) -> object:
    """Everything from a rollup: rake, factor, estimate every domain, its error, its interval."""
    found = estimate_domains(design_of(data), data.measure, data.domains(), DOMAINS)
    return published_intervals("nps", found)


def further(data: Data, name: str) -> None:
    """One more measure over the same domains, and one more partition of the same design."""
    design = design_of(data)
    parts = Partition(design, data.domains(), DOMAINS)
    estimate_domains(design, data.measure, parts)
    report(
        f"{name}: one further measure",
        lambda: estimate_domains(design, data.measure, parts),
    )
    report(
        f"{name}: one further partition",
        lambda: estimate_domains(design, data.measure, data.domains(), DOMAINS),
    )


def main(responses: int) -> None:
    """Run every job once the data stand."""
    cells = generate_cells()
    name = f"{CELLS} cells, an account each"
    report(f"{name}: all steps", lambda: whole(cells), repeat=9)
    further(cells, name)
    data = generate(responses, 3 * responses // 10)
    name = f"{responses} responses, {data.cell.size} account × cell rows"
    report(f"{name}: all steps", lambda: whole(data), CLUSTERED_LIMIT_SECONDS)
    further(data, name)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
