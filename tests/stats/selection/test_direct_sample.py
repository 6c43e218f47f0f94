from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.reasons import Undefined
from stats.selection import direct_difference
from tests.stats.reference import table

R = {row["figure"]: float(row["value"]) for row in table("selection_two_samples.csv")}


def _scores(sample: str) -> list[int]:
    rows = table("selection_scores.csv")
    return [int(float(row["score"])) for row in rows if row["sample"] == sample]


def test_without_accounts_it_is_welchs_test_as_in_r() -> None:
    found = direct_difference(_scores("mediated"), _scores("direct"))

    assert found.interval is not None
    assert found.difference == pytest.approx(R["difference"], rel=1e-10)
    assert found.se == pytest.approx(R["se"], rel=1e-10)
    assert found.df == pytest.approx(R["df"], rel=1e-10)
    assert found.interval.low == pytest.approx(R["low"], rel=1e-8)
    assert found.interval.high == pytest.approx(R["high"], rel=1e-8)
    assert found.p_value == pytest.approx(R["p_greater"], rel=1e-8)


def test_answers_of_one_account_count_as_one() -> None:
    mediated, direct = [10, 9, 6, 8] * 5, [10, 3, 7, 2] * 5
    accounts = list(range(20)), list(range(100, 120))

    alone = direct_difference(mediated, direct, accounts)
    doubled = direct_difference(mediated * 2, direct * 2, (accounts[0] * 2, accounts[1] * 2))

    assert doubled.se == pytest.approx(alone.se)
    assert doubled.df == pytest.approx(alone.df)


def test_accounts_in_both_samples_share_their_mood() -> None:
    mediated, direct = [10, 9, 6, 8, 10, 3], [10, 7, 5, 7, 10, 8]

    apart = direct_difference(mediated, direct)
    same = direct_difference(mediated, direct, (range(6), range(6)))

    assert apart.se is not None
    assert same.se is not None
    assert same.se < apart.se


def test_two_samples_of_the_same_accounts_by_hand() -> None:
    # y₂ = 100, −100, 0 and y₁ = 100, 0, −100: z₂ − z₁ = (0, −100, 100)/3, times √(3/2).
    found = direct_difference([10, 2, 8], [9, 7, 5], ([1, 2, 3], [1, 2, 3]))

    assert found.se == pytest.approx(np.sqrt(1.5 * 2 * (100 / 3) ** 2))
    assert found.df == pytest.approx(4.0)


@settings(max_examples=40, deadline=None)
@given(
    mediated=st.lists(st.integers(0, 10), min_size=2, max_size=20),
    direct=st.lists(st.integers(0, 10), min_size=2, max_size=20),
)
def test_the_interval_stays_in_range_and_order_does_not_matter(
    mediated: list[int], direct: list[int]
) -> None:
    found = direct_difference(mediated, direct)
    again = direct_difference(mediated[::-1], direct[::-1])

    assert again.difference == pytest.approx(found.difference)
    assert (found.interval is None) == (found.reason is not Undefined.DEFINED)
    if found.interval is not None and found.p_value is not None:
        assert -200.0 <= found.interval.low <= found.interval.high <= 200.0
        assert 0.0 <= found.p_value <= 1.0


def test_samples_that_cannot_be_compared_say_why() -> None:
    single = direct_difference([10], [9, 2])
    one_account = direct_difference([10, 2, 9], [9, 2], ([1, 1, 1], [2, 3]))
    alike = direct_difference([10, 10], [9, 9, 10])

    assert single.reason is Undefined.FEW_ACCOUNTS
    assert one_account.reason is Undefined.FEW_ACCOUNTS
    assert alike.reason is Undefined.ZERO_VARIANCE
    assert alike.p_value is None
    assert alike.judged_p is None
    assert "no interval: in a sample all answers agree" in str(alike)


def test_a_direct_sample_that_agrees_has_no_interval_but_an_exact_chance() -> None:
    # Ten detractors asked directly: no variance of their own is no proof of precision.
    found = direct_difference([2] * 160 + [7] * 30 + [10] * 10, [3] * 10)

    assert found.reason is Undefined.ZERO_VARIANCE
    assert found.interval is None
    assert found.p_value is None
    assert found.judged_p == pytest.approx(found.exact_p)
    assert 0.05 < (found.exact_p or 0.0) < 0.2


@pytest.mark.parametrize("shares", [[0.85, 0.10, 0.05], [0.03, 0.02, 0.95], [0.25, 0.3, 0.45]])
def test_where_customers_were_not_chosen_a_small_direct_sample_raises_no_alarm(
    shares: list[float],
) -> None:
    # Welch's p-value was below 1e-5 in one honest comparison of five with the first shares.
    generator = np.random.default_rng(3)
    found = [
        direct_difference(
            generator.choice([0, 7, 10], 200, p=shares), generator.choice([0, 7, 10], 10, p=shares)
        ).judged_p
        for _ in range(1_500)
    ]

    p = np.array([1.0 if one is None else one for one in found])
    # Three standard errors of 1,500 draws.
    assert (p < 0.05).mean() < 0.05 + 3.0 * np.sqrt(0.05 * 0.95 / 1_500)
    assert (p < 0.001).mean() < 0.001 + 3.0 * np.sqrt(0.001 / 1_500)


def test_where_accounts_repeat_the_larger_chance_is_judged() -> None:
    repeated = list(range(10)) * 2

    found = direct_difference(
        [10, 9, 8, 10, 9, 2, 7, 10, 9, 10] * 2, [3, 7, 9, 2, 8, 4, 10, 6, 7, 5] * 2,
        (repeated, [100 + u for u in repeated]),
    )  # fmt: skip

    assert found.is_clustered
    assert found.exact_p is not None
    assert found.p_value is not None
    assert found.judged_p == max(found.exact_p, found.p_value) == found.p_value


def test_impossible_input_is_refused() -> None:
    with pytest.raises(EmptyInput, match="direct is empty"):
        direct_difference([10], np.zeros(0, int))
    with pytest.raises(OutOfRange, match="code 11"):
        direct_difference([11, 2], [1, 2])
    with pytest.raises(OutOfRange, match="1 accounts for 2 mediated"):
        direct_difference([10, 2], [1, 2], ([1], [1, 2]))
