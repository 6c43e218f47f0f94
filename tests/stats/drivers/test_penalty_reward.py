from __future__ import annotations

import numpy as np
import pytest
from scipy.special import stdtrit

from stats.drivers import Factor, penalty_reward
from stats.errors import AliasedDriver, EmptyInput, OutOfRange
from tests.stats.drivers.ratings import reference_rows
from tests.stats.reference import table


def test_effects_and_their_clustered_errors_equal_those_of_svyglm() -> None:
    data = reference_rows("weighted")
    expected = {row["term"]: row for row in table("drivers_penalties.csv")}

    found = penalty_reward(
        data.drivers,
        data.outcome,
        data.account,
        low=3,
        high=6,
        weights=data.weights,
        names=data.names,
    )

    for driver in found:
        for effect, side in ((driver.penalty, "low"), (driver.reward, "high")):
            reference = expected[f"{driver.name}_{side}"]
            assert effect.value == pytest.approx(float(reference["estimate"]), rel=1e-8)
            assert effect.se == pytest.approx(float(reference["se"]), rel=1e-8)
            assert effect.p_value == pytest.approx(float(reference["p_value"]), rel=1e-8)
            assert effect.interval is not None
            half = stdtrit(float(reference["df"]), 0.975) * float(reference["se"])
            assert effect.interval.half_width == pytest.approx(half, rel=1e-8)


def test_each_kind_of_driver_is_named_for_the_effects_it_shows() -> None:
    # In the invented data price only punishes, product only delights (tests/reference/drivers.R).
    data = reference_rows("weighted")

    found = penalty_reward(
        data.drivers, data.outcome, data.account, low=3, high=6, names=data.names
    )

    factors = {driver.name: driver.factor for driver in found}
    assert factors["price"] is Factor.BASIC
    assert factors["product"] is Factor.EXCITEMENT
    assert factors["delivery"] is Factor.PERFORMANCE


def test_a_driver_without_effect_is_unclear() -> None:
    rating = np.tile([1, 3, 5], 40)
    noise = np.random.default_rng(3).normal(size=120)

    (found,) = penalty_reward(rating[:, None], noise, np.arange(120), low=2, high=4)

    assert found.factor is Factor.UNCLEAR


def test_low_ratings_of_nine_accounts_show_no_penalty_and_those_of_ten_do() -> None:
    rating = np.where(np.arange(100) < 10, 1, np.where(np.arange(100) < 60, 3, 5))
    liked = np.random.default_rng(1).normal(size=100) - 5.0 * (rating == 1)
    nine = np.maximum(np.arange(100), 1)

    (few,) = penalty_reward(rating[:, None], liked, nine, low=2, high=4)
    (enough,) = penalty_reward(rating[:, None], liked, np.arange(100), low=2, high=4)

    assert few.penalty.value is None
    assert few.factor is Factor.UNCLEAR
    assert "unknown (such ratings of 9 accounts, middle ones of 50)" in str(few)
    assert enough.factor is Factor.BASIC


def test_a_side_that_nobody_rated_is_unknown() -> None:
    rating = np.tile([3, 5], 30)
    liked = np.random.default_rng(1).normal(size=60)

    (found,) = penalty_reward(rating[:, None], liked, np.arange(60), low=2, high=4)

    assert (found.penalty.accounts, found.penalty.value) == (0, None)
    assert found.reward.value == pytest.approx(liked[1::2].mean() - liked[::2].mean())


def test_outcomes_that_the_ratings_fix_entirely_have_no_error_and_no_effect_to_show() -> None:
    rating = np.tile([1, 3, 5], 20)

    (found,) = penalty_reward(rating[:, None], rating * 1.0, np.arange(60), low=2, high=4)

    assert found.penalty.se is None
    assert found.factor is Factor.UNCLEAR


def test_order_of_rows_and_names_of_accounts_change_nothing() -> None:
    data = reference_rows("weighted")
    order = np.random.default_rng(8).permutation(data.outcome.size)

    found = penalty_reward(
        data.drivers[order], data.outcome[order], -3 * data.account[order], low=3, high=6
    )

    expected = penalty_reward(data.drivers, data.outcome, data.account, low=3, high=6)
    for one, other in zip(found, expected, strict=True):
        assert one.penalty.se == pytest.approx(other.penalty.se)
        assert one.reward.value == pytest.approx(other.reward.value)


def test_repeating_the_answers_of_an_account_never_narrows_the_error() -> None:
    rating = np.tile([1, 3, 5], 20)
    liked = np.random.default_rng(1).normal(size=60)
    twice = np.tile(np.arange(60), 2)

    (once,) = penalty_reward(rating[:, None], liked, np.arange(60), low=2, high=4)
    (found,) = penalty_reward(rating[twice, None], liked[twice], twice, low=2, high=4)

    assert found.penalty.se == pytest.approx(once.penalty.se)


def test_drivers_whose_ratings_coincide_or_lack_a_middle_are_refused_by_name() -> None:
    rating = np.tile([1, 3, 5], 20)[:, None]
    liked = np.random.default_rng(1).normal(size=60)

    with pytest.raises(AliasedDriver, match="low or high ratings of advice"):
        penalty_reward(
            np.repeat(rating, 2, axis=1),
            liked,
            np.arange(60),
            low=2,
            high=4,
            names=["service", "advice"],
        )
    with pytest.raises(AliasedDriver, match="nobody rated it in the middle"):
        penalty_reward(rating, liked, np.arange(60), low=3, high=4)


def test_too_few_accounts_crossed_cuts_and_misaligned_accounts_are_refused() -> None:
    rating = np.tile([1, 3, 5], 20)[:, None]
    liked = np.random.default_rng(1).normal(size=60)

    with pytest.raises(EmptyInput, match="3 accounts cannot carry 3 coefficients"):
        penalty_reward(rating, liked, np.arange(60) % 3, low=2, high=4)
    with pytest.raises(OutOfRange, match="high is 4; hand in a number above 4"):
        penalty_reward(rating, liked, np.arange(60), low=4, high=4)
    with pytest.raises(OutOfRange, match="59 accounts for 60"):
        penalty_reward(rating, liked, np.arange(59), low=2, high=4)
    with pytest.raises(EmptyInput, match="0 accounts"):
        penalty_reward(np.empty((0, 1)), np.empty(0), np.empty(0, int), low=2, high=4)


def test_middle_ratings_of_nine_accounts_are_no_measure_of_the_others() -> None:
    rating = np.where(np.arange(100) < 10, 3, np.where(np.arange(100) < 60, 1, 5))
    liked = np.random.default_rng(1).normal(size=100) - 5.0 * (rating == 1)
    nine = np.maximum(np.arange(100), 1)

    (few,) = penalty_reward(rating[:, None], liked, nine, low=2, high=4)
    (enough,) = penalty_reward(rating[:, None], liked, np.arange(100), low=2, high=4)

    assert (few.penalty.value, few.reward.value) == (None, None)
    assert "unknown (such ratings of 50 accounts, middle ones of 9)" in str(few)
    assert enough.penalty.value is not None


def test_an_outcome_that_never_varies_has_no_effects() -> None:
    rating = np.tile([1, 3, 5], 20)

    (found,) = penalty_reward(rating[:, None], np.full(60, 0.1), np.arange(60), low=2, high=4)

    assert (found.penalty.value, found.reward.value) == (None, None)


def test_residuals_that_cancel_within_accounts_leave_no_error_rather_than_a_root_below_zero() -> (
    None
):
    # Each account gives every rating twice, one above and one below: its scores are all zero.
    rating = np.tile([1, 1, 3, 3, 5, 5], 15)
    liked = rating * 0.7 + np.tile([0.1, -0.1], 45)

    (found,) = penalty_reward(rating[:, None], liked, np.repeat(np.arange(15), 6), low=2, high=4)

    assert found.penalty.se is None
    assert found.factor is Factor.UNCLEAR


@pytest.mark.parametrize("unit", [1e-200, 1e70])
def test_effects_come_in_the_unit_of_the_outcome(unit: float) -> None:
    rating = np.tile([1, 3, 5], 20)
    liked = np.random.default_rng(1).normal(size=60)

    (found,) = penalty_reward(rating[:, None], liked * unit, np.arange(60), low=2, high=4)

    (expected,) = penalty_reward(rating[:, None], liked, np.arange(60), low=2, high=4)
    assert expected.penalty.value is not None
    assert expected.penalty.se is not None
    assert found.penalty.value == pytest.approx(expected.penalty.value * unit, rel=1e-9)
    assert found.penalty.se == pytest.approx(expected.penalty.se * unit, rel=1e-9)
    assert found.penalty.p_value == pytest.approx(expected.penalty.p_value, rel=1e-9)
