"""Domains of a design: disjoint groups of cells, and which accounts fall into each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csc_array, csr_array

from stats.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    any_array,
    check_codes,
    sum_by,
    summing_matrix,
)
from stats.errors import OutOfRange
from stats.estimation.calibrated_cells import CalibratedCells
from stats.estimation.design import CellDesign
from stats.scalars import check_whole
from stats.wording import counted

# Sums by domain and by level of a margin or stratum, 8 bytes each: 400 MB.
MOST_PLACES = 50_000_000


@dataclass(frozen=True, eq=False)
class Pairs:
    """Rollup rows sorted into (domain, unit) pairs; a unit is an account or a cluster.

    `order` (R,) rollup rows inside some domain, `starts` (Q,) where each pair begins in it,
    `domain` and `unit` (Q,) of each pair, ascending.
    """

    order: IntArray
    starts: IntArray
    domain: IntArray
    unit: IntArray

    def sums(self, values: FloatArray) -> FloatArray:
        """Sum of rollup-row values (M,) by pair, (Q,)."""
        if self.starts.size == 0:
            return np.zeros(0)
        return np.add.reduceat(values[self.order], self.starts)


@dataclass(frozen=True, eq=False)
class Domains:
    """Disjoint groups of cells, prepared once for any number of measures.

    `domain` (C,) gives each cell its domain 0…`size`−1, or −1 for none.
    Raises OutOfRange for other codes or lengths.
    """

    design: CalibratedCells
    domain: IntArray
    size: int

    def __post_init__(self) -> None:
        size = check_whole("the number of domains", self.size)
        width = max(self.design.indicators.width, self.design.stratum_count)
        if size * width > MOST_PLACES:
            raise OutOfRange(
                f"{counted(size, 'domain')} by {counted(width, 'level')} are more than "
                f"{MOST_PLACES} sums by domain and level; estimate fewer domains at once."
            )
        domain = check_codes("domain", self.domain, size, lowest=-1)
        if domain.size != self.design.cell_count:
            raise OutOfRange(
                f"domain has {domain.size} codes for {self.design.cell_count} cells; "
                "hand in one per cell, -1 for none."
            )
        object.__setattr__(self, "domain", domain)
        object.__setattr__(self, "size", size)

    @cached_property
    def inside(self) -> BoolArray:
        """Cells that lie in a domain, (C,)."""
        return np.asarray(self.domain >= 0)

    @cached_property
    def touched(self) -> BoolArray:
        """Which strata have a respondent of the domain, (K, H)."""
        if self.design.stratum_count == 1:
            return self.sums(self.design.respondents)[:, None] > 0.0
        result = np.zeros((self.size, self.design.stratum_count), dtype=np.bool_)
        used = self.inside & (self.design.respondents > 0)
        result[self.domain[used], self.design.stratum[used]] = True
        return result

    def sums(self, values: FloatArray) -> FloatArray:
        """Sum of cell values (C,) by domain, (K,); of several, (C, m), at once (K, m)."""
        return np.asarray(self._sums @ values)

    def margin_sums(self, values: FloatArray) -> FloatArray:
        """X'v within each domain, (p, K), for cell values (C,)."""
        width = self.design.indicators.width
        if width == 0:
            return np.zeros((0, self.size))
        if self.size == 1 and self.inside.all():
            return self.design.indicators.sums(values)[:, None]
        return np.asarray(self._margin_sums @ values).reshape(width, self.size)

    def stratum_sums(self, values: FloatArray) -> FloatArray:
        """Sum of cell values (C,) by domain and stratum, (K, H)."""
        strata = self.design.stratum_count
        if strata == 1:
            return self.sums(values)[:, None]
        place = (self.domain * strata + self.design.stratum)[self.inside]
        return sum_by(place, values[self.inside], self.size * strata).reshape(self.size, strata)

    @cached_property
    def _sums(self) -> csr_array:
        return summing_matrix([self.domain], [self.size]).tocsr()

    @cached_property
    def _margin_sums(self) -> csc_array:
        x = self.design.indicators
        places = [c * self.size + self.domain for c in x.codes]
        if not self.inside.all():
            places = [np.where(self.inside, place, -1) for place in places]
        return summing_matrix(places, [levels * self.size for levels in x.sizes])


@dataclass(frozen=True, eq=False)
class Partition(Domains):
    """Domains over one clustered design, and which accounts fall into each.

    >>> design = CellDesign.from_rows(base=[1.0, 1.0, 1.0], account=[7, 7, 9])
    >>> Partition(design, np.array([0, -1, 0]), 1).by_account.unit.tolist()
    [0, 1]
    """

    design: CellDesign

    @cached_property
    def by_account(self) -> Pairs:
        """Pairs of domain and account."""
        return _pairs(self.domain[self.design.cell], self.size, self.design.account_index)

    @cached_property
    def by_cluster(self) -> Pairs:
        """Pairs of domain and cluster (the same as accounts when unstratified)."""
        if self.design.stratum_count == 1:
            return self.by_account
        return _pairs(self.domain[self.design.cell], self.size, self.design.cluster)


def partition(design: CellDesign, domain: ArrayLike, size: int) -> Partition:
    """Prepare disjoint domains once, to estimate many measures over them."""
    return Partition(design, any_array("domain", domain), size)


def _pairs(row_domain: IntArray, size: int, unit: IntArray) -> Pairs:
    order = np.flatnonzero(row_domain >= 0)
    order = order[_ascending(unit[order])]
    small = row_domain[order].astype(np.uint16) if size < 1 << 16 else row_domain[order]
    order = order[np.argsort(small, kind="stable")]
    domains, units = row_domain[order], unit[order]
    new = np.ones(order.size, dtype=np.bool_)
    new[1:] = (domains[1:] != domains[:-1]) | (units[1:] != units[:-1])
    starts = np.flatnonzero(new)
    return Pairs(order, starts, domains[starts], units[starts])


def _ascending(unit: IntArray) -> IntArray:
    if (unit[1:] >= unit[:-1]).all():
        return np.arange(unit.size)
    return np.argsort(unit, kind="stable")
