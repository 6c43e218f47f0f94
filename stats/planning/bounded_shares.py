"""Shares of a total that keep their proportions wherever no bound holds them."""

from __future__ import annotations

import numpy as np

from stats.arrays import SMALLEST_WEIGHT, FloatArray


def bounded_shares(
    total: float, shares: FloatArray, low: FloatArray, high: FloatArray, price: FloatArray
) -> FloatArray:
    """n = min(max(k·share, low), high) with the one k for which Σ price·n = total.

    Σ price·n grows with k in straight pieces between the points where a bound takes hold; k is
    read off the piece that crosses the total, so nothing is iterated. For shares
    N_h S_h/√c_h this is the optimum under the bounds, not only a repair of the free one: it
    meets the Karush–Kuhn–Tucker conditions of min Σ N²S²/n (Gabler, Ganninger & Münnich 2012).

    All arrays (H,), `shares` ≥ 0, `price` > 0, `high` may be infinite; the caller has made sure
    that the total can be reached. Shares of 0 stay at `low`.

    >>> one, free = np.ones(3), np.array([np.inf, np.inf, 15.0])
    >>> bounded_shares(100.0, np.array([50.0, 10.0, 40.0]), 20.0 * one - 10.0, free, one)
    array([70.83333333, 14.16666667, 15.        ])
    """
    growing = shares > 0.0
    if not growing.any():
        return low.copy()
    # Of the largest share; whatever is smaller counts as this, so that no k overflows.
    shares = np.where(growing, np.maximum(shares / shares.max(), SMALLEST_WEIGHT), 0.0)
    turns = np.concatenate([low[growing] / shares[growing], high[growing] / shares[growing]])
    points = np.unique(turns[np.isfinite(turns)])
    reached = np.array([price @ np.clip(k * shares, low, high) for k in points])
    after = int(np.searchsorted(reached, total))
    if after == 0:
        return low.copy()
    inside = (points[after - 1] + points[after]) / 2.0 if after < points.size else points[-1] + 1.0
    exact = _on_piece(total, shares, np.clip(inside * shares, low, high), inside, price)
    return np.clip(exact, low, high)  # the total less what is held rounds


def _on_piece(
    total: float, shares: FloatArray, sizes: FloatArray, inside: float, price: FloatArray
) -> FloatArray:
    """Move along the piece around k = `inside`, where the same strata are free throughout."""
    free = (sizes == inside * shares) & (shares > 0.0)
    if not free.any():
        return sizes
    held = float(price[~free] @ sizes[~free])
    k = (total - held) / float(price[free] @ shares[free])
    return np.where(free, k * shares, sizes)
