from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.comparison import (
    Baseline,
    ControlChart,
    NotYet,
    NotYetReason,
    ProportionBaseline,
    Rule,
    Spacing,
    ewma,
    given_baseline,
    laney,
    moving_range_baseline,
    proportion_baseline,
    xmr,
)
from stats.errors import EmptyInput, OutOfRange
from tests.stats.reference import column

SHARES = [0.780, 0.745, 0.800, 0.760]
CHARTS = "comparison_charts.csv"


def shares_frozen(found: ProportionBaseline | NotYet) -> ProportionBaseline:
    assert isinstance(found, ProportionBaseline)
    return found


def means_frozen(found: Baseline | NotYet) -> Baseline:
    assert isinstance(found, Baseline)
    return found


def test_the_worked_shares_have_the_limits_of_laney() -> None:
    frozen = shares_frozen(proportion_baseline(SHARES, [1000] * 4, minimum=4))

    found = laney(SHARES, [1000] * 4, frozen)

    assert found.centre == pytest.approx(0.77125)
    assert frozen.sigma_z == pytest.approx(2.892, abs=5e-4)
    assert found.low[0] == pytest.approx(0.656, abs=5e-4)
    assert found.high[0] == pytest.approx(0.886, abs=5e-4)
    assert found.in_control


def test_with_a_sigma_z_of_one_the_limits_are_those_of_the_p_chart() -> None:
    frozen = ProportionBaseline(0.77125, 1.0, 20, (), Spacing())

    found = laney(SHARES, [1000] * 4, frozen)

    assert (found.low[0], found.high[0]) == pytest.approx((0.731, 0.811), abs=5e-4)


def test_the_worked_means_have_the_limits_of_xmr() -> None:
    frozen = means_frozen(moving_range_baseline([40, 42, 39, 43, 41], minimum=5))

    found = xmr([41.0], frozen)

    # 41 ± 2.66 × 2.75 = 33.685 and 48.315, printed as 33.69 and 48.32.
    assert (found.centre, found.low[0], found.high[0]) == pytest.approx((41.0, 33.685, 48.315))


def test_the_worked_drift_signals_at_its_third_point() -> None:
    found = ewma([42, 44, 46], given_baseline(40.0, 2.0))

    np.testing.assert_allclose(found.plotted, [40.4, 41.12, 42.096])
    assert found.high[2] == pytest.approx(41.72, abs=5e-3)
    assert [signal.positions for signal in found.signals] == [(2,)]
    assert str(found).endswith("point 3: above the limits")


def test_limits_agree_with_the_formulas_in_r() -> None:
    shares, n, nps = column(CHARTS, "share"), column(CHARTS, "n"), column(CHARTS, "nps")
    means = means_frozen(moving_range_baseline(nps))

    found = {
        "p": laney(shares, n, shares_frozen(proportion_baseline(shares, n))),
        "x": xmr(nps, means),
        "z": ewma(nps, means),
    }

    for name, chart in found.items():
        np.testing.assert_allclose(chart.low, column(CHARTS, f"{name}_low"), rtol=1e-12)
        np.testing.assert_allclose(chart.high, column(CHARTS, f"{name}_high"), rtol=1e-12)
    np.testing.assert_allclose(found["z"].plotted, column(CHARTS, "z"), rtol=1e-12)


def test_a_baseline_that_contains_the_special_cause_hides_it() -> None:
    generator = np.random.default_rng(5)
    n = np.full(20, 400)
    shares = generator.binomial(n, 0.7) / n
    shares[7] = 0.40

    blind = laney(shares, n, shares_frozen(proportion_baseline(shares, n)))
    seeing = laney(shares, n, shares_frozen(proportion_baseline(shares, n, {7: "wrong list"})))

    assert blind.high[0] - blind.low[0] > 1.5 * (seeing.high[0] - seeing.low[0])
    assert [signal.positions for signal in seeing.signals] == [(7,)]


def test_weeks_of_few_answers_have_wider_limits() -> None:
    frozen = ProportionBaseline(0.7, 1.5, 20, (), Spacing())

    found = laney([0.7, 0.7], [40.5, 648.0], frozen)

    assert found.centre - found.low[0] == pytest.approx(4 * (found.centre - found.low[1]))


def test_errors_per_point_reproduce_the_constant_error() -> None:
    frozen = given_baseline(40.0, 2.0)
    values = [41, 39, 44, 45]

    plain, listed = ewma(values, frozen), ewma(values, frozen, errors=[2.0] * 4)

    np.testing.assert_allclose(plain.high, listed.high)


def test_unequal_errors_add_up_with_the_weights_of_the_average() -> None:
    sigma = np.array([5.0, 1.0, 3.0])

    found = ewma([40, 40, 40], given_baseline(40.0, 2.0), errors=sigma, weight=0.3, limit=1.0)

    # Var z₃ = Σ (λ(1 − λ)^{3−j} σ_j)² written out.
    variance = (0.3 * 0.49 * 5) ** 2 + (0.3 * 0.7 * 1) ** 2 + (0.3 * 3) ** 2
    assert found.high[2] - 40.0 == pytest.approx(np.sqrt(variance))


def test_the_error_of_the_centre_widens_the_limits_as_simulated() -> None:
    # z_t − μ̂ for a baseline of 20 points with σ known; its variance after 30 points.
    generator = np.random.default_rng(9)
    frozen = Baseline(0.0, 1.128, 20)
    drifts = np.empty(4000)
    for number in range(4000):
        centre = generator.standard_normal(20).mean()
        drifts[number] = ewma(generator.standard_normal(30) - centre, frozen).plotted[-1]

    found = ewma(np.zeros(30), frozen, centre_error=True, limit=1.0)

    assert drifts.std() == pytest.approx(found.high[-1], rel=0.05)
    assert ewma(np.zeros(30), frozen, limit=1.0).high[-1] < 0.9 * drifts.std()


def test_the_whole_weight_on_the_last_point_makes_ewma_a_plain_chart() -> None:
    found = ewma([41, 47, 33], given_baseline(40.0, 2.0), weight=1.0)

    np.testing.assert_allclose(found.plotted, [41, 47, 33])
    np.testing.assert_allclose(found.high, [46.0] * 3)


def test_limits_stay_on_the_scale() -> None:
    frozen = given_baseline(90.0, 20.0)

    for chart in (
        xmr([95.0], frozen, low=-100, high=100),
        ewma([95.0], frozen, low=-100, high=100),
    ):
        assert chart.high[0] <= 100.0
    assert laney([0.9], [10], ProportionBaseline(0.9, 1.0, 20, (), Spacing())).high[0] == 1.0


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(-100.0, 100.0), min_size=1, max_size=30),
    st.floats(-100.0, 100.0),
    st.floats(0.5, 40.0),
)
def test_a_point_is_beyond_the_limits_exactly_when_the_chart_says_so(
    values: list[float], centre: float, sigma: float
) -> None:
    frozen = given_baseline(centre, sigma)

    for chart in (xmr(values, frozen), ewma(values, frozen)):
        told = {s.positions[0] for s in chart.signals if s.rule is Rule.BEYOND_LIMITS}
        outside = (chart.plotted > chart.high) | (chart.plotted < chart.low)
        near = np.isclose(chart.plotted, chart.high) | np.isclose(chart.plotted, chart.low)
        assert told - set(np.flatnonzero(near)) == set(np.flatnonzero(outside & ~near))


def test_a_step_wider_than_the_limit_of_the_moving_range_signals_on_request() -> None:
    frozen = means_frozen(moving_range_baseline([40, 42, 39, 43, 41], minimum=5))

    # The limit is 3.267 × 2.75 = 8.98.
    narrow = xmr([36.6, 45.5], frozen, rules=(Rule.WIDE_RANGE,))
    wide = xmr([36.5, 45.5], frozen, rules=(Rule.WIDE_RANGE,))

    assert narrow.in_control
    assert [str(signal) for signal in wide.signals] == [
        "point 2: a step to above its neighbour wider than the limit of the moving range"
    ]


def test_a_chart_prints_its_limits_its_signals_and_how_sure_its_baseline_is() -> None:
    frozen = means_frozen(moving_range_baseline([40, 42, 39, 43] * 3))

    assert str(xmr([41, 42], frozen)).endswith("of 2 points: no signal; provisional baseline")
    assert "point 1: below the limits" in str(xmr([20, 42], frozen))


def test_shares_that_do_not_vary_and_short_series_are_not_yet_a_baseline() -> None:
    reasons = []
    for shares in ([1.0] * 12, [0.5] * 12, [0.5] * 11, []):
        found = proportion_baseline(shares, [30] * len(shares))
        assert isinstance(found, NotYet)
        reasons.append(found.reason)

    assert reasons == [NotYetReason.NO_VARIATION] * 2 + [NotYetReason.FEW_POINTS] * 2


@pytest.mark.parametrize("chart", [xmr, ewma])
def test_limits_on_a_scale_that_is_none_or_without_the_centre_are_refused(
    chart: Callable[..., ControlChart],
) -> None:
    frozen = given_baseline(120.0, 2.0)

    with pytest.raises(OutOfRange, match="lies outside -100 to 100"):
        chart([90.0], frozen, low=-100.0, high=100.0)
    with pytest.raises(OutOfRange, match="from 100 to -100 is none"):
        chart([90.0], frozen, low=100.0, high=-100.0)
    with pytest.raises(OutOfRange, match="from nan to 100"):
        chart([90.0], frozen, low=float("nan"), high=100.0)


def test_errors_far_apart_leave_no_limit_without_width() -> None:
    found = ewma([0.0, 0.0], given_baseline(0.0, 1.0), errors=[1.0, 1e-74], weight=1.0)

    assert found.high[1] == pytest.approx(3e-74)


def test_points_of_another_window_width_are_refused() -> None:
    frozen = means_frozen(moving_range_baseline([40, 42, 39, 43] * 3, spacing=Spacing(4, 4)))

    with pytest.raises(OutOfRange, match="one window width"):
        xmr([41], frozen)
    assert ewma([41], frozen, spacing=Spacing(4, 4)).in_control


def test_impossible_points_are_refused() -> None:
    frozen = given_baseline(40.0, 2.0)
    shares = ProportionBaseline(0.7, 1.0, 20, (), Spacing())

    with pytest.raises(EmptyInput, match="no point to chart"):
        xmr([], frozen)
    with pytest.raises(OutOfRange, match="position 1 is 120"):
        ewma([40, 120], frozen, low=-100, high=100)
    with pytest.raises(OutOfRange, match="λ is 0; hand in a number above 0 and at most 1"):
        ewma([40], frozen, weight=0.0)
    with pytest.raises(OutOfRange, match="L is inf"):
        ewma([40], frozen, limit=float("inf"))
    with pytest.raises(OutOfRange, match="each is above 0"):
        ewma([40], frozen, errors=[0.0])
    with pytest.raises(OutOfRange, match="hand in 0 to 1"):
        laney([76.0], [50], shares)
    with pytest.raises(OutOfRange, match="weeks without answers"):
        laney([0.7], [0], shares)
    with pytest.raises(OutOfRange, match="2 values where 1 are needed"):
        laney([0.7], [50, 60], shares)
