"""The weeks of a window on top of each other: used answers and their population, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from metrics.warehouse.columns import (
    Bools,
    Coded,
    Floats,
    Ints,
    coded,
    flags,
    floats,
    integers,
    strings,
)
from metrics.warehouse.frozen import WeekCells
from metrics.warehouse.schema import SCORES, USED

ATTRIBUTES = ("touchpoint", "partner", "product_line", "region", "size_class", "outcome")
JOINT = "*joint"
UNKNOWN_PARTNER = "*unknown"


@dataclass(frozen=True)
class Table:
    """Rows with their attributes; `count` answers or transactions in each."""

    attributes: dict[str, Coded]
    is_joint: Bools
    count: Ints

    def __len__(self) -> int:
        return len(self.count)

    @property
    def total(self) -> int:
        return int(self.count.sum())

    def counts(self, attribute: str) -> dict[str, int]:
        column = self.attributes[attribute]
        sums = np.bincount(column.codes, weights=self.count, minlength=len(column.levels))
        return dict(zip(column.levels, (int(value) for value in sums), strict=True))


@dataclass(frozen=True)
class Stack:
    """One audience over a window: account × cell rows of used answers, and the frame."""

    audience: str
    answers: Table
    base: Floats
    account: Ints
    histograms: dict[str, Ints]
    frame: Table


def stack_weeks(weeks: Sequence[WeekCells], audience: str) -> Stack:
    """Add up the weeks' cells. Everything is a sum of integers: exact, in any order."""
    answers = pa.concat_tables([week.account_cells for week in weeks])
    is_used = pc.and_(
        pc.equal(answers.column("audience"), audience), pc.equal(answers.column("status"), USED)
    )
    answers = answers.filter(is_used).combine_chunks()
    frame = pa.concat_tables([week.frame_cells for week in weeks])
    frame = frame.filter(pc.equal(frame.column("audience"), audience)).combine_chunks()
    return Stack(
        audience=audience,
        answers=_table(answers),
        base=floats(answers, "base_weight"),
        account=integers(answers, "account"),
        histograms={
            key: np.column_stack(
                [integers(answers, f"{key}_{score}") for score in range(low, high + 1)]
            )
            for key, (low, high) in SCORES.items()
        },
        frame=_table(frame),
    )


def _table(table: pa.Table) -> Table:
    is_joint = flags(table, "is_joint")
    attributes = {name: strings(table, name) for name in ATTRIBUTES}
    attributes["partner_or_kind"] = _partner_or_kind(attributes["partner"], is_joint)
    return Table(attributes, is_joint, integers(table, "n"))


def _partner_or_kind(partner: Coded, is_joint: Bools) -> Coded:
    """The partner an answer counts for; several and none are kinds of their own."""
    names = np.array([level or UNKNOWN_PARTNER for level in partner.levels] or [""], dtype=object)
    values = names[partner.codes]
    values[is_joint] = JOINT
    return coded([str(value) for value in values])
