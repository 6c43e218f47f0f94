from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.response import extrapolate_waves
from tests.stats.reference import table

FIGURES = {row["name"]: float(row["value"]) for row in table("response_figures.csv")}


def test_three_waves_give_the_worked_extrapolation() -> None:
    found = extrapolate_waves([200, 100, 50], [8.0, 7.7, 7.4], 1000)

    assert found.share == pytest.approx(0.35)
    assert found.observed == pytest.approx(7.829, abs=5e-4)
    assert found.slope == pytest.approx(-2.4, abs=5e-2)
    assert found.predicted == pytest.approx(6.629, abs=5e-4)
    assert found.by_trend == pytest.approx(7.049, abs=5e-4)
    assert found.by_last_wave == pytest.approx(7.55, abs=5e-4)


def test_four_waves_agree_with_weighted_least_squares_in_r() -> None:
    found = extrapolate_waves([210, 140, 60, 33], [8.12, 7.81, 7.77, 7.02], 1300)

    assert found.slope == pytest.approx(FIGURES["wave_slope"], rel=1e-10)
    assert found.predicted == pytest.approx(FIGURES["wave_predicted"], rel=1e-10)
    assert found.by_trend == pytest.approx(FIGURES["wave_trend"], rel=1e-10)
    assert found.by_last_wave == pytest.approx(FIGURES["wave_last"], rel=1e-10)


def test_a_trend_off_the_scale_is_held_at_its_end_and_says_so() -> None:
    found = extrapolate_waves([10, 10], [3.0, 1.0], 1000, low=0.0, high=10.0)

    assert found.predicted == 0.0
    assert found.clipped
    assert "held at the end" in str(found)


def test_when_everybody_answered_there_is_nothing_to_extrapolate() -> None:
    found = extrapolate_waves([60, 40], [8.0, 6.0], 100)

    assert found.by_trend == pytest.approx(found.observed)
    assert found.by_last_wave == pytest.approx(found.observed)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 50), st.floats(0, 10)), min_size=2, max_size=6),
    st.floats(-3, 3),
)
def test_shifting_all_waves_shifts_every_mean_alike(
    waves: list[tuple[int, float]], shift: float
) -> None:
    counts, means = [n for n, _ in waves], [y for _, y in waves]

    found = extrapolate_waves(counts, means, 400)
    moved = extrapolate_waves(counts, [y + shift for y in means], 400)

    assert moved.by_trend == pytest.approx(found.by_trend + shift, abs=1e-9)
    assert moved.by_last_wave == pytest.approx(found.by_last_wave + shift, abs=1e-9)
    assert moved.slope == pytest.approx(found.slope, abs=1e-6)


@pytest.mark.parametrize("scale", [{"low": float("nan")}, {"high": float("nan")}])
def test_a_scale_without_ends_is_refused(scale: dict[str, float]) -> None:
    with pytest.raises(OutOfRange, match="is nan"):
        extrapolate_waves([10, 5], [5.0, 4.0], 100, **scale)


@pytest.mark.parametrize("invited", [float("nan"), float("inf"), 99.5, -1])
def test_a_number_of_invitations_that_is_none_is_refused(invited: Any) -> None:
    with pytest.raises(OutOfRange, match="invited is "):
        extrapolate_waves([10, 5], [5.0, 4.0], invited)


def test_one_wave_too_many_answers_and_means_off_the_scale_are_refused() -> None:
    with pytest.raises(EmptyInput, match="two waves, not 1"):
        extrapolate_waves([10], [5.0], 100)
    with pytest.raises(OutOfRange, match="110 answers to 100"):
        extrapolate_waves([60, 50], [5.0, 6.0], 100)
    with pytest.raises(OutOfRange, match="position 1"):
        extrapolate_waves([10, 0], [5.0, 6.0], 100)
    with pytest.raises(OutOfRange, match="11 at position 1, outside the scale"):
        extrapolate_waves([10, 5], [5.0, 11.0], 100, low=0, high=10)
