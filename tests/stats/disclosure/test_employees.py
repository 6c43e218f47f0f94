from __future__ import annotations

import pytest

from stats.disclosure import Suppression, comments_allowed, employee_suppression
from stats.errors import OutOfRange


def test_teams_below_ten_are_hidden_whatever_their_accounts() -> None:
    found = employee_suppression([0, 9, 10, 500])

    assert list(found) == [
        Suppression.MIN_N,
        Suppression.MIN_N,
        Suppression.SHOWN,
        Suppression.SHOWN,
    ]


def test_the_limit_can_be_lowered_to_five_and_no_further() -> None:
    assert list(employee_suppression([4, 5], min_n=5)) == [Suppression.MIN_N, Suppression.SHOWN]
    with pytest.raises(OutOfRange, match="4 respondents exposes"):
        employee_suppression([20], min_n=4)


def test_comments_need_ten_whatever_the_limit_for_figures() -> None:
    assert comments_allowed([5, 9, 10]).tolist() == [False, False, True]


def test_a_limit_that_is_no_number_is_refused() -> None:
    with pytest.raises(OutOfRange, match="min_n is nan; hand in a number"):
        employee_suppression([20], min_n=float("nan"))  # type: ignore[arg-type]  # a mistake
