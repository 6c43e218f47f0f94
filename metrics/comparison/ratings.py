"""Sheets that rate several things beside recommendation: rolled up weekly, added up over weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from metrics.models import Metric
from metrics.warehouse.columns import Floats, Ints, floats, group_rows, integers, strings
from metrics.warehouse.frozen import FrozenWeek, WeekCells
from metrics.warehouse.patterns import BLANK, ScoredItems, items_of
from metrics.warehouse.questionnaires import QuestionnaireFacts
from metrics.warehouse.schema import RATINGS, USED
from metrics.weighing.measures import METRICS

OUTCOME = METRICS[Metric.NPS].question
# What somebody will do is an outcome as well, and explains nothing.
OUTCOMES = (Metric.NPS, Metric.INTENT)


def roll_up_ratings(
    frozen: FrozenWeek, status: Sequence[str], frame_row: Ints, base: Floats
) -> pa.Table:
    """Used answers that rate two things or more beside recommendation, equal ones counted.

    Only whole sheets: who left an item blank says nothing of how it goes with the others.
    """
    used = np.flatnonzero([state == USED for state in status])
    version = strings(frozen.responses, "questionnaire").taken(used)
    asked: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for code, name in enumerate(version.levels):
        facts = frozen.questionnaires.get(name)
        items = rated_items(facts) if facts else ()
        if len(items) > 1:
            asked[items].append(code)
    if not asked:
        return RATINGS.empty_table()
    scored = ScoredItems(frozen)
    tables = [
        _of_items(frozen, scored, items, used[np.isin(version.codes, codes)], frame_row, base)
        for items, codes in sorted(asked.items())
    ]
    return pa.concat_tables(tables).combine_chunks()


def rated_items(asked: QuestionnaireFacts) -> tuple[str, ...]:
    """Items with a score beside recommendation, where that is asked at all; sorted."""
    if not any(question.metric == Metric.NPS for question in asked.questions):
        return ()
    return tuple(
        sorted(
            item
            for question in asked.questions
            if question.lowest is not None and question.metric not in OUTCOMES
            for item in items_of(question)
        )
    )


def _of_items(
    frozen: FrozenWeek,
    scored: ScoredItems,
    items: tuple[str, ...],
    rows: Ints,
    frame_row: Ints,
    base: Floats,
) -> pa.Table:
    scores = scored.matrix((OUTCOME, *items), rows, frozen.responses.num_rows)
    whole = (scores != BLANK).all(axis=1)
    rows, scores = rows[whole], scores[whole]
    audience = strings(frozen.responses, "audience").taken(rows)
    touchpoint = strings(frozen.frame, "touchpoint").taken(frame_row[rows])
    account = integers(frozen.frame, "account", null=-1)[frame_row[rows]]
    weight = base[rows]
    steps, weight_code = np.unique(weight, return_inverse=True)
    first, group = group_rows(
        audience.codes, touchpoint.codes, account, weight_code.astype(np.int64), *scores.T
    )
    size = len(items) + 1
    offsets = pa.array(np.arange(len(first) + 1, dtype=np.int32) * size)
    columns = [
        pa.array([audience.levels[code] for code in audience.codes[first].tolist()], pa.string()),
        pa.array(
            [touchpoint.levels[code] for code in touchpoint.codes[first].tolist()], pa.string()
        ),
        pa.array(account[first], pa.int64()),
        pa.array(steps[weight_code[first]], pa.float64()),
        pa.array(["\n".join(items)] * len(first), pa.string()),
        pa.ListArray.from_arrays(offsets, pa.array(scores[first].ravel().astype(np.int16))),
        pa.array(np.bincount(group, minlength=len(first)), pa.int64()),
    ]
    return pa.table(columns, schema=RATINGS)


@dataclass(frozen=True)
class RatedSheets:
    """Whole sheets over the same items: `ratings` (p, k), `outcome` 0…10, each row once a person.

    `touchpoints` where they were answered; `weight` (p,) base weights.
    """

    audience: str
    touchpoints: tuple[str, ...]
    items: tuple[str, ...]
    ratings: Floats
    outcome: Floats
    account: Ints
    weight: Floats

    @property
    def n(self) -> int:
        return len(self.outcome)


def rated_sheets(weeks: Sequence[WeekCells]) -> Iterator[RatedSheets]:
    """The window's sheets, those of one audience that rate the same items together."""
    table = pa.concat_tables([week.ratings for week in weeks]).combine_chunks()
    audience, items = strings(table, "audience"), strings(table, "items")
    for who, name in enumerate(audience.levels):
        for what, joined in enumerate(items.levels):
            rows = np.flatnonzero((audience.codes == who) & (items.codes == what))
            if len(rows):
                yield _sheets(table.take(pa.array(rows)), name, tuple(joined.split("\n")))


def _sheets(table: pa.Table, audience: str, items: tuple[str, ...]) -> RatedSheets:
    times = integers(table, "count")
    flat = table.column("scores").combine_chunks().flatten().to_numpy(zero_copy_only=False)
    scores = np.repeat(flat.reshape(-1, len(items) + 1).astype(np.float64), times, axis=0)
    return RatedSheets(
        audience=audience,
        touchpoints=tuple(sorted(strings(table, "touchpoint").levels)),
        items=items,
        ratings=scores[:, 1:],
        outcome=scores[:, 0],
        account=np.repeat(integers(table, "account"), times),
        weight=np.repeat(floats(table, "base_weight"), times),
    )
