from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from demo.errors import DemoExistsError, NoTruthError
from demo.plan import new_plan, plan_for, stored_plan, truth_file, write_plan

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def test_a_new_plan_ends_with_the_last_complete_week(tmp_path: Path) -> None:
    plan = plan_for(tmp_path, NOW)

    assert str(plan.open_week) == "2026-W46"
    assert str(plan.calendar.week(0)) == "2025-W46"


def test_a_stored_plan_stays_where_it_is_when_time_goes_on(tmp_path: Path) -> None:
    write_plan(tmp_path, new_plan(NOW, week_count=4))

    later = plan_for(tmp_path, NOW + timedelta(days=30))

    assert str(later.open_week) == "2026-W46"
    assert later.world.truth.week_count == 4


@pytest.mark.parametrize(("seed", "week_count"), [(8, None), (None, 12)])
def test_another_world_is_refused_where_one_was_loaded(
    tmp_path: Path, seed: int | None, week_count: int | None
) -> None:
    write_plan(tmp_path, new_plan(NOW, seed=7, week_count=4))

    with pytest.raises(DemoExistsError, match="folder of its own"):
        plan_for(tmp_path, NOW, seed, week_count)


def test_the_truth_file_names_every_parameter(tmp_path: Path) -> None:
    write_plan(tmp_path, new_plan(NOW, seed=7))

    content = json.loads(truth_file(tmp_path).read_text(encoding="utf-8"))

    assert content["seed"] == 7
    assert content["truth"]["drop"]["week_index"] == 39
    assert content["truth"]["omission"]["partner_key"] == "GB01"
    assert content["touchpoints"][5]["key"] == "repair_visit"


def test_a_folder_without_a_demo_says_how_to_load_one(tmp_path: Path) -> None:
    with pytest.raises(NoTruthError, match="twofold demo load"):
        stored_plan(tmp_path)
