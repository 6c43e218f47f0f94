from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.planning import transaction_weights


def test_the_weight_is_persons_per_drawn_person_times_own_transactions_then_scaled() -> None:
    found = transaction_weights([0, 0, 1], [1, 3, 2], persons=[4, 1], transactions=[12, 2])

    assert found.design.tolist() == [2.0, 6.0, 2.0]
    assert found.scale.tolist() == [1.5, 1.0]
    assert found.weights.tolist() == [3.0, 9.0, 2.0]


def test_over_all_possible_samples_the_unscaled_total_is_right_on_average() -> None:
    answers = [[7.0], [3.0, 10.0], [5.0, 6.0, 8.0]]
    estimates = []
    for pair in combinations(range(3), 2):
        m = [len(answers[person]) for person in pair]
        found = transaction_weights([0, 0], m, persons=[3], transactions=[6])
        choices = [found.design @ np.array(y) for y in product(*(answers[p] for p in pair))]
        estimates.append(np.mean(choices))

    assert np.mean(estimates) == pytest.approx(39.0)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 5)), min_size=1, max_size=30),
    st.integers(0, 20),
)
def test_every_stratum_sums_to_all_its_transactions(
    rows: list[tuple[int, int]], unreachable: int
) -> None:
    codes, own = np.array([h for h, _ in rows]), np.array([m for _, m in rows])
    drawn = np.bincount(codes, minlength=3)
    frame = np.bincount(codes, own, 3) + unreachable * (drawn > 0)

    found = transaction_weights(codes, own, persons=drawn * 2, transactions=frame)

    np.testing.assert_allclose(np.bincount(codes, found.weights, 3), frame, rtol=1e-12)


def test_the_order_of_the_drawn_changes_nothing() -> None:
    stratum, own = np.array([0, 1, 0, 1, 1]), np.array([1, 2, 3, 1, 1])
    order = np.array([4, 2, 0, 3, 1])

    found = transaction_weights(stratum, own, [5, 6], [20, 30])
    permuted = transaction_weights(stratum[order], own[order], [5, 6], [20, 30])

    np.testing.assert_allclose(permuted.weights, found.weights[order], rtol=1e-14)


def test_the_finite_population_correction_counts_transactions_and_is_off_by_default() -> None:
    plain = transaction_weights([0, 0], [1, 3], [2], [4])
    corrected = transaction_weights([0, 0], [1, 3], [2], [4], finite_population=True)

    assert plain.sampling_fraction is None
    assert corrected.sampling_fraction is not None
    assert corrected.sampling_fraction.tolist() == [0.5]


def test_one_person_with_one_transaction_stands_for_the_whole_stratum() -> None:
    assert transaction_weights([0], [1], [1], [9]).weights.tolist() == [9.0]


def test_a_stratum_without_transactions_needs_nobody() -> None:
    found = transaction_weights([0], [1], [1, 0], [1, 0], finite_population=True)

    assert found.scale.tolist() == [1.0, 1.0]
    assert found.sampling_fraction is not None
    assert found.sampling_fraction.tolist() == [1.0, 0.0]


def test_transactions_that_nobody_was_drawn_for_are_refused() -> None:
    with pytest.raises(OutOfRange, match="Stratum 1 has 30 transactions and nobody drawn"):
        transaction_weights([0], [1], [4, 5], [10, 30])


def test_more_persons_drawn_than_there_are_is_refused() -> None:
    with pytest.raises(OutOfRange, match="Stratum 0 has 2 persons drawn"):
        transaction_weights([0, 0], [1, 1], [1], [10])


def test_a_frame_smaller_than_what_the_drawn_made_is_refused() -> None:
    with pytest.raises(OutOfRange, match="Stratum 0 has 7 transactions of drawn persons"):
        transaction_weights([0, 0], [3, 4], [2], [6])


def test_persons_without_a_transaction_and_unknown_strata_are_refused() -> None:
    with pytest.raises(OutOfRange, match="whole numbers from 1"):
        transaction_weights([0], [0], [1], [1])
    with pytest.raises(OutOfRange, match="code 1 at position 0"):
        transaction_weights([1], [1], [1], [1])
    with pytest.raises(EmptyInput):
        transaction_weights([], [], [1], [1])


def test_transaction_weights_print_as_a_sentence() -> None:
    assert str(transaction_weights([0, 0], [1, 3], [4], [12])) == (
        "base weights 3.00 to 9.00 for 2 drawn of 12 transactions in 1 stratum, "
        "scaled by 1.50 to 1.50"
    )
