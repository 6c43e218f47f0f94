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
    assert (found.se, found.df, found.t, found.p_value, found.interval) == (None,) * 5
    assert "not testable" in str(found)


@pytest.mark.parametrize("answers", [(7.1, 7.3), (0.1, 0.7), (100.0, 62.7), (-28.65, 0.3)])
@pytest.mark.parametrize("n", [3, 7, 29])
def test_weeks_in_which_all_agree_have_no_variance_whatever_rounding_leaves(
    answers: tuple[float, float], n: int
) -> None:
    accounts = np.arange(n) // 2

    found = account_change(accounts, [answers[0]] * n, accounts, [answers[1]] * n)

    assert found.reason is Undefined.ZERO_VARIANCE
    assert found.difference == pytest.approx(answers[1] - answers[0])


@pytest.mark.parametrize("fixed", [False, True], ids=["all agree", "a margin decides the answer"])
def test_calibrated_weeks_without_a_sampling_error_are_not_tested(fixed: bool) -> None:
    influences = []
    for seed in (1, 2):
        d = sample(seed, n=100, accounts=30)
        level = np.asarray(d.margins[0].codes) if fixed else np.full(100, seed)
        design = CellDesign.from_rows(d.base, d.account, weights=d.weights, margins=d.margins)
        y = np.where(level == 1, 100.0, -37.3)
        influences.append(account_influence(design, Measure.of_rows(y), np.ones(100, bool)))

    first, second = influences

    found = calibrated_change(first, second, first.estimate, second.estimate)

    assert found.reason is Undefined.ZERO_VARIANCE


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1_000))
def test_neither_order_nor_labels_matter_and_the_way_back_is_the_opposite(seed: int) -> None:
    generator = np.random.default_rng(seed)
    account = generator.integers(0, 12, (2, 25))
    y = generator.integers(0, 11, (2, 25))
    order, label = generator.permutation(25), generator.permutation(12) - 5

    found = account_change(account[0], y[0], account[1], y[1])

    again = account_change(label[account[0][order]], y[0][order], label[account[1]], y[1])
    back = account_change(account[1], y[1], account[0], y[0])
    assert again.se == pytest.approx(found.se)
    assert (again.overlap, again.df) == (found.overlap, found.df)
    assert (back.difference, back.se) == pytest.approx((-found.difference, found.se))


def test_the_variance_is_taken_about_the_mean_over_all_accounts_of_either_sample() -> None:
    first = AccountInfluence(np.array([1, 2, 3]), np.array([0.3, 0.1, 0.2]), np.ones(3, bool), 5.0)
    second = AccountInfluence(
        np.array([2, 3, 4]), np.array([0.5, -0.1, 0.4]), np.array([True, True, False]), 6.0
    )

    found = calibrated_change(first, second, 5.0, 6.0)

    # z = −.3, .4, −.3, .4 of accounts 1 to 4, mean .05; three accounts answered in the domain.
    assert found.se == pytest.approx(np.sqrt(3 / 2 * (2 * 0.35**2 + 2 * 0.35**2)))
    assert (found.accounts, found.overlap, found.df) == (3, 2, 2)


def test_a_single_account_cannot_be_tested() -> None:
    found = account_change([1, 1], [5, 6], [1, 1], [9, 9])

    assert found.reason is Undefined.FEW_ACCOUNTS
    assert (found.se, found.df, found.t, found.p_value, found.interval) == (None,) * 5
    assert str(found).endswith("fewer than two accounts answered, so no error can be computed")


def test_only_accounts_of_the_domain_count_towards_the_degrees_of_freedom() -> None:
    accounts = np.arange(5)
    influence = AccountInfluence(
        accounts,
        np.array([0.2, -0.3, 0.1, 0.01, -0.01]),
        np.array([True, True, True, False, False]),
        0.0,
    )
    before = AccountInfluence(accounts, np.zeros(5), accounts == 0, 0.0)

    found = calibrated_change(before, influence, 0.0, 0.5)

    assert (found.df, found.accounts, found.overlap) == (2, 3, 1)


def test_a_week_without_answers_or_accounts_is_refused() -> None:
    nobody = AccountInfluence(np.array([1]), np.zeros(1), np.zeros(1, bool), 0.0)
    somebody = AccountInfluence(np.array([1]), np.zeros(1), np.ones(1, bool), 0.0)

    with pytest.raises(EmptyInput, match="without answers"):
        account_change([], [], [1], [5])
    with pytest.raises(EmptyInput, match="in the first week"):
        calibrated_change(nobody, somebody, 0.0, 0.0)
    with pytest.raises(EmptyInput, match="in the second week"):
        calibrated_change(somebody, nobody, 0.0, 0.0)
    with pytest.raises(EmptyInput, match="Nobody in the domain"):
        account_influence(CellDesign.from_rows([1.0], [1]), Measure.of_rows([5]), np.array([False]))


def test_accounts_and_masks_that_do_not_align_are_refused() -> None:
    with pytest.raises(OutOfRange, match="align"):
        account_change([1, 2], [5], [1], [5])
    with pytest.raises(OutOfRange, match="true or false"):
        account_influence(CellDesign.from_rows([1.0], [1]), Measure.of_rows([5]), [0])


def test_influences_that_were_spoilt_on_the_way_are_refused() -> None:
    one, two = np.array([1]), np.array([1, 2])
    both = np.ones(2, bool)

    with pytest.raises(OutOfRange, match="values holds nan at position 1"):
        AccountInfluence(two, np.array([0.1, np.nan]), both, 7.0)
    with pytest.raises(OutOfRange, match="1 values where 2 are needed"):
        AccountInfluence(two, np.zeros(1), both, 7.0)
    with pytest.raises(OutOfRange, match="listed twice"):
        AccountInfluence(np.array([1, 1]), np.zeros(2), both, 7.0)
    with pytest.raises(OutOfRange, match="each of 2 accounts"):
        AccountInfluence(two, np.zeros(2), np.ones(1, bool), 7.0)
    with pytest.raises(OutOfRange, match="estimate holds inf"):
        AccountInfluence(one, np.zeros(1), np.ones(1, bool), float("inf"))
    week = AccountInfluence(one, np.zeros(1), np.ones(1, bool), 7.0)
    with pytest.raises(OutOfRange, match="estimates holds nan"):
        calibrated_change(week, week, float("nan"), 7.0)
