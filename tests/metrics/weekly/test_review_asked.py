"""Questions that are asked at some touchpoints only."""

from __future__ import annotations

from typing import Any

from metrics.models import Decision
from metrics.warehouse.frozen import History
from metrics.weekly.compute import Computed, compute
from tests.metrics.frozen_weeks import MadeWeek, figure

PARTNERS = ("north1", "south1", "coast1")


def computed(*, partners_rate_effort_at: tuple[str, ...]) -> Computed:
    made = MadeWeek()
    for place in range(90):
        touchpoint = ("repair_visit", "delivery", "sale")[place % 3]
        facts: dict[str, Any] = {"touchpoint": touchpoint, "partner": PARTNERS[place // 3 % 3]}
        effort = {"effort": 1 + place % 7}
        is_service = touchpoint == "repair_visit"
        user = {"recommend": place % 11, **(effort if is_service else {})}
        number = made.transaction(**facts, answers=user)
        partner = {
            "recommend": 10 - place % 11,
            **(effort if touchpoint in partners_rate_effort_at else {}),
        }
        made.transaction(
            audience="channel_partner", number=number, **facts, account=9 + place, answers=partner
        )
    for _ in range(10):
        made.transaction(touchpoint="repair_visit")
    return compute(made.freeze(), History())


def weekly_gap(found: Computed, metric: str) -> Any:
    [gap] = [
        gap
        for gap in found.figures.gaps
        if (gap.is_paired, gap.window, gap.level, gap.metric) == (False, 1, "network", metric)
    ]
    return gap


def test_effort_stands_for_the_transactions_of_the_touchpoints_that_ask_it() -> None:
    found = computed(partners_rate_effort_at=("repair_visit",))

    assert figure(found).population == 100
    assert figure(found, metric="effort").population == 40
    assert figure(found, metric="effort", level="partner", node_key="south1").population == 10


def test_the_two_customers_are_compared_where_both_are_asked() -> None:
    found = computed(partners_rate_effort_at=("repair_visit",))

    assert weekly_gap(found, "effort").value is not None
    assert weekly_gap(found, "nps").value is not None


def test_a_question_asked_at_other_touchpoints_of_each_customer_has_no_weekly_gap() -> None:
    found = computed(partners_rate_effort_at=("repair_visit", "sale"))

    gap = weekly_gap(found, "effort")

    assert (gap.decision, gap.value, gap.grade) == (Decision.SUPPRESS, None, "F")
    assert gap.reason == (
        "The two customers are asked this at different touchpoints; pairs compare it."
    )
    assert weekly_gap(found, "nps").value is not None
