"""The weeks of a window on top of each other: used answers and their population, as arrays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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

ATTRIBUTES = (
    "touchpoint", "partner", "product_line", "segment", "region", "size_class", "outcome",
)  # fmt: skip
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
    filled_region_count: int = 0  # transactions whose region was taken from the partner's others


def stack_weeks(
    weeks: Sequence[WeekCells], audience: str, statuses: Collection[str] = (USED,)
) -> Stack:
    """Add up the weeks' cells of answers with these statuses.

    Everything is a sum of integers: exact, in any order.
    """
    answers = pa.concat_tables([week.account_cells for week in weeks])
    is_used = pc.and_(
        pc.equal(answers.column("audience"), audience),
        pc.is_in(answers.column("status"), pa.array(sorted(statuses))),
    )
    answers = answers.filter(is_used).combine_chunks()
    frame = pa.concat_tables([week.frame_cells for week in weeks])
    frame = frame.filter(pc.equal(frame.column("audience"), audience)).combine_chunks()
    population = _table(frame)
    region_of = usual_regions(population)
    return Stack(
        audience=audience,
        answers=with_regions(_table(answers), region_of),
        base=floats(answers, "base_weight"),
        account=integers(answers, "account"),
        histograms={
            key: np.column_stack(
                [integers(answers, f"{key}_{score}") for score in range(low, high + 1)]
            )
            for key, (low, high) in SCORES.items()
        },
        frame=with_regions(population, region_of),
        filled_region_count=population.counts("region").get("", 0),
    )


def usual_regions(frame: Table) -> dict[str, str]:
    """The region most of a partner's customers come from, by partner (ties by name).

    A customer nobody wrote down has no region. Left as a level of its own, it would have no
    answers, and merged with any other region it would contradict the partner margin; most
    customers of a partner come from one region, so that is where it is counted when weighing.
    The key "" holds the region of most transactions of all.
    """
    partner, region = frame.attributes["partner"], frame.attributes["region"]
    width = len(region.levels)
    counts = np.bincount(
        partner.codes * width + region.codes,
        weights=frame.count,
        minlength=len(partner.levels) * width,
    ).reshape(len(partner.levels), width)
    if "" in region.levels:
        counts[:, region.levels.index("")] = 0
    # Levels are sorted, and argmax takes the first of equals.
    usual = {
        key: region.levels[int(row.argmax())]
        for key, row in zip(partner.levels, counts, strict=True)
        if row.any()
    }
    whole = counts.sum(axis=0)
    return usual | {"": region.levels[int(whole.argmax())]} if whole.any() else {}


def with_regions(table: Table, region_of: dict[str, str]) -> Table:
    """The table with every empty region filled from `usual_regions`."""
    partner, region = table.attributes["partner"], table.attributes["region"]
    if "" not in region.levels or "" not in region_of:
        return table
    usual = np.array(
        [region_of.get(key, region_of[""]) for key in partner.levels] or [""], dtype=object
    )
    names = np.array(region.levels, dtype=object)[region.codes]
    filled = np.where(names == "", usual[partner.codes], names)
    return Table(
        {**table.attributes, "region": coded([str(name) for name in filled])},
        table.is_joint,
        table.count,
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
