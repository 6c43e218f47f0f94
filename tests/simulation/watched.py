"""False alarms and power of what editions publish: two charts a series, limits for the family.

Weekly NPS as in the simulation of charts, with a baseline of 26 weeks; besides, weeks that differ
by more than their answers. A drop of 14 points counts as caught when either chart calls it in one
of its first six weeks.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from stats import Watch, watch
from stats.arrays import BoolArray
from stats.comparison.watch import BASELINE_LENGTH
from tests.simulation.charts import (
    AFTER,
    BEFORE,
    UNIT_VARIANCE,
    WEEKS_BEFORE_DROP,
    WEEKS_TO_CATCH,
    weeks_of,
)

STABLE_WEEKS = 26
FAMILIES = (6, 24)
EXTRA = (0.0, 6.0)  # standard deviation between weeks beyond chance, in points


def report(generator: np.random.Generator, repeats: int) -> Iterator[str]:
    """By series of the family, answers a week and extra variation, on `repeats` families."""
    yield __doc__ or ""
    for series in FAMILIES:
        for answers in (25.0, 50.0, 100.0):
            for extra in EXTRA:
                false = np.mean([_false(generator, series, answers, extra) for _ in range(repeats)])
                caught = np.mean(
                    [_is_caught(generator, series, answers, extra) for _ in range(repeats)]
                )
                yield (
                    f"{series:>2} series, {answers:3.0f} answers a week, extra {extra:.0f}: false "
                    f"family-weeks {false:4.0%}, caught {caught:4.0%}"
                )


def _false(generator: np.random.Generator, series: int, answers: float, extra: float) -> float:
    """Share of weeks in which any series of a family that does not change signals."""
    weeks = [(BASELINE_LENGTH + STABLE_WEEKS, BEFORE)]
    called = [_called(generator, series, answers, extra, weeks).any(axis=0) for _ in range(series)]
    return float(np.any(called, axis=0).mean())


def _is_caught(generator: np.random.Generator, series: int, answers: float, extra: float) -> bool:
    weeks = [(BASELINE_LENGTH + WEEKS_BEFORE_DROP, BEFORE), (WEEKS_TO_CATCH, AFTER)]
    below = _called(generator, series, answers, extra, weeks)[0]
    return bool(below[-WEEKS_TO_CATCH:].any())


def _called(
    generator: np.random.Generator,
    series: int,
    answers: float,
    extra: float,
    stretches: list[tuple[int, tuple[float, float]]],
) -> BoolArray:
    """(2, k) whether either chart signals below, or above, in each week after the baseline."""
    drawn = [weeks_of(generator, answers, count, shares) for count, shares in stretches]
    nps = np.concatenate([one.nps for one in drawn])
    heard = np.concatenate([one.answers for one in drawn])
    shaken = np.clip(nps + generator.normal(0.0, extra, nps.size), -100.0, 100.0)
    found = watch(shaken, np.sqrt(UNIT_VARIANCE / heard), series=series)
    assert isinstance(found, Watch)
    charts = (found.points, found.drift)
    below = np.any([chart.plotted < chart.low for chart in charts], axis=0)
    above = np.any([chart.plotted > chart.high for chart in charts], axis=0)
    return np.stack([below, above])
