"""One rank-revealing factorisation of X'DX, shared by every domain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve
from scipy.linalg.lapack import dpstrf

from stats.arrays import FloatArray, IntArray

# On a matrix scaled to a unit diagonal a pivot is 1 − R² of a column on those before it. Level
# indicators that are not exactly implied leave at least about 1/n, far above this.
_PIVOT_TOLERANCE = 1e-11


@dataclass(frozen=True, eq=False)
class Factor:
    """Pivoted Cholesky factor of the independent columns of a p × p Gram matrix.

    `kept` (r,) are the columns kept, `upper` (r, r) the factor of the scaled Gram matrix in that
    order, `scale` (r,) the square roots of its diagonal, `width` = p.
    """

    kept: IntArray
    upper: FloatArray
    scale: FloatArray
    width: int

    @property
    def rank(self) -> int:
        """Number of independent columns."""
        return self.kept.size

    def solve(self, right: FloatArray) -> FloatArray:
        """A solution B of (X'DX) B = right, (p,) or (p, K), zero in redundant columns.

        Fitted values XB do not depend on which columns were found redundant.
        """
        result = np.zeros_like(right)
        if self.rank == 0:
            return result
        scale = self.scale if right.ndim == 1 else self.scale[:, None]
        result[self.kept] = cho_solve((self.upper, False), right[self.kept] / scale) / scale
        return result

    def inverse(self) -> FloatArray:
        """A generalised inverse of X'DX, (p, p)."""
        return self.solve(np.eye(self.width))


def factorise(gram: FloatArray) -> Factor:
    """Factor a positive semi-definite Gram matrix, finding its redundant columns.

    (X'DX) is scaled to a unit diagonal and factored as R'R with complete pivoting (LAPACK
    `dpstrf`); columns whose pivot falls below 1e-11 are linear combinations of those kept.

    >>> factorise(np.array([[2.0, 0.0, 2.0], [0.0, 1.0, 1.0], [2.0, 1.0, 3.0]])).rank
    2
    """
    width = gram.shape[0]
    used = np.flatnonzero(gram.diagonal() > 0.0)
    root = np.sqrt(gram.diagonal()[used])
    if used.size == 0:
        return Factor(used.astype(np.int64), np.zeros((0, 0)), root, width)
    scaled = gram[np.ix_(used, used)] / np.outer(root, root)
    upper, pivot, rank, _ = dpstrf(scaled, tol=_PIVOT_TOLERANCE)
    first = pivot[:rank] - 1
    return Factor(used[first].astype(np.int64), np.triu(upper[:rank, :rank]), root[first], width)
