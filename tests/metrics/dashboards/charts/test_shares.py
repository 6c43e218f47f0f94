from __future__ import annotations

from metrics.dashboards.charts.shares import HEIGHT, draw_shares


def test_bars_are_as_tall_as_their_shares_and_stand_in_the_scales_order() -> None:
    chart = draw_shares([("0–6", 20), ("7–8", 30), ("9–10", 50)], "end_user", 50, "End users")

    assert [bar.height for bar in chart.bars] == [round(HEIGHT * p / 50, 1) for p in (20, 30, 50)]
    assert [bar.y + bar.height for bar in chart.bars] == [HEIGHT] * 3
    assert [bar.middle for bar in chart.bars] == sorted(bar.middle for bar in chart.bars)
    assert chart.bars[0].x >= 0
    assert chart.bars[-1].x + chart.width <= 100
    assert chart.text == "End users: 0–6: 20 %; 7–8: 30 %; 9–10: 50 %."


def test_a_share_that_rounds_to_nothing_is_not_called_nothing() -> None:
    chart = draw_shares([("0–8", 0), ("9", 40), ("10", 60)], "channel_partner", 60, "Partners")

    assert chart.bars[0].share == "< 1"
    assert chart.bars[0].height == 0
