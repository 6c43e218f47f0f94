"""Which figures may be shown to competitors (primary rules)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import (
    BoolArray,
    FloatArray,
    any_array,
    check_counts,
    check_positive_weights,
    repeated,
)
from stats.errors import OutOfRange
from stats.scalars import check_number, check_whole

# A share exactly at a limit stays on the milder side, also when it was computed by division.
_ROUNDING = 1e-12


class Suppression(StrEnum):
    """The first primary rule that a figure breaks; SHOWN where none is."""

    SHOWN = ""
    MIN_N = "min_n"
    MIN_ACCOUNTS = "min_accounts"
    DOMINANCE = "dominance"


@dataclass(frozen=True)
class SuppressionRules:
    """Fewest respondents, fewest accounts, and the largest share one account may have.

    The defaults are conventions (methods H4): no publication fixes them.
    """

    min_n: int = 10
    min_accounts: int = 3
    max_top_share: float = 0.50

    def __post_init__(self) -> None:
        check_whole("min_n", self.min_n, low=1)
        check_whole("min_accounts", self.min_accounts, low=1)
        check_number("max_top_share", self.max_top_share, above=0.0, high=1.0)


def primary_suppression(
    n: ArrayLike,
    accounts: ArrayLike,
    top_share: ArrayLike,
    rules: SuppressionRules | None = None,
) -> NDArray[np.object_]:
    """The reason to suppress each figure: too few respondents, too few accounts, or dominance.

    n < min_n, accounts < min_accounts, top_share > max_top_share, strictly, in this order; the
    first that holds. Source: methods H4; Hundepool et al. 2012. Arrays (c,) of counts and of
    shares; without rules 10 respondents, 3 accounts, half the weight. A share that is not known
    is taken only where another rule hides the figure anyway, as where nobody answered.
    Raises OutOfRange for counts below 0, arrays that do not align, and an unknown share elsewhere.

    >>> [str(r) for r in primary_suppression([10, 9, 40, 40], [3, 9, 2, 8], [0.5, 0.1, 0.6, 0.51])]
    ['', 'min_n', 'min_accounts', 'dominance']
    """
    limits = rules or SuppressionRules()
    sizes = check_counts("n", n)
    owners = check_counts("accounts", accounts, sizes.size)
    largest = _shares(
        top_share, sizes.size, (sizes >= limits.min_n) & (owners >= limits.min_accounts)
    )
    result = repeated(Suppression.SHOWN, sizes.shape)
    result[largest > limits.max_top_share * (1.0 + _ROUNDING)] = Suppression.DOMINANCE
    result[owners < limits.min_accounts] = Suppression.MIN_ACCOUNTS
    result[sizes < limits.min_n] = Suppression.MIN_N
    return result


def _shares(top_share: ArrayLike, size: int, needed: BoolArray) -> FloatArray:
    given = any_array("top_share", top_share)
    if given.size and given.dtype.kind not in "iuf":
        raise OutOfRange(f"top_share has type {given.dtype}; hand in numbers.")
    shares = given.astype(np.float64)
    if shares.shape != (size,):
        raise OutOfRange(f"top_share has shape {shares.shape} for {size} figures; align them.")
    unknown = np.flatnonzero(needed & ~np.isfinite(shares))
    if unknown.size:
        raise OutOfRange(
            f"top_share is {shares[unknown[0]]} at position {unknown[0]}; a figure whose largest "
            "account is unknown cannot be shown: hand in the share."
        )
    wrong = np.flatnonzero(needed & ((shares < 0.0) | (shares > 1.0 + _ROUNDING)))
    if wrong.size:
        raise OutOfRange(
            f"top_share is {shares[wrong[0]]:g} at position {wrong[0]}; "
            "a share lies between 0 and 1."
        )
    return shares


def peer_benchmark_allowed(
    weights: ArrayLike, *, min_partners: int = 5, max_share: float = 0.25
) -> bool:
    """Whether the other partners are many and even enough to be shown as a benchmark.

    At least `min_partners` others, none with more than `max_share` of their weight.
    Source: methods H4 (the former US safety zone, kept as a floor). `weights` (P,) > 0 of the
    other partners. Raises BadWeights for a weight that is not positive.

    >>> peer_benchmark_allowed([20, 20, 20, 20, 20]), peer_benchmark_allowed([30, 20, 20, 20, 10])
    (True, False)
    """
    check_whole("min_partners", min_partners, low=1)
    check_number("max_share", max_share, above=0.0, high=1.0)
    others = check_positive_weights("weights", weights)
    if others.size < min_partners:
        return False
    return bool(others.max() <= max_share * others.sum() * (1.0 + _ROUNDING))
