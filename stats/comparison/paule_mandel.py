"""The variance between units, by moments."""

from __future__ import annotations

from numpy.typing import ArrayLike

from stats.comparison.model import UnitModel

TOLERANCE = 1e-14


def paule_mandel(y: ArrayLike, v: ArrayLike, design: ArrayLike | None = None) -> float:
    """τ², the variance of the true values between units, by Paule and Mandel (methods H5).

    Solves Q(τ²) = Σ (y_i − x_i'β)²/(v_i + τ²) = m − p with β by weighted least squares at τ²;
    0 where Q(0) ≤ m − p. Q falls and is convex, so that Newton's method from 0 rises to the root
    without passing it. No normal distribution is needed. Source: Paule & Mandel 1982; the
    moment estimator of Fay & Herriot 1979; DerSimonian & Kacker 2007.

    y (m,) estimates, v (m,) their sampling variances > 0, design (m, p) of full rank, a column
    of ones unless given. Raises EmptyInput without units, OutOfRange for anything else.

    >>> round(paule_mandel([60, 40, 30], [25, 25, 100]), 1)
    182.4
    """
    return paule_mandel_of(UnitModel.of(y, v, design))


def paule_mandel_of(model: UnitModel) -> float:
    """τ² of a checked model."""
    tau2 = 0.0
    # τ² about doubles until it is near the root, so that 750 steps span all floats let in.
    while True:
        fit = model.fit(tau2)
        terms = fit.weights * fit.residuals**2
        excess = float(terms.sum()) - model.freedom
        if excess <= TOLERANCE * model.y.size:
            return tau2
        step = excess / float(fit.weights @ terms)
        tau2 += step
        if step <= TOLERANCE * tau2:
            return tau2
