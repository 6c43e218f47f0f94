"""Logistic regression with a small ridge, by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from stats.arrays import FloatArray
from stats.errors import Unsettled
from stats.weighting.factor import factorise

MAX_ITERATIONS = 100
CONVERGED = 1e-12
# A stall this close to the maximum is the rounding of the sums.
_STALLED = 1e-9
_SHORTEST_STEP = 1e-8


@dataclass(frozen=True, eq=False)
class Solution:
    """Coefficients (1 + p,), the intercept first, fitted rates (C,), steps and remaining slope."""

    beta: FloatArray
    rates: FloatArray
    iterations: int
    error: float


@dataclass(frozen=True, eq=False)
class _Point:
    """A place on the penalised loss, with its gradient and the largest slope per unit."""

    beta: FloatArray
    rates: FloatArray
    loss: float
    gradient: FloatArray
    error: float


@dataclass(frozen=True, eq=False)
class RidgeLogistic:
    """Standardised covariates z (C, p), successes r and trials n (C,), and the ridge on β."""

    z: FloatArray
    r: FloatArray
    n: FloatArray
    ridge: float

    def at(self, beta: FloatArray) -> _Point:
        """Σ [n ln(1 + e^η) − r η] + ridge/2 Σβ_j², η = α + zβ, and its gradient."""
        eta = beta[0] + self.z @ beta[1:]
        rates = expit(eta)
        penalty = self.ridge * np.concatenate([[0.0], beta[1:]])
        loss = float(self.n @ np.logaddexp(0.0, eta) - self.r @ eta + penalty @ beta / 2.0)
        excess = self.n * rates - self.r
        gradient = np.concatenate([[excess.sum()], excess @ self.z]) + penalty
        return _Point(beta, rates, loss, gradient, float(np.abs(gradient).max() / self.n.sum()))

    def step(self, here: _Point) -> FloatArray:
        """−H⁻¹ gradient, H = X'WX + ridge on all but the intercept."""
        x = np.column_stack([np.ones(self.n.size), self.z])
        weight = self.n * here.rates * (1.0 - here.rates)
        hessian = x.T @ (weight[:, None] * x)
        hessian[np.diag_indices_from(hessian)] += self.ridge * (np.arange(x.shape[1]) > 0)
        return factorise(hessian).solve(-here.gradient)


def solve(problem: RidgeLogistic, *, max_iterations: int = MAX_ITERATIONS) -> Solution:
    """The one maximum of the penalised likelihood: it is strictly concave.

    Raises Unsettled when the steps run out first.

    >>> z = np.array([[-1.0], [1.0]])
    >>> found = solve(RidgeLogistic(z, r=np.array([1.0, 2.0]), n=np.array([2.0, 2.0]), ridge=1.0))
    >>> found.rates.round(3).tolist(), found.error <= CONVERGED
    ([0.646, 0.854], True)
    """
    rate = problem.r.sum() / problem.n.sum()
    here = problem.at(np.concatenate([[np.log(rate / (1.0 - rate))], np.zeros(problem.z.shape[1])]))
    for iteration in range(max_iterations):
        if here.error <= CONVERGED:
            return Solution(here.beta, here.rates, iteration, here.error)
        better = _better(problem, here, problem.step(here))
        if better is None:
            if here.error <= _STALLED:
                return Solution(here.beta, here.rates, iteration, here.error)
            break
        here = better
    raise Unsettled(
        f"The response model stands at a slope of {here.error:.1e} per unit drawn; look for a "
        "covariate with a single extreme value, or raise the ridge."
    )


def _better(problem: RidgeLogistic, here: _Point, step: FloatArray) -> _Point | None:
    """The longest of 1, ½, ¼ … steps that lowers the loss or the slope, if any does."""
    size = 1.0
    while size > _SHORTEST_STEP:
        there = problem.at(here.beta + size * step)
        if there.loss < here.loss or there.error < here.error:
            return there
        size /= 2.0
    return None
