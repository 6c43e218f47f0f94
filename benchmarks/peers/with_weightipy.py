"""Weights with weightipy, which starts from equal weights and takes no others."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
from weightipy import scheme_from_dict, weight

from benchmarks.jobs.raked_nps import MOST_PASSES, Answer, Job, answer


def prepare(job: Job) -> Callable[[], Answer]:
    """The data frame, and the targets in per cent."""
    margins = {f"margin_{k}": codes for k, codes in enumerate(job.codes)}
    targets = {
        name: dict(enumerate((100.0 * totals / totals.sum()).tolist()))
        for name, totals in zip(margins, job.totals, strict=True)
    }
    return partial(weigh, pd.DataFrame(margins), targets, float(job.totals[0].sum()))


def weigh(frame: pd.DataFrame, targets: dict[str, dict[int, float]], population: float) -> Answer:
    """Raked weights, from mean one to population units; it stops where passes stop helping."""
    scheme = scheme_from_dict(targets, rim_params={"max_iterations": MOST_PASSES})
    return Answer(weights=weight(frame, scheme).to_numpy() * (population / len(frame)))


if __name__ == "__main__":
    answer("weightipy", prepare)
