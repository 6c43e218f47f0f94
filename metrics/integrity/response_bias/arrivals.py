"""When used answers arrived after their invitation, and what was said early and late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.integrity.response_bias.sheet_counts import SEPARATOR, Counted, counted
from metrics.warehouse.columns import Floats, Ints
from metrics.warehouse.frozen import WeekCells
from metrics.warehouse.schema import SCORES
from metrics.weighing.measures import METRICS, MetricSpec
from metrics.weighing.windows import WeighedWindow

# Thirds of the answers, in the order in which they came (methods C1, C2).
WAVES = 3


@dataclass(frozen=True)
class Arrivals:
    """One metric's answers of those drawn: `hour` (k,) ascending, `counts` (k, scores).

    `invited` reached somebody at a touchpoint where the metric is asked; `used` are the metric's
    used answers, also those of which nobody knows when they came.
    """

    spec: MetricSpec
    hour: Ints
    counts: Ints
    invited: int
    used: int

    @property
    def size(self) -> int:
        return int(self.counts.sum())

    @property
    def worth(self) -> Floats:
        """What each score is worth, in published units."""
        low, high = SCORES[self.spec.question]
        return self.spec.values(np.arange(low, high + 1.0)) * self.spec.unit

    @property
    def deviation(self) -> float:
        """Standard deviation of all answers (ddof 1), in published units."""
        return deviation_of(self.counts.sum(axis=0), self.worth)

    def waves(self) -> list[Ints]:
        """Score counts of each third; who came in the same hour stays together."""
        by_hour = self.counts.sum(axis=1)
        middle = np.cumsum(by_hour) - by_hour / 2
        wave = np.minimum((WAVES * middle / max(1, self.size)).astype(np.int64), WAVES - 1)
        return [self.counts[wave == number].sum(axis=0) for number in np.unique(wave).tolist()]

    def answers(self, counts: Ints) -> Floats:
        """One value an answer, in published units."""
        return np.repeat(self.worth, counts)


def deviation_of(counts: Ints, worth: Floats) -> float:
    size = int(counts.sum())
    if size < 2:
        return 0.0
    mean = float(counts @ worth) / size
    return float(np.sqrt(counts @ (worth - mean) ** 2 / (size - 1)))


def arrivals_of(weeks: Sequence[WeekCells], item: WeighedWindow) -> Iterator[Arrivals]:
    """By metric, over the window's weeks."""
    audience = item.weighed.stack.audience
    arrived = counted(weeks, audience, Counted.ARRIVED)
    delivered = counted(weeks, audience, Counted.DELIVERED)
    for spec in METRICS.values():
        histogram = item.weighed.stack.histograms[spec.question].sum(axis=1)
        if not histogram.any():
            continue
        hour, counts = _by_hour(arrived, spec.question)
        touchpoint = item.weighed.stack.answers.attributes["touchpoint"]
        asked = {touchpoint.levels[code] for code in np.unique(touchpoint.codes[histogram > 0])}
        invited = sum(delivered[key] for key in asked)
        yield Arrivals(spec, hour, counts, invited, int(histogram.sum()))


def _by_hour(arrived: Counter[str], question: str) -> tuple[Ints, Ints]:
    low, high = SCORES[question]
    rows: dict[int, Ints] = {}
    for key, count in arrived.items():
        asked, hour, score = key.split(SEPARATOR)
        if asked == question:
            row = rows.setdefault(int(hour), np.zeros(high - low + 1, dtype=np.int64))
            row[int(score) - low] += count
    hours = sorted(rows)
    counts = [rows[hour] for hour in hours]
    empty = np.zeros((0, high - low + 1), dtype=np.int64)
    return np.array(hours, dtype=np.int64), np.array(counts) if counts else empty
