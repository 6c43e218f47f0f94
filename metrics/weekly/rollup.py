"""A week's rows as integer rollups, which add up over weeks."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from metrics.comparison.ratings import roll_up_ratings
from metrics.warehouse import cells
from metrics.warehouse.frozen import FrozenWeek, WeekCells
from metrics.warehouse.gatekeeper import gatekeeper_counts
from metrics.warehouse.ladder import ladder
from metrics.warehouse.patterns import answer_patterns
from metrics.weekly.check import Checked


def roll_up_week(frozen: FrozenWeek, checked: Checked) -> tuple[WeekCells, pa.Table]:
    """The week's integer rollups, and the cells without accounts."""
    frame, responses = frozen.frame, frozen.responses
    base = cells.base_weights(frame, responses, checked.frame_row)
    rows = cells.response_rows(frame, responses, checked.status, checked.frame_row, base)
    account_cells, cell_table, frame_cells = cells.roll_up(rows, frame)
    used = np.flatnonzero(checked.used)
    own = WeekCells(
        week=frozen.week,
        account_cells=account_cells,
        frame_cells=frame_cells,
        frame_days=cells.frame_days(frame),
        pairs=cells.pairs(frame, responses, used, checked.frame_row),
        ladder=ladder(frame, responses, checked.status, checked.frame_row),
        gatekeeper=gatekeeper_counts(frozen, checked.status, checked.frame_row),
        patterns=answer_patterns(frozen, checked.status, checked.frame_row),
        timings=checked.timings,
        sheets=checked.sheets,
        ratings=roll_up_ratings(frozen, checked.status, checked.frame_row, base),
    )
    return own, cell_table
