"""How much of what a week will say is in: for the flash, which is an early reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from metrics.warehouse.files import rounded
from metrics.warehouse.frozen import FrozenWeek, History, WeekCells
from metrics.warehouse.schema import SetAside

FINALS_TO_GO_BY = 4


def expected_answer_share(frozen: FrozenWeek, history: History, *, own: WeekCells) -> float | None:
    """Answers in, as a share of those expected: drawn cases × the answer rate of the last finals.

    1 for a final; None where nobody was drawn or no final says how many answer.
    """
    if frozen.fieldwork_closed:
        return 1.0
    finals = [
        cells
        for ref, cells in zip(history.stacked, history.cells, strict=True)
        if ref.kind == "final"
    ][-FINALS_TO_GO_BY:]
    drawn, answered = _count(finals, "drawn"), _count_drawn_answers(finals)
    drawn_now, answered_now = _count([own], "drawn"), _count_drawn_answers([own])
    if not drawn or not answered or not drawn_now:
        return None
    return rounded(min(1.0, answered_now / (drawn_now * answered / drawn)))


def _count_drawn_answers(weeks: Sequence[WeekCells]) -> int:
    """Answers of those asked: from outside the frame or through an open link none is expected."""
    others = (SetAside.SELF_SELECTED, SetAside.NOT_IN_FRAME)
    return _count(weeks, "answered") - sum(_count(weeks, "answered", reason) for reason in others)


def _count(weeks: Iterable[WeekCells], step: str, reason: str = "") -> int:
    return sum(
        row["count"]
        for cells in weeks
        for row in cells.ladder.to_pylist()
        if row["step"] == step and row["reason"] == reason
    )
