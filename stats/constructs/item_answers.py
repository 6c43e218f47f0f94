"""The complete answers to the items of a construct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import (
    LARGEST,
    BoolArray,
    FloatArray,
    IntArray,
    any_array,
    check_codes,
    check_positive_weights,
)
from stats.constructs.untestable import UntestableConstruct
from stats.errors import OutOfRange
from stats.intervals.correlation_matrix import correlations_from, weighted_covariances
from stats.names import check_names
from stats.wording import counted

# Two complete answers correlate at ±1 whatever they are.
FEWEST_RESPONDENTS = 3
# Squares of smaller differences vanish.
SMALLEST_SPREAD = 1e-75


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
        Raises OutOfRange for arrays that do not align, values that are not finite or beyond 1e75
        where answered, names that repeat; BadWeights for weights that are not positive.
        """
        matrix, there = _answers(values, answered)
        size, k = matrix.shape
        rows = np.flatnonzero(there.all(axis=1)).astype(np.int64)
        w = np.ones(size) if weights is None else check_positive_weights("weights", weights, size)
        return cls(
            names=check_names("item", names, k),
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
        return np.asarray(np.ptp(self.values, axis=0) <= SMALLEST_SPREAD)

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
        return weighted_covariances(np.where(self.constant, 0.0, self.values), self.weights)

    def correlations(self) -> FloatArray:
        """Weighted Pearson correlations, (k, k). Raises OutOfRange where `obstacle` names one."""
        if self.obstacle is not UntestableConstruct.NOTHING:
            raise OutOfRange(f"No correlations: {self.obstacle.sentence}; leave such items out.")
        return correlations_from(self.covariances())

    def __str__(self) -> str:
        complete = counted(self.n, "complete answer")
        return f"{counted(self.items, 'item')}, {complete}, {self.left_out} left out"


def _answers(values: ArrayLike, answered: ArrayLike | None) -> tuple[FloatArray, BoolArray]:
    matrix = any_array("values", values)
    if matrix.ndim != 2 or matrix.shape[1] == 0 or matrix.dtype.kind not in "iuf":
        raise OutOfRange(
            f"values of shape {matrix.shape} and type {matrix.dtype} are no item matrix; "
            "hand in numbers, respondents in rows and items in columns."
        )
    there = np.ones(matrix.shape, np.bool_) if answered is None else any_array("answered", answered)
    if there.shape != matrix.shape or there.dtype.kind != "b":
        raise OutOfRange(
            f"answered of shape {there.shape} and type {there.dtype} does not mark values of "
            f"shape {matrix.shape}; hand in true or false for every answer."
        )
    numbers = matrix.astype(np.float64, copy=False)
    wrong = np.argwhere(there & ~(np.abs(numbers) <= LARGEST))
    if wrong.size:
        row, item = wrong[0]
        raise OutOfRange(
            f"Row {row}, item {item} holds {matrix[row, item]}; mark it as not answered, "
            f"or hand in a number up to {LARGEST:g}."
        )
    return numbers, there


def _accounts(accounts: ArrayLike | None, size: int, rows: IntArray) -> IntArray:
    if accounts is None:
        return np.arange(rows.size, dtype=np.int64)
    codes = check_codes("accounts", accounts, 1 << 62, lowest=-(1 << 62))
    if codes.size != size:
        raise OutOfRange(f"{codes.size} accounts for {size} respondents; align them.")
    return np.unique(codes[rows], return_inverse=True)[1].astype(np.int64)
