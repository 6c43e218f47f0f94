from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.planning import answers_per_account, planned_design_effect


def test_the_planned_effect_is_the_product_of_weights_and_clusters() -> None:
    found = planned_design_effect(1.3, 3.0, 0.2)

    assert found.clusters == pytest.approx(1.4)
    assert found.deff == pytest.approx(1.82)
    assert found.n_eff(182) == pytest.approx(100.0)


@pytest.mark.parametrize(("size", "icc"), [(1.0, 0.9), (5.0, 0.0)])
def test_single_answers_or_unrelated_ones_cost_nothing(size: float, icc: float) -> None:
    assert planned_design_effect(1.0, size, icc).deff == 1.0


def test_answers_that_repeat_each_other_count_once_per_account() -> None:
    assert planned_design_effect(1.0, 4.0, 1.0).n_eff(100) == pytest.approx(25.0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 20), min_size=1, max_size=15), st.floats(0.0, 1.0))
def test_the_effect_of_unequal_accounts_is_the_variance_of_their_mean(
    sizes: list[int], icc: float
) -> None:
    # Variance of the mean of unit-variance answers with covariance icc within accounts.
    account = np.repeat(np.arange(len(sizes)), sizes)
    covariance = np.where(account[:, None] == account, icc, 0.0)
    np.fill_diagonal(covariance, 1.0)
    variance = covariance.sum() / account.size**2

    found = planned_design_effect(1.0, answers_per_account(sizes), icc)

    assert found.deff / account.size == pytest.approx(variance)


def test_accounts_without_an_answer_do_not_count() -> None:
    assert answers_per_account([0, 2, 0]) == 2.0


def test_no_answers_and_half_answers_are_refused() -> None:
    with pytest.raises(EmptyInput):
        answers_per_account([0, 0])
    with pytest.raises(EmptyInput):
        answers_per_account([])
    with pytest.raises(OutOfRange, match="position 0"):
        answers_per_account([1.5])


@pytest.mark.parametrize(
    "plan",
    [
        (0.9, 2.0, 0.1),
        (1.0, 0.5, 0.1),
        (1.0, 2.0, 1.1),
        (1.0, 2.0, float("nan")),
        (float("inf"), 2.0, 0.1),
        (1.0, float("inf"), 0.1),
        (1.0, 1.0, float("-inf")),
    ],
)
def test_effects_that_cannot_be_are_refused(plan: tuple[float, float, float]) -> None:
    with pytest.raises(OutOfRange):
        planned_design_effect(*plan)


def test_a_correlation_too_negative_for_the_accounts_is_refused_with_its_limit() -> None:
    assert planned_design_effect(1.0, 3.0, -0.4).deff == pytest.approx(0.2)
    with pytest.raises(OutOfRange, match=r"it lies above -0\.5"):
        planned_design_effect(1.0, 3.0, -0.5)


def test_a_single_answer_in_each_account_has_no_clusters() -> None:
    assert planned_design_effect(1.0, 1.0, -1.0).clusters == 1.0


def test_an_effective_size_of_no_number_is_refused() -> None:
    found = planned_design_effect(1.0, 3.0, 0.5)

    assert found.n_eff(100) == 50.0
    with pytest.raises(OutOfRange, match="n is nan"):
        found.n_eff(float("nan"))


def test_a_planned_effect_prints_as_a_sentence() -> None:
    assert str(planned_design_effect(1.3, 3.0, 0.2)) == (
        "planned design effect 1.82: weights 1.30 × clusters 1.40"
    )
