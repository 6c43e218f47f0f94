"""The metrics as measures over score histograms: one table, one entry a metric."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from metrics.models import Metric
from metrics.warehouse.columns import Floats, Ints
from metrics.warehouse.schema import SCORES
from stats import IntervalKind, Measure
from stats.scores.juster import PROBABILITIES


@dataclass(frozen=True)
class MetricSpec:
    """A metric: its question, what each score is worth, its unit, and what a shift is measured by.

    `value_of` maps a score to y; published figures are y × `unit` on `scale`. `tolerance` is the
    smallest shift worth a caveat (2 NPS points, 1 percentage point; methods 0.8).
    """

    metric: Metric
    question: str
    value_of: Callable[[int], float]
    kind: IntervalKind
    unit: float
    scale: tuple[float, float]
    tolerance: float

    def measure(self, histograms: Mapping[str, Ints]) -> Measure:
        """Sums over the rows of a rollup."""
        counts = histograms[self.question].astype(np.float64)
        y = self._values()
        signed = self.kind is not IntervalKind.MEAN
        low = counts @ (y < 0 if self.kind is IntervalKind.NPS else y == 0)
        return Measure(
            answered=counts.sum(axis=1),
            total=counts @ y,
            square=counts @ y**2,
            high=counts @ (y > 0) if signed else None,
            low=low if signed else None,
        )

    def values(self, scores: Floats) -> Floats:
        """y of single scores; NaN stays NaN."""
        start = SCORES[self.question][0]
        known = np.isfinite(scores)
        y = np.full(len(scores), np.nan)
        y[known] = self._values()[(scores[known] - start).astype(np.int64)]
        return y

    def _values(self) -> Floats:
        low, high = SCORES[self.question]
        return np.array([self.value_of(score) for score in range(low, high + 1)])


def _nps(score: int) -> float:
    return 1.0 if score >= 9 else -1.0 if score <= 6 else 0.0


METRICS: dict[Metric, MetricSpec] = {
    spec.metric: spec
    for spec in (
        MetricSpec(Metric.NPS, "recommend", _nps, IntervalKind.NPS, 100.0, (-100.0, 100.0), 2.0),
        MetricSpec(
            Metric.CSAT,
            "satisfaction",
            lambda score: float(score >= 4),
            IntervalKind.PROPORTION,
            1.0,
            (0.0, 1.0),
            0.01,
        ),
        # Six steps of a seven-point scale: one per cent of them.
        MetricSpec(Metric.EFFORT, "effort", float, IntervalKind.MEAN, 1.0, (1.0, 7.0), 0.06),
        MetricSpec(
            Metric.INTENT,
            "repurchase",
            lambda score: float(PROBABILITIES[score]),
            IntervalKind.MEAN,
            1.0,
            (float(PROBABILITIES[0]), float(PROBABILITIES[-1])),
            0.01,
        ),
    )
}
