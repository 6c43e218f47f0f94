"""The complete answers to the items of a construct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, FloatArray, IntArray, check_codes, check_positive_weights
from stats.constructs.untestable import UntestableConstruct
from stats.errors import OutOfRange

# Two complete answers correlate at ±1 whatever they are.
FEWEST_RESPONDENTS = 3


@dataclass(frozen=True, eq=False)
class ItemAnswers:
    """Complete cases of k items: `values` (n, k), `weights` (n,), `accounts` (n,) as codes 0…g−1.

    `rows` (n,) are the positions among the respondents handed in, `left_out` counts those who
    missed an item. Weights are ones and every person is an account of their own unless given.

    >>> answers = ItemAnswers.of_rows([[4, 5], [2, 2], [5, 0]], [[True] * 2] * 2 + [[True, False]])
    >>> print(answers)
    2 items, 2 complete answers, 1 left out
    """

    names: tuple[str, ...]
    values: FloatArray
    weights: FloatArray
    accounts: IntArray
    rows: IntArray
    left_out: int

    @classmethod
    def of_rows(
        cls,
        values: ArrayLike,
        answered: ArrayLike | None = None,
        *,
        weights: ArrayLike | None = None,
        accounts: ArrayLike | None = None,
        names: Sequence[str] | None = None,
    ) -> ItemAnswers:
        """One respondent per row of `values` (N, k), ignored where `answered` (N, k) is false.

        Reversed items are recoded beforehand. `weights` (N,) positive, `accounts` (N,) integers.
        Raises OutOfRange for arrays that do not align, values that are not finite where answered,
        names that repeat; BadWeights for weights that are not positive.
        """
        matrix, there = _answers(values, answered)
        size, k = matrix.shape
        rows = np.flatnonzero(there.all(axis=1)).astype(np.int64)
        w = np.ones(size) if weights is None else check_positive_weights("weights", weights, size)
        return cls(
            names=_names(names, k),
            values=matrix[rows],
            weights=w[rows],
            accounts=_accounts(accounts, size, rows),
            rows=rows,
            left_out=size - rows.size,
        )

    @property
    def n(self) -> int:
        """Complete answers."""
        return len(self.values)

    @property
    def items(self) -> int:
        """k."""
        return len(self.names)

    @property
    def n_eff(self) -> float:
        """Kish's effective n, (Σw)²/Σw²."""
        return float(self.weights.sum() ** 2 / (self.weights @ self.weights)) if self.n else 0.0

    @property
    def constant(self) -> BoolArray:
        """Items that everybody answered alike, (k,)."""
        if self.n == 0:
            return np.ones(self.items, np.bool_)
        return np.asarray(self.values.max(axis=0) == self.values.min(axis=0))

    @property
    def obstacle(self) -> UntestableConstruct:
        """Why there are no correlations; NOTHING where there are."""
        if self.n < FEWEST_RESPONDENTS:
            return UntestableConstruct.FEW_RESPONDENTS
        return (
            UntestableConstruct.CONSTANT_ITEM
            if self.constant.any()
            else UntestableConstruct.NOTHING
        )

    def covariances(self) -> FloatArray:
        """Weighted covariances with divisor Σw, (k, k); needs at least one complete answer."""
        share = self.weights / self.weights.sum()
        # From the lowest answer first, so that a constant item has a variance of exactly zero.
        above = self.values - self.values.min(axis=0)
        centred = above - share @ above
        return np.asarray((centred * share[:, None]).T @ centred)

    def correlations(self) -> FloatArray:
        """Weighted Pearson correlations, (k, k). Raises OutOfRange where `obstacle` names one."""
        if self.obstacle is not UntestableConstruct.NOTHING:
            raise OutOfRange(f"No correlations: {self.obstacle.sentence}; leave such items out.")
        return correlations_from(self.covariances())

    def __str__(self) -> str:
        return f"{self.items} items, {self.n} complete answers, {self.left_out} left out"


def correlations_from(covariances: FloatArray) -> FloatArray:
    """Correlations (…, k, k) of covariances (…, k, k) with positive variances."""
    deviation = np.sqrt(np.diagonal(covariances, axis1=-2, axis2=-1))
    found = covariances / (deviation[..., :, None] * deviation[..., None, :])
    diagonal = np.arange(found.shape[-1])
    found[..., diagonal, diagonal] = 1.0
    return np.asarray(np.clip(found, -1.0, 1.0))


def _answers(values: ArrayLike, answered: ArrayLike | None) -> tuple[FloatArray, BoolArray]:
    matrix = np.asarray(values)
    if matrix.ndim != 2 or matrix.shape[1] == 0 or matrix.dtype.kind not in "iuf":
        raise OutOfRange(
            f"values of shape {matrix.shape} and type {matrix.dtype} are no item matrix; "
            "hand in numbers, respondents in rows and items in columns."
        )
    there = np.ones(matrix.shape, np.bool_) if answered is None else np.asarray(answered)
    if there.shape != matrix.shape or there.dtype.kind != "b":
        raise OutOfRange(
            f"answered of shape {there.shape} and type {there.dtype} does not mark values of "
            f"shape {matrix.shape}; hand in true or false for every answer."
        )
    wrong = np.argwhere(there & ~np.isfinite(matrix))
    if wrong.size:
        row, item = wrong[0]
        raise OutOfRange(
            f"Row {row}, item {item} holds {matrix[row, item]}; mark it as not answered."
        )
    return matrix.astype(np.float64, copy=False), there


def _names(names: Sequence[str] | None, k: int) -> tuple[str, ...]:
    if names is None:
        return tuple(f"item {number}" for number in range(1, k + 1))
    if len(names) != k or len(set(names)) != k:
        raise OutOfRange(f"{len(set(names))} different names for {k} items; name each item once.")
    return tuple(names)


def _accounts(accounts: ArrayLike | None, size: int, rows: IntArray) -> IntArray:
    if accounts is None:
        return np.arange(rows.size, dtype=np.int64)
    codes = check_codes("accounts", accounts, 1 << 62, lowest=-(1 << 62))
    if codes.size != size:
        raise OutOfRange(f"{codes.size} accounts for {size} respondents; align them.")
    return np.unique(codes[rows], return_inverse=True)[1].astype(np.int64)
