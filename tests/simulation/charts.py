"""False alarms and power of the control charts on weekly NPS (methods H2a, H3).

One family: six touchpoints with about 25 (or 50, 100) answers a week each, Poisson; promoters
50 %, detractors 20 %: NPS 30, unit variance .61, so a week's standard error is 15.6 points (11.0,
7.8). No other variation between weeks. A drop of 14 points moves 7 % of the customers from the
promoters and as many to the detractors. The baseline is frozen after 20 (52) weeks; the drop comes
13 weeks later and counts as caught when the chart calls it in one of its first six weeks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from stats.arrays import FloatArray
from stats.comparison.baseline import Baseline, moving_range_baseline
from stats.comparison.chart import ControlChart
from stats.comparison.ewma import ewma
from stats.comparison.run_rules import RUN_LENGTH, Rule, Side
from stats.comparison.xmr import xmr

FAMILY = 6
STABLE_WEEKS = 52
WEEKS_BEFORE_DROP = 13
WEEKS_TO_CATCH = 6
FALSE_SHARE = 0.10  # methods H2: of (family, week)
BEFORE, AFTER = (0.50, 0.20), (0.43, 0.27)  # promoters, detractors
UNIT_VARIANCE = 1e4 * (0.7 - 0.3**2)


@dataclass(frozen=True, eq=False)
class Weeks:
    """Weekly NPS of one touchpoint and the answers behind each."""

    nps: FloatArray
    answers: FloatArray

    @property
    def errors(self) -> FloatArray:
        """Standard errors by the variance function of the baseline, here the true one."""
        return np.sqrt(UNIT_VARIANCE / self.answers)


@dataclass(frozen=True)
class Chart:
    """A chart by name, how it is drawn, and its limit; None: calibrated to FALSE_SHARE."""

    name: str
    draw: Callable[[Weeks, Baseline], ControlChart]
    limit: float | None = 3.0


@dataclass(frozen=True)
class Characteristics:
    """What a chart does: shares of weeks, of series-years and of (family, week) with a false
    call, and of drops caught."""

    chart: str
    limit: float
    week_share: float
    year_share: float
    family_share: float
    caught_share: float

    def __str__(self) -> str:
        return (
            f"{self.chart:<34} L {self.limit:4.2f}  false: week {self.week_share:6.2%}, "
            f"series-year {self.year_share:4.0%}, family-week {self.family_share:4.0%}  "
            f"caught {self.caught_share:4.0%}"
        )


def _with_errors(weight: float) -> Callable[[Weeks, Baseline], ControlChart]:
    def draw(weeks: Weeks, baseline: Baseline) -> ControlChart:
        return ewma(weeks.nps, baseline, errors=weeks.errors, centre_error=True, weight=weight)

    return draw


CHARTS = (
    Chart("XmR, beyond limits", lambda w, b: xmr(w.nps, b, rules=(Rule.BEYOND_LIMITS,))),
    Chart("XmR and eight on one side", lambda w, b: xmr(w.nps, b)),
    Chart("EWMA .2 by the textbook", lambda w, b: ewma(w.nps, b)),
    Chart("EWMA .2, errors and centre error", _with_errors(0.2)),
    Chart("EWMA .2, errors and centre error", _with_errors(0.2), None),
    Chart("EWMA .3, errors and centre error", _with_errors(0.3)),
    Chart("EWMA .3, errors and centre error", _with_errors(0.3), None),
)


def characteristics(
    chart: Chart, generator: np.random.Generator, answers: float, baseline_weeks: int, series: int
) -> Characteristics:
    """Simulate `series` touchpoints, a multiple of the family, and count calls."""
    drawn = [_strengths(chart, generator, answers, baseline_weeks) for _ in range(series)]
    stable, dropped = np.array([s for s, _ in drawn]), np.array([d for _, d in drawn])
    worst = np.abs(stable).reshape(-1, FAMILY, STABLE_WEEKS).max(axis=1)
    limit = chart.limit or float(np.quantile(worst, 1.0 - FALSE_SHARE))
    false = np.abs(stable) > limit
    return Characteristics(
        chart=chart.name,
        limit=limit,
        week_share=float(false.mean()),
        year_share=float(false.any(axis=1).mean()),
        family_share=float((worst > limit).mean()),
        caught_share=float((dropped < -limit).any(axis=1).mean()),
    )


def report(generator: np.random.Generator, repeats: int) -> Iterator[str]:
    """All charts by answers a week and weeks of the baseline, on `repeats` families."""
    yield __doc__ or ""
    for answers in (25.0, 50.0, 100.0):
        for weeks in (20, 52):
            yield f"{answers:.0f} answers a week, baseline of {weeks} weeks"
            for chart in CHARTS:
                yield f"  {characteristics(chart, generator, answers, weeks, repeats * FAMILY)}"


def _strengths(
    chart: Chart, generator: np.random.Generator, answers: float, baseline_weeks: int
) -> tuple[FloatArray, FloatArray]:
    """Distance from the centre in units where the limit is L: stable weeks, weeks of the drop."""
    baseline = moving_range_baseline(weeks_of(generator, answers, baseline_weeks, BEFORE).nps)
    assert isinstance(baseline, Baseline)
    stable = weeks_of(generator, answers, STABLE_WEEKS, BEFORE)
    lead, drop = (
        weeks_of(generator, answers, WEEKS_BEFORE_DROP, BEFORE),
        weeks_of(generator, answers, WEEKS_TO_CATCH, AFTER),
    )
    joined = Weeks(
        np.concatenate([lead.nps, drop.nps]), np.concatenate([lead.answers, drop.answers])
    )
    dropped = _strength(chart.draw(joined, baseline))[WEEKS_BEFORE_DROP:]
    return _strength(chart.draw(stable, baseline)), dropped


def _strength(chart: ControlChart) -> FloatArray:
    """3 at the limits; a run counts as beyond them from its eighth point on."""
    strength: FloatArray = 3.0 * (chart.plotted - chart.centre) / (chart.high - chart.centre)
    for signal in chart.signals:
        if signal.rule is Rule.EIGHT_ON_ONE_SIDE:
            sign = 1.0 if signal.side is Side.ABOVE else -1.0
            strength[list(signal.positions[RUN_LENGTH - 1 :])] = sign * np.inf
    return strength


def weeks_of(
    generator: np.random.Generator, answers: float, weeks: int, shares: tuple[float, float]
) -> Weeks:
    promoter, detractor = shares
    n = np.maximum(generator.poisson(answers, weeks), 1)
    promoters = generator.binomial(n, promoter)
    detractors = generator.binomial(n - promoters, detractor / (1.0 - promoter))
    return Weeks(100.0 * (promoters - detractors) / n, n.astype(np.float64))
