"""Base weights: the inverse of the chance that the design gave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import (
    SMALLEST_WEIGHT,
    FloatArray,
    check_counts,
    check_floats,
    check_not_empty,
)
from stats.errors import OutOfRange


@dataclass(frozen=True, eq=False)
class BaseWeights:
    """Base weights with what the design says about their finite population.

    `weights` (H,) per stratum or (n,) per draw, as the function says; `drawn` units; `population`
    the sum of the weights over all drawn, known or (with unequal chances) estimated.
    `sampling_fraction` (H,) is what `CellDesign` takes; None leaves the correction off.
    """

    weights: FloatArray
    drawn: int
    population: float
    sampling_fraction: FloatArray | None

    @property
    def correction(self) -> FloatArray | None:
        """Finite population correction 1 − f of each stratum's variance, (H,); None when off."""
        return None if self.sampling_fraction is None else 1.0 - self.sampling_fraction

    def __str__(self) -> str:
        low, high = self.weights.min(), self.weights.max()
        off = "no" if self.sampling_fraction is None else "with"
        weights = f"weight {low:.2f}" if low == high else f"weights {low:.2f} to {high:.2f}"
        return (
            f"base {weights} for {self.drawn} drawn of {self.population:.12g}, "
            f"{off} finite population correction"
        )


def simple_random_weights(
    drawn: int, population: int, *, finite_population: bool = False
) -> BaseWeights:
    """Weight N/n of a simple random sample without replacement, (1,).

    With `finite_population` the sampling fraction n/N goes along. It is off by default: a
    programme decides about the next transactions, of which the week's are themselves a sample
    (superpopulation inference), and asking everybody this week does not make next week known.
    Source: Cochran 1977; Deming & Stephan 1941 for the default.
    Raises OutOfRange unless 1 ≤ drawn ≤ population, both whole.

    >>> print(simple_random_weights(100, 300))
    base weight 3.00 for 100 drawn of 300, no finite population correction
    """
    return stratified_weights([drawn], [population], finite_population=finite_population)


def stratified_weights(
    drawn: ArrayLike, population: ArrayLike, *, finite_population: bool = False
) -> BaseWeights:
    """Weights N_h/n_h of a simple random sample without replacement in each stratum, (H,).

    A unit of stratum h has `weights[h]`. `finite_population` and its default as in
    `simple_random_weights`; the fraction is n_h/N_h.
    Source: Cochran 1977.

    `drawn` and `population` (H,) whole numbers. Raises EmptyInput without strata, OutOfRange for
    a stratum with nobody drawn (it would be scaled away silently) or more drawn than it has.

    >>> stratified_weights([30, 20], [60, 100]).weights.tolist()
    [2.0, 5.0]
    """
    sampled = check_counts("drawn", drawn)
    check_not_empty("drawn", sampled)
    available = check_counts("population", population, sampled.size)
    _check_drawn(sampled, available)
    return BaseWeights(
        weights=available / sampled,
        drawn=int(sampled.sum()),
        population=float(available.sum()),
        sampling_fraction=sampled / available if finite_population else None,
    )


def hansen_hurwitz_weights(draw_probability: ArrayLike) -> BaseWeights:
    """Weights 1/(n p_i) of n draws with replacement and unequal probabilities, (n,).

    Σ w y over the draws estimates the total; its variance is n/(n − 1) Σ(w_i y_i − mean)²,
    which is what estimation computes with every draw a cluster of its own. A unit drawn twice is
    two draws. Draws with replacement have no finite population correction.
    Source: Hansen & Hurwitz 1943; Cochran 1977.

    `draw_probability` (n,): the chance of this unit at one draw, 0 < p ≤ 1 (its share of the
    population's size measure). Raises EmptyInput without draws, OutOfRange for any other p.

    >>> hansen_hurwitz_weights([0.5, 0.25, 0.25, 0.1]).weights.tolist()
    [0.5, 1.0, 1.0, 2.5]
    """
    chance = check_floats("draw_probability", draw_probability)
    check_not_empty("draw_probability", chance)
    if chance.min() < SMALLEST_WEIGHT or chance.max() > 1.0:
        wrong = int(np.flatnonzero((chance < SMALLEST_WEIGHT) | (chance > 1.0))[0])
        raise OutOfRange(
            f"draw_probability is {chance[wrong]:g} at position {wrong}; hand in the chance of "
            "being taken at one draw, above 0 and at most 1."
        )
    weights = 1.0 / (chance.size * chance)
    return BaseWeights(weights, chance.size, float(weights.sum()), None)


def _check_drawn(drawn: FloatArray, population: FloatArray) -> None:
    empty = np.flatnonzero(drawn == 0.0)
    if empty.size:
        place = int(empty[0])
        raise OutOfRange(
            f"Stratum {place} has a population of {population[place]:g} and nobody drawn; merge "
            "it with another stratum before weighting, or report it as not represented."
        )
    beyond = np.flatnonzero(drawn > population)
    if beyond.size:
        place = int(beyond[0])
        raise OutOfRange(
            f"Stratum {place} has {drawn[place]:g} drawn from a population of "
            f"{population[place]:g}; without replacement nobody is drawn twice: correct the frame."
        )
