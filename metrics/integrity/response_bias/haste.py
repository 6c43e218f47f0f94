"""Answered faster than it can be read: flags of the family of times (methods D)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from metrics.integrity.response_bias.sheets import WHOLE_SHEET, VersionSheets
from metrics.method import MIN_LEVEL_N
from metrics.warehouse.columns import Bools, Floats, integers, rows_table
from metrics.warehouse.frozen import History, WeekCells
from metrics.warehouse.schema import TIMINGS
from stats import FlagName, TimingBaseline, page_speed, relative_speed, total_time
from stats.careless.speed import SPEED_CAP
from stats.careless.timing_baseline import BASELINE_RESPONSES

# A mean of speeds over one page or two is the speed of a moment: there only the index's own cap, a
# third of the median, is quick enough to count [P].
PAGES_OF_A_MEAN = 3
# No clock tells less than this.
SHORTEST_SECONDS = 0.05
TENTHS = 10


@dataclass(frozen=True)
class Haste:
    """Of a version's n sheets: flags of time, who was too fast to read, whose time is known."""

    marks: Mapping[FlagName, Bools]
    hasty: Bools
    judged: Bools


def hasty_sheets(sheets: VersionSheets, finals: Sequence[WeekCells]) -> Haste:
    """Compare every time with what reading takes, and with the median of the version."""
    columns = np.flatnonzero(sheets.known.any(axis=0))
    judged = sheets.known.sum(axis=1) > 0
    if not len(columns):
        return Haste({}, judged, judged)
    known = sheets.known[:, columns]
    seconds = np.maximum(sheets.seconds[:, columns], SHORTEST_SECONDS)
    per_item = seconds / np.maximum(sheets.shown[:, columns], 1)
    marks = {FlagName.PAGE_SPEED: page_speed(per_item, np.ones(len(columns)), known).flagged}
    baseline = baseline_of(finals, sheets.name, columns.tolist())
    if baseline is not None or judged.sum() >= MIN_LEVEL_N:
        speed = relative_speed(seconds, known, baseline)
        is_mean = known.sum(axis=1) >= PAGES_OF_A_MEAN
        capped = np.ma.filled(speed.values, 0.0) >= SPEED_CAP - 1e-9
        marks[FlagName.RELATIVE_SPEED] = np.where(is_mean, speed.flagged, capped)
        whole = total_time(seconds, known, baseline).flagged
        marks[FlagName.TOTAL_TIME] = whole & _is_complete(sheets)
    nobody = np.zeros(len(sheets), dtype=np.bool_)
    hasty: Bools = marks[FlagName.PAGE_SPEED] | marks.get(FlagName.RELATIVE_SPEED, nobody)
    return Haste(marks, hasty, judged)


def _is_complete(sheets: VersionSheets) -> Bools:
    """Every page with an item has its time, or the whole sheet has one."""
    whole: Bools = sheets.known[:, WHOLE_SHEET]
    missing = (sheets.shown[:, 1:] > 0) & ~sheets.known[:, 1:]
    complete: Bools = whole | ~missing.any(axis=1)
    return complete


def timing_rows(sheets: VersionSheets) -> list[tuple[str, int, int, int]]:
    """(version, page, tenths of a second, sheets): integers, so that weeks add up."""
    rows = []
    whole = np.where(sheets.known, sheets.seconds, 0.0).sum(axis=1)
    is_known = _is_complete(sheets) & (whole > 0)
    for page in range(sheets.known.shape[1]):
        times = whole[is_known] if page == WHOLE_SHEET else _of_page(sheets, page)
        tenths, counts = np.unique(np.rint(times * TENTHS).astype(np.int64), return_counts=True)
        rows += [
            (sheets.name, page, tenth, count)
            for tenth, count in zip(tenths.tolist(), counts.tolist(), strict=True)
        ]
    return rows


def _of_page(sheets: VersionSheets, page: int) -> Floats:
    times: Floats = sheets.seconds[sheets.known[:, page], page]
    return times


def timing_table(rows: Sequence[tuple[str, int, int, int]]) -> pa.Table:
    return rows_table(sorted(rows), TIMINGS)


def final_weeks(history: History) -> list[WeekCells]:
    """The stacked weeks whose edition is a final: what is frozen for ever."""
    return [
        cells
        for ref, cells in zip(history.stacked, history.cells, strict=True)
        if ref.kind == "final"
    ]


def baseline_of(
    finals: Sequence[WeekCells], name: str, columns: Sequence[int]
) -> TimingBaseline | None:
    """The version's medians over earlier finals, or None before there are 200 sheets (D8)."""
    if not finals:
        return None
    table = pa.concat_tables([week.timings for week in finals])
    table = table.filter(pc.equal(table.column("questionnaire"), name))
    page, tenths, count = (integers(table, key) for key in ("page", "tenths", "count"))
    found = {
        key: np.repeat(tenths[page == key], count[page == key]) / TENTHS
        for key in {WHOLE_SHEET, *columns}
    }
    whole = found[WHOLE_SHEET]
    if len(whole) < BASELINE_RESPONSES or any(not len(times) for times in found.values()):
        return None
    medians = [max(float(np.median(found[key])), SHORTEST_SECONDS) for key in columns]
    total = max(float(np.median(whole)), SHORTEST_SECONDS)
    return TimingBaseline(np.array(medians), total, len(whole))
