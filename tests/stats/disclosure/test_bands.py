from __future__ import annotations

import pytest

from stats.disclosure import Band, n_bands, whole_percents, whole_points
from stats.errors import OutOfRange

BANDS = {
    0: Band.HIDDEN,
    9: Band.HIDDEN,
    10: Band.TENS,
    19: Band.TENS,
    20: Band.TWENTIES,
    49: Band.TWENTIES,
    50: Band.FIFTIES,
    99: Band.FIFTIES,
    100: Band.HUNDREDS,
    10**6: Band.HUNDREDS,
}


@pytest.mark.parametrize("n", BANDS)
def test_every_number_of_respondents_has_its_band(n: int) -> None:
    assert n_bands([n])[0] is BANDS[n]


@pytest.mark.parametrize(
    ("nps", "points"), [(-100.0, -100), (100.0, 100), (-0.4, 0), (44.5, 44), (45.5, 46)]
)
def test_nps_is_shown_in_whole_points(nps: float, points: int) -> None:
    assert whole_points([nps]).tolist() == [points]


def test_shares_are_shown_in_whole_per_cent() -> None:
    assert whole_percents([0.0, 0.125, 0.376, 1.0]).tolist() == [0, 12, 38, 100]


def test_what_is_no_count_no_nps_and_no_share_is_refused() -> None:
    with pytest.raises(OutOfRange, match=r"n holds 9\.5"):
        n_bands([9.5])
    with pytest.raises(OutOfRange, match="nps is 101 at position 1"):
        whole_points([0, 101])
    with pytest.raises(OutOfRange, match="shares is 38 at position 0"):
        whole_percents([38.0])


def test_no_figures_stay_no_figures() -> None:
    assert [found.size for found in (n_bands([]), whole_points([]), whole_percents([]))] == [
        0,
        0,
        0,
    ]
