"""Do a partner's answers crowd together in time? The scan statistic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_floats
from stats.errors import EmptyInput, OutOfRange
from stats.scalars import check_number, check_whole
from stats.selection.binomial import probability, upper_tail
from stats.wording import counted

# [P] A twentieth of the period, as in the worked examples of methods B8d.
WINDOW = 0.05
# [P] What counts as the end of the period.
END_SHARE = 0.10
# Two places this close are one: the end of a closed window must not depend on rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Burst:
    """The fullest closed window of the period: its count, where it starts, and its chance."""

    count: int
    n: int
    window: float
    start: float
    p_value: float

    def __str__(self) -> str:
        return (
            f"{self.count} of {counted(self.n, 'answer')} within {self.window:.1%} of the period, "
            f"p {self.p_value:.2g}"
        )


def burst_scan(places: ArrayLike, window: float = WINDOW) -> Burst:
    """Largest number of answers in any closed window, with its p-value (methods B8d).

    `places` (N,) in 0…1, where each answer lies in the period; put them on the expected clock
    first (`expected_places`), because mailings make natural bursts. `window` is its fraction of
    the period. Times to the minute: answers dated by the day crowd by themselves. p as
    `scan_p_value`. Raises EmptyInput without answers, OutOfRange for a place
    outside 0…1 or a window outside 0…½.

    >>> print(burst_scan([0.1, 0.2, 0.201, 0.202, 0.22, 0.23, 0.249] + [0.3 + i / 20
    ...                  for i in range(13)]))
    6 of 20 answers within 5.0% of the period, p 0.03
    """
    x = _check_places(places)
    _check_window(window)
    last = np.searchsorted(x, x + window + _ROUNDING, side="right")
    counts = last - np.arange(x.size)
    fullest = int(np.argmax(counts))
    k = int(counts[fullest])
    return Burst(k, x.size, window, float(x[fullest]), scan_p_value(k, x.size, window))


def scan_p_value(count: int, n: int, window: float) -> float:
    """P(some window of fraction w holds k or more of N uniform places), about.

    (k/w − N − 1) b(k; N, w) + 2 P(Bin(N, w) ≥ k), clipped to 0…1; exact for k > N/2, good below
    .10, too large (safe) above. Source: Wallenstein & Neff 1987; Naus 1965 for the exact case.
    Raises OutOfRange unless 0 ≤ k ≤ N and 0 < w ≤ ½.

    >>> round(scan_p_value(6, 20, 0.05), 3), round(scan_p_value(8, 30, 0.05), 4)
    (0.03, 0.0097)
    """
    _check_window(window)
    check_whole("count", count)
    check_whole("n", n)
    if not 0 <= count <= n:
        raise OutOfRange(f"{count} of {n} answers in a window; hand in 0 up to all of them.")
    factor = count / window - n - 1.0
    if count < 2 or factor <= 0.0:
        return 1.0
    p = factor * probability(count, n, window) + 2.0 * upper_tail(count, n, window)
    return min(float(p), 1.0)


def end_share_p_value(places: ArrayLike, end: float = END_SHARE) -> float:
    """P(so many of N uniform places lie in the last part of the period), middle of the step.

    P(X > x) + ½P(X = x), X ~ Bin(N, end), x the places above 1 − end. Source: methods B8d.
    `places` on the expected clock, as for `burst_scan`; raises as that.

    >>> round(end_share_p_value([0.1, 0.3, 0.5, 0.95, 0.99]), 4)
    0.045
    """
    x = _check_places(places)
    if not 0.0 < check_number("end", end) < 1.0:
        raise OutOfRange(f"The end is {end:g} of the period; hand in a share between 0 and 1.")
    late = int((x > 1.0 - end).sum())
    return float(upper_tail(late, x.size, end) - probability(late, x.size, end) / 2.0)


def _check_places(places: ArrayLike) -> FloatArray:
    x = check_floats("places", places)
    if x.size == 0:
        raise EmptyInput("Nobody answered, so there is no burst; leave the partner out.")
    if x.min() < 0.0 or x.max() > 1.0:
        wrong = int(np.flatnonzero((x < 0.0) | (x > 1.0))[0])
        raise OutOfRange(f"places holds {x[wrong]:g} at position {wrong}; the period is 0 to 1.")
    return np.sort(x)


def _check_window(window: float) -> None:
    check_number("The window", window, above=0.0, high=0.5)
