"""Answers that follow no question: the same everywhere, at odds with themselves, far from all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from metrics.integrity.response_bias.haste import Haste
from metrics.integrity.response_bias.sheets import VersionSheets
from metrics.warehouse.columns import Bools, Floats
from stats import (
    CarelessIndex,
    FlagName,
    NotJudged,
    even_odd_consistency,
    longstring,
    mahalanobis,
    response_variability,
    same_place,
)
from stats.errors import AliasedItem

# An item that so many answered belongs to the sheet: the others are on routes few took [P].
USUAL_SHARE = 0.8
# Over three or four scales an honest person's halves disagree too often by chance [P].
FEWEST_SCALES = 5

# Longer runs and disagreeing halves fall on honest people too where all questions move together. An
# index that falls on more people than are careless (10 to 12 %, Meade & Craig 2012) tells of the
# questionnaire, not of them [P].
MOST_CARELESS = 0.12

Judged = tuple[FlagName, Bools, Bools]  # flag, who is flagged, who could be


def pattern_flags(sheets: VersionSheets, haste: Haste) -> Iterator[Judged]:
    """Flags of the families invariance, consistency and outlier, each with who was judged."""
    if not sheets.items:
        return
    yield from _grids(sheets)
    yield from _one_place(sheets, haste)
    yield from _halves(sheets)
    yield from _distance(sheets)


def _grids(sheets: VersionSheets) -> Iterator[Judged]:
    for _, places in groupby(range(len(sheets.items)), lambda k: sheets.items[k].question):
        columns = list(places)
        grid, there = sheets.scores[:, columns], sheets.answered[:, columns]
        yield from _telling(longstring(grid, there))
        # By its definition the lowest twentieth is reached in every sample: no spread at all is
        # what a careless sheet has.
        yield from _found(response_variability(grid, there, low=0.0))


def _one_place(sheets: VersionSheets, haste: Haste) -> Iterator[Judged]:
    """Nobody whose time is not known can be judged by it."""
    low, high = _ends(sheets)
    index = same_place(sheets.scores, low, high, haste.hasty, sheets.answered)
    for flag, flagged, judged in _found(index):
        yield flag, flagged, judged & haste.judged


def _ends(sheets: VersionSheets) -> tuple[Floats, Floats]:
    return (
        np.array([float(item.low) for item in sheets.items]),
        np.array([float(item.high) for item in sheets.items]),
    )


def _halves(sheets: VersionSheets) -> Iterator[Judged]:
    """Even against odd items of each construct, all scales turned good side up on 0 to 1."""
    constructs: dict[str, list[int]] = {}
    for k, item in enumerate(sheets.items):
        if item.construct:
            constructs.setdefault(item.construct, []).append(k)
    scales = [columns for columns in constructs.values() if len(columns) > 1]
    if len(scales) < FEWEST_SCALES:
        return
    low, high = _ends(sheets)
    turned = np.array([item.low_is_good for item in sheets.items])
    place = (sheets.scores - low) / (high - low)
    place = np.where(turned, 1.0 - place, place)
    columns = [k for scale in scales for k in scale]
    codes = np.repeat(np.arange(len(scales)), [len(scale) for scale in scales])
    yield from _telling(even_odd_consistency(place[:, columns], codes, sheets.answered[:, columns]))


def _distance(sheets: VersionSheets) -> Iterator[Judged]:
    usual = np.flatnonzero(sheets.answered.mean(axis=0) >= USUAL_SHARE)
    while len(usual) > 1:
        scores, answered = sheets.scores[:, usual], sheets.answered[:, usual]
        try:
            yield from _found(mahalanobis(scores, answered))
        except AliasedItem as error:
            usual = np.delete(usual, error.item)
        else:
            return


def _telling(index: CarelessIndex | NotJudged) -> Iterator[Judged]:
    """The index, unless it falls on so many that it tells nobody apart."""
    if isinstance(index, CarelessIndex) and index.flagged.sum() <= (
        MOST_CARELESS * index.judged.sum()
    ):
        yield from _found(index)


def _found(index: CarelessIndex | NotJudged) -> Iterator[Judged]:
    if isinstance(index, CarelessIndex):
        yield index.flag, index.flagged, index.judged
