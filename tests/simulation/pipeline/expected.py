"""What the customers of a week's transactions think, and what customers like them are to think.

Two truths: of exactly these transactions, and of the process behind them: with persons, companies
and shocks drawn anew, but the same partners, touchpoints and outcomes. Opinions are normal given
those, so that the second is exact. Published intervals know no finite population: they are for
the second, and wider than the first needs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from customers.models import Audience
from demo.simulator.draws import Floats, Ints
from demo.simulator.expectation import week_truth
from demo.simulator.opinions import end_user_level, partner_level
from demo.simulator.world import SimulatedWeek, World
from metrics.models import Metric
from stats.scores.juster import PROBABILITIES

JUSTER_STEPS = np.diff(PROBABILITIES)


@dataclass(frozen=True)
class Truths:
    """One audience's metric, (N,) by transaction of a week; NaN where it is not asked."""

    these: Floats
    like_these: Floats


@dataclass(frozen=True)
class WeekOfTruth:
    """`partner` (N,) by place in the network."""

    partner: Ints
    by_metric: dict[tuple[str, str], Truths]


def truth_of_week(world: World, week: SimulatedWeek) -> WeekOfTruth:
    table = week_truth(week)
    found: dict[tuple[str, str], Truths] = {}
    for audience in Audience:
        is_audience = np.array(table["audience"].to_pylist()) == audience.value
        expected = _expected(world, week, audience)
        for metric in Metric:
            column = table[metric.value].to_numpy(zero_copy_only=False).astype(np.float64)
            these = column[is_audience]
            like = np.where(np.isnan(these), np.nan, expected[metric])
            found[audience.value, metric.value] = Truths(these, like)
    return WeekOfTruth(week.business.partner, found)


def _expected(world: World, week: SimulatedWeek, audience: Audience) -> dict[Metric, Floats]:
    level, sd = _opinion(world, week, audience)
    return {
        Metric.NPS: 100.0 * (_above(8.5, level, sd) - (1.0 - _above(6.5, level, sd))),
        Metric.CSAT: _above(3.5, 0.42 * level + 0.60, np.hypot(0.42 * sd, 0.4)),
        Metric.EFFORT: 1.0
        + sum(_above(step, 0.62 * level + 0.25, np.hypot(0.62 * sd, 0.8)) for step in _steps(7)),
        Metric.INTENT: PROBABILITIES[0]
        + sum(
            worth * _above(score + 0.5, 0.95 * level - 0.50, np.hypot(0.95 * sd, 1.2))
            for score, worth in enumerate(JUSTER_STEPS)
        ),
    }


def _steps(highest: int) -> Floats:
    """Where a latent opinion is rounded up to 2, 3, … `highest`."""
    return np.arange(2, highest + 1).astype(np.float64) - 0.5


def _above(cut: float, level: Floats, sd: Floats) -> Floats:
    return np.asarray(ndtr((level - cut) / sd), dtype=np.float64)


def _opinion(world: World, week: SimulatedWeek, audience: Audience) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each transaction's opinion over persons like its own."""
    truth, cast, business = world.truth, world.cast, week.business
    behaviour = truth.of(audience)
    common = behaviour.person_sd**2 + behaviour.noise_sd**2 + truth.shared_shock_sd**2
    variance: Floats = np.full(business.count, common)
    if audience is Audience.CHANNEL_PARTNER:
        at_partners: Floats = partner_level(truth, cast, business, week.index)
        return at_partners, variance**0.5
    users = cast.end_users
    variance = variance + behaviour.company_sd**2 * (users.company[business.end_user] >= 0)
    own: Floats = users.effect[business.end_user]
    level: Floats = end_user_level(truth, cast, business, week.index) - own
    return level, variance**0.5
