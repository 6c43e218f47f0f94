"""What setting respondents aside costs and changes: shares by group, figures with and without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, any_array, check_codes
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import LEVEL, Interval, wilson

Figure = TypeVar("Figure")


@dataclass(frozen=True)
class ExcludedShare:
    """Set aside in one group, or among all where `group` is None."""

    group: int | None
    excluded: int
    n: int
    interval: Interval

    @property
    def share(self) -> float:
        """Share 0 to 1 set aside."""
        return self.excluded / self.n

    def __str__(self) -> str:
        who = "all" if self.group is None else f"group {self.group}"
        low, high = self.interval.low, self.interval.high
        return (
            f"{who}: {self.share:.1%} set aside, {100 * self.interval.level:g} % interval "
            f"{low:.1%} to {high:.1%}, n {self.n}"
        )


@dataclass(frozen=True)
class WithAndWithout(Generic[Figure]):
    """One figure of everybody, and of those who are used."""

    everybody: Figure
    used: Figure

    def __str__(self) -> str:
        return f"with those set aside: {self.everybody}; without: {self.used}"


def excluded_share(excluded: ArrayLike, level: float = LEVEL) -> ExcludedShare:
    """Share of all respondents set aside, with Wilson's interval (methods D).

    x/n. Source: Wilson 1927. Online samples of students show 10 to 12 % (Meade & Craig 2012).

    `excluded` (n,) true or false. Raises EmptyInput without respondents, OutOfRange for other
    marks.

    >>> print(excluded_share([True] * 3 + [False] * 47))
    all: 6.0% set aside, 95 % interval 2.1% to 16.2%, n 50
    """
    marks = _flat_marks(excluded)
    return _share(None, int(marks.sum()), marks.size, level)


def excluded_shares(
    excluded: ArrayLike, group: ArrayLike, level: float = LEVEL
) -> tuple[ExcludedShare, ...]:
    """Share set aside in every group, with Wilson's intervals (methods D).

    By partner and by culture: a cut-off that falls on one of them alone is a bias of its own.
    Source: Wilson 1927. Each interval is of its group alone.

    `excluded` (n,) true or false, `group` (n,) integer codes; groups in ascending order. Raises
    EmptyInput without respondents, OutOfRange for other marks or lengths that differ.

    >>> for share in excluded_shares([True, False, False, False], [7, 7, 4, 4]):
    ...     print(share)
    group 4: 0.0% set aside, 95 % interval 0.0% to 65.8%, n 2
    group 7: 50.0% set aside, 95 % interval 9.5% to 90.5%, n 2
    """
    marks = _flat_marks(excluded)
    codes = check_codes("group", group, 1 << 62, lowest=-(1 << 62))
    if codes.size != marks.size:
        raise OutOfRange(f"group has {codes.size} codes for {marks.size} respondents; align them.")
    groups, index, sizes = np.unique(codes, return_inverse=True, return_counts=True)
    hits = np.bincount(index[marks], minlength=groups.size)
    found = zip(groups.tolist(), hits.tolist(), sizes.tolist(), strict=True)
    return tuple(_share(group, taken, n, level) for group, taken, n in found)


def with_and_without(
    figure: Callable[[BoolArray], Figure], excluded: ArrayLike
) -> WithAndWithout[Figure]:
    """A figure of everybody beside the same figure of those used (methods D).

    `figure(mask)` is computed for the respondents where the mask (n,) is true: all, then those
    not set aside. Source: product convention; cleaning is never silent.

    `excluded` (n,) true or false. Raises EmptyInput where everybody is set aside, OutOfRange for
    other marks, and whatever `figure` raises.

    >>> scores = np.array([10, 9, 0, 7])
    >>> found = with_and_without(lambda who: float(scores[who].mean()), [False] * 2 + [True, False])
    >>> round(found.everybody, 2), round(found.used, 2)
    (6.5, 8.67)
    """
    marks = _flat_marks(excluded)
    if marks.all():
        raise EmptyInput(f"All {marks.size} respondents are set aside; there is no figure left.")
    return WithAndWithout(figure(np.ones(marks.size, np.bool_)), figure(~marks))


def _share(group: int | None, hits: int, n: int, level: float) -> ExcludedShare:
    return ExcludedShare(group, hits, n, wilson(hits, n, level))


def _flat_marks(excluded: ArrayLike) -> BoolArray:
    marks = any_array("excluded", excluded)
    if marks.size == 0:
        raise EmptyInput("There is no respondent to set aside.")
    if marks.dtype.kind != "b" or marks.ndim != 1:
        raise OutOfRange(
            f"Who is set aside has shape {marks.shape} and type {marks.dtype}; mark each "
            "respondent true or false."
        )
    return marks
