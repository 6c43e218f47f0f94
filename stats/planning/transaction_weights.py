"""Base weights of transactions that were reached through the persons who made them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import (
    FloatArray,
    IntArray,
    check_codes,
    check_counts,
    check_not_empty,
    sum_by,
)
from stats.errors import OutOfRange
from stats.wording import counted


@dataclass(frozen=True, eq=False)
class TransactionWeights:
    """Base weights (n,) of the drawn transactions: `design` d, and `weights` = d × scale.

    `scale` (H,) says by how much d had to grow or shrink in each stratum to sum to all its
    transactions: above 1 by those that could not be asked. `sampling_fraction` (H,) is what
    `CellDesign` takes; None leaves the finite population correction off.
    """

    weights: FloatArray
    design: FloatArray
    scale: FloatArray
    sampling_fraction: FloatArray | None

    def __str__(self) -> str:
        return (
            f"base weights {self.weights.min():.2f} to {self.weights.max():.2f} for "
            f"{self.weights.size} drawn of {counted(self.weights.sum(), 'transaction')} in "
            f"{counted(self.scale.size, 'stratum', 'strata')}, "
            f"scaled by {self.scale.min():.2f} to {self.scale.max():.2f}"
        )


def transaction_weights(
    stratum: ArrayLike,
    transactions_of_person: ArrayLike,
    persons: ArrayLike,
    transactions: ArrayLike,
    *,
    finite_population: bool = False,
) -> TransactionWeights:
    """Weights of a draw of persons within strata, then of one of each person's m transactions.

    d = N_h/n_h · m, the inverse of the chance n_h/N_h · 1/m; then w = d · T_h/Σ_h d, so that each
    stratum sums to all its transactions in the frame. Transactions without a contact, opted out
    or asked too recently are thereby non-response within their stratum. Source: methods B6a;
    two-stage selection, Cochran 1977.

    `stratum` (n,) codes 0…H−1 and `transactions_of_person` (n,) m ≥ 1 of the persons drawn;
    `persons` (H,) N_h who could be drawn; `transactions` (H,) T_h of the frame.
    With `finite_population` the fraction n_h/T_h of transactions goes along. Not n_h/N_h: that
    would call a stratum whose persons were all drawn free of error, although one of m
    transactions of each was drawn by chance. Off by default, for the reason given in
    `simple_random_weights`.
    Raises EmptyInput without a draw, OutOfRange for a stratum with transactions and nobody
    drawn, more drawn persons than there are, or fewer transactions than the drawn persons have.

    >>> found = transaction_weights([0, 0, 1], [1, 3, 2], [4, 1], [12, 2])
    >>> found.design.tolist(), found.weights.tolist()
    ([2.0, 6.0, 2.0], [3.0, 9.0, 2.0])
    """
    available = check_counts("persons", persons)
    frame = check_counts("transactions", transactions, available.size)
    codes = check_codes("stratum", stratum, available.size)
    check_not_empty("stratum", codes)
    own = check_counts("transactions_of_person", transactions_of_person, codes.size, lowest=1)
    drawn = np.bincount(codes, minlength=available.size).astype(np.float64)
    _check_strata(drawn, available, frame, sum_by(codes, own, available.size))
    design = _inverse(available, drawn)[codes] * own
    scale = _inverse(frame, sum_by(codes, design, available.size))
    fraction = np.divide(drawn, frame, where=frame > 0.0, out=np.zeros(frame.size))
    return TransactionWeights(
        design * scale[codes], design, scale, fraction if finite_population else None
    )


def _inverse(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """top / bottom, 1 in a stratum without transactions: nothing is scaled there."""
    result: FloatArray = np.divide(top, bottom, where=bottom > 0.0, out=np.ones(top.size))
    return result


def _check_strata(
    drawn: FloatArray, persons: FloatArray, transactions: FloatArray, own: FloatArray
) -> None:
    _refuse(
        (drawn == 0.0) & (transactions > 0.0),
        transactions,
        "transactions and nobody drawn; merge it with another stratum before weighting, or "
        "report it as not represented.",
    )
    _refuse(
        drawn > persons,
        drawn,
        "persons drawn and fewer who could be drawn; count each person once.",
    )
    _refuse(
        own > transactions,
        own,
        "transactions of drawn persons and fewer in the frame; count both on one frame.",
    )


def _refuse(wrong: np.typing.NDArray[np.bool_], size: FloatArray, complaint: str) -> None:
    places: IntArray = np.flatnonzero(wrong)
    if places.size:
        raise OutOfRange(f"Stratum {places[0]} has {size[places[0]]:g} {complaint}")
