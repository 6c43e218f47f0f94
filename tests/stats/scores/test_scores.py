from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from stats import (
    EmptyInput,
    IntervalMethod,
    OutOfRange,
    Undefined,
    effort,
    juster,
    juster_probabilities,
    mean_rating,
    nps,
    nps_from_counts,
    top_box,
)
from stats.scores import nps_points


def test_thirty_promoters_twelve_passives_eight_detractors_give_the_worked_nps() -> None:
    found = nps([9] * 15 + [10] * 15 + [7] * 6 + [8] * 6 + [0] * 4 + [6] * 4)

    assert found.value == pytest.approx(44.0)
    assert found.unit_variance == pytest.approx(0.5664)
    assert found.se == pytest.approx(10.643, abs=5e-4)
    assert str(found) == "NPS 44.0, 95 % interval 21.1 to 61.9, n 50"


def test_nps_points_are_worth_their_class() -> None:
    assert nps_points([0, 6, 7, 8, 9, 10]).tolist() == [-100, -100, 0, 0, 100, 100]
    with pytest.raises(OutOfRange, match="code 11"):
        nps_points([11])


def test_small_samples_and_unanimous_ones_get_the_score_interval() -> None:
    assert nps_from_counts(20, 5, 4).interval.method is IntervalMethod.SCORE
    assert nps_from_counts(0, 0, 80).interval.method is IntervalMethod.SCORE
    assert nps_from_counts(20, 5, 5).interval.method is IntervalMethod.ADJUSTED_WALD


def test_answers_of_one_class_have_an_interval_but_no_error_and_a_reason() -> None:
    one, same = nps([10]), nps([7, 8, 8])

    assert (one.se, one.reason) == (None, Undefined.FEW_ACCOUNTS)
    assert (same.se, same.reason) == (None, Undefined.ZERO_VARIANCE)
    assert one.interval.low < one.interval.high == 100.0
    assert same.interval.low < 0.0 < same.interval.high
    assert nps([10, 7]).reason is Undefined.DEFINED


def test_ratings_that_agree_but_for_rounding_have_no_error() -> None:
    found = mean_rating([0.3, 0.1 + 0.2], low=0, high=1)

    assert (found.se, found.reason) == (None, Undefined.ZERO_VARIANCE)


def test_top_two_of_five_give_the_worked_share() -> None:
    found = top_box([4] * 30 + [5] * 8 + [3] * 12)

    assert found.share == pytest.approx(0.76)
    assert str(found) == "76.0%, 95 % interval 62.6% to 85.7%, n 50"


def test_no_hits_still_have_an_upper_limit() -> None:
    found = top_box([1] * 10, boxes=2, points=7)

    assert found.interval.low == 0.0
    assert found.interval.high == pytest.approx(0.2775, abs=5e-5)


def test_five_ratings_give_the_worked_mean() -> None:
    found = mean_rating([8, 9, 7, 10, 6], low=0, high=10)

    assert found.se == pytest.approx(0.7071, abs=5e-5)
    assert str(found) == "mean 8.00, 95 % interval 6.04 to 9.96, n 5"


def test_one_rating_and_equal_ratings_have_no_interval_but_a_reason() -> None:
    one = mean_rating([7], low=1, high=7)
    same = mean_rating([5, 5, 5], low=1, high=7)

    assert one.reason is Undefined.FEW_ACCOUNTS
    assert same.reason is Undefined.ZERO_VARIANCE
    assert {one.sd, one.se, one.interval, same.sd, same.se, same.interval} == {None}
    assert "no interval" in str(same)


def test_effort_reports_the_mean_and_who_found_it_easy() -> None:
    found = effort([7, 6, 5, 4, 1])

    assert found.mean.mean == pytest.approx(4.6)
    assert found.easy.share == pytest.approx(0.6)
    assert str(found).startswith("effort mean 4.60")


def test_justers_points_are_probabilities_that_never_reach_zero_or_one() -> None:
    found = juster_probabilities(list(range(11)))

    np.testing.assert_allclose(found, [0.01, *np.arange(0.1, 0.95, 0.1), 0.99])
    assert juster([10, 10, 0]).mean == pytest.approx((0.99 + 0.99 + 0.01) / 3)


REFUSED: dict[str, Callable[[], object]] = {
    "nps": lambda: nps([10, 11]),
    "top box": lambda: top_box([0]),
    "effort": lambda: effort([8]),
    "juster": lambda: juster([-1]),
    "rating": lambda: mean_rating([8], low=1, high=7),
    "missing rating": lambda: mean_rating([float("nan")], low=1, high=7),
    "fractional score": lambda: nps([9.5]),
    "more boxes than points": lambda: top_box([1], boxes=5),
    "negative count": lambda: nps_from_counts(1, -1, 0),
    "fractional count": lambda: nps_from_counts(1.5, 1, 0),  # type: ignore[arg-type]
    "endless count": lambda: nps_from_counts(float("inf"), 1, 0),  # type: ignore[arg-type]
    "text as count": lambda: nps_from_counts("1", 1, 0),  # type: ignore[arg-type]
    "scale of nothing": lambda: mean_rating([7], low=7, high=7),
    "endless boxes": lambda: top_box([1], boxes=1, points=float("inf")),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("case", REFUSED)
def test_answers_outside_the_scale_are_refused(case: str) -> None:
    with pytest.raises(OutOfRange):
        REFUSED[case]()


EMPTY: dict[str, Callable[[], object]] = {
    "nps": lambda: nps([]),
    "top box": lambda: top_box([]),
    "effort": lambda: effort([]),
    "juster": lambda: juster([]),
    "rating": lambda: mean_rating([], low=1, high=7),
}


@pytest.mark.parametrize("case", EMPTY)
def test_no_answers_are_refused_rather_than_scored_zero(case: str) -> None:
    with pytest.raises(EmptyInput, match="Nobody answered"):
        EMPTY[case]()
