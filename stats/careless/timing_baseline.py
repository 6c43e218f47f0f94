"""The times that a respondent's speed is compared with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, FloatArray, check_floats
from stats.careless.index import CutFrom
from stats.careless.item_matrix import ItemMatrix, seconds_matrix
from stats.errors import OutOfRange

# methods D8 [P]: responses of final editions that a frozen baseline needs.
BASELINE_RESPONSES = 200


@dataclass(frozen=True, eq=False)
class TimingBaseline:
    """Frozen medians of a questionnaire version: seconds per page (p,) and in total.

    Raises OutOfRange for fewer than 200 responses or medians that are not positive.
    """

    page_medians: FloatArray
    total_median: float
    responses: int

    def __post_init__(self) -> None:
        medians = check_floats("page_medians", self.page_medians)
        object.__setattr__(self, "page_medians", medians)
        if self.responses < BASELINE_RESPONSES:
            raise OutOfRange(
                f"A baseline of {self.responses} responses is not stable; take the data themselves "
                f"until there are {BASELINE_RESPONSES}."
            )
        if not (medians > 0.0).all() or not 0.0 < self.total_median < np.inf:
            raise OutOfRange("A median time is not positive; leave out pages nobody saw.")

    def __str__(self) -> str:
        return (
            f"baseline of {self.responses} responses, median {self.total_median:.0f} s on "
            f"{self.page_medians.size} pages"
        )


@dataclass(frozen=True, eq=False)
class Medians:
    """Medians in use: per page where `there` (p,), in total, and where they come from."""

    pages: FloatArray
    there: BoolArray
    total: float
    source: CutFrom


def timing_baseline(seconds: ArrayLike, seen: ArrayLike | None = None) -> TimingBaseline:
    """Medians of the responses of final editions, to be frozen (methods D8).

    Responses that saw a page count; whoever saw none is no response to time.
    `seconds` (n, p) above 0, not looked at where `seen` (n, p) is false. Raises as
    `relative_speed`, and OutOfRange for fewer than 200 responses or a page that nobody saw.

    >>> print(timing_baseline([[10.0, 20.0]] * 200))
    baseline of 200 responses, median 30 s on 2 pages
    """
    times = seconds_matrix("seconds", seconds, seen)
    medians = _of_data(times)
    if not medians.there.all():
        page = int(np.flatnonzero(~medians.there)[0])
        raise OutOfRange(f"Nobody saw page {page}; leave it out of the baseline.")
    return TimingBaseline(medians.pages, medians.total, int((times.counts > 0.0).sum()))


def medians_for(times: ItemMatrix, baseline: TimingBaseline | None) -> Medians:
    """The baseline's medians, or those of the data themselves."""
    if baseline is None:
        return _of_data(times)
    pages = baseline.page_medians
    if pages.size != times.items:
        raise OutOfRange(
            f"The baseline has {pages.size} pages and the data {times.items}; "
            "take the baseline of the same questionnaire version."
        )
    return Medians(pages, np.ones(pages.size, np.bool_), baseline.total_median, CutFrom.BASELINE)


def _of_data(times: ItemMatrix) -> Medians:
    columns = [times.values[seen, p] for p, seen in enumerate(times.answered.T)]
    there = np.array([column.size > 0 for column in columns])
    pages = np.array([np.median(column) if column.size else 0.0 for column in columns])
    started = times.counts > 0.0
    totals = times.values.sum(axis=1)[started]
    total = float(np.median(totals)) if totals.size else 0.0
    return Medians(pages, there, total, CutFrom.DATA)
