"""Multi-item constructs as they are asked: which items, of whom, and the figures they feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from metrics.integrity.sheets import Concern, Sheet, Sheets
from metrics.warehouse.columns import Floats
from metrics.warehouse.patterns import construct_items, items_of

ScaleKey = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True)
class Scale:
    """A construct that several items measure in one audience.

    `reversed_by` is lowest + highest score of an item that runs the other way, less which its
    score is read; 0 for the others. `concerns` are the figures whose question is one of the items.
    """

    audience: str
    construct: str
    name: str
    items: tuple[str, ...]
    reversed_by: tuple[int, ...]
    sheets: frozenset[str]
    concerns: tuple[Concern, ...]

    def turned(self, scores: Floats) -> Floats:
        """(n, k) raw scores as they count: the good end high for every item."""
        by = np.array(self.reversed_by, dtype=np.float64)
        return np.where(by > 0, by - scores, scores)


def scales_of(sheets: Sheets, names: Mapping[str, str]) -> tuple[Scale, ...]:
    """Every scale on a sheet of the week; the same items on several sheets are one scale.

    `names` of constructs by key.
    """
    found: dict[ScaleKey, list[Sheet]] = {}
    for sheet in sheets.all:
        for construct, items in construct_items(sheet.version).items():
            found.setdefault((sheet.audience, construct, items), []).append(sheet)
    return tuple(_scale(sheets, key, own, names) for key, own in sorted(found.items()))


def _scale(sheets: Sheets, key: ScaleKey, own: list[Sheet], names: Mapping[str, str]) -> Scale:
    audience, construct, items = key
    touchpoints = {touchpoint for sheet in own for touchpoint in sheet.touchpoints}
    metrics = sorted({metric for sheet in own for metric in _fed(sheet, items)})
    reversed_by = dict(_reversed(own[0]))
    return Scale(
        audience=audience,
        construct=construct,
        name=names.get(construct, construct),
        items=items,
        reversed_by=tuple(reversed_by[item] for item in items),
        sheets=frozenset(sheet.version.name for sheet in own),
        concerns=sheets.concerns(audience, touchpoints, metrics),
    )


def _fed(sheet: Sheet, items: tuple[str, ...]) -> Iterator[str]:
    return (metric for metric, question in sheet.feeding.items() if question.key in items)


def _reversed(sheet: Sheet) -> Iterator[tuple[str, int]]:
    for question in sheet.version.questions:
        if question.lowest is not None and question.highest is not None:
            turned = question.lowest + question.highest if question.low_is_good else 0
            yield from ((item, turned) for item in items_of(question))
