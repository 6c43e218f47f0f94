"""Weighting classes: respondents stand for everybody of like propensity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import SMALLEST_WEIGHT, FloatArray, IntArray, check_floats, sum_by
from stats.errors import EmptyInput, OutOfRange
from stats.scalars import check_choice
from stats.weighting.kish import kish
from stats.weighting.response_counts import check_response_counts
from stats.wording import counted

# Fifths: five classes remove some 90 % of the bias that one covariate makes (Cochran 1968).
QUINTILES = (0.2, 0.4, 0.6, 0.8)
# People with the same covariates must not be parted by the rounding of their propensities.
_DECIMALS = 12


class InverseOf(StrEnum):
    """What the weight of a class is the inverse of."""

    MEAN_PROPENSITY = "mean propensity"
    RESPONSE_RATE = "response rate"


@dataclass(frozen=True)
class WeightingClass:
    """People of like propensity, `lowest` to `highest`, and the weight of those who answered."""

    lowest: float
    highest: float
    drawn: int
    responded: int
    mean_propensity: float
    weight: float

    @property
    def response_rate(self) -> float:
        """Responded/drawn."""
        return self.responded / self.drawn


@dataclass(frozen=True)
class MergedClass:
    """A quantile class (counted from 0) in which nobody answered, and the one it went into."""

    number: int
    into: int
    drawn: int

    def __str__(self) -> str:
        why = f"none of {self.drawn} answered" if self.drawn else "empty"
        return f"{self.number} into {self.into} ({why})"


@dataclass(frozen=True, eq=False)
class WeightingClasses:
    """The classes, low propensity first, with `codes` (C,) into them and weights (C,).

    `weights` are those of the respondents of each cell, with mean 1 over respondents; `limits`
    are the quantiles that part the classes; `merged` names those that could not stand alone.
    """

    classes: tuple[WeightingClass, ...]
    codes: IntArray
    weights: FloatArray
    limits: FloatArray
    merged: tuple[MergedClass, ...]
    deff_kish: float
    inverse_of: InverseOf

    def __str__(self) -> str:
        low, high = self.weights.min(), self.weights.max()
        classes = counted(len(self.classes), "weighting class", "weighting classes")
        text = (
            f"{classes} by {self.inverse_of}, weights {low:.2f} to "
            f"{high:.2f}, design effect {self.deff_kish:.2f}"
        )
        return text + (f", merged: {'; '.join(map(str, self.merged))}" if self.merged else "")


def weighting_classes(
    propensities: ArrayLike,
    responded: ArrayLike,
    drawn: ArrayLike | None = None,
    *,
    cuts: Sequence[float] = QUINTILES,
    inverse_of: InverseOf | str = InverseOf.MEAN_PROPENSITY,
) -> WeightingClasses:
    """Classes [q_{k−1}, q_k) between quantiles of the propensities, weighted by their inverse.

    w = 1/ρ̄_k, ρ̄_k the mean propensity of everybody drawn in class k, or n_k/r_k, the inverse
    of the class's observed response rate; then scaled to mean 1 over respondents. Quantiles
    are those of everybody drawn (linear interpolation). A class in which nobody answered is
    merged with the next one above that was heard (the last with the one below) and reported.
    Classes keep the weights from following the model into its extremes. The response rate needs
    the model for the order only and reproduces the number drawn in each class.
    Source: Little 1986; Rosenbaum & Rubin 1984; Valliant, Dever & Kreuter 2018, who list both
    inverses; methods C3. Where classes are homogeneous,
    raw − weighted mean = Cov(ρ, y)/ρ̄ (Bethlehem 1988).

    `propensities` (C,) in (0, 1]; `responded` and `drawn` (C,) people as in
    `response_propensities`; `cuts` ascending between 0 and 1. Raises EmptyInput when nobody
    responded, OutOfRange for propensities or cuts outside, or more responded than drawn.

    >>> found = weighting_classes([0.5, 0.2], responded=[300, 80], drawn=[600, 400])
    >>> print(found)
    2 weighting classes by mean propensity, weights 0.76 to 1.90, design effect 1.22, \
merged: 0 into 1 (empty); 2 into 4 (empty); 3 into 4 (empty)
    """
    rho, r, n = _checked(propensities, responded, drawn)
    rounded = np.round(rho, _DECIMALS)
    limits = _quantiles(rounded, n, _checked_cuts(cuts))
    quantile_class = np.searchsorted(limits, rounded, side="right")
    size = limits.size + 1
    into = _heard(sum_by(quantile_class, r, size))
    kept, codes = np.unique(into[quantile_class], return_inverse=True)
    rule = check_choice("inverse_of", inverse_of, InverseOf)
    classes = _classes(rho, r, n, codes, kept.size, rule)
    weights = np.array([found.weight for found in classes])[codes]
    return WeightingClasses(
        classes=classes,
        codes=codes.astype(np.int64),
        weights=weights,
        limits=limits,
        merged=_merged(into, sum_by(quantile_class, n, size)),
        deff_kish=kish(weights, r).deff,
        inverse_of=rule,
    )


def _quantiles(values: FloatArray, counts: FloatArray, cuts: FloatArray) -> FloatArray:
    """Quantiles of values repeated by counts, numpy's 'linear', without repeating them."""
    order = np.argsort(values, kind="stable")
    ranked, last = values[order], np.cumsum(counts[order])
    place = np.round((last[-1] - 1.0) * cuts, 9)
    below = ranked[np.searchsorted(last, np.floor(place), side="right")]
    above = ranked[np.searchsorted(last, np.ceil(place), side="right")]
    exact = below + (above - below) * (place - np.floor(place))
    return np.asarray(np.round(exact, _DECIMALS))


def _heard(responded: FloatArray) -> IntArray:
    """For every class the nearest one from it upwards in which somebody answered, else below."""
    heard = np.flatnonzero(responded > 0.0)
    nearest = np.searchsorted(heard, np.arange(responded.size))
    return np.asarray(heard[np.minimum(nearest, heard.size - 1)], dtype=np.int64)


def _classes(
    rho: FloatArray, r: FloatArray, n: FloatArray, codes: IntArray, size: int, rule: InverseOf
) -> tuple[WeightingClass, ...]:
    drawn, responded = sum_by(codes, n, size), sum_by(codes, r, size)
    mean = sum_by(codes, n * rho, size) / drawn
    inverse = 1.0 / mean if rule is InverseOf.MEAN_PROPENSITY else drawn / responded
    weight = inverse * responded.sum() / float(responded @ inverse)
    return tuple(
        WeightingClass(
            lowest=float(rho[codes == k].min()),
            highest=float(rho[codes == k].max()),
            drawn=int(drawn[k]),
            responded=int(responded[k]),
            mean_propensity=float(mean[k]),
            weight=float(weight[k]),
        )
        for k in range(size)
    )


def _merged(into: IntArray, drawn: FloatArray) -> tuple[MergedClass, ...]:
    return tuple(
        MergedClass(number, int(target), int(drawn[number]))
        for number, target in enumerate(into)
        if number != target
    )


def _checked(
    propensities: ArrayLike, responded: ArrayLike, drawn: ArrayLike | None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    rho = check_floats("propensities", propensities)
    r, n = check_response_counts(responded, drawn, rho.size)
    wrong = np.flatnonzero((rho < SMALLEST_WEIGHT) | (rho > 1.0))
    if wrong.size:
        raise OutOfRange(
            f"propensities holds {rho[wrong[0]]:g} at position {wrong[0]}; "
            "a chance of answering is above 0 and at most 1."
        )
    if r.sum() == 0.0:
        raise EmptyInput("Nobody responded; there is nobody to weigh.")
    return rho, r, n


def _checked_cuts(cuts: Sequence[float]) -> FloatArray:
    checked = check_floats("cuts", cuts)
    bounds = np.concatenate([[0.0], checked, [1.0]])
    if (np.diff(bounds) <= 0.0).any():
        raise OutOfRange(f"The cuts {checked.tolist()} must rise from above 0 to below 1.")
    return checked
