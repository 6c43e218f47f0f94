"""Answered faster than the questions can be read."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import check_counts
from stats.careless.flags import FlagName
from stats.careless.index import CarelessIndex, above, below, index
from stats.careless.item_matrix import seconds_matrix
from stats.careless.timing_baseline import TimingBaseline, medians_for
from stats.scalars import check_number

# Seconds per item: Huang et al. 2012 and Bowling et al. 2023; very strict Wood et al. 2017.
STRICT_SECONDS = 2.0
VERY_STRICT_SECONDS = 1.0
# [P]: one quick page proves nothing.
FAST_PAGE_SHARE = 0.5
# Leiner 2019: a single page cannot count more than three times the median speed.
SPEED_CAP = 3.0
SPEED_CUT = 2.0
SPEED_WARN = 1.75
# Common practice, and only information: routes through a questionnaire differ in length.
MEDIAN_SHARE = 0.5


def page_speed(
    seconds: ArrayLike,
    items: ArrayLike,
    seen: ArrayLike | None = None,
    *,
    limit: float = STRICT_SECONDS,
) -> CarelessIndex:
    """Share of pages answered in under `limit` seconds per item (methods D).

    Mean over the pages seen of [t_ip/k_p < limit], k_p the items of page p; flagged above one
    half. 2 s is the strict limit, 1 s the very strict one.
    Source: Huang et al. 2012; Bowling et al. 2023; Wood et al. 2017; one half is a product
    convention.

    `seconds` (n, p) above 0, `items` (p,) whole numbers, pages of 0 items are left out, `seen`
    (n, p) which pages a respondent saw, all where None. Raises EmptyInput without respondents or
    pages, OutOfRange for times that are not positive, a limit that is not, or shapes that differ.

    >>> print(page_speed([[3.0, 4.0], [9.0, 4.0], [30.0, 40.0]], [2, 4]))
    page speed: 1 of 3 flagged, cut 0.5 (fixed), 0 not judged
    """
    times = seconds_matrix("seconds", seconds, seen)
    counts = check_counts("items", items, times.items)
    check_number("limit", limit, above=0.0)
    shown = times.answered & (counts > 0.0)
    fast = shown & (times.values < limit * counts)
    pages = shown.sum(axis=1)
    share = fast.sum(axis=1) / np.maximum(pages, 1)
    beyond = above(share, FAST_PAGE_SHARE)
    return index(FlagName.PAGE_SPEED, share, pages > 0, beyond, FAST_PAGE_SHARE)


def relative_speed(
    seconds: ArrayLike,
    seen: ArrayLike | None = None,
    baseline: TimingBaseline | None = None,
    *,
    cut: float = SPEED_CUT,
) -> CarelessIndex:
    """Relative speed index: how many times faster than the median respondent (methods D).

    Mean over the pages seen of min(median_p/t_ip, 3); flagged above 2, a warning is `cut=1.75`.
    Source: Leiner 2019 (Survey Research Methods 13).

    `seconds` (n, p) above 0, `seen` as `page_speed`; medians of the frozen `baseline`, else of
    the data, and the result says which. Raises EmptyInput without respondents or pages,
    OutOfRange for times that are not positive, shapes that differ, a baseline of other pages or
    a cut that is not above 0 and at most 3.

    >>> found = relative_speed([[10, 20], [4, 5], [12, 22]])
    >>> found.values.round(2).tolist()
    [1.0, 2.75, 0.87]
    >>> print(found)
    relative speed: 1 of 3 flagged, cut 2 (these data), 0 not judged
    """
    check_number("cut", cut, above=0.0, high=SPEED_CAP)
    times = seconds_matrix("seconds", seconds, seen)
    medians = medians_for(times, baseline)
    shown = times.answered & medians.there
    speed = np.divide(medians.pages, times.values, where=shown, out=np.zeros(shown.shape))
    pages = shown.sum(axis=1)
    value = np.minimum(speed, SPEED_CAP).sum(axis=1) / np.maximum(pages, 1)
    return index(FlagName.RELATIVE_SPEED, value, pages > 0, above(value, cut), cut, medians.source)


def total_time(
    seconds: ArrayLike, seen: ArrayLike | None = None, baseline: TimingBaseline | None = None
) -> CarelessIndex:
    """Total seconds, flagged under half the median: information, never a reason (methods D).

    Σ_p t_ip < ½ median. Source: common practice of survey providers. Those whose route through
    the questionnaire is short are flagged as well, which the relative speed index avoids.

    Arguments and errors as `relative_speed`; `cut` of the result in seconds.

    >>> print(total_time([[10, 20], [4, 5], [12, 22]]))
    total time: 1 of 3 flagged, cut 15 (these data), 0 not judged
    """
    times = seconds_matrix("seconds", seconds, seen)
    medians = medians_for(times, baseline)
    total, cut = times.values.sum(axis=1), MEDIAN_SHARE * medians.total
    return index(
        FlagName.TOTAL_TIME, total, times.counts > 0.0, below(total, cut), cut, medians.source
    )
