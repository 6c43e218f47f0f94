from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats import (
    AccountInfluence,
    CellDesign,
    EmptyInput,
    Measure,
    OutOfRange,
    Undefined,
    account_change,
    account_influence,
    calibrated_change,
    estimate_domains,
)
from tests.stats.samples import sample


def test_two_weeks_of_overlapping_accounts_give_the_worked_change() -> None:
    found = account_change([1, 1, 2, 2, 3], [9, 8, 6, 7, 10], [1, 2, 2, 3, 4], [9, 8, 8, 10, 7])

    assert found.difference == pytest.approx(0.40)
    assert found.se == pytest.approx(0.616, abs=5e-4)
    assert found.p_value == pytest.approx(0.56, abs=5e-3)
    assert (found.accounts, found.overlap, found.df) == (4, 3, 3)


def test_with_equal_weights_and_no_calibration_the_calibrated_form_is_the_textbook_form() -> None:
    weeks = [([1, 1, 2, 2, 3], [9, 8, 6, 7, 10]), ([1, 2, 2, 3, 4], [9, 8, 8, 10, 7])]
    first, second = [
        account_influence(
            CellDesign.from_rows(np.ones(5), account), Measure.of_rows(y), np.ones(5, bool)
        )
        for account, y in weeks
    ]

    found = calibrated_change(first, second, 8.0, 8.4)

    textbook = account_change(*weeks[0], *weeks[1])
    assert found.se == pytest.approx(textbook.se)
    assert found.difference == pytest.approx(textbook.difference)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1_000))
def test_weeks_without_a_common_account_add_their_variances(seed: int) -> None:
    data = [sample(seed, n=300, accounts=60), sample(seed + 1, n=300, accounts=60)]
    designs = [
        CellDesign.from_rows(d.base, d.account + shift, weights=d.weights, margins=d.margins)
        for d, shift in zip(data, (0, 1000), strict=True)
    ]
    everyone = np.ones(300, bool)
    first, second = [
        account_influence(design, d.nps(), everyone)
        for design, d in zip(designs, data, strict=True)
    ]
    errors = [
        float(
            estimate_domains(design, d.nps(), np.zeros(300, int), 1, cluster_factor="sample").se[0]
        )
        for design, d in zip(designs, data, strict=True)
    ]

    found = calibrated_change(first, second, first.estimate, second.estimate)

    # The two small-sample factors g/(g − 1) differ from that of both weeks together by under 2 %.
    assert found.se == pytest.approx(np.hypot(errors[0], errors[1]), rel=0.02)
    assert found.overlap == 0


def test_the_same_week_twice_has_no_variance_and_says_so() -> None:
    found = account_change([1, 2, 3], [5, 6, 9], [1, 2, 3], [5, 6, 9])

    assert found.reason is Undefined.ZERO_VARIANCE
    assert found.interval is None
    assert "not testable" in str(found)


def test_a_single_account_cannot_be_tested() -> None:
    found = account_change([1, 1], [5, 6], [1, 1], [9, 9])

    assert found.reason is Undefined.FEW_ACCOUNTS
    assert np.isnan(found.se)


def test_only_accounts_of_the_domain_count_towards_the_degrees_of_freedom() -> None:
    accounts = np.arange(5)
    influence = AccountInfluence(
        accounts,
        np.array([0.2, -0.3, 0.1, 0.01, -0.01]),
        np.array([True, True, True, False, False]),
        0.0,
    )
    nothing = AccountInfluence(accounts, np.zeros(5), np.zeros(5, bool), 0.0)

    found = calibrated_change(nothing, influence, 0.0, 0.5)

    assert found.df == 2


def test_a_week_without_answers_or_accounts_is_refused() -> None:
    nobody = AccountInfluence(np.array([1]), np.zeros(1), np.zeros(1, bool), 0.0)

    with pytest.raises(EmptyInput, match="without answers"):
        account_change([], [], [1], [5])
    with pytest.raises(EmptyInput, match="either week"):
        calibrated_change(nobody, nobody, 0.0, 0.0)
    with pytest.raises(EmptyInput, match="Nobody in the domain"):
        account_influence(CellDesign.from_rows([1.0], [1]), Measure.of_rows([5]), np.array([False]))


def test_accounts_and_masks_that_do_not_align_are_refused() -> None:
    with pytest.raises(OutOfRange, match="align"):
        account_change([1, 2], [5], [1], [5])
    with pytest.raises(OutOfRange, match="true or false"):
        account_influence(CellDesign.from_rows([1.0], [1]), Measure.of_rows([5]), [0])
