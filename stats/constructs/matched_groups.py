"""Respondents of two groups in matching strata, checked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    any_array,
    check_codes,
    check_counts,
    check_floats,
    sum_by,
)
from stats.errors import OutOfRange


@dataclass(frozen=True, eq=False)
class MatchedGroups:
    """Answers (n,), who is of the focal group (n,), stratum codes 0…s−1 (n,).

    `counts` (n,) say how many people stand behind a row; `matched` (s,) marks the strata that hold
    both groups; others compare nothing.
    """

    scores: FloatArray
    focal: BoolArray
    strata: IntArray
    matched: BoolArray
    counts: FloatArray

    @classmethod
    def of_rows(
        cls,
        scores: ArrayLike,
        focal: ArrayLike,
        strata: ArrayLike,
        counts: ArrayLike | None = None,
    ) -> MatchedGroups:
        """Raises OutOfRange for arrays that do not align, a group that is not true or false,
        counts that are not whole."""
        values = check_floats("scores", scores)
        group = check_group(focal, values.size)
        codes = check_codes("strata", strata, 1 << 62)
        if codes.size != values.size:
            raise OutOfRange(f"{codes.size} strata for {values.size} answers; align them.")
        people = np.ones(values.size)
        if counts is not None:
            people = check_counts("counts", counts, values.size)
        levels, index = np.unique(codes, return_inverse=True)
        dense = index.astype(np.int64)
        both = [sum_by(dense, people * mask, levels.size) > 0.0 for mask in (group, ~group)]
        return cls(values, group, dense, both[0] & both[1], people)

    @property
    def used(self) -> BoolArray:
        """Respondents in a stratum that holds both groups, (n,)."""
        return np.asarray(self.matched[self.strata]) if self.matched.size else self.focal

    @property
    def left_out(self) -> int:
        """Respondents without a counterpart."""
        return self.people(~self.used)

    def people(self, of: BoolArray) -> int:
        """How many stand behind the rows `of`."""
        return int(self.counts[of].sum())

    def sums(self, values: FloatArray, of: BoolArray) -> FloatArray:
        """Σ values of the respondents `of`, per matched stratum."""
        return sum_by(self.strata, values * of * self.counts, self.matched.size)[self.matched]


def check_group(focal: ArrayLike, size: int) -> BoolArray:
    """One-dimensional true or false per respondent."""
    group = any_array("focal", focal)
    if group.ndim != 1 or group.size != size or (group.size and group.dtype.kind != "b"):
        raise OutOfRange(
            f"focal of shape {group.shape} and type {group.dtype} does not mark {size} answers; "
            "hand in true for the focal group and false for the reference group."
        )
    return group.astype(np.bool_, copy=False)
