from __future__ import annotations

import pytest

from stats import OutOfRange, margin_of_error, sample_size


def test_a_hundred_answers_give_the_worked_margins() -> None:
    assert margin_of_error(0.5, 100) == pytest.approx(0.0980, abs=5e-5)
    assert margin_of_error(0.5, 100, population=300) == pytest.approx(0.0801, abs=5e-5)


def test_asking_everybody_leaves_no_margin() -> None:
    assert margin_of_error(0.5, 300, population=300) == 0.0


def test_the_worked_plan_needs_the_worked_sample() -> None:
    found = sample_size(0.25, 0.05, population=500, deff=1.2, response_rate=0.25)

    assert found.n0 == pytest.approx(461.0, abs=0.05)
    assert found.n == pytest.approx(240.1, abs=0.05)
    assert (found.answers, found.invitations) == (241, 964)


def test_five_nps_points_at_the_worst_variance_need_over_a_thousand_answers() -> None:
    assert sample_size(0.75, 0.05).answers == pytest.approx(1153, abs=1)


def test_impossible_plans_are_refused() -> None:
    with pytest.raises(OutOfRange):
        margin_of_error(0.5, 400, population=300)
    with pytest.raises(OutOfRange):
        sample_size(0.25, 0.0)
    with pytest.raises(OutOfRange):
        sample_size(0.25, 0.05, response_rate=1.5)
