"""The answers to a scale over 13 weeks, from the patterns that were counted week by week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from metrics.integrity.constructs.scales import Scale
from metrics.warehouse.columns import (
    Bools,
    Coded,
    Floats,
    Ints,
    group_rows,
    integers,
    strings,
)
from metrics.warehouse.frozen import FrozenWeek, WeekCells
from metrics.warehouse.patterns import BLANK
from metrics.weighing.windows import of_window
from stats import ItemAnswers

WINDOW = 13
# With fewer different rows no correlation is computed, however many people stand behind them.
FEWEST_ROWS = 3


@dataclass(frozen=True)
class ScaleAnswers:
    """Complete answers to all items: `scores` (p, k), how many gave each row, from where.

    `left_out` counts people who were asked and did not score every item.
    """

    items: tuple[str, ...]
    scores: Floats
    counts: Ints
    culture: Coded
    left_out: int

    @property
    def n(self) -> int:
        return int(self.counts.sum())

    @cached_property
    def by_culture(self) -> dict[str, int]:
        """Complete answers by country; those of no or several partners are of none."""
        sums = np.bincount(
            self.culture.codes, weights=self.counts, minlength=len(self.culture.levels)
        )
        return {
            level: int(count)
            for level, count in zip(self.culture.levels, sums, strict=True)
            if level and count
        }

    def weighted(self, rows: Bools | None = None) -> ItemAnswers:
        """Different rows once, weighted by how many gave them: all moments are those of people.

        Its n counts rows, so that whoever asks how many people there are asks `n` here.
        """
        scores, counts = self.scores, self.counts
        if rows is not None:
            scores, counts = scores[rows], counts[rows]
        copies = np.ones_like(counts)
        if len(counts) < FEWEST_ROWS:
            copies = np.minimum(counts, FEWEST_ROWS)
        return ItemAnswers.of_rows(
            np.repeat(scores, copies, axis=0),
            weights=np.repeat(counts / copies, copies),
            names=self.items,
        )


@dataclass(frozen=True)
class PatternBlock:
    """Patterns of one audience over the same items; BLANK where an item has no score."""

    items: tuple[str, ...]
    scores: Ints
    counts: Ints
    culture: Coded


@dataclass(frozen=True)
class WindowPatterns:
    """The patterns of the window's weeks, added up, by audience."""

    blocks: dict[str, tuple[PatternBlock, ...]]

    @classmethod
    def of(cls, weeks: Sequence[WeekCells], frozen: FrozenWeek) -> WindowPatterns:
        tables = [week.patterns for week in of_window(weeks, frozen, WINDOW)]
        blocks: dict[str, list[PatternBlock]] = {}
        for audience, block in _blocks(pa.concat_tables(tables)) if tables else ():
            blocks.setdefault(audience, []).append(block)
        return cls({audience: tuple(own) for audience, own in blocks.items()})

    def answers(self, audience: str, *scales: Scale) -> ScaleAnswers:
        """Complete answers to the items of one scale, or of several that are asked together."""
        items = tuple(item for scale in scales for item in scale.items)
        parts = [
            _only(block, items)
            for block in self.blocks.get(audience, ())
            if set(items) <= set(block.items)
        ]
        found = _added_up(parts) if parts else _nobody(items)
        whole = (found.scores != BLANK).all(axis=1)
        scores = found.scores[whole].astype(np.float64)
        ends = np.cumsum([len(scale.items) for scale in scales])[:-1]
        turned = [
            scale.turned(own) for scale, own in zip(scales, np.hsplit(scores, ends), strict=True)
        ]
        return ScaleAnswers(
            items=items,
            scores=np.hstack(turned),
            counts=found.counts[whole],
            culture=found.culture.where(whole),
            left_out=int(found.counts[~whole].sum()),
        )


def _blocks(table: pa.Table) -> Iterator[tuple[str, PatternBlock]]:
    """Rows grouped by audience and items, equal ones of several weeks added up."""
    audience = strings(table, "audience")
    asked = strings(pa.table({"items": pc.binary_join(table.column("items"), "\n")}), "items")
    for who, name in enumerate(audience.levels):
        for what, joined in enumerate(asked.levels):
            rows = np.flatnonzero((audience.codes == who) & (asked.codes == what))
            if len(rows):
                items = tuple(joined.split("\n"))
                yield name, _added_up([_block(table.take(pa.array(rows)), items)])


def _block(table: pa.Table, items: tuple[str, ...]) -> PatternBlock:
    flat = pa.table({"score": pc.list_flatten(table.column("scores"))})
    return PatternBlock(
        items=items,
        scores=integers(flat, "score", null=BLANK).reshape(-1, len(items)),
        counts=integers(table, "count"),
        culture=strings(table, "culture"),
    )


def _only(block: PatternBlock, items: tuple[str, ...]) -> PatternBlock:
    places = [block.items.index(item) for item in items]
    return PatternBlock(items, block.scores[:, places], block.counts, block.culture)


def _added_up(parts: Sequence[PatternBlock]) -> PatternBlock:
    """Blocks over the same items as one, each different row once."""
    levels = tuple(sorted({level for part in parts for level in part.culture.levels}))
    culture = Coded(np.concatenate([part.culture.recoded(levels) for part in parts]), levels)
    scores = np.vstack([part.scores for part in parts])
    counts = np.concatenate([part.counts for part in parts])
    first, group = group_rows(culture.codes, *scores.T)
    summed = np.bincount(group, weights=counts, minlength=len(first)).astype(np.int64)
    return PatternBlock(parts[0].items, scores[first], summed, culture.taken(first))


def _nobody(items: tuple[str, ...]) -> PatternBlock:
    none = np.zeros(0, dtype=np.int64)
    return PatternBlock(items, none.reshape(0, len(items)), none, Coded(none, ()))
