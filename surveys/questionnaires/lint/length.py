"""How long a questionnaire takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from surveys.questionnaires.lint.findings import Category, LintFinding, error, warn
from surveys.questionnaires.lint.items import Item, ItemType
from surveys.questionnaires.lint.read_item import ReadItem


class Limits(NamedTuple):
    """More than `warn` is a warning, more than `fail` an error."""

    warn: float
    fail: float


# [P] all; Pew Research Center ends its web surveys at 15 minutes.
MINUTES = Limits(10, 15)
MINUTES_TRANSACTIONAL = Limits(3, 5)
GRID_ROWS = Limits(10, 15)
OPEN_ENDED = Limits(3, 5)
# Pew Research Center ("How we keep our online surveys from running too long", 2022): 85 points
# are 15 minutes, a question by itself is 1 point.
BUDGET_MINUTES, BUDGET_POINTS = 15, 85
QUESTION_POINTS = 1.0
# [P] Pew counts a row of a battery as less and a text as more, to minutes; the figures are ours.
GRID_ROW_POINTS = 0.5
RANKED_OPTION_POINTS = 0.5
SHORT_TEXT_POINTS = 2.0
TEXT_POINTS = 4.0


def length(read: ReadItem) -> Iterator[LintFinding]:
    """Minutes, rows of a grid and open questions against their limits."""
    context = read.context
    minutes = _minutes(read)
    limits = MINUTES_TRANSACTIONAL if context.survey_kind.startswith("trans") else MINUTES
    for found, allowed, name, advice in (
        (minutes, limits, "minutes", "Leave out what nobody will act on, or split the survey."),
        (_rows(read), GRID_ROWS, "rows in one grid", "Split the grid or keep the rows that count."),
        (context.open_ended, OPEN_ENDED, "open questions", "Keep one or two of them."),
    ):
        if found is not None and found > allowed.warn:
            say = error if found > allowed.fail else warn
            message = f"{found:.3g} {name}; more than {allowed.warn:g} tire people."
            yield say(Category.LENGTH, message, advice)


def estimated_minutes(items: Iterable[Item]) -> float:
    """Minutes to answer the questions, by points: 15 Σ points / 85."""
    return _minutes_of(sum(_points(item) for item in items))


def _minutes_of(points: float) -> float:
    return BUDGET_MINUTES * points / BUDGET_POINTS


def _points(item: Item) -> float:
    by_type = {
        ItemType.GRID: GRID_ROW_POINTS * (item.context.grid_rows or 1),
        ItemType.RANKING: RANKED_OPTION_POINTS * max(len(item.options), 2),
        ItemType.SHORT: SHORT_TEXT_POINTS,
        ItemType.OPEN: TEXT_POINTS,
        ItemType.STATEMENT: 0.0,
    }
    return 0.0 if item.part else by_type.get(item.question_type, QUESTION_POINTS)


def _minutes(read: ReadItem) -> float | None:
    """As stated, or by the count of questions where only that is known."""
    context = read.context
    if context.est_minutes is not None or context.questions is None:
        return context.est_minutes
    texts = context.open_ended or 0
    points = QUESTION_POINTS * max(context.questions - texts, 0) + TEXT_POINTS * texts
    return _minutes_of(points)


def _rows(read: ReadItem) -> int | None:
    return read.context.grid_rows
