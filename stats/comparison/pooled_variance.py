"""Sampling variances of many units from a pooled variance function."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, FloatArray, check_floats, check_not_empty
from stats.comparison.positive import SMALLEST
from stats.errors import OutOfRange
from stats.scalars import check_number

OWN_VARIANCE_FROM = 50.0  # [P] methods H5a: independent answers n*
ROUNDING = 1e-12


@dataclass(frozen=True)
class VarianceFunction:
    """v = unit variance × design effect / n, frozen from a baseline for one metric and audience.

    `unit_variance` in squared units of the metric; `units` and `answers` it was fitted on. Raises
    OutOfRange for a unit variance that is not above 0 or a design effect below 1.
    """

    unit_variance: float
    design_effect: float
    units: int
    answers: float

    def __post_init__(self) -> None:
        check_number("unit_variance", self.unit_variance, low=SMALLEST)
        check_number("design_effect", self.design_effect, low=1.0)

    def __str__(self) -> str:
        return (
            f"unit variance {self.unit_variance:.3g}, design effect {self.design_effect:.2f}, "
            f"from {self.answers:g} answers of {self.units} units"
        )


@dataclass(frozen=True, eq=False)
class PooledVariances:
    """Sampling variance per unit (m,), and for which of them it is the unit's own."""

    variances: FloatArray
    own: BoolArray
    function: VarianceFunction

    def __str__(self) -> str:
        return f"{self.own.sum()} of {self.own.size} variances are the unit's own; {self.function}"


def variance_function(
    answers: ArrayLike, unit_variances: ArrayLike, error_variances: ArrayLike
) -> VarianceFunction:
    """Pooled unit variance and pooled design effect (methods H5a).

    Unit variance = Σ n_i s_i²/Σ(n_i − 1), within units, s_i² the plug-in form (ddof 0);
    design effect = Σ n_i (n_i v̂_i)/Σ n_i (s_i² n_i/(n_i − 1)) over units with an error of
    their own, at least 1, as n* never exceeds n. Source: the pooled variance of the analysis
    of variance; generalised variance functions, Wolter 2007, chapter 7.

    `answers` (m,) ≥ 1, `unit_variances` (m,) ≥ 0, `error_variances` (m,): v̂_i, the squared
    published error, 0 where there is none. Raises EmptyInput without units, OutOfRange for
    other numbers, a variance of a single answer, or where no two answers of any unit differ.

    >>> print(variance_function([4, 3], [0.75, 0.0], [0.5, 0.0]))
    unit variance 0.6, design effect 2.00, from 7 answers of 2 units
    """
    n, s2, v = _checked(answers, unit_variances, error_variances)
    within = float(n @ s2)
    if within <= 0.0:
        raise OutOfRange(
            "No two answers of a unit differ, so no variance can be pooled; "
            "fit the variance function on a longer baseline."
        )
    there = (v >= SMALLEST) & (s2 >= SMALLEST) & (n > 1.0)
    size = n[there]
    simple = float(size @ (s2[there] * size / (size - 1.0)))
    effect = float(size @ (size * v[there])) / simple if simple else 1.0
    return VarianceFunction(within / float((n - 1.0).sum()), max(effect, 1.0), n.size, n.sum())


def pooled_variances(
    answers: ArrayLike,
    unit_variances: ArrayLike,
    error_variances: ArrayLike,
    function: VarianceFunction | None = None,
    *,
    own_from: float = OWN_VARIANCE_FROM,
) -> PooledVariances:
    """Sampling variances for shrinkage and ranks: a unit's own only where it is well known.

    v_i = unit variance × design effect / n_i; the unit's own v̂_i where
    n*_i = min(n_i, s_i²/v̂_i) ≥ `own_from`. Three tens have s² = 0 and would be crowned by their
    own variance. n_i are answers (or, in both functions alike, Kish's effective n), not n*_i: that
    already contains the design effect, this unit's own, and would count it twice.
    Source: methods H5a; Wolter 2007, chapter 7.

    Inputs as `variance_function`, which is fitted on them unless a frozen one is handed in;
    `own_from=math.inf` pools all. Raises as `variance_function`.

    >>> found = pooled_variances([3, 100], [0.0, 0.6], [0.0, 0.012])
    >>> found.variances.round(4).tolist(), found.own.tolist()
    ([0.3921, 0.012], [False, True])
    """
    n, s2, v = _checked(answers, unit_variances, error_variances)
    check_number("own_from", own_from, low=1.0, endless=True)
    fitted = function or variance_function(n, s2, v)
    pooled = fitted.unit_variance * fitted.design_effect / n
    independent = np.zeros(n.size)
    # Where all answers agree s² is 0, or what rounding leaves of it.
    varies = s2 > ROUNDING * fitted.unit_variance
    np.divide(s2, v, out=independent, where=varies & (v >= SMALLEST))
    own = np.minimum(independent, n) >= own_from
    return PooledVariances(np.where(own, v, pooled), own, fitted)


def _checked(
    answers: ArrayLike, unit_variances: ArrayLike, error_variances: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    n = check_floats("answers", answers)
    check_not_empty("answers", n)
    s2 = check_floats("unit_variances", unit_variances, n.size)
    v = check_floats("error_variances", error_variances, n.size)
    for name, array, lowest in (
        ("answers", n, 1.0),
        ("unit_variances", s2, 0.0),
        ("error_variances", v, 0.0),
    ):
        if array.min() < lowest:
            raise OutOfRange(
                f"{name} hold {array.min():g} at position {array.argmin()}; "
                f"hand in values from {lowest:g} upwards."
            )
    single = (n == 1.0) & (s2 > 0.0)
    if single.any():
        raise OutOfRange(
            f"unit_variances hold {s2[single][0]:g} at position {single.argmax()}, whose only "
            "answer has no variance; hand in 0."
        )
    return n, s2, v
