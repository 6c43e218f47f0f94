from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.drivers import RankSet, rank_sets
from stats.errors import EmptyInput, OutOfRange


def test_shares_far_apart_are_ranked_and_close_ones_are_not() -> None:
    shares = np.array([0.10, 0.30, 0.31])
    draws = shares + np.random.default_rng(1).normal(scale=0.02, size=(500, 3))

    assert rank_sets(shares, draws) == (RankSet(3, 3), RankSet(1, 2), RankSet(1, 2))


def test_draws_that_move_together_tell_apart_what_single_intervals_cannot() -> None:
    shares = np.array([0.30, 0.25])
    generator = np.random.default_rng(1)
    together = shares + generator.normal(scale=0.1, size=(500, 1))
    together = together + generator.normal(scale=0.005, size=(500, 2))

    assert rank_sets(shares, together) == (RankSet(1, 1), RankSet(2, 2))


def test_shares_without_any_spread_are_ranked_unless_they_are_equal() -> None:
    shares = np.array([0.2, 0.2, 0.1])

    found = rank_sets(shares, np.tile(shares, (40, 1)))

    assert found == (RankSet(1, 2), RankSet(1, 2), RankSet(3, 3))


def test_one_driver_has_one_rank() -> None:
    assert rank_sets(np.array([0.2]), np.tile([[0.1], [0.3]], (20, 1))) == (RankSet(1, 1),)


def test_the_true_order_is_kept_in_at_least_95_of_100_samples() -> None:
    generator = np.random.default_rng(20)
    truth = np.array([0.20, 0.24, 0.24, 0.30])
    kept = 0

    for _ in range(300):
        shares = truth + generator.normal(scale=0.02, size=4)
        found = rank_sets(shares, shares + generator.normal(scale=0.02, size=(200, 4)))
        best = [1 + int((truth > t).sum()) for t in truth]
        worst = [4 - int((truth < t).sum()) for t in truth]
        kept += all(
            s.best <= b and s.worst >= w for s, b, w in zip(found, best, worst, strict=True)
        )

    assert kept >= 0.93 * 300


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), k=st.integers(1, 7))
def test_the_rank_of_the_estimate_lies_in_its_set_and_order_changes_nothing(
    seed: int, k: int
) -> None:
    generator = np.random.default_rng(seed)
    shares = generator.random(k)
    draws = shares + generator.normal(scale=0.2, size=(50, k))
    order = generator.permutation(k)

    found = rank_sets(shares, draws)

    for i, s in enumerate(found):
        assert s.best <= 1 + int((shares > shares[i]).sum()) <= s.worst
    assert rank_sets(shares[order], draws[:, order]) == tuple(found[i] for i in order)


@pytest.mark.parametrize(("ranks", "text"), [((1, 1), "rank 1"), ((2, 4), "rank 2 to 4")])
def test_a_rank_set_prints_as_words(ranks: tuple[int, int], text: str) -> None:
    assert str(RankSet(*ranks)) == text


def test_shares_and_draws_that_do_not_fit_are_refused() -> None:
    with pytest.raises(OutOfRange, match=r"draws has shape \(50, 3\)"):
        rank_sets([0.1, 0.2], np.zeros((50, 3)))
    with pytest.raises(OutOfRange, match="1 draws do not reach the tails"):
        rank_sets([0.1, 0.2], [[0.1, 0.2]])
    with pytest.raises(OutOfRange, match="column 1 of draws holds nan at position 0"):
        rank_sets([0.1, 0.2], [[0.1, np.nan]] * 40)
    with pytest.raises(EmptyInput, match="shares is empty"):
        rank_sets(np.zeros(0), np.zeros((40, 0)))
    with pytest.raises(OutOfRange, match="level"):
        rank_sets([0.1], [[0.1]] * 40, level=2)
