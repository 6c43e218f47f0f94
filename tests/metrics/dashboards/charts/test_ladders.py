from __future__ import annotations

from metrics.dashboards.charts.ladders import draw_ladder


def test_each_step_is_a_share_of_the_first_over_the_one_before() -> None:
    steps = [("Transactions", 200, ()), ("Drawn", 150, ("50 no further",)), ("Used", 30, ())]

    bars = draw_ladder(steps, "end_user")

    assert [(bar.width, bar.width_before) for bar in bars] == [(100, 100), (75, 100), (15, 75)]
    assert [bar.share for bar in bars] == ["", "75 %", "15 %"]
    assert [bar.series for bar in bars] == ["", "", "u"]


def test_a_small_share_is_not_none_at_all() -> None:
    bars = draw_ladder([("Transactions", 10_000, ()), ("Used", 3, ())], "channel_partner")

    assert bars[1].share == "< 1 %"


def test_no_transaction_is_no_division_by_nought() -> None:
    bars = draw_ladder([("Transactions", 0, ()), ("Used", 0, ())], "end_user")

    assert [bar.width for bar in bars] == [0, 0]
