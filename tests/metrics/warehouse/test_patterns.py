"""Answer patterns: integers that add up over weeks and hold all that reliability needs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from metrics.integrity.constructs.scales import scales_of
from metrics.warehouse.patterns import construct_items
from metrics.warehouse.schema import PATTERNS
from stats import ItemAnswers, cronbach_alpha, reliability
from tests.metrics.frozen_weeks import WEEK, MadeWeek
from tests.metrics.integrity.asked_weeks import (
    asked,
    cells_of,
    evidence_of,
    question,
    week_of,
)

TRUST = tuple(question(f"t{n}", construct="trust") for n in (1, 2, 3))
SHEET = asked("end_user.delivery.1", *TRUST, question("alone", construct="ease"))


def rows_of(table: pa.Table) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in table.to_pylist()]


def answered(made: MadeWeek, scores: dict[str, int], times: int = 1, **facts: Any) -> None:
    for _ in range(times):
        made.transaction(answers=scores, **facts)


def test_equal_answers_of_a_culture_are_one_row_with_their_count() -> None:
    made = week_of(SHEET)
    answered(made, {"t1": 4, "t2": 5, "t3": 4, "alone": 1}, times=2)
    answered(made, {"t1": 1, "t2": 2, "t3": 2, "alone": 5}, partner="coast1")
    answered(made, {"t1": 4, "t2": 5, "t3": 4}, is_joint=True)

    table = cells_of(made).patterns

    assert table.schema == PATTERNS
    assert rows_of(table) == [
        ("end_user", "", ["t1", "t2", "t3"], [4, 5, 4], 1),
        ("end_user", "DE", ["t1", "t2", "t3"], [4, 5, 4], 2),
        ("end_user", "ES", ["t1", "t2", "t3"], [1, 2, 2], 1),
    ]


def test_an_item_without_a_score_is_null_and_who_scored_none_is_not_counted() -> None:
    made = week_of(SHEET)
    answered(made, {"t1": 4, "t3": 2})
    answered(made, {"alone": 2})

    assert rows_of(cells_of(made).patterns) == [
        ("end_user", "DE", ["t1", "t2", "t3"], [4, None, 2], 1)
    ]


def test_an_answer_that_is_set_aside_is_in_no_pattern() -> None:
    made = week_of(SHEET)
    answered(made, {"t1": 4, "t2": 4, "t3": 4})
    made.answer(made.frame[0]["transaction"], "end_user", {"t1": 1, "t2": 1, "t3": 1})

    assert [row[3] for row in rows_of(cells_of(made).patterns)] == [[4, 4, 4]]


def test_versions_that_ask_the_same_items_are_counted_together() -> None:
    made = week_of(SHEET, asked("end_user.sale.1", *TRUST))
    answered(made, {"t1": 4, "t2": 4, "t3": 4})
    number = made.transaction(touchpoint="sale")
    made.answer(number, "end_user", {"t1": 4, "t2": 4, "t3": 4}, questionnaire="end_user.sale.1")

    assert rows_of(cells_of(made).patterns) == [
        ("end_user", "DE", ["t1", "t2", "t3"], [4, 4, 4], 2)
    ]


def test_the_rows_of_a_grid_are_items() -> None:
    grid = question("service", type="grid", construct="quality", parts=("speed", "skill"))

    found = construct_items(asked("end_user.delivery.1", grid))

    assert found == {"quality": ("service.skill", "service.speed")}


def test_the_scores_of_a_grid_are_counted_row_by_row() -> None:
    grid = question("service", type="grid", construct="quality", parts=("speed", "skill"))
    made = week_of(asked("end_user.delivery.1", grid))
    answered(made, {"recommend": 9})
    response = made.responses[0]["response"]
    made.items += [
        {"response": response, "question": "service", "part": part, "state": "answered", "score": s}
        for part, s in (("speed", 2), ("skill", 5))
    ]

    assert rows_of(cells_of(made).patterns) == [
        ("end_user", "DE", ["service.skill", "service.speed"], [5, 2], 1)
    ]


def test_a_single_item_or_a_question_without_scores_leaves_no_pattern() -> None:
    reasons = [question(k, construct="reasons", lowest=None, highest=None) for k in ("why", "what")]
    sheet = asked("end_user.delivery.1", question("alone", construct="ease"), *reasons)
    made = week_of(sheet)
    answered(made, {"alone": 3})

    assert cells_of(made).patterns.num_rows == 0


def test_the_order_of_responses_changes_no_byte() -> None:
    rng = np.random.default_rng(4)
    made = week_of(SHEET)
    for partner in rng.choice(["north1", "coast1"], 60).tolist():
        scores = {f"t{n}": int(rng.integers(1, 4)) for n in (1, 2, 3)}
        answered(made, scores, partner=partner)
    turned = week_of(
        SHEET, frame=made.frame, items=made.items[::-1], responses=made.responses[::-1]
    )

    assert cells_of(turned).patterns.equals(cells_of(made).patterns)


def test_three_weeks_of_patterns_say_what_all_rows_at_once_say() -> None:
    rng = np.random.default_rng(7)
    opinion = rng.normal(size=240)
    scores = np.clip(np.round(3 + opinion[:, None] + rng.normal(size=(240, 3))), 1, 5)
    weeks = [week_of(SHEET, week=WEEK.shifted(-n)) for n in (2, 1, 0)]
    for person, row in enumerate(scores.astype(int).tolist()):
        answered(weeks[person % 3], dict(zip(("t1", "t2", "t3"), row, strict=True)))

    evidence = evidence_of(weeks[2], weeks[:2])
    [scale] = scales_of(evidence.sheets, evidence.configuration.constructs)
    answers = evidence.patterns.answers("end_user", scale)
    people = answers.weighted()

    at_once = ItemAnswers.of_rows(scores)
    assert answers.n == 240
    assert reliability(people).value == pytest.approx(reliability(at_once).value, rel=1e-12)
    assert cronbach_alpha(people).value == pytest.approx(cronbach_alpha(at_once).value, rel=1e-12)


def test_weeks_before_the_window_are_left_out() -> None:
    old, new = week_of(SHEET, week=WEEK.shifted(-13)), week_of(SHEET)
    for made in (old, new):
        answered(made, {"t1": 4, "t2": 5, "t3": 4})

    evidence = evidence_of(new, [old])

    [scale] = scales_of(evidence.sheets, evidence.configuration.constructs)
    assert evidence.patterns.answers("end_user", scale).n == 1
