"""One sample's figures by the package's own path: calibrate, estimate, interval."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from stats.arrays import FloatArray, sum_by
from stats.comparison.change import calibrated_change
from stats.duality.pairs import paired_gap
from stats.estimation.design import CellDesign
from stats.estimation.domain_estimates import DomainEstimates
from stats.estimation.domains import estimate_domains
from stats.estimation.influence import AccountInfluence, account_influence
from stats.estimation.linear_estimates import LinearEstimates
from stats.estimation.measure import Measure
from stats.estimation.partition import Partition, partition
from stats.estimation.published import Intervals, published_intervals
from stats.estimation.ratios import estimate_ratios
from stats.estimation.totals import estimate_totals
from stats.intervals.interval import Interval, t_quantile
from stats.weighting.calibration import calibrate
from stats.weighting.margins import Margin
from tests.simulation.draws import Drawn
from tests.simulation.population import Codes, Facts, World, means

# methods B6b: a level with fewer respondents is merged.
LEAST_RESPONDENTS = 10


class Figure(StrEnum):
    """What is estimated, in points (NPS), per cent (shares, total, ratio) or scores."""

    NPS = "NPS"
    TOP_BOX = "top box"
    MEAN = "mean"
    TOTAL = "total"
    RATIO = "ratio"
    CHANGE = "change"
    GAP = "gap"


@dataclass(frozen=True, eq=False)
class Found:
    """Estimates, errors and limits beside the truth, (K,) by domain; NaN where undefined."""

    estimate: FloatArray
    se: FloatArray
    low: FloatArray
    high: FloatArray
    truth: FloatArray

    def times(self, factor: float) -> Found:
        """The same in other units."""
        parts = (self.estimate, self.se, self.low, self.high, self.truth)
        return Found(*(factor * part for part in parts))


def calibrated(world: World, drawn: Drawn, names: tuple[str, ...], *, strata: bool) -> CellDesign:
    """Respondents raked to the frame's totals of these variables.

    Raises CalibrationError where the margins cannot be met.
    """
    margins = [_merged(name, world.codes[name][drawn.rows], world.totals(name)) for name in names]
    found = calibrate(drawn.base, margins, drop_aliased=True)
    return CellDesign.from_rows(
        found.base,
        drawn.cluster,
        weights=found.weights,
        margins=found.margins,
        stratum=drawn.stratum if strata else None,
    )


def level_figures(
    design: CellDesign, world: World, facts: Facts, drawn: Drawn, domains: int
) -> dict[Figure, Found]:
    """NPS, top box, mean, and of the whole also total and ratio, with their truth in `facts`."""
    scores = world.scores[drawn.rows]
    where = np.zeros(world.size, np.intp) if domains == 1 else world.line
    parts = partition(design, where[drawn.rows], domains)
    nps = estimate_domains(design, Measure.of_scores(scores), parts)
    top = estimate_domains(design, Measure.of_hits(scores >= 9), parts)
    mean = estimate_domains(design, Measure.of_rows(scores), parts)
    result = {
        Figure.NPS: _published(
            nps.scaled(100.0), published_intervals("nps", nps),
            100.0 * means(facts.net, where, domains),
        ),
        Figure.TOP_BOX: _published(
            top, published_intervals("proportion", top), means(facts.top, where, domains)
        ).times(100.0),
        Figure.MEAN: _published(
            mean, published_intervals("mean", mean, (0.0, 10.0)), means(facts.score, where, domains)
        ),
    }  # fmt: skip
    return result if domains > 1 else result | _linear_figures(parts, world, facts, drawn)


def change_figure(first: AccountInfluence, second: AccountInfluence, truth: float) -> Found:
    """Change of NPS between two weeks, in points."""
    found = calibrated_change(first, second, first.estimate, second.estimate)
    return _single(found.difference, found.se, found.interval, truth).times(100.0)


def nps_influence(design: CellDesign, world: World, drawn: Drawn) -> AccountInfluence:
    """What the change needs of one week."""
    everybody = np.ones(design.cell_count, np.bool_)
    return account_influence(design, Measure.of_scores(world.scores[drawn.rows]), everybody)


def gap_figure(world: World, drawn: Drawn) -> Found:
    """End user minus channel partner, mean score, all transactions with equal chances."""
    user, partner = world.scores[drawn.rows], world.partner_scores[drawn.rows]
    found = paired_gap(user, partner, drawn.cluster)
    truth = float((world.scores - world.partner_scores).mean())
    return _single(found.gap, found.se, found.interval, truth)


def _linear_figures(
    parts: Partition, world: World, facts: Facts, drawn: Drawn
) -> dict[Figure, Found]:
    """Detractors as a share of the N transactions, and refunds per value, both in per cent."""
    refund = Measure.of_rows(world.refund[drawn.rows])
    value = Measure.of_rows(world.value[drawn.rows])
    detractor = Measure.of_hits(world.scores[drawn.rows] <= 6)
    total = estimate_totals(parts.design, detractor, parts)
    ratio = estimate_ratios(parts.design, refund, value, parts)
    rate = float(facts.refund.sum() / facts.value.sum())
    return {
        Figure.TOTAL: _by_t(total, float(facts.detractor.sum())).times(100.0 / world.size),
        Figure.RATIO: _by_t(ratio, rate).times(100.0),
    }


def _published(estimates: DomainEstimates, intervals: Intervals, truth: FloatArray) -> Found:
    return Found(estimates.estimate, estimates.se, intervals.low, intervals.high, truth)


def _by_t(found: LinearEstimates, truth: float) -> Found:
    half = np.full(len(found), np.nan)
    half[found.valid] = t_quantile(found.df[found.valid]) * found.se[found.valid]
    low, high = found.estimate - half, found.estimate + half
    return Found(found.estimate, found.se, low, high, np.array([truth]))


def _single(estimate: float, se: float | None, interval: Interval | None, truth: float) -> Found:
    nan = float("nan")
    low, high = (nan, nan) if interval is None else (interval.low, interval.high)
    values = (estimate, nan if se is None else se, low, high, truth)
    return Found(*(np.array([value]) for value in values))


def _merged(name: str, codes: Codes, totals: FloatArray) -> Margin:
    """The margin with its smallest levels merged until each has enough respondents."""
    level = np.arange(totals.size)
    while True:
        heard = np.bincount(level[codes], minlength=totals.size)
        kept = np.unique(level)
        order = kept[np.argsort(heard[kept], kind="stable")]
        if order.size == 1 or heard[order[0]] >= LEAST_RESPONDENTS:
            break
        level[level == order[0]] = order[1]
    position = np.searchsorted(kept, level)
    sums = sum_by(position, totals, kept.size)
    return Margin(name, position[codes], tuple(f"level {k}" for k in kept), sums)
