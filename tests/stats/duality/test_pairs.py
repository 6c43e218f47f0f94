from __future__ import annotations

import numpy as np
import pytest

from stats.duality import paired_gap
from stats.errors import EmptyInput, OutOfRange
from stats.reasons import Undefined
from tests.stats.duality.pairs_of_r import FIGURES, scores

USER, PARTNER = [8, 7, 6, 9], [9, 7, 8, 8]


def test_four_pairs_give_the_worked_gap() -> None:
    found = paired_gap(USER, PARTNER)

    assert found.gap == pytest.approx(-0.50)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((-2.55, 1.55), abs=0.005)
    assert found.concordance == pytest.approx(0.25)


def test_independent_pairs_give_the_paired_t_test_of_r() -> None:
    found = paired_gap(scores("user"), scores("partner"))

    assert found.interval is not None
    assert (found.gap, found.se, found.t, found.p_value) == pytest.approx(
        tuple(FIGURES[name] for name in ("gap", "gap_se", "gap_t", "gap_p")), rel=1e-8
    )
    assert (found.interval.low, found.interval.high) == pytest.approx(
        (FIGURES["gap_low"], FIGURES["gap_high"]), rel=1e-8
    )
    assert found.df == found.pairs - 1


def test_pairs_of_accounts_give_the_clustered_error_of_r() -> None:
    found = paired_gap(scores("user"), scores("partner"), scores("account"))

    assert found.se == pytest.approx(FIGURES["clustered_se"], rel=1e-8)
    assert found.df == found.accounts - 1


def test_one_pair_per_account_is_the_textbook_form() -> None:
    assert paired_gap(USER, PARTNER, [4, 3, 2, 1]) == paired_gap(USER, PARTNER)


def test_pairs_of_one_account_are_one_cluster() -> None:
    user, partner, account = np.repeat(USER, 2), np.repeat(PARTNER, 2), np.repeat([1, 2, 3, 4], 2)

    clustered = paired_gap(user, partner, account)
    naive = paired_gap(user, partner)

    assert clustered.se == pytest.approx(paired_gap(USER, PARTNER).se)
    assert clustered.df == 3
    assert naive.se is not None
    assert clustered.se is not None
    assert naive.se < clustered.se


def test_a_constant_gap_and_a_single_account_have_a_reason_instead_of_an_interval() -> None:
    constant = paired_gap([5, 6, 7], [4, 5, 6])
    single = paired_gap([5, 6], [4, 8], [1, 1])

    assert constant.reason is Undefined.ZERO_VARIANCE
    assert single.reason is Undefined.FEW_ACCOUNTS
    assert constant.gap == 1.0
    assert (constant.se, constant.t, constant.p_value, constant.interval) == (None,) * 4
    assert "no interval" in str(single)


def test_a_gap_of_rounding_alone_does_not_vary() -> None:
    found = paired_gap([0.3, 0.6, 0.9], [0.1 + 0.2, 0.6, 0.9])

    assert (found.se, found.reason) == (None, Undefined.ZERO_VARIANCE)


def test_limits_stay_within_the_length_of_the_scale() -> None:
    user, partner = [10, 0, 10, 0], [0, 10, 1, 10]

    free, held = paired_gap(user, partner), paired_gap(user, partner, scale=(0, 10))

    assert free.interval is not None
    assert held.interval is not None
    assert free.interval.low < -10.0
    assert free.interval.high > 10.0
    assert (held.interval.low, held.interval.high) == (-10.0, 10.0)
    assert (held.gap, held.se, held.p_value) == (free.gap, free.se, free.p_value)
    with pytest.raises(OutOfRange, match="partner holds 10 at position 1 on a scale 1 to 7"):
        paired_gap([1, 7], [1, 10], scale=(1, 7))


def test_one_pair_prints_in_the_singular() -> None:
    assert str(paired_gap([5], [5])).endswith("(1 pair from 1 account)")


def test_no_pairs_and_unequal_lists_are_refused() -> None:
    with pytest.raises(EmptyInput, match="no pairs"):
        paired_gap([], [])
    with pytest.raises(OutOfRange, match="partner has 1 values where 2"):
        paired_gap([1, 2], [1])
    with pytest.raises(OutOfRange, match="align"):
        paired_gap([1, 2], [1, 2], [7])
