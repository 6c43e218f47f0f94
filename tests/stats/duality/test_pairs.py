from __future__ import annotations

import numpy as np
import pytest

from stats import (
    EmptyInput,
    OutOfRange,
    Undefined,
    lin_concordance,
    paired_gap,
    weighted_kappa,
)

USER, PARTNER = [8, 7, 6, 9], [9, 7, 8, 8]


def test_four_pairs_give_the_worked_gap() -> None:
    found = paired_gap(USER, PARTNER)

    assert found.gap == pytest.approx(-0.50)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((-2.55, 1.55), abs=0.005)
    assert found.concordance == pytest.approx(0.25)


def test_one_pair_per_account_is_the_textbook_form() -> None:
    assert paired_gap(USER, PARTNER, [4, 3, 2, 1]) == paired_gap(USER, PARTNER)


def test_pairs_of_one_account_are_one_cluster() -> None:
    user, partner, account = np.repeat(USER, 2), np.repeat(PARTNER, 2), np.repeat([1, 2, 3, 4], 2)

    clustered = paired_gap(user, partner, account)
    naive = paired_gap(user, partner)

    assert clustered.se == pytest.approx(paired_gap(USER, PARTNER).se)
    assert clustered.df == 3
    assert naive.se < clustered.se


def test_a_constant_gap_and_a_single_account_have_a_reason_instead_of_an_interval() -> None:
    constant = paired_gap([5, 6, 7], [4, 5, 6])
    single = paired_gap([5, 6], [4, 8], [1, 1])

    assert constant.reason is Undefined.ZERO_VARIANCE
    assert single.reason is Undefined.FEW_ACCOUNTS
    assert constant.gap == 1.0
    assert "no interval" in str(single)


def test_no_pairs_and_unequal_lists_are_refused() -> None:
    with pytest.raises(EmptyInput, match="no pairs"):
        paired_gap([], [])
    with pytest.raises(OutOfRange, match="partner has 1 values where 2"):
        paired_gap([1, 2], [1])
    with pytest.raises(OutOfRange, match="align"):
        paired_gap([1, 2], [1, 2], [7])


def test_identical_ratings_agree_fully_and_constant_ones_have_no_concordance() -> None:
    assert lin_concordance([1, 2, 3], [1, 2, 3]) == pytest.approx(1.0)
    assert lin_concordance([5, 5], [5, 5]) is None
    with pytest.raises(EmptyInput):
        lin_concordance([], [])


def test_weighted_kappa_gives_the_worked_value() -> None:
    assert weighted_kappa([[5, 2], [1, 4]]) == pytest.approx(0.50)


def test_a_far_disagreement_counts_more_than_a_near_one() -> None:
    near = weighted_kappa([[5, 2, 0], [0, 5, 0], [0, 0, 5]])
    far = weighted_kappa([[5, 0, 2], [0, 5, 0], [0, 0, 5]])

    assert near is not None
    assert far is not None
    assert far < near


def test_kappa_needs_a_square_table_with_counts() -> None:
    assert weighted_kappa([[5, 0], [0, 0]]) is None
    with pytest.raises(OutOfRange, match="square"):
        weighted_kappa([[1, 2, 3], [4, 5, 6]])
    with pytest.raises(OutOfRange, match="negative"):
        weighted_kappa([[1, -2], [4, 5]])
    with pytest.raises(EmptyInput):
        weighted_kappa([[0, 0], [0, 0]])
