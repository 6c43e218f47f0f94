"""What became of every answer is read from the frozen files, without names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from metrics.errors import NothingToDecideError
from metrics.integrity.overrules.rows.judged import JudgedRows, RowChoice, read_judged
from metrics.warehouse.files import seal, write_table
from metrics.warehouse.schema import FRAME, JUDGED, RESPONSES

AT = datetime(2026, 11, 5, 10, tzinfo=UTC)
# Response, transaction, audience, status, flags, minutes after AT; not in the order of time.
ANSWERS: tuple[tuple[int, int, str, str, list[str], int], ...] = (
    (30, 3, "end_user", "careless", ["page_speed", "longstring"], 9),
    (10, 1, "end_user", "used", [], 1),
    (20, 1, "channel_partner", "duplicate", [], 5),
    (40, 9, "end_user", "not_in_frame", [], 7),
)
FRAMED = (
    (1, "end_user", "nord", "delivery"), (1, "channel_partner", "kiel", "sale"),
    (3, "end_user", "nord", "repair_visit"),
)  # fmt: skip


def rows_of(schema: pa.Schema, given: list[dict[str, Any]]) -> pa.Table:
    empty = dict.fromkeys(schema.names)
    return pa.Table.from_pylist([{**empty, **row} for row in given], schema=schema)


def write_week(folder: Path, *, is_judged: bool = True, frame: tuple[Any, ...] = FRAMED) -> Path:
    responses = [
        {"response": response, "transaction": transaction, "audience": audience,
         "answered_at": AT + timedelta(minutes=minutes), "answered_on": date(2026, 11, 5),
         "served_at": None if response == 20 else AT + timedelta(minutes=minutes, seconds=-41),
         "device_class": "phone", "recommend": response // 10, "satisfaction": 4}
        for response, transaction, audience, _, _, minutes in ANSWERS
    ]  # fmt: skip
    framed = [
        {"transaction": t, "audience": audience, "partner": partner, "touchpoint": touchpoint}
        for t, audience, partner, touchpoint in frame
    ]
    judged = [
        {"response": response, "status": status, "flags": flags}
        for response, _, _, status, flags, _ in reversed(ANSWERS)
    ]
    write_table(folder, "responses", rows_of(RESPONSES, responses))
    write_table(folder, "frame", rows_of(FRAME, framed))
    if is_judged:
        write_table(folder, "judged", rows_of(JUDGED, judged))
    seal(folder, {})
    return folder


@pytest.fixture
def judged(tmp_path: Path) -> JudgedRows:
    found = read_judged(write_week(tmp_path))
    assert found is not None
    return found


def test_every_answer_comes_with_its_reason_flags_and_place_oldest_first(
    judged: JudgedRows,
) -> None:
    rows = judged.part(0, 10)

    assert [(row.response, row.status, row.flags, row.partner, row.touchpoint) for row in rows] == [
        (10, "used", (), "nord", "delivery"),
        (20, "duplicate", (), "kiel", "sale"),
        (40, "not_in_frame", (), "", ""),
        (30, "careless", ("page_speed", "longstring"), "nord", "repair_visit"),
    ]


def test_seconds_run_from_the_first_page_to_sending_where_that_is_known(
    judged: JudgedRows,
) -> None:
    assert [row.seconds for row in judged.part(0, 4)] == [41.0, None, 41.0, 41.0]
    assert judged.part(0, 1)[0].scores == {"recommend": 1, "satisfaction": 4}


CHOICES = {
    "all that were set aside": (RowChoice(), [20, 40, 30]),
    "the used ones": (RowChoice(status="used"), [10]),
    "a reason": (RowChoice(status="careless"), [30]),
    "a partner": (RowChoice(partner="nord"), [30]),
    "an audience": (RowChoice(audience="channel_partner"), [20]),
    "all at once": (RowChoice("used", "nord", "end_user"), [10]),
    "nobody": (RowChoice(partner="nowhere"), []),
}


@pytest.mark.parametrize("case", CHOICES)
def test_answers_are_chosen(judged: JudgedRows, case: str) -> None:
    choice, expected = CHOICES[case]

    chosen = judged.chosen(choice)

    assert [row.response for row in chosen.part(0, 10)] == expected
    assert len(chosen) == len(expected)


def test_answers_are_counted_by_what_became_of_them(judged: JudgedRows) -> None:
    assert judged.counts("status") == {
        "careless": 1, "duplicate": 1, "not_in_frame": 1, "used": 1,
    }  # fmt: skip


def test_a_part_is_no_longer_than_asked_for(judged: JudgedRows) -> None:
    assert [row.response for row in judged.part(1, 2)] == [20, 40]
    assert judged.part(100, 2) == ()


def test_statuses_are_told_for_answers_of_the_edition_only(judged: JudgedRows) -> None:
    assert judged.statuses([30, 10]) == {30: "careless", 10: "used"}
    with pytest.raises(NothingToDecideError, match="no such answer in this edition"):
        judged.statuses([30, 77])


def test_an_older_edition_says_nothing_of_single_answers(tmp_path: Path) -> None:
    assert read_judged(write_week(tmp_path, is_judged=False)) is None


def test_answers_without_any_frame_have_no_place(tmp_path: Path) -> None:
    found = read_judged(write_week(tmp_path, frame=()))

    assert found is not None
    assert [row.partner for row in found.part(0, 4)] == [""] * 4
