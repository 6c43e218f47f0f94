from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.comparison import (
    Baseline,
    NotYet,
    NotYetReason,
    ProportionBaseline,
    Spacing,
    given_baseline,
    moving_range_baseline,
)
from stats.errors import DependentPoints, OutOfRange

SERIES = [40.0, 42.0, 39.0, 43.0, 41.0] * 4


def frozen(found: Baseline | NotYet) -> Baseline:
    assert isinstance(found, Baseline)
    return found


def test_centre_and_mean_moving_range_are_those_of_the_worked_example() -> None:
    found = frozen(moving_range_baseline([40, 42, 39, 43, 41], minimum=5))

    assert (found.centre, found.mean_range) == (41.0, 2.75)
    assert found.sigma == pytest.approx(2.75 / 1.128)


def test_eleven_points_are_no_baseline_and_twelve_are_a_provisional_one() -> None:
    eleven, twelve = moving_range_baseline(SERIES[:11]), moving_range_baseline(SERIES[:12])

    assert eleven == NotYet(NotYetReason.FEW_POINTS, 11, 12, "a baseline")
    assert str(eleven) == "not yet: 11 of the 12 points that a baseline needs"
    assert not frozen(twelve).settled
    assert str(twelve).endswith("12 points (provisional below 20)")


def test_twenty_points_settle_a_baseline() -> None:
    found = frozen(moving_range_baseline(SERIES))

    assert found.settled
    assert found.centre_error == pytest.approx(found.sigma / np.sqrt(20))


def test_a_point_left_out_stays_on_record_with_its_reason() -> None:
    found = frozen(moving_range_baseline([*SERIES, 5.0, 41.0], {20: "mailing failed"}))

    assert found.points == 21
    assert str(found.excluded[0]) == "point 21 (5): mailing failed"
    assert "left out: point 21 (5): mailing failed" in str(found)
    # The range bridges the gap: 41 to 41, instead of 41 to 5 and back.
    assert found.mean_range == pytest.approx(np.abs(np.diff([*SERIES, 41.0])).mean())


def test_points_left_out_do_not_count_towards_the_minimum() -> None:
    found = moving_range_baseline(SERIES[:12], {0: "holiday"})

    assert isinstance(found, NotYet)
    assert found.points == 11


def test_points_that_do_not_vary_are_no_ground_for_limits() -> None:
    found = moving_range_baseline([7.1] * 12)

    assert isinstance(found, NotYet)
    assert found.reason is NotYetReason.NO_VARIATION
    assert str(found) == "not yet: 12 points that do not vary are no ground for limits"


def test_a_series_without_points_is_not_yet_a_baseline() -> None:
    assert isinstance(moving_range_baseline([]), NotYet)


def test_a_given_standard_is_settled_and_has_no_error_of_its_centre() -> None:
    found = given_baseline(40.0, 2.0)

    assert (found.settled, found.centre_error) == (True, 0.0)
    assert found.sigma == pytest.approx(2.0)
    assert str(found) == "centre 40.00, sigma 2.00, a given standard"


def test_windows_that_overlap_are_refused_wherever_they_are_charted() -> None:
    with pytest.raises(DependentPoints, match="chart every 4th"):
        Spacing(4, 1)
    assert Spacing(4, 4).every_weeks == 4


@settings(max_examples=30)
@given(st.lists(st.integers(-100, 100), min_size=12, max_size=40), st.integers(-50, 50))
def test_shifting_and_reversing_a_series_keeps_its_spread(values: list[int], shift: int) -> None:
    found = moving_range_baseline(values)
    turned = moving_range_baseline([value + shift for value in reversed(values)])

    assert isinstance(found, NotYet) == isinstance(turned, NotYet)
    if isinstance(found, Baseline) and isinstance(turned, Baseline):
        assert turned.mean_range == pytest.approx(found.mean_range)
        assert turned.centre == pytest.approx(found.centre + shift, abs=1e-9)


def test_reasons_that_say_nothing_and_positions_that_do_not_exist_are_refused() -> None:
    with pytest.raises(OutOfRange, match="without a reason"):
        moving_range_baseline(SERIES, {3: " "})
    with pytest.raises(OutOfRange, match="no point at position 20 of 20"):
        moving_range_baseline(SERIES, {20: "late"})
    with pytest.raises(OutOfRange, match="ask for 2 or more"):
        moving_range_baseline(SERIES, minimum=1)
    with pytest.raises(OutOfRange, match="sigma is 0; hand in a number above 0"):
        given_baseline(40.0, 0.0)
    with pytest.raises(OutOfRange, match="at least one week"):
        Spacing(0, 1)
    with pytest.raises(OutOfRange, match="holds inf"):
        moving_range_baseline([*SERIES, float("inf")])


def test_a_baseline_that_comes_back_broken_from_a_store_is_refused() -> None:
    with pytest.raises(OutOfRange, match="centre is nan"):
        Baseline(float("nan"), 2.0, 20)
    with pytest.raises(OutOfRange, match="mean_range is 0"):
        Baseline(40.0, 0.0, 20)
    with pytest.raises(OutOfRange, match="points is 1"):
        Baseline(40.0, 2.0, 1)
    with pytest.raises(OutOfRange, match="sigma_z is 0"):
        ProportionBaseline(0.7, 0.0, 20, (), Spacing())
    with pytest.raises(OutOfRange, match="share of 0 cannot vary"):
        ProportionBaseline(0.0, 1.0, 20, (), Spacing())
    with pytest.raises(OutOfRange, match="share of 1 cannot vary"):
        ProportionBaseline(1.0, 1.0, 20, (), Spacing())
