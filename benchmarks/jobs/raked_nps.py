"""One job for us and our peers: raked weights, then NPS of all and of 240 domains with errors.

Imported by the peers' own interpreters too, which have numpy and nothing of ours.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LEVELS = (6, 40, 12, 5)
BASE_CLASSES = 24
POPULATION = 4e6
# Iterative fitting stops when every margin is met to this share of its total.
TOLERANCE = 1e-10
MOST_PASSES = 1000


@dataclass(frozen=True, eq=False)
class Job:
    """n responses: base weight, score and one code per margin; population totals of each level."""

    base: NDArray[np.float64]
    score: NDArray[np.int64]
    codes: tuple[NDArray[np.int64], ...]
    totals: tuple[NDArray[np.float64], ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Levels of each margin."""
        return tuple(totals.size for totals in self.totals)

    @property
    def domain(self) -> NDArray[np.int64]:
        """Domain of each response, (n,): the cross of the first two margins."""
        return self.codes[0] * self.sizes[1] + self.codes[1]

    @property
    def domain_count(self) -> int:
        """Number of domains."""
        return self.sizes[0] * self.sizes[1]

    @property
    def points(self) -> NDArray[np.float64]:
        """What an NPS is the mean of, (n,): 100 for a promoter, −100 for a detractor."""
        return 100.0 * ((self.score >= 9).astype(np.float64) - (self.score <= 6))


@dataclass(frozen=True, eq=False)
class Answer:
    """Raked weights (n,) in population units; NPS and its error of all and of each domain.

    The last two are (1 + domains,). What a package does not give is None.
    """

    weights: NDArray[np.float64] | None = None
    estimate: NDArray[np.float64] | None = None
    se: NDArray[np.float64] | None = None


def generate(responses: int) -> Job:
    """Invented answers; the margins hang together little, which favours iterative fitting."""
    generator = np.random.default_rng(3)
    codes, totals = [], []
    effect = np.zeros(responses)
    for size in LEVELS:
        share = generator.uniform(0.5, 1.5, size)
        code = generator.choice(size, responses, p=share / share.sum())
        effect += generator.normal(0.0, 0.5, size)[code]
        codes.append(code)
    score = np.clip(np.rint(7.6 + effect + generator.normal(0.0, 2.0, responses)), 0.0, 10.0)
    classes = np.round(np.exp(generator.normal(0.0, 0.4, BASE_CLASSES)), 2)
    base = classes[generator.integers(0, BASE_CLASSES, responses)]
    base = base * (POPULATION / base.sum())
    for code, size in zip(codes, LEVELS, strict=True):
        tilted = np.bincount(code, base, size) * generator.uniform(0.7, 1.4, size)
        totals.append(POPULATION * tilted / tilted.sum())
    return Job(base, score.astype(np.int64), tuple(codes), tuple(totals))


def write_job(job: Job, folder: Path) -> None:
    """Leave the job in a folder, as tables that Python and R read to the last bit."""
    names = [f"margin_{k}" for k in range(len(job.codes))]
    rows = np.column_stack([job.base, job.score, job.points, job.domain, *job.codes])
    _write(folder / "rows.csv", ["base", "score", "y", "domain", *names], rows)
    levels = [(k, level, total) for k, t in enumerate(job.totals) for level, total in enumerate(t)]
    _write(folder / "totals.csv", ["margin", "level", "total"], np.array(levels))


def read_job(folder: Path) -> Job:
    """The job that `write_job` left in a folder."""
    rows, totals = _read(folder / "rows.csv"), _read(folder / "totals.csv")
    codes = rows[:, 4:].astype(np.int64)
    return Job(
        base=rows[:, 0].copy(),
        score=rows[:, 1].astype(np.int64),
        codes=tuple(np.ascontiguousarray(code) for code in codes.T),
        totals=tuple(totals[totals[:, 0] == k, 2] for k in range(codes.shape[1])),
    )


def answer(package: str, prepare: Callable[[Job], Callable[[], Answer]]) -> None:
    """Do a peer's work as often as the command line says; leave the answer and the CPU seconds.

    Command line: folder of the job, folder of the answer, repeats. What `prepare` does – the
    job as the package's own kind of table – is not counted; all threads of the work are.
    """
    source, target, repeats = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    work = prepare(read_job(source))
    seconds = np.empty(repeats)
    for number in range(repeats):
        start = time.process_time()
        result = work()
        seconds[number] = time.process_time() - start
    _write(target / "seconds.csv", ["cpu"], seconds[:, None])
    assert result.weights is not None, "every peer weighs"
    _write(target / "weights.csv", ["weight"], result.weights[:, None])
    if result.estimate is not None and result.se is not None:
        table = np.column_stack([result.estimate, result.se])
        _write(target / "figures.csv", ["estimate", "se"], table)
    print(f"{package} {version(package)}")


def read_answer(folder: Path) -> tuple[Answer, NDArray[np.float64]]:
    """What a peer left, and its CPU seconds."""
    weights, seconds = _read(folder / "weights.csv")[:, 0], _read(folder / "seconds.csv")[:, 0]
    if not (folder / "figures.csv").exists():
        return Answer(weights), seconds
    figures = _read(folder / "figures.csv")
    return Answer(weights, figures[:, 0], figures[:, 1]), seconds


def _write(path: Path, names: list[str], table: NDArray[np.float64]) -> None:
    np.savetxt(path, table, fmt="%.17g", delimiter=",", header=",".join(names), comments="")


def _read(path: Path) -> NDArray[np.float64]:
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)
