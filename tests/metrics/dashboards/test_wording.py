from __future__ import annotations

import pytest

from metrics.dashboards.wording import exact_text, listed, q_text, size_text, unbroken, window_text


@pytest.mark.parametrize(
    ("week", "window", "text"),
    [
        ("2026-W46", 1, "week 46, 2026"),
        ("2026-W46", 4, "weeks 43–46, 2026"),
        ("2026-W02", 4, "weeks 51, 2025 to 2, 2026"),
        ("2021-W01", 4, "weeks 51, 2020 to 1, 2021"),
    ],
)
def test_a_window_names_its_weeks(week: str, window: int, text: str) -> None:
    assert window_text(week, window) == text


@pytest.mark.parametrize(
    ("value", "metric", "text"),
    [(-6.12, "nps", "6.1 points"), (0.034, "csat", "3.4 percentage points"),
     (-0.256, "effort", "0.26 points")],
)  # fmt: skip
def test_a_difference_has_its_unit(value: float, metric: str, text: str) -> None:
    assert size_text(value, metric) == text


def test_names_are_listed_as_people_list_them() -> None:
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip


def test_a_very_small_q_is_not_nought() -> None:
    assert q_text(0.0004).replace("\N{NO-BREAK SPACE}", " ") == "q < .01"


def test_an_interval_stays_on_one_line() -> None:
    assert " " not in unbroken("[−19 to −1]")


@pytest.mark.parametrize(
    ("value", "metric", "text"),
    [(45.0, "nps", "45"), (40.5, "nps", "40.5"), (0.825, "csat", "82.5"), (5.25, "effort", "5.25"),
     (5.5, "effort", "5.5"), (0.8, "csat", "80"), (-0.5, "nps", "−0.5")],
)  # fmt: skip
def test_a_target_is_read_as_it_was_set(value: float, metric: str, text: str) -> None:
    assert exact_text(value, metric) == text
