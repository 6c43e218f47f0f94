from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.drivers import KeyDrivers, NoAnswer, key_drivers
from stats.drivers.drawn_shares import drawn_shares
from stats.errors import AliasedDriver, BadWeights, OutOfRange
from stats.intervals.account_draws import DRAWS
from tests.stats.drivers.ratings import reference_rows, reference_shares


def _of_reference(draws: int = 400) -> KeyDrivers:
    data = reference_rows("weighted")
    return key_drivers(
        data.drivers,
        data.outcome,
        data.account,
        np.random.default_rng(4),
        weights=data.weights,
        names=data.names,
        draws=draws,
    )


def test_shares_and_variance_inflation_equal_those_of_r() -> None:
    found, expected = _of_reference(), reference_shares("weighted")

    assert [d.lmg for d in found.drivers] == pytest.approx(expected.lmg, rel=1e-8)
    assert [d.johnson for d in found.drivers] == pytest.approx(expected.johnson, rel=1e-8)
    assert [d.vif for d in found.drivers] == pytest.approx(expected.vif, rel=1e-8)
    assert found.r2 == pytest.approx(expected.r2, rel=1e-8)


def test_means_are_weighted_and_lie_in_their_intervals() -> None:
    data, found = reference_rows("weighted"), _of_reference()

    expected = np.average(data.drivers, axis=0, weights=data.weights)
    assert [d.mean for d in found.drivers] == pytest.approx(expected)
    for driver in found.drivers:
        assert driver.mean_interval is not None
        assert driver.mean_interval.low < driver.mean < driver.mean_interval.high


def test_every_interval_lies_in_its_range_and_every_rank_in_its_set() -> None:
    found = _of_reference()

    assert sorted(d.rank for d in found.drivers) == [1, 2, 3, 4, 5]
    for driver in found.drivers:
        assert driver.interval is not None
        assert 0.0 <= driver.interval.low <= driver.lmg <= driver.interval.high <= 1.0
        assert driver.ranks is not None
        assert driver.ranks.best <= driver.rank <= driver.ranks.worst


def test_the_bootstrap_of_accounts_is_wider_than_one_of_rows_when_accounts_agree() -> None:
    generator = np.random.default_rng(5)
    drivers = np.repeat(generator.normal(size=(40, 2)), 10, axis=0)
    outcome = drivers @ [1.0, 0.5] + np.repeat(generator.normal(size=40), 10)

    by_account, by_row = (
        key_drivers(drivers, outcome, who, np.random.default_rng(6), draws=300)
        for who in (np.repeat(np.arange(40), 10), np.arange(400))
    )

    for wide, narrow in zip(by_account.drivers, by_row.drivers, strict=True):
        assert wide.interval is not None
        assert narrow.interval is not None
        assert wide.interval.half_width > 2.0 * narrow.interval.half_width


def test_order_of_rows_and_names_of_accounts_change_nothing() -> None:
    data = reference_rows("weighted")
    order = np.random.default_rng(8).permutation(data.outcome.size)

    found, expected = (
        key_drivers(
            data.drivers[rows],
            data.outcome[rows],
            account,
            np.random.default_rng(3),
            draws=50,
        )
        for rows, account in [
            (order, 100_000 - 7 * data.account[order]),
            (np.arange(order.size), data.account),
        ]
    )

    for one, other in zip(found.drivers, expected.drivers, strict=True):
        assert one.lmg == pytest.approx(other.lmg)
        assert one.interval is not None
        assert other.interval is not None
        assert one.interval.low == pytest.approx(other.interval.low, rel=1e-9)
        assert one.interval.high == pytest.approx(other.interval.high, rel=1e-9)


def test_a_driver_without_any_effect_is_not_ranked_above_one_with_a_strong_effect() -> None:
    generator = np.random.default_rng(9)
    drivers = generator.normal(size=(400, 3))
    outcome = drivers @ [1.0, 1.0, 0.0] + generator.normal(size=400)

    found = key_drivers(drivers, outcome, np.arange(400), generator, draws=400)

    assert [(d.ranks.best, d.ranks.worst) for d in found.drivers if d.ranks] == [
        (1, 2),
        (1, 2),
        (3, 3),
    ]


def test_two_names_of_nearly_one_thing_carry_a_warning() -> None:
    generator = np.random.default_rng(2)
    service = generator.normal(size=200)
    drivers = np.column_stack([service, service + 0.1 * generator.normal(size=200)])

    found = key_drivers(
        drivers,
        service + generator.normal(size=200),
        np.arange(200),
        generator,
        names=["service", "advice"],
        draws=50,
    )

    assert all(driver.entangled for driver in found.drivers)
    assert "may be another name" in str(found)


def test_fewer_than_ten_respondents_a_driver_give_a_reason_and_ten_give_drivers() -> None:
    generator = np.random.default_rng(1)
    drivers, outcome = generator.normal(size=(20, 2)), generator.normal(size=20)

    few = key_drivers(drivers[:19], outcome[:19], np.arange(19), generator, draws=40)
    enough = key_drivers(drivers, outcome, np.arange(20), generator, draws=40)

    assert few.reason is NoAnswer.FEW_RESPONDENTS
    assert few.drivers == ()
    assert few.r2 is None
    assert str(few) == (
        "No drivers: fewer than ten respondents for each driver (n 19, 19 accounts)."
    )
    assert enough.reason is NoAnswer.GIVEN


def test_an_outcome_on_which_all_agree_gives_a_reason() -> None:
    ratings = np.random.default_rng(1).normal(size=(20, 1))

    found = key_drivers(ratings, np.full(20, 7.0), np.arange(20), np.random.default_rng(1))

    assert found.reason is NoAnswer.CONSTANT_OUTCOME


def test_zero_respondents_give_a_reason() -> None:
    found = key_drivers(np.empty((0, 1)), np.empty(0), np.empty(0, int), np.random.default_rng(1))

    assert found.reason is NoAnswer.FEW_RESPONDENTS
    assert found.n == 0


@pytest.mark.parametrize("accounts", [1, 9])
def test_few_accounts_give_shares_without_intervals(accounts: int) -> None:
    generator = np.random.default_rng(1)
    ratings, liked = generator.normal(size=(90, 2)), generator.normal(size=90)

    found = key_drivers(ratings, liked, np.arange(90) % accounts, generator)

    assert found.interval_reason is NoAnswer.FEW_ACCOUNTS
    assert len(found.drivers) == 2
    assert found.drivers[0].interval is None
    assert "No intervals: too few accounts" in str(found)


def test_a_driver_that_one_account_alone_varies_has_no_interval() -> None:
    outcome = np.random.default_rng(1).normal(size=40)
    driver = np.where(np.arange(40)[:, None] < 2, np.arange(40)[:, None], 0.5)

    found = key_drivers(driver, outcome, np.arange(40) // 2, np.random.default_rng(1), draws=200)

    assert found.interval_reason is NoAnswer.UNSTABLE
    assert found.draws < 0.95 * 200


def test_a_driver_that_explains_nothing_has_no_share_to_print() -> None:
    driver = np.tile([0.0, 0.0, 1.0, 1.0], 10)
    outcome = np.tile([0.0, 1.0, 0.0, 1.0], 10)

    found = key_drivers(driver[:, None], outcome, np.arange(40), np.random.default_rng(1), draws=50)

    assert found.r2 == pytest.approx(0.0, abs=1e-12)
    assert found.drivers[0].lmg == pytest.approx(0.0, abs=1e-12)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1_000))
def test_the_parts_of_every_driver_sum_to_r2(seed: int) -> None:
    generator = np.random.default_rng(seed)
    drivers = generator.normal(size=(60, 4)) + generator.normal(size=(60, 1))

    found = key_drivers(drivers, generator.normal(size=60), np.arange(60), generator, draws=40)

    assert sum(d.lmg for d in found.drivers) == pytest.approx(found.r2)
    assert sum(d.johnson for d in found.drivers) == pytest.approx(found.r2)


def test_what_cannot_be_analysed_is_refused() -> None:
    generator = np.random.default_rng(1)
    ratings, liked = generator.normal(size=(200, 16)), generator.normal(size=200)
    who = np.arange(200)

    with pytest.raises(OutOfRange, match="16 drivers are more than 15"):
        key_drivers(ratings, liked, who, generator)
    with pytest.raises(OutOfRange, match="199 accounts for 200"):
        key_drivers(ratings[:, :2], liked, who[1:], generator)
    with pytest.raises(OutOfRange, match="39 draws do not reach the tails"):
        key_drivers(ratings[:, :2], liked, who, generator, draws=39)
    with pytest.raises(OutOfRange, match="outcome holds nan at position 0"):
        key_drivers(ratings[:, :2], np.where(who == 0, np.nan, liked), who, generator)
    with pytest.raises(BadWeights, match="position 0"):
        key_drivers(ratings[:, :2], liked, who, generator, weights=who)
    with pytest.raises(AliasedDriver, match="driver 2 is implied by driver 1"):
        key_drivers(np.repeat(ratings[:, :1], 2, axis=1), liked, who, generator)
    assert DRAWS == 2_000


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_that_is_no_probability_is_refused(level: float) -> None:
    data = reference_rows("weighted")

    with pytest.raises(OutOfRange, match="level"):
        key_drivers(data.drivers, data.outcome, data.account, np.random.default_rng(1), level=level)


def test_one_account_is_said_in_the_singular() -> None:
    ratings = np.random.default_rng(1).normal(size=(90, 2))

    found = key_drivers(ratings, ratings[:, 0] ** 2, np.zeros(90, int), np.random.default_rng(1))

    assert str(found).endswith("n 90, 1 account.")


def test_the_limits_are_percentiles_of_the_shares_of_the_draws() -> None:
    data = reference_rows("weighted")
    index = np.unique(data.account, return_inverse=True)[1].astype(np.int64)

    found = key_drivers(
        data.drivers, data.outcome, data.account, np.random.default_rng(3), draws=60, level=0.8
    )

    values = np.column_stack([data.drivers, data.outcome])
    drawn = drawn_shares(values, np.ones(600), index, 60, np.random.default_rng(3))
    for j, driver in enumerate(found.drivers):
        assert driver.interval is not None
        assert driver.mean_interval is not None
        limits = [driver.interval.low, driver.interval.high]
        means = [driver.mean_interval.low, driver.mean_interval.high]
        assert limits == pytest.approx(np.quantile(drawn.shares[:, j], [0.1, 0.9]))
        assert means == pytest.approx(np.quantile(drawn.means[:, j], [0.1, 0.9]))


def test_a_weight_of_two_counts_a_respondent_twice_in_every_draw() -> None:
    data = reference_rows("weighted")
    weights = np.where(np.arange(600) % 3 == 0, 2, 1)
    twice = np.repeat(np.arange(600), weights)

    weighted = key_drivers(
        data.drivers,
        data.outcome,
        data.account,
        np.random.default_rng(2),
        weights=weights,
        draws=60,
    )

    repeated = key_drivers(
        data.drivers[twice],
        data.outcome[twice],
        data.account[twice],
        np.random.default_rng(2),
        draws=60,
    )
    for one, other in zip(weighted.drivers, repeated.drivers, strict=True):
        assert one.interval is not None
        assert other.interval is not None
        assert one.interval.low == pytest.approx(other.interval.low, rel=1e-8)
        assert one.interval.high == pytest.approx(other.interval.high, rel=1e-8)
