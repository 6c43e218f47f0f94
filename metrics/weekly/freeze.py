"""First verb: the week leaves the database as Parquet, without names, texts or addresses."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from core.keys import KeyRing
from metrics.warehouse.configuration import Configuration
from metrics.warehouse.frozen import FrozenWeek
from metrics.warehouse.schema import FRAME, RESPONSES
from metrics.weekly.frame_rows import frame_rows
from metrics.weekly.item_rows import item_table
from metrics.weekly.read import WeekRows
from metrics.weekly.response_rows import response_rows
from metrics.weekly.schedule import EditionPlan


def freeze(
    rows: WeekRows,
    names: Mapping[str, Mapping[int, int]],
    configuration: Configuration,
    keys: KeyRing,
    plan: EditionPlan,
) -> FrozenWeek:
    """Make the frozen week's tables from what was read."""
    reference = rows.reference
    frame = frame_rows(rows, names, reference, plan.fieldwork_closed)
    responses = response_rows(rows, names["response"], names["transaction"], keys, reference)
    return FrozenWeek(
        week=plan.week,
        kind=plan.kind,
        revision=plan.revision,
        cut_off_at=plan.cut_off_at,
        fieldwork_closed=plan.fieldwork_closed,
        frame=pa.Table.from_pylist(frame, schema=FRAME).sort_by(
            [("audience", "ascending"), ("transaction", "ascending")]
        ),
        responses=pa.Table.from_pylist(responses, schema=RESPONSES),
        items=item_table(rows, names["response"]),
        reference=reference,
        questionnaires={facts.name: facts for facts in rows.asked},
        configuration=configuration,
        late_response_count=rows.late_response_count,
    )
