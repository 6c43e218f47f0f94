"""Linearised variables: what one respondent adds to an estimate, summed by cluster and cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stats.arrays import FloatArray
from stats.estimation.design import ClusterMoments
from stats.estimation.partition import Partition


@dataclass(frozen=True, eq=False)
class Term:
    """One part of e: Σ of a variable by rollup row (M,), times a coefficient per domain (K,)."""

    rows: FloatArray
    coefficient: FloatArray


@dataclass(frozen=True, eq=False)
class Linearised:
    """Σ w s e of each pair of domain and cluster (Q,), and Σe of each cell (C,).

    e is zero outside the domain of its cell.
    """

    pairs: FloatArray
    cells: FloatArray


def linearise(
    parts: Partition, terms: Sequence[Term], scale: FloatArray, moments: ClusterMoments
) -> Linearised:
    """e = Σ_t coefficient_t · variable_t / scale, with coefficients and scale (K,) per domain."""
    design, pairs = parts.design, parts.by_cluster
    weight = (design.weights * moments.scale)[design.cell]
    by_pair = np.zeros(pairs.domain.size)
    by_cell, domain = np.zeros(design.cell_count), parts.domain[parts.inside]
    for term in terms:
        by_pair += term.coefficient[pairs.domain] * pairs.sums(weight * term.rows)
        by_cell[parts.inside] += term.coefficient[domain] * design.to_cells(term.rows)[parts.inside]
    by_pair /= scale[pairs.domain]
    by_cell[parts.inside] /= scale[domain]
    return Linearised(by_pair, by_cell)
