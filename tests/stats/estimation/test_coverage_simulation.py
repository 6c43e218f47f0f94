"""The short version of `./dev simulate coverage`.

Seeds are fixed. Bands are three Monte Carlo errors wide on either side of what the method
promises, so that they hold for nearly every seed.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from stats import (
    CalibrationMethod,
    CellDesign,
    Intervals,
    Margin,
    Measure,
    calibrate,
    estimate_domains,
    partition,
    published_intervals,
)
from stats.errors import EmptyLevel
from tests.simulation import coverage as simulation
from tests.simulation.coverage import WANTED, Coverage, coverage
from tests.simulation.designs import DESIGNS, Pairs, Sampled, WeekToWeek
from tests.simulation.figures import Figure, Found
from tests.simulation.population import Kind, World, draw_world

SHARES = np.full(4, 250.0)
BY_NAME = {design.name: design for design in DESIGNS}


@cache
def simulated(name: str, repeats: int, seed: int = 20260103) -> dict[Figure, Coverage]:
    found = coverage(BY_NAME[name], np.random.default_rng(seed), repeats)
    return {line.figure: line for line in found}


def assert_holds(found: Coverage, repeats: int) -> None:
    room = 3.0 * np.sqrt(WANTED[0] * (1.0 - WANTED[0]) / repeats)
    assert WANTED[0] - room <= found.coverage <= WANTED[1] + room
    # A standard deviation of `repeats` estimates is known to 1/√(2 repeats).
    assert found.error_ratio == pytest.approx(1.0, abs=3.0 / np.sqrt(2.0 * repeats) + 0.05)
    assert found.without == 0.0


@pytest.mark.parametrize("figure", [Figure.NPS, Figure.TOP_BOX, Figure.MEAN])
@pytest.mark.parametrize(
    "name",
    [
        "4 strata, weights 1 to 11",
        "150 accounts, ICC 0.4",
        "non-response by frame, raked",
    ],
)
def test_the_interval_holds_the_truth_about_nineteen_times_in_twenty(
    name: str, figure: Figure
) -> None:
    assert_holds(simulated(name, 100)[figure], 100)


@pytest.mark.parametrize("figure", [Figure.TOTAL, Figure.RATIO])
def test_so_does_the_t_interval_of_a_total_and_a_ratio_of_many_answers(figure: Figure) -> None:
    assert_holds(simulated("4 strata, weights 1 to 11", 100)[figure], 100)


def test_non_response_by_the_outcome_biases_what_is_not_raked_by_the_outcome() -> None:
    raked = simulated("non-response by frame, raked", 100)[Figure.NPS]
    other = simulated("the same, not raked by outcome", 100)[Figure.NPS]

    # Three errors of a mean of 100 estimates, each with a standard error of 6 points.
    assert abs(raked.bias) < 1.8
    assert other.bias > 3.0
    assert other.coverage < raked.coverage


def test_the_error_is_for_the_next_transactions_and_too_large_for_these_alone() -> None:
    these = simulated("all accounts, these transactions", 100)[Figure.NPS]
    coming = simulated("all accounts, the next ones", 100)[Figure.NPS]

    assert these.error_ratio > 1.12
    assert coming.error_ratio == pytest.approx(1.0, abs=0.21)
    assert coming.coverage > WANTED[0] - 0.06


def test_shares_near_one_keep_their_interval_where_the_mean_loses_it() -> None:
    found = simulated("shares near 1", 100)

    assert found[Figure.NPS].truth > 96.0
    assert found[Figure.NPS].coverage > WANTED[0] - 0.06
    assert found[Figure.TOP_BOX].coverage > WANTED[0] - 0.06
    assert found[Figure.MEAN].coverage < found[Figure.NPS].coverage


def test_domains_of_eighteen_answers_have_an_interval_that_holds() -> None:
    found = simulated("16 domains of 150 accounts", 40)

    for figure in (Figure.NPS, Figure.TOP_BOX):
        room = 3.0 * found[figure].monte_carlo_error
        assert WANTED[0] - room <= found[figure].coverage <= WANTED[1] + room
    # Scores lean to the top: the mean of so few is skewed, and t does not know it.
    assert 0.89 < found[Figure.MEAN].coverage < 0.94


def test_a_change_knows_the_accounts_that_answered_in_both_weeks() -> None:
    design = WeekToWeek("", Kind(1000, icc=0.5, size_spread=0.3), 40, kept=1.0)

    found = coverage(design, np.random.default_rng(20260104), 100)[0]

    assert_holds(found, 100)


def test_the_gap_of_pairs_knows_that_pairs_of_an_account_are_alike() -> None:
    design = Pairs("", Kind(icc=0.5, size_spread=0.5), 100)

    found = coverage(design, np.random.default_rng(20260105), 400)[0]

    assert_holds(found, 400)


def test_five_accounts_are_enough_for_an_error_and_for_the_interval_of_an_nps() -> None:
    # 4,000 samples as domains of one design: without calibration a domain rests on its own
    # accounts alone. Twenty answers each, so that only the number of accounts is small.
    samples, accounts = 4000, 5
    kind = Kind(samples * accounts, mean_size=20.0, size_spread=0.0, icc=0.3)
    world = draw_world(np.random.default_rng(20260106), kind)
    design = CellDesign.from_rows(np.ones(world.size), world.accounts.account)
    parts = partition(design, world.accounts.account // accounts, samples)

    nps = estimate_domains(design, Measure.of_scores(world.scores), parts)
    mean = estimate_domains(design, Measure.of_rows(world.scores), parts)

    for found in (nps, mean):
        ratio = np.sqrt(np.mean(found.se**2)) / found.estimate.std()
        assert ratio == pytest.approx(1.0, abs=0.04)
    held = _held(published_intervals("nps", nps), 100.0 * world.actual.net.mean())
    assert 0.945 < held < 0.975
    # Scores lean to the top: t loses a little over one sample in a hundred to that.
    held = _held(published_intervals("mean", mean, (0.0, 10.0)), world.actual.score.mean())
    assert 0.94 < held < 0.965


def test_margins_that_use_up_a_quarter_of_the_answers_leave_an_error_of_the_right_length() -> None:
    # y = effects of the levels + noise of variance 1, so that the variance of the calibrated mean
    # is known given the weights: Σw²/N². The effects are four fifths of the variance of y.
    generator, squares, variances = np.random.default_rng(20260107), 0.0, 0.0
    for _ in range(100):
        codes = [generator.integers(0, 4, 40) for _ in range(3)]
        margins = [Margin(f"{k}", code, tuple("abcd"), SHARES) for k, code in enumerate(codes)]
        y = generator.standard_normal(40) + np.linspace(-1.5, 1.5, 4)[np.stack(codes)].sum(axis=0)
        base = generator.choice([1.0, 1.5], 40)
        found = calibrate(base, margins, method=CalibrationMethod.LINEAR)
        design = CellDesign.from_rows(
            found.base, np.arange(40), weights=found.weights, margins=found.margins
        )

        figures = estimate_domains(design, Measure.of_rows(y), np.zeros(40, int), 1)

        squares += float(figures.se[0] ** 2)
        variances += float((found.weights**2).sum() / SHARES.sum() ** 2)
    # Without 1/√(1 − h) the ratio is 3/4, without the regression 4 or more.
    assert squares / variances == pytest.approx(1.0, abs=0.1)


def test_strata_that_differ_take_their_difference_out_of_the_error() -> None:
    # Two halves of a population, means 0 and 3, variance 1; 60 and 20 drawn: V = ¼/60 + ¼/20.
    generator, known = np.random.default_rng(20260108), 0.25 / 60.0 + 0.25 / 20.0
    stratum = np.repeat([0, 1], [60, 20])
    base = np.array([500.0 / 60.0, 500.0 / 20.0])[stratum]
    design = CellDesign.from_rows(base, np.arange(80), stratum=stratum)
    squares = []
    for _ in range(60):
        y = 3.0 * stratum + generator.standard_normal(80)

        found = estimate_domains(design, Measure.of_rows(y), np.zeros(80, int), 1)

        squares.append(found.se[0] ** 2)
    assert np.mean(squares) / known == pytest.approx(1.0, abs=0.12)


def test_the_counting_is_right_on_samples_known_by_heart() -> None:
    lines = coverage(_Known(), np.random.default_rng(1), 6)

    # Of six samples one is refused and one has no interval; of the four left one interval is
    # below the truth of 5 and one above it.
    found = lines[0]
    assert (found.coverage, found.below, found.above) == (0.5, 0.25, 0.25)
    assert found.without == pytest.approx(2.0 / 6.0)
    assert (found.width, found.bias, found.truth) == (2.0, 0.0, 5.0)
    assert found.error_ratio == pytest.approx(1.0 / np.sqrt(3.875))
    assert found.monte_carlo_error == pytest.approx(0.25)
    assert not found.is_outside
    assert replace(found, monte_carlo_error=0.01).is_outside


def test_the_long_version_prints_one_line_for_each_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "DESIGNS", (_Known(),))

    lines = list(simulation.report(np.random.default_rng(1), repeats=6))

    assert "how often" in lines[0].lower()
    assert len(lines) == 3
    assert "known by heart" in lines[2]
    assert "50.0% ±25.0%" in lines[2]


class _Known:
    """Intervals of width 2 around given estimates, of a truth of 5."""

    name, samples_per_world = "known by heart", 100
    kind = Kind(accounts=30)

    def __init__(self) -> None:
        self._estimates = iter([5.0, 5.5, 2.0, 7.5, float("nan")])

    def sample(self, generator: np.random.Generator, world: World) -> Sampled:
        centre = next(self._estimates, None)
        if centre is None:
            raise EmptyLevel("Nobody answered in level 2.")
        values = (centre, 1.0, centre - 1.0, centre + 1.0, 5.0)
        return Sampled({Figure.MEAN: Found(*(np.array([v]) for v in values))}, 10, 5)


def _held(intervals: Intervals, truth: float) -> float:
    return float(np.mean((intervals.low <= truth) & (truth <= intervals.high)))
