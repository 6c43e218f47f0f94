"""How often the published 95 % interval holds the truth (methods M3).

Accounts are drawn from a finite population, answered by chance, raked to the frame and estimated
by the package's own path. Columns: what is true; answers (per domain where there are several) and
accounts; coverage with its Monte Carlo error, * where it is more than two of them outside 93 to
97 %; share of intervals wholly below and wholly above the truth; mean width; bias; the published
error (root mean square) over the true spread of the estimates; share of samples without an
interval, because all answers agree or the margins cannot be met.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from stats.arrays import FloatArray
from stats.errors import CalibrationError
from tests.simulation.designs import DESIGNS, Design, Sampled
from tests.simulation.figures import Figure
from tests.simulation.population import draw_world

WANTED = (0.93, 0.97)
HEADER = (
    f"{'design':<34}{'figure':<8}{'truth':>7}{'n':>5}{'acc.':>5}{'coverage':>12} "
    f"{'below':>6}{'above':>6}{'width':>7}{'bias':>7}{'se/sd':>6}{'none':>6}"
)


@dataclass(frozen=True)
class Coverage:
    """What became of one figure over all samples; widths, biases in the figure's unit."""

    design: str
    figure: Figure
    truth: float
    answers: float
    accounts: float
    coverage: float
    monte_carlo_error: float
    below: float
    above: float
    width: float
    bias: float
    error_ratio: float
    without: float

    @property
    def is_outside(self) -> bool:
        """More than two Monte Carlo errors outside 93 to 97 %."""
        room = 2.0 * self.monte_carlo_error
        return not WANTED[0] - room <= self.coverage <= WANTED[1] + room

    def __str__(self) -> str:
        return (
            f"{self.design:<34}{self.figure:<8}{self.truth:7.1f}{self.answers:5.0f}"
            f"{self.accounts:5.0f}{self.coverage:7.1%} ±{self.monte_carlo_error:4.1%}"
            f"{'*' if self.is_outside else ' '}{self.below:6.1%}{self.above:6.1%}"
            f"{self.width:7.2f}{self.bias:+7.2f}{self.error_ratio:6.2f}{self.without:6.1%}"
        )


def coverage(design: Design, generator: np.random.Generator, repeats: int) -> list[Coverage]:
    """Draw `repeats` samples and count, for each figure of the design."""
    samples: list[Sampled] = []
    for repeat in range(repeats):
        if repeat % design.samples_per_world == 0:
            world = draw_world(generator, design.kind)
        try:
            samples.append(design.sample(generator, world))
        except CalibrationError:
            continue
    return [_summary(design.name, figure, samples, repeats) for figure in samples[0].figures]


def report(generator: np.random.Generator, repeats: int) -> Iterator[str]:
    """One line for each design and figure."""
    yield __doc__ or ""
    yield HEADER
    for design in DESIGNS:
        for found in coverage(design, generator, repeats):
            yield str(found)


def _summary(design: str, figure: Figure, samples: list[Sampled], repeats: int) -> Coverage:
    # (samples, domains); the domains of one sample are not independent of each other.
    estimate, se, low, high, truth = (
        np.array([getattr(s.figures[figure], name) for s in samples])
        for name in ("estimate", "se", "low", "high", "truth")
    )
    there = np.isfinite(low)
    below, above = (high < truth) & there, (low > truth) & there
    error = (estimate - truth)[there]
    return Coverage(
        design=design,
        figure=figure,
        truth=float(truth.mean()),
        answers=float(np.mean([s.answers for s in samples])),
        accounts=float(np.mean([s.accounts for s in samples])),
        coverage=1.0 - float((below | above).sum() / there.sum()),
        monte_carlo_error=_clustered_error(below | above, there),
        below=float(below.sum() / there.sum()),
        above=float(above.sum() / there.sum()),
        width=float((high - low)[there].mean()),
        bias=float(error.mean()),
        error_ratio=float(np.sqrt(np.mean(se[there] ** 2)) / error.std()),
        without=1.0 - float(there.sum() / (repeats * truth.shape[1])),
    )


def _clustered_error(missed: FloatArray, there: FloatArray) -> float:
    """Standard error of the share of misses, samples (not domains) being independent."""
    share = missed.sum() / there.sum()
    residual = missed.sum(axis=1) - share * there.sum(axis=1)
    return float(np.sqrt((residual**2).sum()) / there.sum())
