from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.arrays import FloatArray, IntArray
from stats.errors import BadWeights, EmptyInput, OutOfRange
from stats.estimation.design import CellDesign
from stats.estimation.domains import estimate_domains
from stats.estimation.measure import Measure
from stats.reasons import Undefined
from stats.scores import cx_index, index_of_means
from tests.stats.reference import column, table

OHIO = [0.3885, 0.3190, 0.2925]
ITEMS = ("satisfaction", "expectation", "ideal")


def answers() -> tuple[FloatArray, FloatArray, IntArray]:
    """The invented answers to three items, who answered which, and the accounts."""
    items = np.stack([column("scores_answers.csv", name) for name in ITEMS], axis=1)
    there = [column("scores_answers.csv", f"{name}_answered") for name in ITEMS]
    account = column("scores_answers.csv", "account").astype(np.int64)
    return items, np.stack(there, axis=1), account


def test_item_means_give_the_worked_index_by_equal_and_by_ohios_weights() -> None:
    assert index_of_means([8, 7, 7.5]) == pytest.approx(72.22, abs=0.005)
    assert index_of_means([8, 7, 7.5], weights=OHIO) == pytest.approx(72.61, abs=0.005)


def test_complete_answers_give_the_index_of_their_means() -> None:
    items = [[10, 7, 9], [6, 7, 6]]

    found = cx_index(items, [1, 2], np.random.default_rng(1), weights=OHIO)

    assert found.value == pytest.approx(index_of_means([8, 7, 7.5], weights=OHIO))


def test_weights_are_shared_among_the_items_answered() -> None:
    found = cx_index(
        [[10, 1, 1], [10, 1, 1]],
        [1, 2],
        np.random.default_rng(1),
        answered=[[1, 1, 0], [1, 1, 1]],
        weights=OHIO,
    )

    assert found.per_respondent[0] == pytest.approx(100 * 0.3885 / (0.3885 + 0.3190))
    assert found.per_respondent[1] == pytest.approx(38.85)


def test_index_and_respondents_are_those_of_r() -> None:
    items, there, account = answers()
    [expected] = table("scores_index.csv")

    found = cx_index(items, account, np.random.default_rng(1), answered=there, weights=OHIO)

    assert found.n == int(expected["n"])
    assert found.value == pytest.approx(float(expected["estimate"]), rel=1e-12)


def test_the_index_estimated_as_a_measure_has_the_clustered_error_of_r() -> None:
    items, there, account = answers()
    [expected] = table("scores_index.csv")
    index = cx_index(items, account, np.random.default_rng(1), answered=there, weights=OHIO)

    # R counts the accounts of the sample, also those whose respondents all answered too little.
    estimate = estimate_domains(
        CellDesign.from_rows(np.ones(len(items)), account),
        Measure.of_rows(index.per_respondent, index.answered),
        np.zeros(len(items), np.int64),
        1,
        cluster_factor="sample",
    )

    assert estimate.estimate[0] == pytest.approx(float(expected["estimate"]), rel=1e-10)
    assert estimate.se[0] == pytest.approx(float(expected["se"]), rel=1e-8)


def test_the_bootstrap_error_is_near_the_linearised_one_of_r() -> None:
    items, there, account = answers()
    [expected] = table("scores_index.csv")

    found = cx_index(items, account, np.random.default_rng(1), answered=there, weights=OHIO)

    # Forty-five clusters: the factor (m − 1)/m is 1 % of the error, the rest is curvature.
    assert found.bootstrap.se == pytest.approx(float(expected["se"]), rel=0.06)
    assert found.bootstrap.interval is not None
    assert found.bootstrap.interval.low < found.value < found.bootstrap.interval.high


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1000))
def test_neither_the_order_of_rows_nor_the_accounts_labels_change_the_interval(seed: int) -> None:
    items, there, account = answers()
    order = np.random.default_rng(seed).permutation(len(items))
    label = np.random.default_rng(seed).permutation(1000)

    plain = cx_index(items, account, np.random.default_rng(9), answered=there, draws=100)
    other = cx_index(
        items[order],
        label[account][order],
        np.random.default_rng(9),
        answered=there[order],
        draws=100,
    )

    assert plain.bootstrap.interval is not None
    assert other.bootstrap.interval is not None
    assert other.bootstrap.interval.low == pytest.approx(plain.bootstrap.interval.low, rel=1e-12)
    assert other.bootstrap.interval.high == pytest.approx(plain.bootstrap.interval.high, rel=1e-12)


def test_too_few_items_leave_a_respondent_out_with_a_count() -> None:
    found = cx_index(
        [[8, 7, 7], [9, 1, 1]], [1, 2], np.random.default_rng(1), answered=[[1, 1, 1], [1, 0, 0]]
    )

    assert (found.n, found.too_few_items) == (1, 1)
    assert found.answered.tolist() == [True, False]
    assert np.isnan(found.per_respondent).tolist() == [False, True]
    assert found.bootstrap.reason is Undefined.FEW_ACCOUNTS


def test_the_ends_of_the_scale_are_zero_and_a_hundred_and_have_a_reason() -> None:
    lowest = cx_index([[1, 1, 1], [1, 1, 1]], [1, 2], np.random.default_rng(1))
    highest = cx_index([[10, 10, 10], [10, 10, 10]], [1, 2], np.random.default_rng(1))

    assert (lowest.value, highest.value) == (0.0, 100.0)
    assert lowest.bootstrap.reason is Undefined.ZERO_VARIANCE
    assert "no interval: all answers agree" in str(highest)


def refused(**changes: object) -> object:
    arguments: dict[str, object] = {
        "items": [[8, 7, 7], [5, 6, 7]],
        "account": [1, 2],
        "generator": np.random.default_rng(1),
    }
    return cx_index(**{**arguments, **changes})  # type: ignore[arg-type]  # wrong on purpose


REFUSED: dict[str, tuple[dict[str, object], type[Exception], str]] = {
    "outside the scale": ({"items": [[8, 11, 7]], "account": [1]}, OutOfRange, "item 1 holds 11"),
    "missing value": ({"items": [[8.0, 7.0, float("nan")]]}, OutOfRange, "mark it as not answered"),
    "rows of different length": ({"items": [[8, 7, 7], [5]]}, OutOfRange, "hand in"),
    "marks that are words": ({"answered": [["1"] * 3] * 2}, OutOfRange, "true or false"),
    "endless scale": ({"low": float("-inf")}, OutOfRange, "low is -inf"),
    "flat list": ({"items": [8, 7, 7]}, OutOfRange, r"shape \(3,\)"),
    "None": ({"items": [[8, None, 7]]}, OutOfRange, "mark what is missing as not answered"),
    "text": ({"items": [["8", "7"]]}, OutOfRange, "hand in numbers"),
    "marks of another shape": ({"answered": [[1, 1, 1]]}, OutOfRange, "align them"),
    "accounts of another length": ({"account": [1]}, OutOfRange, "1 accounts for 2 respondents"),
    "more items than there are": ({"min_items": 4}, OutOfRange, "4 of 3 items"),
    "no items asked for": ({"min_items": 0}, OutOfRange, "0 of 3 items"),
    "empty scale": ({"low": 10, "high": 1}, OutOfRange, "empty"),
    "weights of one": ({"weights": [1, 1, 1]}, BadWeights, "sum to 3"),
    "negative weight": ({"weights": [1.5, -1, 0.5]}, BadWeights, "Item 1 has the weight -1"),
    "nobody": ({"items": np.empty((0, 3)), "account": []}, EmptyInput, "Nobody answered 2 items"),
    "all missing": ({"answered": np.zeros((2, 3))}, EmptyInput, "Nobody answered 2 items"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_answers_that_carry_no_index_are_refused(case: str) -> None:
    changes, error, text = REFUSED[case]

    with pytest.raises(error, match=text):
        refused(**changes)


def test_means_outside_the_scale_and_no_means_are_refused() -> None:
    with pytest.raises(OutOfRange, match=r"holds 0\.5 on a scale 1 to 10"):
        index_of_means([8, 0.5])
    with pytest.raises(EmptyInput, match="no items"):
        index_of_means([])
