"""Our side of the job, from the same rows as every peer: count into cells, rake, estimate."""

from __future__ import annotations

import numpy as np

from benchmarks.jobs.raked_nps import Answer, Job
from stats.arrays import FloatArray, IntArray
from stats.estimation.cell_estimates import estimate_cells
from stats.estimation.cell_moments import CellMoments
from stats.estimation.domain_variance import ClusterFactor
from stats.estimation.regression import Residuals
from stats.estimation.unclustered import UnclusteredDesign
from stats.weighting.calibration import rake
from stats.weighting.margins import Margin

NPS = [-1] * 7 + [0, 0, 1, 1]


def count(job: Job) -> CellMoments:
    """The GROUP BY: power sums of base weight and NPS by the cross of the margins."""
    return CellMoments.of_scores(job.codes, job.sizes, job.base, job.score, NPS)


def estimate(job: Job, cells: CellMoments, residuals: Residuals) -> Answer:
    """Rake, then NPS and its error of all responses and of every domain, as R counts clusters."""
    codes = tuple(cells.axis(number) for number in range(len(job.sizes)))
    raked = rake(cells.base, margins_of(job, codes), cells.respondents[0])
    design = UnclusteredDesign.of(cells, calibration=raked)
    figures = [
        estimate_cells(
            design,
            cells,
            domain,
            size,
            residuals=residuals,
            cluster_factor=ClusterFactor.SAMPLE,
        ).scaled(100.0)
        for domain, size in (
            (np.zeros(cells.cell_count, np.int64), 1),
            (codes[0] * job.sizes[1] + codes[1], job.domain_count),
        )
    ]
    return Answer(
        estimate=np.concatenate([found.estimate for found in figures]),
        se=np.concatenate([found.se for found in figures]),
    )


def weigh(job: Job) -> Answer:
    """Raked weights of responses: a cell is raked as one unit with the sum of its base weights."""
    cell = np.ravel_multi_index(job.codes, job.sizes)
    total = np.bincount(cell, job.base, int(np.prod(job.sizes)))
    there = np.flatnonzero(total)
    codes = tuple(code.astype(np.int64) for code in np.unravel_index(there, job.sizes))
    factor = np.zeros(total.size)
    factor[there] = rake(total[there], margins_of(job, codes)).weights / total[there]
    return Answer(weights=job.base * factor[cell])


def margins_of(job: Job, codes: tuple[IntArray, ...]) -> list[Margin]:
    """The population's margins over cells."""
    return [_margin(number, code, job.totals[number]) for number, code in enumerate(codes)]


def _margin(number: int, code: IntArray, totals: FloatArray) -> Margin:
    return Margin(f"margin {number}", code, tuple(map(str, range(totals.size))), totals)
