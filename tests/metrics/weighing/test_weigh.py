"""Margins that always work: filled, merged, bounded, and what nobody answered for is said."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.warehouse.frozen import History
from metrics.warehouse.stack import stack_weeks
from metrics.weekly.compute import Computed, compute
from metrics.weighing.weigh import weigh
from tests.metrics.frozen_weeks import MadeWeek, figure


def computed(made: MadeWeek) -> Computed:
    return compute(made.freeze(), History())


def report(found: Computed, audience: str = "end_user", window: int = 1) -> dict[str, Any]:
    [weighing] = [
        w for w in found.figures.weighings if (w.audience, w.window) == (audience, window)
    ]
    return weighing.report


def silent(made: MadeWeek, count: int = 40, **facts: Any) -> MadeWeek:
    for _ in range(count):
        made.transaction(**facts)
    return made


def test_a_customer_without_a_region_is_weighed_with_most_of_the_partners_others() -> None:
    made = MadeWeek()
    for number in range(45):
        made.transaction(answers={"recommend": number % 11})
        made.transaction(partner="coast1", answers={"recommend": number % 9})
    silent(made, 12, region="")
    silent(made, 5, region="", partner="coast1")

    found = computed(made)
    stack = stack_weeks([found.cells], "end_user")

    assert stack.frame.counts("region") == {"DE/North": 57, "ES/Coast": 50}
    assert report(found)["region_filled_share"] == pytest.approx(17 / 107, abs=1e-6)
    assert report(found)["not_represented_share"] == 0.0


def test_where_nobody_has_a_region_the_region_is_no_margin() -> None:
    made = MadeWeek()
    for number in range(30):
        made.transaction(region="", answers={"recommend": number % 11})

    found = computed(silent(made, region=""))

    assert report(found)["margins"] == {}
    assert figure(found).value is not None


def test_margins_that_contradict_each_other_are_merged_and_the_merge_is_recorded() -> None:
    made = MadeWeek()
    # Every answer about north1 is about a sale, and there were more transactions of north1 than
    # sales: no weights above zero can meet both.
    for number in range(20):
        made.transaction(touchpoint="sale", answers={"recommend": number % 11})
        made.transaction(partner="coast1", touchpoint="sale", answers={"recommend": number % 11})
        made.transaction(partner="coast1", answers={"recommend": number % 11})
    silent(made, 80)

    found = computed(made)

    merges = report(found)["merges"]
    assert any("contradict" in merge for of in merges.values() for merge in of)
    assert (figure(found).n, figure(found).population) == (60, 140)
    # Who answered is nothing like all transactions, so that no figure is shown for it.
    assert figure(found).reason.startswith("Held back, and the final before shows none.")


def test_a_group_that_hardly_answers_gets_bounded_weights_or_is_merged() -> None:
    made = MadeWeek()
    for number in range(100):
        made.transaction(answers={"recommend": number % 11})
    for number in range(10):
        made.transaction(outcome="late", answers={"recommend": number % 11})
    silent(made, 5, outcome="nothing_wrong")
    silent(made, 900, outcome="late")

    found = computed(made)
    weighed = weigh(stack_weeks([found.cells], "end_user"), made.reference)

    g = weighed.design.weights / weighed.design.base
    assert report(found)["method"] in ("logit", "none")
    assert g.max() <= 5.0 + 1e-9
    total = float(weighed.design.weights[weighed.design.cell] @ weighed.design.count)
    assert total == pytest.approx(1015, rel=1e-9)


def test_a_touchpoint_where_nobody_answered_is_said_to_be_not_represented() -> None:
    made = MadeWeek()
    for number in range(40):
        made.transaction(answers={"recommend": number % 11})
    silent(made, 60, touchpoint="sale")

    found = computed(made)

    [finding] = [
        f for f in found.figures.findings if (f.check_key, f.window) == ("not_represented", 1)
    ]
    assert report(found)["not_represented"]["touchpoint"] == 0.6
    assert (finding.state, finding.value) == ("fail", 0.6)
    assert finding.what.startswith("60 % of the transactions belong to groups without a single")
    assert figure(found).grade == "D"


SALES = (10, 9, 9, 7)


def test_unequal_chances_of_the_plan_are_undone_by_the_base_weights() -> None:
    made = MadeWeek()
    # A tenth of the sales and all deliveries were asked, and everybody answered.
    for number in range(20):
        made.transaction(
            touchpoint="sale", selection_probability=0.1, answers={"recommend": SALES[number % 4]}
        )
    silent(
        made, 180, touchpoint="sale", frame_status="not_drawn", selection_probability=None,
        disposition="",
    )  # fmt: skip
    for number in range(20):
        made.transaction(answers={"recommend": number % 7})

    nps = figure(computed(made))

    assert nps.raw == -12.5
    assert nps.value == pytest.approx((200 * 75 - 20 * 100) / 220, abs=1e-6)
