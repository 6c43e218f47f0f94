"""The whole job with svy: raking, then the mean by domain; its errors are those of R's `rake`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import polars as pl
import svy

from benchmarks.jobs.raked_nps import MOST_PASSES, TOLERANCE, Answer, Job, answer


def prepare(job: Job) -> Callable[[], Answer]:
    """The data frame, and the totals by level."""
    margins = {f"margin_{k}": codes for k, codes in enumerate(job.codes)}
    frame = pl.DataFrame({"base": job.base, "y": job.points, "domain": job.domain, **margins})
    controls = {
        name: dict(enumerate(totals.tolist()))
        for name, totals in zip(margins, job.totals, strict=True)
    }
    return partial(estimate, frame, controls)


def estimate(frame: pl.DataFrame, controls: dict[str, dict[int, float]]) -> Answer:
    """Rake, then the mean of all and of every domain."""
    sample = svy.Sample(frame, svy.Design(wgt="base")).weighting.rake(
        controls=controls, wgt_name="raked", tol=TOLERANCE, max_iter=MOST_PASSES
    )
    total = sample.estimation.mean("y").estimates
    domains = sample.estimation.mean("y", by="domain").estimates
    found = [*total, *sorted(domains, key=lambda one: int(one.by_level[0]))]
    return Answer(
        weights=sample.data["raked"].to_numpy(),
        estimate=np.array([one.est for one in found]),
        se=np.array([one.se for one in found]),
    )


if __name__ == "__main__":
    answer("svy", prepare)
