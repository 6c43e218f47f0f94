"""What each partner lets through, counted week by week."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyarrow as pa

from core.clock import Week
from metrics.warehouse.columns import Ints
from metrics.warehouse.gatekeeper import gatekeeper_counts, own_networks
from metrics.warehouse.schema import GATEKEEPER, USED
from metrics.weekly.check import check_rows, locate_in_frame
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.random_weeks import random_week

NOBODY: dict[str, Any] = {
    "frame_status": "no_contact", "contact_present": False, "disposition": "",
}  # fmt: skip


def counted(made: MadeWeek) -> dict[tuple[str, str, str], int]:
    frozen = made.freeze()
    checked = check_rows(frozen)
    table = gatekeeper_counts(frozen, checked.status, checked.frame_row)
    return {
        (row["partner"], row["quantity"], row["key"]): row["count"] for row in table.to_pylist()
    }


def of(made: MadeWeek, quantity: str, partner: str = "north1") -> dict[str, int]:
    return {key[2]: n for key, n in counted(made).items() if key[:2] == (partner, quantity)}


def test_transactions_are_counted_by_touchpoint_by_how_they_went_and_by_what_became_of_them() -> (
    None
):
    made = MadeWeek()
    made.transaction(outcome="late", **NOBODY)
    made.transaction(outcome="complaint_or_return", answers={"recommend": 3})
    made.transaction(outcome="nothing_wrong", touchpoint="sale")
    made.transaction(outcome="not_recorded", frame_status="", contact_present=None, disposition="")

    assert of(made, "frame") == {
        "end_user|delivery|badly|no_contact": 1,
        "end_user|delivery|badly|drawn": 1,
        "end_user|sale|well|drawn": 1,
        "end_user|delivery|not_recorded|": 1,
    }
    assert of(made, "disposition") == {
        "end_user|delivery|badly|complete": 1,
        "end_user|sale|well|non_contact": 1,
    }
    assert of(made, "supplier") == {"end_user|business": 2}


def test_what_is_of_several_partners_or_of_nobody_known_is_counted_for_none() -> None:
    made = MadeWeek()
    made.transaction(is_joint=True, answers={"recommend": 9})
    made.transaction(partner="", answers={"recommend": 9})

    assert {partner for partner, _, _ in counted(made)} == {""}


def test_scores_are_those_received_also_where_they_were_set_aside_the_first_of_each() -> None:
    made = MadeWeek()
    first = made.transaction(answers={"recommend": 10})
    made.answer(first, "end_user", {"recommend": 0})
    early = made.transaction()
    made.answer(early, "end_user", {"recommend": 4}, answered_on=made.week.monday)
    made.transaction(answers={"recommend": 12})
    chosen = made.transaction()
    made.answer(chosen, "end_user", {"recommend": 7}, source="open_link")

    assert of(made, "score") == {"10": 1, "4": 1}


def test_answers_within_a_minute_of_being_asked_are_fast() -> None:
    made = MadeWeek()
    for _ in range(3):
        made.transaction(answers={"recommend": 8})
    made.responses[0]["invited_at"] = made.responses[0]["answered_at"]
    made.responses[1] |= {"invited_at": None}
    imported = made.transaction()
    made.answer(imported, "end_user", {"recommend": 8}, source="import")

    assert of(made, "wait") == {"fast": 1, "usual": 1}


def test_a_network_is_a_partners_own_where_its_contacts_answer_and_nobody_elses_people() -> None:
    made = MadeWeek()
    for audience, partner, network in (
        ("channel_partner", "north1", "office"),
        ("channel_partner", "north1", "gateway"),
        ("channel_partner", "south1", "shared"),
        ("channel_partner", "north1", "shared"),
        ("end_user", "north1", "office"),
        ("end_user", "south1", "gateway"),
    ):
        number = made.transaction(audience=audience, partner=partner)
        made.answer(number, audience, {"recommend": 9}, network_hash=network)
    frozen = made.freeze()
    table = gatekeeper_counts(frozen, *_checked(made))

    contacts, users = (
        table.filter(pa.compute.equal(table.column("quantity"), name))
        for name in ("own_network", "end_user_network")
    )

    assert own_networks(contacts, users) == {"north1": frozenset({"office"})}


def _checked(made: MadeWeek) -> tuple[list[str], Ints]:
    frozen = made.freeze()
    return [USED] * frozen.responses.num_rows, locate_in_frame(frozen)


def test_weeks_add_up_to_what_they_are_at_once() -> None:
    weeks = [random_week(Week(2026, number), size=60) for number in (44, 45)]
    at_once = MadeWeek()
    for week in weeks:
        at_once.frame += week.frame
        at_once.responses += week.responses

    one_by_one: Counter[tuple[str, str, str]] = Counter()
    for week in weeks:
        one_by_one.update(counted(week))

    def without_places(counts: dict[tuple[str, str, str], int]) -> dict[Any, int]:
        return {key: n for key, n in counts.items() if key[1] != "place"}

    # The clock is each week's own: its places are among the delays of that week.
    assert without_places(one_by_one) == without_places(counted(at_once))


def test_a_week_without_anything_has_no_rows_and_the_usual_columns() -> None:
    frozen = MadeWeek().freeze()

    table = gatekeeper_counts(frozen, *_checked(MadeWeek()))

    assert (table.num_rows, table.schema) == (0, GATEKEEPER)
