"""What an edition leaves for the ones after it: groups of its totals, and its points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from metrics.comparison.charts import week_points
from metrics.figures import EstimateFigure
from metrics.integrity.evidence import WeekEvidence
from metrics.models import EditionKind
from metrics.warehouse.columns import Coded
from metrics.warehouse.frozen import Reference
from metrics.warehouse.series import GroupMean, Point, Series, SeriesKey
from metrics.weighing.measures import METRICS
from metrics.weighing.weigh import Weighed
from stats.comparison.watch import BASELINE_LENGTH

# A year of points after the baseline: more tells a chart nothing of today.
POINTS_KEPT = 52


def group_means(weighed: Weighed, reference: Reference) -> Iterator[GroupMean]:
    """Share and figure of each group of a network total, by every dimension it may shift in."""
    design = weighed.design
    weight = design.weights[design.cell]
    for metric, spec in METRICS.items():
        measure = spec.measure(weighed.stack.histograms)
        if not measure.answered.any():
            continue
        for name, column in dimensions(weighed, reference).items():
            sums = [
                np.bincount(column.codes, weights=values, minlength=len(column.levels))
                for values in (weight * measure.answered, weight * measure.total, measure.answered)
            ]
            for group, mass, total, n in zip(column.levels, *sums, strict=True):
                if mass > 0:
                    share = mass / sums[0].sum()
                    yield GroupMean(
                        weighed.stack.audience, metric.value, name, group,
                        round(float(share), 9), round(float(total / mass) * spec.unit, 9), int(n),
                    )  # fmt: skip


def dimensions(weighed: Weighed, reference: Reference) -> dict[str, Coded]:
    """What a total can be divided by, for every row of answers; several partners are no place."""
    attributes = weighed.stack.answers.attributes
    partner = attributes["partner_or_kind"]
    return {
        "touchpoint": attributes["touchpoint"],
        "country": partner.mapped({key: reference.country_of(key) for key in partner.levels}),
        "region": partner.mapped({key: reference.region_of(key) for key in partner.levels}),
        "outcome": attributes["outcome"],
    }


def build_series(evidence: WeekEvidence, estimates: Sequence[EstimateFigure]) -> Series:
    return Series(tuple(evidence.groups), _points(evidence, estimates))


def _points(evidence: WeekEvidence, estimates: Sequence[EstimateFigure]) -> tuple[Point, ...]:
    """The finals' points so far, this one's last; none from before a break."""
    is_final = evidence.frozen.kind == EditionKind.FINAL
    own = week_points(str(evidence.frozen.week), estimates) if is_final else ()
    by_series: dict[SeriesKey, list[Point]] = defaultdict(list)
    for point in [*evidence.points, *own]:
        by_series[point.key].append(point)
    return tuple(point for key in sorted(by_series) for point in kept_points(by_series[key]))


def kept_points(points: Sequence[Point]) -> Sequence[Point]:
    """The baseline for as long as the series lasts, and the last year after it."""
    if len(points) <= BASELINE_LENGTH + POINTS_KEPT:
        return points
    return [*points[:BASELINE_LENGTH], *points[-POINTS_KEPT:]]
