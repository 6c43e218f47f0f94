"""An index of careless answering, one value per respondent, and why there may be none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np

from stats.arrays import BoolArray, FloatArray
from stats.careless.flags import FlagName

# A mean of speeds can miss a cut of 2 by the last bit: cuts in decimals need this much play.
ROUNDING = 1e-9

MaskedFloats: TypeAlias = np.ma.MaskedArray[Any, np.dtype[np.float64]]


class NotJudged(StrEnum):
    """Why an index is not computed for anybody."""

    SHORT_GRID = "short_grid"
    FEW_ITEMS = "few_items"
    FEW_CONTENTS = "few_contents"
    FEW_SCALES = "few_scales"
    FEW_RESPONDENTS = "few_respondents"

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return _SENTENCES[self]


_SENTENCES = {
    NotJudged.SHORT_GRID: "the grid is too short: equal answers to few items can be honest",
    NotJudged.FEW_ITEMS: "there are too few items for this index",
    NotJudged.FEW_CONTENTS: "the items ask about too few things to tell a style from a view",
    NotJudged.FEW_SCALES: "there are too few scales to correlate their halves",
    NotJudged.FEW_RESPONDENTS: "too few respondents answered every item",
}


class CutFrom(StrEnum):
    """Where a cut-off comes from."""

    FIXED = "fixed"
    BASELINE = "frozen baseline"
    DATA = "these data"


@dataclass(frozen=True, eq=False)
class CarelessIndex:
    """One index of n respondents and whom it flags.

    `values` (n,) masked where a respondent cannot be judged, who is then not flagged; `cut` in
    the units of the values, and where it, or the medians behind the values, come from.
    """

    flag: FlagName
    values: MaskedFloats
    flagged: BoolArray
    cut: float
    cut_from: CutFrom

    @property
    def judged(self) -> BoolArray:
        """Who has a value, (n,)."""
        return np.asarray(~np.ma.getmaskarray(self.values), dtype=np.bool_)

    def __str__(self) -> str:
        judged, n = int(self.judged.sum()), self.flagged.size
        return (
            f"{self.flag.replace('_', ' ')}: {int(self.flagged.sum())} of {judged} flagged, "
            f"cut {self.cut:g} ({self.cut_from}), {n - judged} not judged"
        )


def masked(values: FloatArray, judged: BoolArray) -> MaskedFloats:
    """Values of those judged; zero lies under the mask, so that no NaN leaves the package."""
    return np.ma.MaskedArray(np.where(judged, values, 0.0), mask=~judged)


def index(
    flag: FlagName,
    values: FloatArray,
    judged: BoolArray,
    beyond: BoolArray,
    cut: float,
    cut_from: CutFrom = CutFrom.FIXED,
) -> CarelessIndex:
    """An index that flags those who are judged and beyond the cut."""
    return CarelessIndex(flag, masked(values, judged), beyond & judged, cut, cut_from)


def above(values: FloatArray, cut: float) -> BoolArray:
    """Above by more than the arithmetic can make up: equal stays on the milder side."""
    return np.asarray(values > cut + ROUNDING)


def below(values: FloatArray, cut: float) -> BoolArray:
    """Below by more than the arithmetic can make up: equal stays on the milder side."""
    return np.asarray(values < cut - ROUNDING)
