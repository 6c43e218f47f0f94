"""Weights with ipfn: the table of base weights fitted to the margins, then back to responses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from ipfn.ipfn import ipfn

from benchmarks.jobs.raked_nps import MOST_PASSES, TOLERANCE, Answer, Job, answer


def prepare(job: Job) -> Callable[[], Answer]:
    """It takes arrays."""
    return partial(weigh, job)


def weigh(job: Job) -> Answer:
    """Every response's base weight times the factor of its cell."""
    cell = np.ravel_multi_index(job.codes, job.sizes)
    table = np.bincount(cell, job.base, int(np.prod(job.sizes)))
    fitted = ipfn(
        table.reshape(job.sizes).copy(),
        list(job.totals),
        [[axis] for axis in range(len(job.sizes))],
        convergence_rate=TOLERANCE,
        max_iteration=MOST_PASSES,
        rate_tolerance=0.0,
    ).iteration()
    return Answer(weights=job.base * fitted.ravel()[cell] / table[cell])


if __name__ == "__main__":
    answer("ipfn", prepare)
