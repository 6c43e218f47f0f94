"""The job with samplics: raking, then the mean by domain; its errors ignore the raking."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from samplics import PopParam, SampleWeight, TaylorEstimator

from benchmarks.jobs.raked_nps import MOST_PASSES, TOLERANCE, Answer, Job, answer


def prepare(job: Job) -> Callable[[], Answer]:
    """Codes and totals by margin."""
    names = [f"margin_{k}" for k in range(len(job.codes))]
    margins = dict(zip(names, job.codes, strict=True))
    controls = {
        name: dict(enumerate(totals.tolist()))
        for name, totals in zip(names, job.totals, strict=True)
    }
    return partial(estimate, job, margins, controls)


def estimate(
    job: Job, margins: dict[str, np.ndarray], controls: dict[str, dict[int, float]]
) -> Answer:
    """Rake, then the mean of all and of every domain."""
    weights = SampleWeight().rake(
        job.base, margins, controls, tol=TOLERANCE, ctrl_tol=TOLERANCE, max_iter=MOST_PASSES
    )
    total, domains = TaylorEstimator(PopParam.mean), TaylorEstimator(PopParam.mean)
    total.estimate(y=job.points, samp_weight=weights)
    domains.estimate(y=job.points, samp_weight=weights, domain=job.domain)
    names = range(job.domain_count)
    return Answer(
        weights=weights,
        estimate=np.array([total.point_est, *(domains.point_est[name] for name in names)]),
        se=np.array([total.stderror, *(domains.stderror[name] for name in names)]),
    )


if __name__ == "__main__":
    answer("samplics", prepare)
