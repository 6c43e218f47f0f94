"""Answers through an open link are kept, counted and said; no figure moves by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics.warehouse.frozen import EditionRef, History
from metrics.weekly.compute import Computed, compute
from metrics.weekly.expected import expected_answer_share
from tests.metrics.frozen_weeks import MadeWeek


def computed(made: MadeWeek) -> Computed:
    return compute(made.freeze(), History())


def week_with_plan() -> tuple[MadeWeek, list[int], list[int]]:
    """Forty cases drawn with one half, thirty of them answered, and forty not drawn."""
    made = MadeWeek()
    drawn = [
        made.transaction(
            selection_probability=0.5, answers={"recommend": number % 11} if number < 30 else None
        )
        for number in range(40)
    ]
    undrawn = [
        made.transaction(frame_status="not_drawn", selection_probability=None, disposition="")
        for _ in range(40)
    ]
    return made, drawn, undrawn


def open_answers(made: MadeWeek, transactions: list[int]) -> None:
    for transaction in transactions:
        made.answer(transaction, "end_user", {"recommend": 0}, source="open_link")


@pytest.mark.parametrize("whose", ["answered too", "drawn and silent", "not drawn"])
def test_no_figure_moves_by_answers_through_an_open_link(whose: str) -> None:
    made, drawn, undrawn = week_with_plan()
    before = computed(made)
    chosen = {"answered too": drawn[:5], "drawn and silent": drawn[30:], "not drawn": undrawn[:9]}
    open_answers(made, chosen[whose])

    after = computed(made)

    assert after.figures.estimates == before.figures.estimates
    assert after.figures.gaps == before.figures.gaps
    assert after.figures.findings == before.figures.findings
    assert after.figures.weighings == before.figures.weighings
    assert after.figures.summary["set_aside"] == {
        "used": 30,
        "self_selected": len(chosen[whose]),
    }


def test_the_drawn_answer_is_used_though_the_open_one_came_first() -> None:
    made = MadeWeek()
    transaction = made.transaction()
    open_answers(made, [transaction])
    made.answer(transaction, "end_user", {"recommend": 9})

    assert computed(made).checked.status == ("self_selected", "used")


@pytest.mark.parametrize(
    ("score", "elsewhere"),
    [
        pytest.param(11, None, id="out of range"),
        pytest.param(5, 987_654_321, id="outside the frame"),
    ],
)
def test_having_chosen_to_answer_is_the_reason_whatever_else_holds(
    score: int, elsewhere: int | None
) -> None:
    made = MadeWeek()
    transaction = made.transaction()
    made.answer(elsewhere or transaction, "end_user", {"recommend": score}, source="open_link")

    assert computed(made).checked.status == ("self_selected",)


def test_the_ladder_counts_them_and_says_where_the_case_itself_stopped() -> None:
    made, drawn, undrawn = week_with_plan()
    open_answers(made, [drawn[39], undrawn[0]])

    ladder = {
        (row.step, row.reason): row.count
        for row in computed(made).figures.ladder
        if row.window == 1 and row.level == "network"
    }

    assert ladder["answered", ""] == 32
    assert ladder["answered", "self_selected"] == 2
    assert ladder["used", ""] == 30
    assert ladder["delivered", "non_contact"] == 10
    assert ladder["eligible", "not_drawn"] == 40


def test_they_bring_a_flash_no_nearer_to_what_is_expected(tmp_path: Path) -> None:
    earlier, _, undrawn = week_with_plan()
    final = EditionRef(earlier.week, "final", 0, "", tmp_path)
    history = History(stacked=(final,), cells=(computed(earlier).cells,))
    half = MadeWeek(kind="flash", frame=earlier.frame, responses=earlier.responses[:15])
    open_answers(half, undrawn)

    share = expected_answer_share(half.freeze(), history, own=computed(half).cells)

    assert share == 0.5
