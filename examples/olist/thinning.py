"""Lose answers on purpose, weigh what is left, and see whether the lost ones are made up for.

A review is kept with probability .8 where the order was on time and .3 where it was late or never
came, by a seed. What is left is weighed to all transactions by region and outcome: by Twofold, and
by iterative fitting over the raw files. Both must give the same weights, and the weighted share
must come nearer to that of all reviews than the unweighted one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.orm import Session

from examples.olist.agreement import share_of
from examples.olist.comparison import Comparison
from examples.olist.raw import RawWeek, Review
from examples.olist.recount import Numbers, Share, fit, margin_of, raked_share
from feedback.models import Response
from metrics.models import Edition, Metric
from metrics.warehouse.frozen import FrozenWeek, WeekCells, read_frozen
from metrics.warehouse.stack import stack_weeks
from metrics.weekly.check import check_rows
from metrics.weekly.models import Pseudonym
from metrics.weekly.rollup import roll_up_week
from metrics.weighing.measures import METRICS
from metrics.weighing.weigh import Weighed, weigh
from stats import estimate_domains

KEPT_SHARE = {"nothing_wrong": 0.8, "late": 0.3, "not_recorded": 0.8}
CLOSE = 1e-8

Keep = Callable[[Review], bool]


def keeper(seed: int) -> Keep:
    """Each review's fate hangs on the seed and its own key, in whatever order they come."""

    def keep(review: Review) -> bool:
        drawn = random.Random(f"{seed} {review.key}").random()  # noqa: S311 - a simulation
        return drawn < KEPT_SHARE[review.sale.outcome]

    return keep


@dataclass(frozen=True)
class Thinned:
    """One thinning of one pool of weeks: unweighted, weighted, and the whole as it was."""

    seed: int
    n: int
    unweighted: float
    weighted: float
    whole: float

    @property
    def moves_towards_whole(self) -> bool:
        return (self.weighted - self.unweighted) * (self.whole - self.unweighted) > 0


@dataclass(frozen=True)
class Pool:
    """Weeks thinned together, with what came of each seed."""

    name: str
    runs: tuple[Thinned, ...]

    def mean(self, value: Callable[[Thinned], float]) -> float:
        return float(np.mean([value(run) for run in self.runs]))

    @property
    def distance_before(self) -> float:
        """From the mean of the unweighted shares to the share of all reviews."""
        return abs(self.mean(lambda run: run.unweighted) - self.runs[0].whole)

    @property
    def distance_after(self) -> float:
        """The same for the weighted shares; equal where too few answers are left to weigh by."""
        return abs(self.mean(lambda run: run.weighted) - self.runs[0].whole)


@dataclass(frozen=True)
class Agreed:
    """What must be equal between Twofold and the fitting by hand; `skipped` names what was not."""

    weights: Comparison
    shares: Comparison
    errors: Comparison
    skipped: list[str]

    @classmethod
    def empty(cls) -> Agreed:
        return cls(
            Comparison("thinned: weights, relative to their mean", CLOSE),
            Comparison("thinned: weighted shares", CLOSE),
            Comparison("thinned: standard errors after weighting", CLOSE),
            [],
        )

    def all(self) -> tuple[Comparison, ...]:
        return (self.weights, self.shares, self.errors)


class FrozenWeeks:
    """Frozen weeks to be thinned: without partners, so that region and outcome alone weigh."""

    def __init__(self, session: Session, weeks_folder: Path, editions: Sequence[Edition]) -> None:
        self._weeks = {
            edition.week: _without_partners(read_frozen(weeks_folder / edition.folder))
            for edition in editions
        }
        self._key_of = _response_keys(session)

    def thinned(self, week: str, kept: Collection[str]) -> WeekCells:
        """The week's cells as if only these responses had come."""
        frozen = self._weeks[week]
        names = frozen.responses.column("response").to_pylist()
        mask = pa.array([self._key_of[name] in kept for name in names], pa.bool_())
        left = replace(frozen, responses=frozen.responses.filter(mask))
        return roll_up_week(left, check_rows(left))[0]

    def weigh(self, weeks: Sequence[RawWeek]) -> Weighed:
        cells = [self.thinned(week.week, {review.key for review in week.reviews}) for week in weeks]
        return weigh(stack_weeks(cells, "end_user"), self._weeks[weeks[-1].week].reference)


def _without_partners(frozen: FrozenWeek) -> FrozenWeek:
    frame = frozen.frame
    blank = {
        "partner": pa.array([""] * frame.num_rows, pa.string()),
        "is_joint": pa.array([False] * frame.num_rows, pa.bool_()),
    }
    columns = {name: blank.get(name, frame.column(name)) for name in frame.column_names}
    return replace(frozen, frame=pa.table(columns, schema=frame.schema))


def _response_keys(session: Session) -> dict[int, str]:
    query = (
        sa.select(Pseudonym.pseudonym, Response.key)
        .join(Response, Response.id == Pseudonym.subject_id)
        .where(Pseudonym.kind == "response")
    )
    return {row.pseudonym: row.key for row in session.execute(query)}


def thin(
    frozen: FrozenWeeks, pools: Mapping[str, Sequence[RawWeek]], seeds: Sequence[int]
) -> tuple[list[Pool], Agreed]:
    """Thin every pool with every seed, both ways."""
    agreed = Agreed.empty()
    done = []
    for name, weeks in pools.items():
        whole = share_of([review for week in weeks for review in week.used]).value
        runs = []
        for seed in seeds:
            left = [week.kept(keeper(seed)) for week in weeks]
            share = _weigh_both_ways(f"{name}, seed {seed}", frozen, left, agreed)
            used = [review for week in left for review in week.used]
            runs.append(Thinned(seed, share.n, share_of(used).value, share.value, whole))
        done.append(Pool(name, tuple(runs)))
    return done, agreed


def _weigh_both_ways(
    where: str, frozen: FrozenWeeks, weeks: Sequence[RawWeek], agreed: Agreed
) -> Share:
    """Twofold's weighted share; compared with the one by hand where no weight was bounded."""
    weighed = frozen.weigh(weeks)
    ours = _share_of(weighed)
    reasons = [reason for merges in weighed.report["merges"].values() for reason in merges]
    if weighed.report["method"] == "logit" or any(": g " in reason for reason in reasons):
        agreed.skipped.append(where)
        return ours
    weights, expected = rake_by_hand(weeks)
    design = weighed.design
    found = np.repeat(design.weights[design.cell], design.count.astype(np.int64))
    agreed.weights.see_all(where, _by_size(found), _by_size(weights))
    agreed.shares.see(where, ours.value, expected.value)
    agreed.errors.see(where, ours.error, expected.error)
    return ours


def _by_size(weights: Numbers) -> list[float]:
    return [float(weight) for weight in np.sort(weights / weights.mean())]


def _share_of(weighed: Weighed) -> Share:
    measure = METRICS[Metric.CSAT].measure(weighed.stack.histograms)
    everything = np.zeros(weighed.design.cell_count, dtype=np.int64)
    found = estimate_domains(weighed.design, measure, everything, 1)
    return Share(
        float(found.estimate[0]), float(found.se[0]), int(found.n[0]), int(found.accounts[0])
    )


def rake_by_hand(
    weeks: Sequence[RawWeek],
) -> tuple[Numbers, Share]:
    """Weights and share from the raw files: a week's answered sales share all of its sales."""
    used = [review for week in weeks for review in week.used]
    sales = [sale for week in weeks for sale in week.sales]
    base = np.array([len(week.sales) / week.answered_count for week in weeks for _ in week.used])
    base *= len(sales) / base.sum()
    wanted = [
        margin_of([review.sale.region for review in used], [sale.region for sale in sales]),
        margin_of([review.sale.outcome for review in used], [sale.outcome for sale in sales]),
    ]
    margins = [margin for margin in wanted if margin is not None]
    weights = fit(base, margins)
    satisfied = [review.is_satisfied for review in used]
    people = [review.sale.person for review in used]
    return weights, raked_share(satisfied, people, base, weights, margins)
