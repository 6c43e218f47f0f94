"""The rows of frozen items: what every response was shown, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from metrics.warehouse.schema import ITEMS, ItemState
from metrics.weekly.frame_rows import facts_of, given_in
from metrics.weekly.read import WeekRows
from surveys.dispositions import is_offer
from surveys.questionnaires.flow import shown_questions
from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.types import NOT_APPLICABLE, AnswerKind

Item = tuple[str, str, str, int | None]


def item_table(rows: WeekRows, response_names: Mapping[int, int]) -> pa.Table:
    """One row an item, in the order of responses and questions; what is merely offered is none.

    A grid has an item for each of its rows; every other question is one.
    """
    columns: tuple[list[Any], ...] = ([], [], [], [], [])
    transactions = {row.id: row for row in rows.transactions}
    turns = {version: _can_turn(shapes) for version, shapes in rows.shapes.items()}
    for response in rows.responses:
        shapes = rows.shapes[response.version_id]
        if turns[response.version_id]:
            transaction = transactions.get(response.transaction_id)
            facts = facts_of(transaction) if transaction else {}
            shapes = shown_questions(shapes, given_in(rows, response.id, shapes), facts)
        for item in _items(rows, response.id, shapes):
            for column, value in zip(columns, (response_names[response.id], *item), strict=True):
                column.append(value)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, ITEMS, strict=True)]
    return pa.table(arrays, schema=ITEMS)


def _can_turn(shapes: tuple[QuestionShape, ...]) -> bool:
    return any(shape.show_if or shape.skips for shape in shapes)


def _items(rows: WeekRows, response: int, shapes: tuple[QuestionShape, ...]) -> Iterator[Item]:
    whole = rows.answers.get(response, {})
    parts: dict[str, dict[str, Any]] = {}
    for part in rows.parts.get(response, ()):
        parts.setdefault(part.question_key, {})[part.part] = part
    for shape in shapes:
        if shape.holds is AnswerKind.NOTHING or is_offer(shape):
            continue
        answer, own = whole.get(shape.key), parts.get(shape.key, {})
        if shape.rows and answer is None:
            for row in shape.rows:
                yield shape.key, row, *_state(own.get(row))
        elif own:
            yield shape.key, "", ItemState.ANSWERED.value, None
        else:
            yield shape.key, "", *_state(answer)


def _state(answer: Any) -> tuple[str, int | None]:
    if answer is None:
        return ItemState.BLANK.value, None
    if answer.choice == NOT_APPLICABLE:
        return ItemState.NOT_APPLICABLE.value, None
    return ItemState.ANSWERED.value, answer.score
