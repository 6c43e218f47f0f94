"""Every flag of careless answering on every response, and whom they set aside (methods D)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa

from metrics.integrity.response_bias.haste import (
    final_weeks,
    hasty_sheets,
    timing_rows,
    timing_table,
)
from metrics.integrity.response_bias.own_network import from_own_network
from metrics.integrity.response_bias.patterns import pattern_flags
from metrics.integrity.response_bias.sheets import VersionSheets, arranged
from metrics.integrity.response_bias.texts import repeated_texts, without_letters
from metrics.warehouse.columns import Bools, Ints
from metrics.warehouse.frozen import FrozenWeek, History, WeekCells
from stats import CARELESS_FLAGS, FlagFamily, FlagName, exclude
from stats.careless.exclusion import FAMILIES
from stats.careless.invariance import PLACED_ITEMS


class Examined(StrEnum):
    """Whether a sheet could be examined for careless answering, by two families at least."""

    EXAMINED = "examined"
    TIME_UNKNOWN = "time_unknown"
    TOO_SHORT = "too_short"


@dataclass(frozen=True)
class Marks:
    """Of the R responses of a week: `own_network` and `careless` (R,), the flags on each in order,
    whether it could be examined (empty where it was not looked at), and the times of the week.
    """

    own_network: Bools
    careless: Bools
    flags: tuple[tuple[str, ...], ...]
    examined: tuple[str, ...]
    timings: pa.Table


def mark_responses(frozen: FrozenWeek, history: History, frame_row: Ints, chosen: Bools) -> Marks:
    """Look at the chosen responses: those that nothing else sets aside."""
    finals = final_weeks(history)
    found = _Found.empty(len(frame_row))
    for sheets in arranged(frozen, chosen):
        found.look_at(sheets, finals)
    own = from_own_network(frozen, history.cells, frame_row, chosen)
    found.mark(FlagName.DEALER_NETWORK, own)
    found.mark(FlagName.REPEATED_TEXT, repeated_texts(frozen, frame_row, chosen))
    found.mark(FlagName.GIBBERISH, without_letters(frozen, chosen))
    careless = _careless(found.marks, own)
    # Whoever was found careless by two families was examined by two.
    found.examined[careless] = Examined.EXAMINED.value
    return Marks(
        own_network=own,
        careless=careless,
        flags=_names(found.marks, len(frame_row)),
        examined=tuple(str(value) for value in found.examined),
        timings=timing_table(found.timings),
    )


@dataclass
class _Found:
    """What was found so far, version by version."""

    marks: dict[FlagName, Bools]
    examined: np.ndarray[tuple[int], np.dtype[np.object_]]
    timings: list[tuple[str, int, int, int]]

    @classmethod
    def empty(cls, size: int) -> _Found:
        return cls({}, np.full(size, "", dtype=object), [])

    def mark(self, flag: FlagName, flagged: Bools) -> None:
        before = self.marks.get(flag)
        self.marks[flag] = flagged if before is None else before | flagged

    def look_at(self, sheets: VersionSheets, finals: Sequence[WeekCells]) -> None:
        haste = hasty_sheets(sheets, finals)
        self.timings += timing_rows(sheets)
        families = {FlagFamily.TIME: haste.judged}
        for flag, flagged in haste.marks.items():
            self._mark_rows(flag, sheets.rows, flagged)
        for flag, flagged, judged in pattern_flags(sheets, haste):
            self._mark_rows(flag, sheets.rows, flagged)
            family = CARELESS_FLAGS[flag].family
            families[family] = families.get(family, judged) | judged
        self.examined[sheets.rows] = _examined(sheets, families)

    def _mark_rows(self, flag: FlagName, rows: Ints, flagged: Bools) -> None:
        whole = np.zeros(len(self.examined), dtype=np.bool_)
        whole[rows] = flagged
        self.mark(flag, whole)


def _examined(sheets: VersionSheets, families: Mapping[FlagFamily, Bools]) -> list[str]:
    """Two families can judge a sheet; else its time is missing, or it is too short for any."""
    enough = np.sum(list(families.values()), axis=0) >= FAMILIES
    is_short = sheets.answered.sum(axis=1) < PLACED_ITEMS
    state = np.where(is_short, Examined.TOO_SHORT.value, Examined.TIME_UNKNOWN.value)
    return list(np.where(enough, Examined.EXAMINED.value, state))


def _careless(marks: Mapping[FlagName, Bools], own: Bools) -> Bools:
    """By the rule of families; who answered from the partner's network is set aside for that."""
    if not len(own):
        return own
    careless: Bools = exclude(marks).excluded & ~own
    return careless


def _names(marks: Mapping[FlagName, Bools], size: int) -> tuple[tuple[str, ...], ...]:
    names: list[list[str]] = [[] for _ in range(size)]
    for flag in sorted(marks):
        for row in np.flatnonzero(marks[flag]).tolist():
            names[row].append(flag.value)
    return tuple(map(tuple, names))
