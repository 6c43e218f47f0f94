from __future__ import annotations

import pytest

from stats import (
    BadWeights,
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
