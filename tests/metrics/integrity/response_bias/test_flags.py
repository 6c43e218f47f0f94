"""Flags fall for a reason, one family alone sets nobody aside, two do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from metrics.warehouse.frozen import EditionRef, History
from metrics.weekly.check import Checked, check_rows
from metrics.weekly.rollup import roll_up_week
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.response_bias.careless_weeks import (
    ALL_TOPS,
    GRID,
    HONEST,
    LONG,
    QUICK,
    SLOW,
    careful_week,
    drawn_week,
    sheet,
)

SHEETS: dict[str, tuple[dict[str, int], Any, str, set[str]]] = {
    "read and answered": (HONEST, SLOW, "used", set()),
    "all tops at leisure": (ALL_TOPS, SLOW, "used", set()),
    "in a hurry, with a view": (HONEST, QUICK, "used", {"page_speed", "relative_speed"}),
    "all tops in a hurry": (
        ALL_TOPS, QUICK, "careless", {"page_speed", "relative_speed", "same_place"},
    ),
    "all middles in a hurry, by page": (
        {"recommend": 5, "satisfaction": 3, "effort": 4}, [QUICK], "careless",
        # Nobody else's time is known by page: there is no median to compare it with.
        {"page_speed", "same_place"},
    ),
    "all tops, a third of the median but two seconds an item": (
        ALL_TOPS, 20.0, "careless", {"relative_speed", "same_place"},
    ),
    "all tops, more than a third of the median": (ALL_TOPS, 30.0, "used", set()),
    "all tops, and nobody knows how long": (ALL_TOPS, [None], "used", set()),
}  # fmt: skip


@pytest.mark.parametrize("case", SHEETS)
def test_a_short_sheet_is_set_aside_where_it_says_nothing_and_was_not_read(case: str) -> None:
    answers, seconds, status, expected = SHEETS[case]
    made = careful_week()
    response = {"served_at": None} if seconds == [None] else None
    sheet(made, answers, seconds, response=response)

    checked = check_rows(made.freeze())

    assert checked.status[-1] == status
    assert set(checked.flags[-1]) - {"total_time"} == expected
    assert set(checked.status[:-1]) == {"used"}


def test_half_the_median_alone_is_information() -> None:
    made = careful_week()
    sheet(made, ALL_TOPS, 30.0)

    assert check_rows(made.freeze()).flags[-1] == ("total_time",)


def test_the_same_answer_to_a_whole_grid_is_a_flag_of_its_own_and_sets_nobody_aside() -> None:
    made, _ = drawn_week(seed=1, is_long=True, size=60, careless=0.0)
    made.questionnaires = LONG
    name = sheet(made, HONEST, [30.0, 30.0, 90.0, 90.0])
    made.items.extend(
        {"response": name, "question": "grid", "part": row, "state": "answered", "score": 4}
        for row in GRID
    )

    checked = check_rows(made.freeze())

    assert checked.flags[-1] == ("longstring", "variability")
    assert checked.status[-1] == "used"


def test_answers_far_from_all_others_given_in_a_hurry_are_set_aside() -> None:
    made = MadeWeek()
    for number in range(60):
        high = number % 2
        sheet(made, {"recommend": 8 + high, "satisfaction": 4 + high, "effort": 6 + high}, SLOW)
        sheet(made, {"recommend": 9 - high, "satisfaction": 5 - high, "effort": 6 + high}, SLOW)
    sheet(made, {"recommend": 10, "satisfaction": 1, "effort": 1}, QUICK)

    checked = check_rows(made.freeze())

    assert {"mahalanobis", "page_speed"} <= set(checked.flags[-1])
    assert checked.status[-1] == "careless"


TEXTS: dict[str, tuple[int, int, str, set[str]]] = {
    "sixty letters alike by three": (60, 3, "latin", {"repeated_text"}),
    "sixty letters alike by two": (60, 2, "latin", set()),
    "fewer letters alike by three": (59, 3, "latin", set()),
    "twenty signs without a letter": (20, 1, "none", {"gibberish"}),
    "10/10": (5, 1, "none", set()),
}


@pytest.mark.parametrize("case", TEXTS)
def test_comments_are_known_by_their_traces(case: str) -> None:
    length, persons, script, expected = TEXTS[case]
    made = careful_week()
    traces = {"comment_hash": "c0ffee", "comment_length": length, "comment_script": script}
    for _ in range(persons):
        sheet(made, HONEST, SLOW, response=traces)

    checked = check_rows(made.freeze())

    assert set(checked.flags[-1]) == expected
    assert checked.status[-1] == "used"


def test_one_person_may_write_the_same_three_times() -> None:
    made = careful_week()
    traces = {"comment_hash": "c0ffee", "comment_length": 90, "comment_script": "latin"}
    for _ in range(3):
        sheet(made, HONEST, SLOW, response=traces, person=77)

    assert check_rows(made.freeze()).flags[-1] == ()


def final_history(*weeks: MadeWeek) -> History:
    """Earlier finals of which only the rollups are read."""
    frozen = [week.freeze() for week in weeks]
    return History(
        stacked=tuple(
            EditionRef(f.week, "final", 0, "of this test", Path("nowhere")) for f in frozen
        ),
        cells=tuple(roll_up_week(f, check_rows(f))[0] for f in frozen),
    )


def test_medians_come_from_earlier_finals_once_they_have_two_hundred_sheets() -> None:
    enough, too_few = careful_week(200), careful_week(199)
    made = careful_week(12)
    for _ in range(30):
        sheet(made, ALL_TOPS, 20.0)

    by_finals = check_rows(made.freeze(), final_history(enough))
    by_itself = check_rows(made.freeze(), final_history(too_few))

    # Most of this week's sheets took 20 seconds, so that by itself the week finds them usual.
    assert by_finals.status[-30:] == ("careless",) * 30
    assert by_itself.status[-30:] == ("used",) * 30


def found_and_wronged(*, is_long: bool, spread: float = 0.3) -> tuple[float, float]:
    """(share of the careless that is set aside, share of the honest that is) over five weeks."""
    found: list[bool] = []
    wronged: list[bool] = []
    for seed in range(5):
        made, truth = drawn_week(seed=seed, is_long=is_long, spread=spread)
        aside = np.array(check_rows(made.freeze()).status) == "careless"
        found += aside[np.array(truth)].tolist()
        wronged += aside[~np.array(truth)].tolist()
    return float(np.mean(found)), float(np.mean(wronged))


@pytest.mark.parametrize("spread", [0.0, 0.2, 0.3])
def test_most_of_twelve_per_cent_careless_are_found_on_long_sheets(spread: float) -> None:
    found, wronged = found_and_wronged(is_long=True, spread=spread)

    assert found > 0.6
    assert wronged <= 0.01


def test_on_three_questions_those_who_tick_one_place_are_found() -> None:
    # Half of the careless tick anything, which on three scales cannot be told from a view.
    found, wronged = found_and_wronged(is_long=False)

    assert 0.35 < found < 0.65
    assert wronged <= 0.01


def judged(checked: Checked) -> set[str]:
    return {row["key"] for row in checked.sheets.to_pylist() if row["quantity"] == "examined"}


def test_what_could_not_be_examined_is_counted_as_such() -> None:
    made = careful_week(2)
    sheet(made, {"recommend": 9}, SLOW)
    sheet(made, HONEST, [None], response={"served_at": None})

    assert judged(check_rows(made.freeze())) == {"examined", "too_short", "time_unknown"}


def test_who_is_found_careless_by_two_families_counts_as_examined() -> None:
    made = careful_week()
    traces = {"comment_hash": "c0ffee", "comment_length": 60, "comment_script": "latin"}
    for _ in range(3):
        sheet(made, {"recommend": 9, "satisfaction": 4}, 1.0, response=traces)

    checked = check_rows(made.freeze())

    # Two scales show no pattern: it is the hurry and the text that set these three aside.
    assert checked.status[-3:] == ("careless",) * 3
    assert judged(checked) == {"examined"}
