"""Which readings of a final's figures are signals."""

from __future__ import annotations

from typing import Any

import pytest

from tests.metrics.signals.finals import (
    PARTNER,
    WEEK,
    Finals,
    change,
    chart,
    figure,
    hidden_risk,
    review,
)


def found(finals: Finals, *rows: Any) -> list[tuple[str, str, str, str, str]]:
    finals.publish(WEEK, *rows)
    return [
        (one.kind, one.side, one.audience, one.node_key, one.metric) for one in finals.signals()
    ]


def test_a_point_outside_of_its_limits_is_one_on_either_side(finals: Finals) -> None:
    rows = chart("below"), chart("above", audience="channel_partner"), chart("", metric="csat")

    assert found(finals, *rows) == [
        ("control_chart", "below", "end_user", "", "nps"),
        ("control_chart", "above", "channel_partner", "", "nps"),
    ]


def test_a_real_change_is_one_and_no_detectable_change_is_none(finals: Finals) -> None:
    rows = (
        change("down"),
        change("up", metric="csat"),
        change("no_detectable_change", metric="effort"),
        change("no_comparison", metric="intent"),
    )

    assert found(finals, *rows) == [
        ("change", "below", "end_user", "", "nps"),
        ("change", "above", "end_user", "", "csat"),
    ]


@pytest.mark.parametrize(
    ("changes", "is_one"),
    [
        ({}, True),
        ({"state": "warn", "severity": "caveat"}, False),
        ({"overridden": "Published all the same by M. Osei: heard the partner."}, False),
        ({"check_key": "contact_present"}, False),
    ],
    ids=["withheld", "only a warning", "decided by a person", "another check"],
)
def test_a_partner_withheld_for_its_pattern_is_one_until_somebody_decides(
    finals: Finals, changes: dict[str, Any], is_one: bool
) -> None:
    wanted = [("review", "below", "end_user", "ribera", "")] if is_one else []

    assert found(finals, review(**changes)) == wanted


@pytest.mark.parametrize(
    ("value", "high", "changes", "is_one"),
    [
        (38.0, 44.9, {}, True),
        (38.0, 45.0, {}, False),
        (52.0, 54.0, {}, False),
        (38.0, 44.9, {"decision": "hold"}, False),
        (38.0, 44.9, {"window": 4}, False),
        (38.0, 44.9, {"level": "region", "node_key": "Spain/Aragon"}, False),
    ],
    ids=["below", "reaches it", "above", "an earlier week's", "other window", "no own target"],
)
def test_a_figure_certainly_below_a_target_of_its_own_is_one(
    finals: Finals, value: float, high: float, changes: dict[str, Any], is_one: bool
) -> None:
    wanted = [("target", "below", "end_user", "", "nps")] if is_one else []

    assert found(finals, figure("end_user", value, high, **changes)) == wanted


@pytest.mark.parametrize(
    ("partner", "user", "user_high", "is_one"),
    [
        (55.0, 20.0, 30.0, True),
        (50.0, 20.0, 44.9, True),
        (49.9, 20.0, 30.0, False),
        (55.0, 20.0, 45.0, False),
        (55.0, 60.0, 62.0, False),
    ],
    ids=["hidden", "just so", "the partner is below too", "not for certain", "both content"],
)
def test_a_content_partner_with_end_users_certainly_below_is_a_hidden_risk(
    finals: Finals, partner: float, user: float, user_high: float, is_one: bool
) -> None:
    rows = (
        figure("channel_partner", partner, partner + 20, **PARTNER),
        figure("end_user", user, user_high, **PARTNER),
    )
    wanted = [("hidden_risk", "below", "end_user", "ribera", "nps")] if is_one else []

    assert found(finals, *rows) == wanted


def test_a_figure_that_may_not_be_shown_is_no_half_of_a_hidden_risk(finals: Finals) -> None:
    partner, user = hidden_risk()
    partner.value = partner.raw = partner.se = partner.ci_low = partner.ci_high = None
    partner.decision, partner.grade, partner.reason = "suppress", "F", "2 answers"

    assert found(finals, partner, user) == []


def test_hidden_risks_are_looked_for_in_what_the_pages_lead_with(finals: Finals) -> None:
    rows = (*hidden_risk(), figure("end_user", 60.0, 62.0))
    others = figure("end_user", 0.1, 0.2, metric="csat", **PARTNER)

    assert found(finals, *rows, others) == [("hidden_risk", "below", "end_user", "ribera", "nps")]


def test_every_country_line_and_touchpoint_below_the_networks_target_is_one(finals: Finals) -> None:
    rows = (
        figure("end_user", 38.0, 40.0, level="country", node_key="Spain"),
        figure("end_user", 60.0, 62.0, level="country", node_key="Poland"),
        figure("end_user", 38.0, 40.0, level="product_line", node_key="screw", window=4),
        figure("end_user", 38.0, 40.0, touchpoint_key="repair_visit"),
    )

    finals.publish(WEEK, *rows)

    signals = finals.signals()
    assert {(one.level, one.node_key, one.touchpoint_key) for one in signals} == {
        ("country", "Spain", ""), ("product_line", "screw", ""), ("network", "", "repair_visit"),
    }  # fmt: skip
    assert {(one.kind, one.owner) for one in signals} == {("target", "Ilse Voss, Chief")}


def test_what_is_below_by_itself_is_none_among_many_looked_at(finals: Finals) -> None:
    alone = figure("end_user", 38.0, 44.5, level="country", node_key="Spain")
    others = [
        figure("end_user", 45.0, 52.0, level="country", node_key=f"Land {at}") for at in range(20)
    ]

    assert found(finals, alone, *others) == []
