from __future__ import annotations

import pytest

from metrics.dashboards.breaks import SeriesBreak, by_period, ending

NETWORK = ("network", "", "")


def made(week: str, key: str = "series_question", **changes: str) -> SeriesBreak:
    facts = {"audience": "", "metric": "", "level": "network", "node_key": "", **changes}
    return SeriesBreak(week, key, f"since {week}", touchpoints=("delivery",), **facts)


def test_a_period_that_holds_the_week_of_a_break_starts_anew() -> None:
    breaks = [made(week) for week in ("2026-W41", "2026-W42", "2026-W45")]

    found = by_period(breaks, ["2026-W37", "2026-W41", "2026-W45"])

    assert found == {1: ("since 2026-W41",), 2: ("since 2026-W42", "since 2026-W45")}


def test_what_broke_before_the_second_period_parts_nothing() -> None:
    assert by_period([made("2026-W36"), made("2026-W37")], ["2026-W37", "2026-W38"]) == {}


ENDS = {
    "series_method": True, "series_question": True, "series_touchpoints": True,
    "series_tree": True, "series_thresholds": False, "series_position": False,
    "series_plan": False, "series_field_period": False,
}  # fmt: skip


@pytest.mark.parametrize("key", ENDS)
def test_only_what_changes_the_meaning_of_a_figure_ends_its_series(key: str) -> None:
    assert bool(ending([made("2026-W45", key)], "end_user", "nps", NETWORK)) == ENDS[key]


def test_a_touchpoint_goes_on_where_only_the_total_is_over_others() -> None:
    one = [made("2026-W45", "series_touchpoints")]

    assert ending(one, "end_user", "nps", NETWORK)
    assert not ending(one, "end_user", "nps", ("network", "", "delivery"))
