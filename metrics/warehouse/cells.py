"""From the frozen week's rows to integer cells, which add up over weeks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from metrics.warehouse.columns import Bools, Floats, Ints, floats, integers, strings
from metrics.warehouse.rollup import DuckDbEngine, drop_accounts, roll_up_frame, roll_up_responses
from metrics.warehouse.schema import (
    CELL_KEYS,
    FRAME_CELL_KEYS,
    SCORES,
    SELF_SELECTED_SOURCE,
)

PAIR_KEYS = ("partner", "touchpoint", "product_line")
FRAME_COLUMNS = tuple(key for key in CELL_KEYS if key not in ("status", "base_weight", "audience"))


def base_weights(frame: pa.Table, responses: pa.Table, frame_row: Ints) -> Floats:
    """d = 1/selection probability, scaled so that each stratum sums to all its transactions.

    The stratum is audience × touchpoint of the week: one draw. The scaling runs over the drawn
    cases; where nobody recorded who was asked, over the answered transactions, each once however
    often it was answered (methods B6a). Responses outside the frame get 1 and are never used, and
    those through an open link say nothing of who was asked.
    """
    stratum = _strata(frame)
    size = int(stratum.max()) + 1 if len(stratum) else 0
    population = np.bincount(stratum, minlength=size).astype(np.float64)
    probability = floats(frame, "selection_probability")
    drawn = np.isfinite(probability)
    inverse = np.where(drawn, 1.0 / np.where(drawn, probability, 1.0), 0.0)
    inside = frame_row >= 0
    answered = np.zeros(len(stratum))
    answered[frame_row[inside & ~self_selected(responses)]] = 1.0
    sampled = np.bincount(stratum, weights=inverse, minlength=size)
    unplanned = np.bincount(stratum, weights=answered * ~drawn, minlength=size)
    total = sampled + unplanned
    scale = np.divide(population, total, out=np.ones(size), where=total > 0)
    weights = np.ones(responses.num_rows)
    rows = frame_row[inside]
    weights[inside] = np.where(drawn[rows], inverse[rows], 1.0) * scale[stratum[rows]]
    # Twelve digits keep equal weights equal whatever order the sums ran in.
    return np.array([float(f"{value:.12g}") for value in weights])


def self_selected(responses: pa.Table) -> Bools:
    """(R,) whether a response came through an open link: its person chose to answer."""
    source = strings(responses, "source")
    return np.array([level == SELF_SELECTED_SOURCE for level in source.levels], dtype=np.bool_)[
        source.codes
    ]


def _strata(frame: pa.Table) -> Ints:
    audience, touchpoint = strings(frame, "audience"), strings(frame, "touchpoint")
    return audience.codes * max(1, len(touchpoint.levels)) + touchpoint.codes


def response_rows(
    frame: pa.Table, responses: pa.Table, status: Sequence[str], frame_row: Ints, base: Floats
) -> pa.Table:
    """Responses inside the frame with everything a cell is keyed by."""
    inside = np.flatnonzero(frame_row >= 0)
    facts = frame.take(pa.array(frame_row[inside]))
    given = responses.take(pa.array(inside))
    columns = {
        "audience": given.column("audience"),
        "status": pa.array([status[row] for row in inside.tolist()], pa.string()),
        **{key: facts.column(key) for key in FRAME_COLUMNS},
        "base_weight": pa.array(base[inside]),
        "account": facts.column("account"),
        **{key: given.column(key) for key in SCORES},
    }
    return pa.table(columns)


def roll_up(rows: pa.Table, frame: pa.Table) -> tuple[pa.Table, pa.Table, pa.Table]:
    """(account × cell, cells, frame cells) by the one GROUP BY."""
    engine = DuckDbEngine()
    try:
        account_cells = engine.collect(roll_up_responses(engine.scan(rows)))
        cells = engine.collect(drop_accounts(engine.scan(account_cells)))
        frame_cells = engine.collect(
            roll_up_frame(engine.scan(frame.select(list(FRAME_CELL_KEYS))))
        )
    finally:
        engine.close()
    return account_cells, cells, frame_cells


def frame_days(frame: pa.Table) -> pa.Table:
    """End-user frame by day and partner, for the completeness check of later weeks."""
    rows = frame.filter(pc.equal(frame.column("audience"), "end_user"))
    counted = rows.group_by(["occurred_on", "partner"]).aggregate([("transaction", "count")])
    return (
        counted.rename_columns(["occurred_on", "partner", "count"])
        .sort_by([("occurred_on", "ascending"), ("partner", "ascending")])
        .combine_chunks()
    )


def pairs(frame: pa.Table, responses: pa.Table, used: Ints, frame_row: Ints) -> pa.Table:
    """Transactions with a used response of both customers: the two score sets side by side."""
    audience = responses.column("audience").to_pylist()
    by_transaction: dict[int, dict[str, int]] = {}
    transaction = integers(responses, "transaction")
    for row in used:
        by_transaction.setdefault(int(transaction[row]), {})[audience[row]] = int(row)
    both = [
        (sides["end_user"], sides["channel_partner"])
        for _, sides in sorted(by_transaction.items())
        if len(sides) == 2
    ]
    user = pa.array([pair[0] for pair in both], pa.int64())
    partner = pa.array([pair[1] for pair in both], pa.int64())
    facts = frame.take(pa.array(frame_row[partner.to_numpy()], pa.int64()))
    columns = {key: facts.column(key) for key in PAIR_KEYS}
    # What the end user says of several partners at once is said of none of them.
    user_rows = frame_row[user.to_numpy()]
    is_joint = frame.column("is_joint").take(pa.array(user_rows))
    columns["partner"] = pc.if_else(is_joint, "", columns["partner"])
    columns["account"] = facts.column("account")
    columns["user_account"] = frame.column("account").take(pa.array(user_rows))
    for key in SCORES:
        columns[f"user_{key}"] = responses.column(key).take(user)
        columns[f"partner_{key}"] = responses.column(key).take(partner)
    return pa.table(columns).combine_chunks()
