"""The answers to a scale over 13 weeks, from the patterns that were counted week by week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from metrics.integrity.constructs.scales import Scale
from metrics.integrity.evidence import WeekEvidence
from metrics.warehouse.columns import Coded, Floats, Ints, floats, integers, strings
from metrics.weighing.windows import of_window
from stats import ItemAnswers

WINDOW = 13


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

    def people(self, rows: np.typing.NDArray[np.bool_] | None = None) -> ItemAnswers:
        """One row a person, for what counts people."""
        scores, counts = self.scores, self.counts
        if rows is not None:
            scores, counts = scores[rows], counts[rows]
        return ItemAnswers.of_rows(np.repeat(scores, counts, axis=0), names=self.items)


@dataclass(frozen=True)
class PatternBlock:
    """Patterns of one audience over the same items; NaN where an item has no score."""

    items: tuple[str, ...]
    scores: Floats
    counts: Ints
    culture: Coded


@dataclass(frozen=True)
class WindowPatterns:
    """The patterns of the window's weeks, by audience."""

    blocks: dict[str, tuple[PatternBlock, ...]]

    @classmethod
    def of(cls, evidence: WeekEvidence) -> WindowPatterns:
        weeks = of_window(evidence.weeks, evidence.frozen, WINDOW)
        table = pa.concat_tables([week.patterns for week in weeks]) if weeks else None
        blocks: dict[str, list[PatternBlock]] = {}
        if table is not None:
            for audience, block in _blocks(table.combine_chunks()):
                blocks.setdefault(audience, []).append(block)
        return cls({audience: tuple(own) for audience, own in blocks.items()})

    def answers(self, audience: str, *scales: Scale) -> ScaleAnswers:
        """Complete answers to the items of one scale, or of several that are asked together."""
        items = tuple(item for scale in scales for item in scale.items)
        parts = [
            (block, np.hstack([_turned(block, scale) for scale in scales]))
            for block in self.blocks.get(audience, ())
            if set(items) <= set(block.items)
        ]
        if not parts:
            nobody = Coded(np.zeros(0, np.int64), ())
            return ScaleAnswers(items, np.zeros((0, len(items))), np.zeros(0, np.int64), nobody, 0)
        scores = np.vstack([scores for _, scores in parts])
        counts = np.concatenate([block.counts for block, _ in parts])
        culture = _together([block.culture for block, _ in parts])
        whole = np.isfinite(scores).all(axis=1)
        return ScaleAnswers(
            items, scores[whole], counts[whole], culture.taken(np.flatnonzero(whole)),
            int(counts[~whole].sum()),
        )  # fmt: skip


def _blocks(table: pa.Table) -> Iterator[tuple[str, PatternBlock]]:
    """Rows grouped by audience and items."""
    audience = strings(table, "audience")
    asked = strings(pa.table({"items": pc.binary_join(table.column("items"), "\n")}), "items")
    for who, name in enumerate(audience.levels):
        for what, joined in enumerate(asked.levels):
            rows = np.flatnonzero((audience.codes == who) & (asked.codes == what))
            if len(rows):
                yield name, _block(table.take(pa.array(rows)), tuple(joined.split("\n")))


def _block(table: pa.Table, items: tuple[str, ...]) -> PatternBlock:
    flat = pa.table({"score": pc.list_flatten(table.column("scores"))})
    return PatternBlock(
        items=items,
        scores=floats(flat, "score").reshape(-1, len(items)),
        counts=integers(table, "count"),
        culture=strings(table, "culture"),
    )


def _turned(block: PatternBlock, scale: Scale) -> Floats:
    places = [block.items.index(item) for item in scale.items]
    return scale.turned(block.scores[:, places])


def _together(parts: Sequence[Coded]) -> Coded:
    levels = tuple(sorted({level for part in parts for level in part.levels}))
    return Coded(np.concatenate([part.recoded(levels) for part in parts]), levels)
