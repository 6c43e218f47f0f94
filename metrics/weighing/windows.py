"""Windows of 1, 4 and 13 weeks, ending with the edition's week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from metrics.method import WINDOWS
from metrics.warehouse.frozen import FrozenWeek, WeekCells
from metrics.warehouse.stack import stack_weeks
from metrics.weighing.weigh import Weighed, weigh


@dataclass(frozen=True)
class WeighedWindow:
    """One audience over one window, weighed; kept until the figures are decided."""

    weighed: Weighed
    window: int


def of_window(weeks: Sequence[WeekCells], frozen: FrozenWeek, window: int) -> tuple[WeekCells, ...]:
    first = frozen.week.shifted(1 - window)
    return tuple(week for week in weeks if week.week >= first)


def weigh_windows(frozen: FrozenWeek, weeks: Sequence[WeekCells]) -> Iterator[WeighedWindow]:
    for window in WINDOWS:
        stacked = of_window(weeks, frozen, window)
        for audience in ("channel_partner", "end_user"):
            stack = stack_weeks(stacked, audience)
            if len(stack.answers):
                yield WeighedWindow(weigh(stack, frozen.reference), window)
