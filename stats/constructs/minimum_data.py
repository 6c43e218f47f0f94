"""Whether there are enough items and respondents to judge a construct at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import check_counts, check_not_empty
from stats.constructs.verdict import ConstructVerdict
from stats.errors import OutOfRange
from stats.scalars import check_whole
from stats.wording import counted


class DataPurpose(StrEnum):
    """What the data are to show."""

    RELIABILITY = "reliability and separation"
    COMPARISON = "comparison of groups"


# [P] methods F6: below these the sampling error of a correlation exceeds the cut-offs' distances.
SMALLEST_GROUP = {DataPurpose.RELIABILITY: 100, DataPurpose.COMPARISON: 200}


@dataclass(frozen=True)
class MinimumData:
    """FINE, NOT_TESTABLE or NOT_APPLICABLE, with the smallest group and what is needed.

    `warns` where a multi-item construct is claimed that the data cannot test.
    """

    verdict: ConstructVerdict
    items: int
    smallest: int
    needed: int
    purpose: DataPurpose
    warns: bool

    def __str__(self) -> str:
        if self.verdict is ConstructVerdict.NOT_APPLICABLE:
            return "not applicable: single item"
        enough = "enough" if self.verdict is ConstructVerdict.FINE else "not testable"
        return (
            f"{enough} for {self.purpose}: smallest group "
            f"{counted(self.smallest, 'respondent')}, {self.needed} needed"
        )


def minimum_data(
    items: int, group_sizes: ArrayLike, purpose: DataPurpose, *, claimed: bool = True
) -> MinimumData:
    """Enough respondents in every group: ≥ 100 for reliability, ≥ 200 for comparisons.

    A single item is not applicable: it has no reliability to compute and is stated as such.
    Source: product convention, methods F6.

    `items` ≥ 1 of the construct, `group_sizes` (g,) counts of complete answers; `claimed` whether
    the construct is presented as a multi-item scale. Raises OutOfRange for fewer than one item or
    a comparison of fewer than two groups, EmptyInput without groups.

    >>> print(minimum_data(3, [250, 180], DataPurpose.COMPARISON))
    not testable for comparison of groups: smallest group 180 respondents, 200 needed
    """
    sizes = check_counts("group_sizes", group_sizes)
    check_not_empty("group_sizes", sizes)
    items = check_whole("items", items, low=1)
    if purpose not in tuple(DataPurpose):
        raise OutOfRange(f"{purpose!r} is no DataPurpose; hand in one of its members.")
    if purpose == DataPurpose.COMPARISON and sizes.size < 2:
        raise OutOfRange("One group has nothing to be compared with; hand in two sizes or more.")
    smallest, needed = int(np.min(sizes)), SMALLEST_GROUP[purpose]
    verdict = _verdict(items, smallest >= needed)
    warns = verdict is ConstructVerdict.NOT_TESTABLE and claimed
    return MinimumData(verdict, items, smallest, needed, purpose, warns)


def _verdict(items: int, enough: bool) -> ConstructVerdict:
    if items == 1:
        return ConstructVerdict.NOT_APPLICABLE
    return ConstructVerdict.FINE if enough else ConstructVerdict.NOT_TESTABLE
