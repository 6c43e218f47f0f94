"""What an edition does not show, none of its findings tells by its figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.clock import Week
from metrics.figures import Finding
from metrics.models import Decision, State
from metrics.warehouse.frozen import History
from metrics.weekly.compute import Computed, compute
from tests.metrics.frozen_weeks import MadeWeek, figure, publish_all
from tests.metrics.weekly.test_compare import week


def figures_told(found: Computed) -> set[float]:
    values = (value for finding in found.figures.findings for value in finding.evidence.values())
    return {value for value in values if isinstance(value, float)}


def of_check(found: Computed, check_key: str) -> list[Finding]:
    return [f for f in found.figures.findings if f.check_key == check_key and f.window in (0, 1)]


def few_customers(accounts: int, kind: str = "final") -> MadeWeek:
    made = MadeWeek(kind=kind)
    for place in range(12):
        made.transaction(account=place % accounts, answers={"recommend": (9, 10, 3, 8)[place % 4]})
    return made


def test_a_shown_figure_is_told_with_its_sensitivity() -> None:
    found = compute(few_customers(12).freeze(), History())

    [extrapolation] = of_check(found, "extrapolation")
    assert figure(found).value is not None
    assert extrapolation.evidence["raw"] == figure(found).raw
    assert "sensitivity_low" in extrapolation.evidence


@pytest.mark.parametrize(("accounts", "kind"), [(2, "final"), (12, "flash")])
def test_a_hidden_figure_is_not_told_by_what_looked_at_it(accounts: int, kind: str) -> None:
    shown = compute(few_customers(12).freeze(), History())
    found = compute(few_customers(accounts, kind).freeze(), History())

    [extrapolation] = of_check(found, "extrapolation")
    assert figure(found).decision is Decision.SUPPRESS
    assert figure(shown).raw not in figures_told(found)
    assert set(extrapolation.evidence) <= {"invited", "answers_with_time", "answered_share"}


def test_neither_level_nor_change_of_a_held_figure_is_told(tmp_path: Path) -> None:
    now = week(45, reachable=0.4, shift=5)
    free = publish_all(tmp_path / "free", [week(44), week(45, shift=5)])[1][1]

    held = publish_all(tmp_path / "held", [week(44), now])[1][1]

    assert figure(held).decision is Decision.HOLD
    assert figure(free).raw in figures_told(free)
    assert figure(free).raw not in figures_told(held)
    [mix] = [f for f in of_check(held, "mix_shift") if f.metric]
    assert (mix.state, mix.value, dict(mix.evidence)) == (State.NOT_APPLICABLE, None, {})
    assert "is not told" in mix.what


def two_touchpoints(number: int, deliveries: int, *, drop: int = 0) -> MadeWeek:
    """Deliveries, which get worse, and thirty repair visits, which do not."""
    made = MadeWeek(week=Week(2026, number))
    for place in range(deliveries):
        made.transaction(answers={"recommend": 10 - (place % 5) - drop})
    for place in range(30):
        made.transaction(touchpoint="repair_visit", answers={"recommend": (place * 3) % 11})
    return made


@pytest.mark.parametrize(
    ("before", "now", "told"), [(20, 20, "delivery"), (20, 6, None), (6, 20, None)]
)
def test_the_part_of_a_touchpoint_is_told_only_where_it_was_shown_both_times(
    tmp_path: Path, before: int, now: int, told: str | None
) -> None:
    weeks = [two_touchpoints(44, before), two_touchpoints(45, now, drop=1)]

    found = publish_all(tmp_path, weeks)[1][1]

    [mix] = [f for f in of_check(found, "mix_shift") if f.metric]
    assert mix.evidence.get("largest touchpoint") == told
    assert ("largest part" in mix.evidence) is (told is not None)
