"""The customer experience index: several items in one figure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, FloatArray, check_codes, check_floats, ratio, sum_by
from stats.errors import BadWeights, EmptyInput, OutOfRange
from stats.intervals.account_draws import DRAWS
from stats.intervals.bootstrap import Bootstrap, cluster_bootstrap
from stats.scalars import check_whole
from stats.scores.answer_table import answer_table

# The three items of the ACSI, each 1–10; methods A6 [V, Fornell et al. 1996].
LOW, HIGH = 1.0, 10.0
# Two of three items carry an index, one does not; methods A6 [P].
MIN_ITEMS = 2


@dataclass(frozen=True, eq=False)
class CxIndex:
    """An index, 0 to 100, with the bootstrap over its accounts.

    `per_respondent` (n,) is NaN exactly where `answered` (n,) is false: too few items. For a
    weighted figure hand both to `Measure.of_rows` and estimate its domains.
    """

    value: float
    per_respondent: FloatArray
    answered: BoolArray
    bootstrap: Bootstrap

    @property
    def n(self) -> int:
        """Respondents with an index."""
        return int(self.answered.sum())

    @property
    def too_few_items(self) -> int:
        """Respondents without one."""
        return self.answered.size - self.n

    def __str__(self) -> str:
        base = f"n {self.n}, {self.too_few_items} with too few items"
        return f"index {self.value:.2f}, {self.bootstrap}, {base}"


def cx_index(
    items: ArrayLike,
    account: ArrayLike,
    generator: np.random.Generator,
    *,
    answered: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    low: float = LOW,
    high: float = HIGH,
    min_items: int = MIN_ITEMS,
    draws: int = DRAWS,
) -> CxIndex:
    """Index in the form of the ACSI: per respondent, then the mean, with a bootstrap interval.

    I_i = 100 Σ_k w_k (x_ik − lo)/(hi − lo) / Σ_k w_k over the items k that i answered, if at
    least `min_items`; index = mean of I_i; percentiles over `draws` of whole accounts
    (`cluster_bootstrap`). With complete answers it equals `index_of_means`.
    Source: Fornell et al. 1996. The weights of the ACSI come from a proprietary PLS model:
    with weights of one's own no comparison with published ACSI figures holds. Freeze them for
    the year, else the index moves without the customers.

    `items` (n, k) on `low`…`high`, ignored where `answered` (n, k) is false; `account` (n,) integer
    codes; `weights` (k,) positive with the sum 1, equal when left out. Raises EmptyInput where
    nobody answered enough items, OutOfRange for a value outside the scale or shapes that do not
    fit, BadWeights for other weights.

    >>> print(cx_index([[8, 7, 7], [8, 7, 8], [9, 9, 0]], [1, 2, 2], np.random.default_rng(1),
    ...                answered=[[1, 1, 1], [1, 1, 1], [1, 0, 0]]))
    index 72.22, 95 % interval 70.37 to 74.07, 2000 draws of 2 clusters, n 2, 1 with too few items
    """
    values, there = _items(items, answered, (low, high))
    if not 1 <= check_whole("min_items", min_items) <= values.shape[1]:
        raise OutOfRange(f"{min_items} of {values.shape[1]} items; ask for 1 to all of them.")
    shares = _item_weights(weights, values.shape[1])
    codes = check_codes("account", account, 1 << 62, lowest=-(1 << 62))
    if codes.size != len(values):
        raise OutOfRange(f"{codes.size} accounts for {len(values)} respondents; align them.")
    enough = there.sum(axis=1) >= min_items
    if not enough.any():
        raise EmptyInput(f"Nobody answered {min_items} items, so there is no index; say so.")
    weight = there @ shares
    index = 100.0 * ratio((there * (values - low) / (high - low)) @ shares, weight)
    index[~enough] = np.nan
    _, cluster = np.unique(codes[enough], return_inverse=True)
    size = int(cluster.max()) + 1
    tops = sum_by(cluster.astype(np.int64), index[enough], size)
    bottoms = np.bincount(cluster, minlength=size)
    spread = cluster_bootstrap(tops, bottoms, generator, draws=draws)
    return CxIndex(float(index[enough].mean()), index, enough, spread)


def index_of_means(
    means: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    low: float = LOW,
    high: float = HIGH,
) -> float:
    """The index of published item means: 100 Σ_k w_k (x̄_k − lo)/(hi − lo), 0 to 100.

    Source: Fornell et al. 1996; weights of the example: ACSI for the State of Ohio. `means` (k,)
    on `low`…`high`, `weights` as for `cx_index`, which it raises as.

    >>> round(index_of_means([8, 7, 7.5]), 2)
    72.22
    >>> round(index_of_means([8, 7, 7.5], weights=[0.3885, 0.3190, 0.2925]), 2)
    72.61
    """
    values = check_floats("means", means)
    shares = _item_weights(weights, values.size)
    scaled, _ = _items(values[np.newaxis], None, (low, high))
    return 100.0 * float(((scaled[0] - low) / (high - low)) @ shares)


def _items(
    items: ArrayLike, answered: ArrayLike | None, scale: tuple[float, float]
) -> tuple[FloatArray, BoolArray]:
    return answer_table(
        items, answered, scale, row="respondent", columns="item", missing="not answered"
    )


def _item_weights(weights: ArrayLike | None, size: int) -> FloatArray:
    if size == 0:
        raise EmptyInput("An index of no items has no value; hand in at least one.")
    if weights is None:
        return np.full(size, 1.0 / size)
    shares = check_floats("weights", weights, size)
    if shares.min() <= 0.0:
        wrong = int(np.argmin(shares))
        raise BadWeights(f"Item {wrong} has the weight {shares[wrong]:g}; leave the item out.")
    if abs(shares.sum() - 1.0) > 1e-9:
        raise BadWeights(f"The items' weights sum to {shares.sum():.9g}; divide by the total.")
    return shares
