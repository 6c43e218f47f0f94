"""Who may be shown the network beside its own figures."""

from __future__ import annotations

from typing import Any

from metrics.warehouse.frozen import History
from metrics.weekly.compute import compute
from tests.metrics.frozen_weeks import MadeWeek, reference

TREE = reference({f"north{number}": "DE/North" for number in range(1, 9)})
HEARD = [f"north{number}" for number in range(1, 8)]


def rules(counts: dict[str, int], *, joint: str = "") -> dict[str, Any]:
    made = MadeWeek(reference=TREE)
    for partner, count in counts.items():
        for place in range(count):
            made.transaction(partner=partner, answers={"recommend": place % 11})
    for place in range(200 if joint else 0):
        made.transaction(partner=joint, is_joint=True, answers={"recommend": place % 11})
    found: dict[str, Any] = compute(made.freeze(), History()).figures.summary["peer_rules"]
    rule: dict[str, Any] = found["end_user"]
    return rule


def test_partners_alike_may_all_be_shown_the_network_also_one_without_an_answer() -> None:
    rule = rules(dict.fromkeys(HEARD, 12))

    assert rule == {"allowed": True, "partners": 7, "refused_for": []}


def test_a_partner_without_an_answer_is_not_shown_a_network_that_is_mostly_one_partners() -> None:
    rule = rules({**dict.fromkeys(HEARD, 12), "north1": 100})

    assert rule["refused_for"] == [*HEARD[1:], "north8"]


def test_answers_about_several_partners_make_nobody_large() -> None:
    rule = rules(dict.fromkeys(HEARD, 12), joint="north1")

    assert rule["refused_for"] == []
