"""Whether two constructs are different things: heterotrait–monotrait ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, ratio
from stats.constructs.untestable import UntestableConstruct
from stats.constructs.verdict import ConstructVerdict, is_above
from stats.errors import OutOfRange
from stats.intervals.correlation_matrix import check_correlation_matrix
from stats.names import check_texts

# [K] Henseler, Ringle & Sarstedt 2015: .85 for constructs that should differ clearly, .90 at most.
HTMT_WARN = 0.85
HTMT_FAIL = 0.90

# A correlation, or a mean of sizes of them, below this is zero and rounding.
ZERO = 1e-12

Items = tuple[list[int], list[int]]


@dataclass(frozen=True)
class Htmt:
    """HTMT and HTMT2 of two constructs, both ≥ 0 and estimates of their true correlation.

    `reason` says why `value` is None, `reason2` why `value2` is, `upper_reason` why a bootstrap
    has no `upper` limit (one-sided). `verdict` is that of `value`.
    """

    first: str
    second: str
    value: float | None
    value2: float | None
    verdict: ConstructVerdict
    reason: UntestableConstruct
    reason2: UntestableConstruct
    upper: float | None = None
    upper_reason: UntestableConstruct = UntestableConstruct.NOTHING

    @property
    def is_separate(self) -> bool | None:
        """The upper limit does not exceed .90; None without one."""
        return None if self.upper is None else not is_above(self.upper, HTMT_FAIL)

    def __str__(self) -> str:
        pair = f"{self.first} and {self.second}"
        if self.value is None:
            return f"{pair}: no HTMT, {self.reason.sentence}"
        upper = f", {self.upper_reason.sentence}" if self.upper_reason else ""
        if self.upper is not None:
            upper = f", upper limit {self.upper:.3f}"
        value2 = f"no HTMT2: {self.reason2.sentence}"
        if self.value2 is not None:
            value2 = f"HTMT2 {self.value2:.3f}"
        return f"{pair}: HTMT {self.value:.3f} ({self.verdict.words}){upper}, {value2}"


def htmt(correlations: ArrayLike, constructs: Sequence[str]) -> tuple[Htmt, ...]:
    """Heterotrait–monotrait ratios of all pairs of constructs.

    HTMT = mean|r between| / √(mean|r within A| · mean|r within B|); HTMT2 with geometric means,
    which stays right when loadings differ. > .85 warn, > .90 fail: then the two are one figure.
    HTMT2 needs correlations within that are positive and between that share a sign; zero, a
    reversed item or mixed signs are a reason, not a ratio of absolute values.
    Source: Henseler, Ringle & Sarstedt 2015; Roemer, Schuberth & Henseler 2021 (HTMT2).

    `correlations` (k, k) of the items, `constructs` (k,) the construct of each. A construct of one
    item has no correlation within: NOT_APPLICABLE. Raises OutOfRange for a table that is no
    correlation matrix, names that do not align, or fewer than two constructs.

    >>> r = [[1, .6, .30, .35], [.6, 1, .25, .30], [.30, .25, 1, .5], [.35, .30, .5, 1]]
    >>> print(htmt(r, ["satisfaction", "satisfaction", "loyalty", "loyalty"])[0])
    satisfaction and loyalty: HTMT 0.548 (fine), HTMT2 0.544
    """
    matrix = check_correlation_matrix("correlations", correlations)
    return tuple(
        _pair(matrix, first, second, *items)
        for first, second, items in construct_pairs(constructs, matrix.shape[0])
    )


def construct_pairs(constructs: Sequence[str], k: int) -> list[tuple[str, str, Items]]:
    """Every pair of constructs with the positions of their items."""
    of_items = check_texts("construct names, one for each item", constructs, k)
    names = list(dict.fromkeys(of_items))
    if len(names) < 2:
        raise OutOfRange("One construct has nothing to be told from; hand in items of two or more.")
    items = {name: [i for i, own in enumerate(of_items) if own == name] for name in names}
    return [(a, b, (items[a], items[b])) for a, b in combinations(names, 2)]


def _pair(matrix: FloatArray, first: str, second: str, a: list[int], b: list[int]) -> Htmt:
    if len(a) == 1 or len(b) == 1:
        single = no_htmt(first, second, UntestableConstruct.SINGLE_ITEM)
        return replace(single, verdict=ConstructVerdict.NOT_APPLICABLE)
    value = float(htmt_values(matrix[None], (a, b))[0])
    if np.isnan(value):
        return no_htmt(first, second, UntestableConstruct.ZERO_CORRELATION)
    value2, reason2 = _geometric(_within(matrix, a), _within(matrix, b), matrix[np.ix_(a, b)])
    return Htmt(first, second, value, value2, _verdict(value), UntestableConstruct.NOTHING, reason2)


def htmt_values(matrices: FloatArray, items: Items) -> FloatArray:
    """HTMT of each of (B, k, k), NaN where a construct's items do not correlate at all."""
    a, b = items
    sizes = np.abs(matrices)
    between = sizes[:, a][:, :, b].mean(axis=(1, 2))
    of_a, of_b = _mean_within(sizes, a), _mean_within(sizes, b)
    there = (of_a > ZERO) & (of_b > ZERO)
    return ratio(between, np.where(there, np.sqrt(of_a * of_b), 0.0))


def _mean_within(sizes: FloatArray, items: list[int]) -> FloatArray:
    rows, columns = np.triu_indices(len(items), 1)
    index = np.asarray(items)
    return np.asarray(sizes[:, index[rows], index[columns]].mean(axis=1))


def _within(matrix: FloatArray, items: list[int]) -> FloatArray:
    return np.asarray(matrix[np.ix_(items, items)][np.triu_indices(len(items), 1)])


def _geometric(
    within_a: FloatArray, within_b: FloatArray, between: FloatArray
) -> tuple[float | None, UntestableConstruct]:
    within = np.concatenate([within_a, within_b])
    if (within < -ZERO).any():
        return None, UntestableConstruct.REVERSED_ITEM
    if (within <= ZERO).any() or (np.abs(between) <= ZERO).any():
        return None, UntestableConstruct.ZERO_CORRELATION
    if (between < 0.0).any() and (between > 0.0).any():
        return None, UntestableConstruct.MIXED_SIGNS
    inside = (np.log(within_a).mean() + np.log(within_b).mean()) / 2.0
    return float(np.exp(np.log(np.abs(between)).mean() - inside)), UntestableConstruct.NOTHING


def _verdict(value: float) -> ConstructVerdict:
    if is_above(value, HTMT_FAIL):
        return ConstructVerdict.FAIL
    return ConstructVerdict.WARN if is_above(value, HTMT_WARN) else ConstructVerdict.FINE


def no_htmt(first: str, second: str, reason: UntestableConstruct) -> Htmt:
    """A pair without figures."""
    return Htmt(first, second, None, None, ConstructVerdict.NOT_TESTABLE, reason, reason)
