from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.web.filters import (
    counted,
    day,
    instant,
    metric_change,
    metric_value,
    number,
    percent,
    percent_points,
    signed,
    week_days,
    week_name,
)

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (0, 0, "0"),
        (1234567, 0, "1,234,567"),
        (-38.4, 0, "−38"),
        (2.5, 0, "2"),
        (3.5, 0, "4"),
        (-0.4, 0, "0"),
        (-0.04, 1, "0.0"),
        (5.25, 1, "5.2"),
        (None, 0, "–"),
        (float("nan"), 0, "–"),
    ],
)
def test_a_number_has_a_true_minus_and_separated_thousands(
    value: float | None, places: int, text: str
) -> None:
    assert number(value, places) == text


@pytest.mark.parametrize(
    ("value", "text"), [(3, "+3"), (-4, "−4"), (0, "0"), (0.4, "0"), (-0.4, "0"), (None, "–")]
)
def test_a_change_carries_its_sign_unless_it_is_nothing(value: float | None, text: str) -> None:
    assert signed(value) == text


@pytest.mark.parametrize(
    ("share", "places", "text"),
    [(0.764, 0, f"76{NB}%"), (1, 0, f"100{NB}%"), (0.0123, 1, f"1.2{NB}%"), (None, 0, "–")],
)
def test_a_share_is_written_in_per_cent(share: float | None, places: int, text: str) -> None:
    assert percent(share, places) == text


def test_a_change_of_a_share_is_written_in_points() -> None:
    assert percent_points(0.034) == "+3"
    assert percent_points(-0.034, 1) == "−3.4"


@pytest.mark.parametrize(
    ("metric", "value", "text", "change"),
    [
        ("nps", 38.2, "38", "+38"),
        ("csat", 0.764, f"76{NB}%", "+76"),
        ("effort", 5.44, "5.4", "+5.4"),
        ("intent", 0.31, f"31{NB}%", "+31"),
    ],
)
def test_each_metric_has_its_own_decimals_and_unit(
    metric: str, value: float, text: str, change: str
) -> None:
    assert metric_value(value, metric) == text
    assert metric_change(value, metric) == change


@pytest.mark.parametrize(
    ("count", "text"), [(0, f"0{NB}answers"), (1, f"1{NB}answer"), (2412, f"2,412{NB}answers")]
)
def test_a_count_agrees_with_its_word(count: int, text: str) -> None:
    assert counted(count, "answer") == text


def test_a_count_can_name_an_irregular_plural() -> None:
    assert counted(2, "country", "countries") == f"2{NB}countries"


def test_a_day_is_written_in_full() -> None:
    assert day(date(2018, 5, 14)) == f"14{NB}May 2018"
    assert day(None) == "–"


def test_an_instant_is_written_in_the_programmes_zone() -> None:
    at = datetime(2018, 5, 13, 22, 30, tzinfo=UTC)

    assert instant(at, "Europe/Berlin") == f"14{NB}May 2018, 00:30"
    assert instant(at) == f"13{NB}May 2018, 22:30"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        instant(datetime(2018, 5, 13))  # noqa: DTZ001 - the very thing to be refused


@pytest.mark.parametrize(
    ("week", "days"),
    [
        ("2018-W20", f"14–20{NB}May 2018"),
        ("2018-W22", f"28{NB}May – 3{NB}June 2018"),
        ("2020-W53", f"28{NB}December 2020 – 3{NB}January 2021"),
    ],
)
def test_the_days_of_a_week_name_month_and_year_only_as_often_as_needed(
    week: str, days: str
) -> None:
    assert week_days(week) == days


def test_a_week_has_a_name_for_a_sentence() -> None:
    assert week_name("2018-W20") == f"week{NB}20, 2018"
