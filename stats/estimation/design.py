"""The used respondents of one audience and window, grouped into cells and accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array, diags_array

from stats.arrays import (
    FloatArray,
    IntArray,
    any_array,
    check_codes,
    check_counts,
    check_finite_weights,
    check_not_empty,
    check_positive_weights,
    relabel,
    sum_by,
)
from stats.errors import OutOfRange
from stats.estimation.calibrated_cells import MOST_STRATA, CalibratedCells
from stats.weighting.margins import Indicators, Margin

# A unit with leverage 1 is alone in some level: its residual is identically zero, so that any
# finite correction leaves it zero and 1 is the one that does not amplify rounding.
_FULL_LEVERAGE = 1.0 - 1e-9


@dataclass(frozen=True, eq=False)
class ClusterMoments:
    """What the variance needs to know about calibration, for all domains and measures at once.

    With b_j = Σ_{i∈j} w_i s_i x_i (p,) of each cluster j, f_j = g/(g − 1) of its stratum h and
    b_h = Σ_{j∈h} b_j: `scale` (C,) s of each cell, `weighted_sums` (J, p) sparse f_j b_j,
    `cross` (p, p) Σ_j f_j b_j b_j', `stratum_sums` (H, p) b_h.
    """

    scale: FloatArray
    weighted_sums: csr_array
    cross: FloatArray
    stratum_sums: FloatArray


@dataclass(frozen=True, eq=False)
class CellDesign(CalibratedCells):
    """Cells with their weights and margins, and the rollup of respondents by account × cell.

    Cells (C,): `base` weight d > 0 and calibrated weight w per respondent, `margins` with their
    codes (none means not calibrated), `stratum` codes for the variance (all zero when
    unstratified). Rollup rows (M,): `account` (any integers), `cell` index, `count` ≥ 1
    respondents; together they hold **all** used respondents, whether or not they answered an
    item. The cluster of the variance is the account within its stratum: an account that occurs
    in several strata is a cluster in each. `sampling_fraction` (H,) is the share of each
    stratum's clusters that was drawn, for the finite population correction 1 − f; it is left out
    by default, because decisions are about the next transactions, not about the ones just made.

    Raises EmptyInput without rollup rows, OutOfRange, BadWeights, and LonelyStratum when one of
    several strata holds a single account (merge strata first) and was not drawn whole.

    >>> design = CellDesign.from_rows(base=[1.0, 1.0, 1.0], account=[7, 7, 9])
    >>> design.cell_count, design.account_count
    (3, 2)
    """

    base: FloatArray
    weights: FloatArray
    margins: tuple[Margin, ...]
    stratum: IntArray
    account: IntArray
    cell: IntArray
    count: FloatArray
    sampling_fraction: FloatArray | None = None

    def __post_init__(self) -> None:
        base = check_positive_weights("base", self.base)
        size, rows = base.size, any_array("account", self.account).size
        checked = {
            "base": base,
            "weights": check_finite_weights("weights", self.weights, size),
            "margins": tuple(self.margins),
            "stratum": check_codes("stratum", self.stratum, MOST_STRATA),
            "account": check_codes("account", self.account, 1 << 62, lowest=-(1 << 62)),
            "cell": check_codes("cell", self.cell, size),
            "count": check_counts("count", self.count, rows, lowest=1),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        check_not_empty("The rollup (account × cell)", self.account)
        self._check_lengths(size, rows)
        object.__setattr__(self, "sampling_fraction", self._checked_fraction())
        self._check_strata()

    @classmethod
    def from_rows(
        cls,
        base: ArrayLike,
        account: ArrayLike,
        *,
        weights: ArrayLike | None = None,
        margins: Sequence[Margin] = (),
        stratum: ArrayLike | None = None,
        sampling_fraction: ArrayLike | None = None,
    ) -> CellDesign:
        """Every respondent a cell of its own; the same results as the grouped form.

        All arrays (n,), one value per respondent. `weights` are the base weights when left out,
        `stratum` is one stratum, `sampling_fraction` (H,) none. Measures and domains are then per
        respondent too.
        """
        base_weights = check_positive_weights("base", base)
        size = base_weights.size
        return cls(
            base=base_weights,
            weights=base_weights if weights is None else check_finite_weights("weights", weights),
            margins=tuple(margins),
            stratum=np.zeros(size, np.int64) if stratum is None else any_array("stratum", stratum),
            account=any_array("account", account),
            cell=np.arange(size),
            count=np.ones(size),
            sampling_fraction=None
            if sampling_fraction is None
            else any_array("sampling_fraction", sampling_fraction),
        )

    @property
    def cell_count(self) -> int:
        """C."""
        return self.base.size

    @cached_property
    def respondents(self) -> FloatArray:
        """Respondents per cell, (C,)."""
        return self.to_cells(self.count)

    @cached_property
    def accounts(self) -> IntArray:
        """The distinct account codes, ascending, (A,)."""
        return self._account_codes[0]

    @cached_property
    def indicators(self) -> Indicators:
        """X of the calibration margins."""
        return Indicators.of(self.margins)

    @cached_property
    def base_sums(self) -> FloatArray:
        """Σd of each cell, (C,)."""
        return self.respondents * self.base

    @property
    def account_count(self) -> int:
        """A."""
        return self.accounts.size

    @property
    def account_index(self) -> IntArray:
        """Position in `accounts` of each rollup row, (M,)."""
        return self._account_codes[1]

    @cached_property
    def cluster(self) -> IntArray:
        """Cluster (account within stratum) of each rollup row, (M,)."""
        return self._cluster_codes[1]

    @cached_property
    def cluster_stratum(self) -> IntArray:
        """Stratum of each cluster, (J,)."""
        return self._cluster_codes[0] % self.stratum_count

    @cached_property
    def clusters_per_stratum(self) -> IntArray:
        """g of each stratum, (H,)."""
        return np.bincount(self.cluster_stratum, minlength=self.stratum_count)

    @cached_property
    def leverage(self) -> FloatArray:
        """h = d x'(X'DX)⁻x of a respondent of each cell, (C,), in [0, 1]."""
        if not self.margins:
            return np.zeros(self.cell_count)
        return np.clip(self.base * self.indicators.quadratic(self.factor.inverse()), 0.0, 1.0)

    def moments(self, *, leverage_correction: bool) -> ClusterMoments:
        """The cluster moments with s = 1/√(1 − h), or s = 1."""
        return self._corrected_moments if leverage_correction else self._plain_moments

    def to_cells(self, values: FloatArray) -> FloatArray:
        """Sum rollup rows (M,) into cells (C,)."""
        return sum_by(self.cell, values, self.cell_count)

    @cached_property
    def _account_codes(self) -> tuple[IntArray, IntArray]:
        return relabel(self.account)

    @cached_property
    def _cluster_codes(self) -> tuple[IntArray, IntArray]:
        if self.stratum_count == 1:
            return np.arange(self.account_count), self.account_index
        return relabel(self.account_index * self.stratum_count + self.stratum[self.cell])

    @cached_property
    def _plain_moments(self) -> ClusterMoments:
        return self._moments(np.ones(self.cell_count))

    @cached_property
    def _corrected_moments(self) -> ClusterMoments:
        inside = self.leverage < _FULL_LEVERAGE
        scale = np.ones(self.cell_count)
        scale[inside] = 1.0 / np.sqrt(1.0 - self.leverage[inside])
        return self._moments(scale)

    def _moments(self, scale: FloatArray) -> ClusterMoments:
        clusters, width = self.clusters_per_stratum.sum(), self.indicators.width
        if width == 0:
            empty = csr_array((int(clusters), 0))
            return ClusterMoments(scale, empty, np.zeros((0, 0)), np.zeros((self.stratum_count, 0)))
        values = (self.weights * scale)[self.cell] * self.count
        columns = [
            c[self.cell] + o
            for c, o in zip(self.indicators.codes, self.indicators.offsets[:-1], strict=True)
        ]
        sums = csr_array(
            (
                np.tile(values, len(columns)),
                (np.tile(self.cluster, len(columns)), np.concatenate(columns)),
            ),
            shape=(int(clusters), width),
        )
        weighted = diags_array(self.stratum_factor[self.cluster_stratum]) @ sums
        by_stratum = csr_array(
            (np.ones(int(clusters)), (self.cluster_stratum, np.arange(int(clusters)))),
            shape=(self.stratum_count, int(clusters)),
        )
        return ClusterMoments(
            scale, csr_array(weighted), (sums.T @ weighted).toarray(), (by_stratum @ sums).toarray()
        )

    def _check_lengths(self, size: int, rows: int) -> None:
        if self.stratum.size != size or any(m.codes.size != size for m in self.margins):
            raise OutOfRange(f"Strata and margins need one code for each of the {size} cells.")
        if self.cell.size != rows:
            raise OutOfRange(
                f"The rollup has {rows} accounts and {self.cell.size} cells; align them."
            )
