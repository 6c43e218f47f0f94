from __future__ import annotations

import pytest

from stats import (
    BadWeights,
    OutOfRange,
    Suppression,
    SuppressionRules,
    peer_benchmark_allowed,
    primary_suppression,
)

# respondents, accounts, top share, the reason
FIGURES = {
    "just enough": (10, 3, 0.50, Suppression.SHOWN),
    "nine respondents": (9, 9, 0.20, Suppression.MIN_N),
    "two accounts": (40, 2, 0.50, Suppression.MIN_ACCOUNTS),
    "one account above half": (40, 9, 0.51, Suppression.DOMINANCE),
    "everything wrong": (1, 1, 1.00, Suppression.MIN_N),
    "few accounts before dominance": (40, 1, 1.00, Suppression.MIN_ACCOUNTS),
    "a half by division": (40, 3, 1.5 / 3.0 * (1 + 1e-15), Suppression.SHOWN),
    "nobody": (0, 0, float("nan"), Suppression.MIN_N),
}


@pytest.mark.parametrize("case", FIGURES)
def test_the_first_broken_rule_is_the_reason(case: str) -> None:
    n, accounts, top_share, reason = FIGURES[case]

    found = primary_suppression([n], [accounts], [top_share])

    assert found[0] is reason


def test_other_rules_can_be_handed_in() -> None:
    found = primary_suppression([5], [2], [0.9], SuppressionRules(5, 2, 0.9))

    assert found[0] is Suppression.SHOWN


def test_an_unknown_largest_account_hides_nothing_by_silence() -> None:
    with pytest.raises(OutOfRange, match="top_share is nan at position 1"):
        primary_suppression([9, 40], [3, 3], [float("nan"), float("nan")])


def test_counts_below_zero_and_figures_that_do_not_align_are_refused() -> None:
    with pytest.raises(OutOfRange, match="n holds -1"):
        primary_suppression([-1], [3], [0.5])
    with pytest.raises(OutOfRange, match="accounts has 1 values where 2"):
        primary_suppression([10, 10], [3], [0.5, 0.5])
    with pytest.raises(OutOfRange, match="for 2 figures"):
        primary_suppression([10, 10], [3, 3], [0.5])


def test_no_figures_give_no_reasons() -> None:
    assert primary_suppression([], [], []).size == 0


@pytest.mark.parametrize(
    ("weights", "allowed"),
    [
        ([20] * 5, True),
        ([25] * 4, False),
        ([25, 25, 25, 15, 10], True),
        ([26, 25, 25, 14, 10], False),
        ([], False),
    ],
)
def test_a_peer_benchmark_needs_five_others_and_none_above_a_quarter(
    weights: list[float], allowed: bool
) -> None:
    assert peer_benchmark_allowed(weights) is allowed


def test_a_partner_without_weight_is_refused() -> None:
    with pytest.raises(BadWeights):
        peer_benchmark_allowed([1.0, 0.0, 1.0, 1.0, 1.0])


def test_rules_that_let_everything_through_are_refused() -> None:
    with pytest.raises(OutOfRange, match="min_n is 0"):
        SuppressionRules(min_n=0)
    with pytest.raises(OutOfRange, match="min_accounts is -1"):
        SuppressionRules(min_accounts=-1)
    with pytest.raises(OutOfRange, match="max_top_share is 50"):
        SuppressionRules(max_top_share=50)
    with pytest.raises(OutOfRange, match="min_partners is 0"):
        peer_benchmark_allowed([1.0], min_partners=0)
    with pytest.raises(OutOfRange, match="max_share is nan"):
        peer_benchmark_allowed([1.0], max_share=float("nan"))


@pytest.mark.parametrize("share", [-0.1, 1.1, 40.0])
def test_a_largest_share_outside_nothing_and_everything_is_refused(share: float) -> None:
    with pytest.raises(OutOfRange, match=r"top_share is .* at position 0; a share lies between"):
        primary_suppression([40], [8], [share])


def test_shares_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(OutOfRange, match="top_share has type <U4"):
        primary_suppression([40], [8], ["half"])
