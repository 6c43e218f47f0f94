from __future__ import annotations

import pytest

from stats.duality import Quadrant, quadrants
from stats.errors import OutOfRange
from stats.intervals import Interval, IntervalMethod
from stats.reasons import Undefined

PLACES = {
    "both high": (9.0, 9.0, Quadrant.ALIGNED_STRONG),
    "both at the cut": (8.0, 7.0, Quadrant.ALIGNED_STRONG),
    "end user only": (9.0, 6.9, Quadrant.CHANNEL_STRAIN),
    "channel partner only": (7.9, 7.0, Quadrant.HIDDEN_RISK),
    "neither": (7.0, 6.0, Quadrant.CRITICAL),
}


@pytest.mark.parametrize("case", PLACES)
def test_a_unit_stands_where_its_two_customers_put_it(case: str) -> None:
    user, partner, place = PLACES[case]

    found = quadrants([user], [partner], cut_user=8.0, cut_partner=7.0)

    assert found.quadrant.tolist() == [place]
    assert place.sentence


def limits(low: float, high: float) -> Interval:
    return Interval(low, high, IntervalMethod.T)


# An interval of the end user's estimate beside a cut of 8, and whether it crosses it.
CROSSINGS: dict[str, tuple[float, Interval | Undefined, bool]] = {
    "around the cut": (7.5, limits(7.0, 9.0), True),
    "below": (7.5, limits(7.0, 7.9), False),
    "above": (8.5, limits(8.1, 9.0), False),
    "from the cut": (8.5, limits(8.0, 9.0), False),
    "up to the cut": (7.5, limits(7.0, 8.0), True),
    "undefined": (8.5, Undefined.FEW_ACCOUNTS, True),
}


@pytest.mark.parametrize("case", CROSSINGS)
def test_a_unit_whose_interval_crosses_a_cut_or_is_undefined_is_uncertain(case: str) -> None:
    value, interval, uncertain = CROSSINGS[case]

    by_user = quadrants([value], [9], cut_user=8, cut_partner=8, user_intervals=[interval])
    by_partner = quadrants([9], [value], cut_user=8, cut_partner=8, partner_intervals=[interval])

    assert by_user.uncertain.tolist() == [uncertain]
    assert by_partner.uncertain.tolist() == [uncertain]


def test_units_are_counted_by_quadrant_and_printed() -> None:
    found = quadrants(
        [9, 9, 5],
        [9, 9, 9],
        cut_user=8,
        cut_partner=8,
        user_intervals=[limits(8.5, 9.5), limits(7.5, 10.0), limits(4.0, 6.0)],
    )

    assert found.counts[Quadrant.ALIGNED_STRONG] == 2
    assert str(found) == (
        "2 aligned strong, 0 channel strain, 1 hidden risk, 0 critical; 1 of 3 uncertain"
    )


def test_no_units_have_no_quadrants() -> None:
    found = quadrants([], [], cut_user=8, cut_partner=8)

    assert len(found) == 0
    assert set(found.counts.values()) == {0}


def test_units_that_do_not_align_and_cuts_that_are_no_number_are_refused() -> None:
    with pytest.raises(OutOfRange, match="partner has 1 values where 2"):
        quadrants([9, 8], [9], cut_user=8, cut_partner=8)
    with pytest.raises(OutOfRange, match="cuts holds nan at position 1"):
        quadrants([9], [9], cut_user=8, cut_partner=float("nan"))
    with pytest.raises(OutOfRange, match="1 intervals of the user for 2 units"):
        quadrants([9, 8], [9, 8], cut_user=8, cut_partner=8, user_intervals=[limits(8, 9)])
    with pytest.raises(OutOfRange, match="user holds nan"):
        quadrants([float("nan")], [9], cut_user=8, cut_partner=8)
