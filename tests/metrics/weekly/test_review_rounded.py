"""Decisions are taken on values as they are published; reasons name what is the case."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.clock import Week
from metrics.integrity.thresholds import DEFAULTS
from metrics.models import State
from tests.metrics.frozen_weeks import MadeWeek, publish_all
from tests.metrics.random_weeks import random_week


@pytest.mark.parametrize(
    ("check", "value", "state"),
    [
        ("frame_gap", 0.9e-6, State.WARN),
        ("frame_gap", 0.4e-6, State.FAIL),
        ("design_effect", 2.0000004, State.PASS),
        ("design_effect", 2.0000006, State.WARN),
    ],
)
def test_a_value_published_at_the_threshold_stays_on_the_milder_side(
    check: str, value: float, state: State
) -> None:
    assert DEFAULTS.judge(check, value) is state


def test_after_a_week_without_an_answer_the_change_says_so(tmp_path: Path) -> None:
    made = [MadeWeek(week=Week(2026, 44)), random_week(Week(2026, 45), size=60)]

    _, computed = publish_all(tmp_path, made)

    assert {change.reason for change in computed[1].figures.changes} == {
        "In the earlier edition nobody answered this, or its error was not known."
    }
