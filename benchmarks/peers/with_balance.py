"""Weights with balance, which takes the population as a table of cells."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
from balance.weighting_methods.rake import rake

from benchmarks.jobs.raked_nps import MOST_PASSES, TOLERANCE, Answer, Job, answer


def prepare(job: Job) -> Callable[[], Answer]:
    """Sample and base weights; a population of independent margins, and the size of each cell.

    Margins handed in as such would be rounded to a population of 10,000 rows.
    """
    names = [f"margin_{k}" for k in range(len(job.codes))]
    cells = np.indices(job.sizes).reshape(len(job.sizes), -1)
    size = np.full(cells.shape[1], job.totals[0].sum())
    for code, totals in zip(cells, job.totals, strict=True):
        size *= (totals / totals.sum())[code]
    return partial(
        weigh,
        pd.DataFrame(dict(zip(names, job.codes, strict=True))),
        pd.Series(job.base),
        pd.DataFrame(dict(zip(names, cells, strict=True))),
        pd.Series(size),
    )


def weigh(
    sample: pd.DataFrame, base: pd.Series, population: pd.DataFrame, size: pd.Series
) -> Answer:
    """Raked weights in population units."""
    found = rake(
        sample,
        base,
        population,
        size,
        transformations=None,
        max_iteration=MOST_PASSES,
        convergence_rate=TOLERANCE,
        rate_tolerance=0.0,
    )
    return Answer(weights=found["weight"].to_numpy())


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    answer("balance", prepare)
