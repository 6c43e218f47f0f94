"""Compare what Twofold published of the marketplace's weeks with the recount of its raw files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from examples.olist.comparison import Comparison
from examples.olist.raw import RawWeek, Review, Sale, last_weeks
from examples.olist.recount import Share, plain_share
from metrics.method import WINDOWS
from metrics.models import Decision, Edition, Estimate, Metric
from metrics.warehouse.files import read_json
from metrics.warehouse.frozen import Reference, WeekCells, read_cells
from metrics.warehouse.stack import stack_weeks
from metrics.weekly.queries import every_edition
from metrics.weekly.services import ref_of
from metrics.weighing.measures import METRICS
from metrics.weighing.places import Cut, Places, published_cuts
from metrics.weighing.weigh import weigh
from stats import estimate_domains

# Published figures are rounded to six places.
ROUNDING = 5e-7 + 1e-9
EXACT = 1e-9
LONGEST = 13

Place = tuple[str, str]


@dataclass(frozen=True)
class Recount:
    """A window recounted: by place (level, node), the transactions and the used answers."""

    population: Mapping[Place, int]
    shares: Mapping[Place, Share]

    @classmethod
    def of(cls, weeks: Sequence[RawWeek], window: int) -> Recount:
        population = Counter(
            place for week in weeks for sale in week.sales for place in _places(sale, window)
        )
        used: dict[Place, list[Review]] = defaultdict(list)
        for week in weeks:
            for review in week.used:
                for place in _places(review.sale, window):
                    used[place].append(review)
        return cls(population, {place: share_of(reviews) for place, reviews in used.items()})


def _places(sale: Sale, window: int) -> list[Place]:
    """Product lines of a partner have figures over 13 weeks alone."""
    return [place for place in sale.places if place[0] != "partner_line" or window == LONGEST]


def share_of(reviews: Sequence[Review]) -> Share:
    return plain_share(
        [review.is_satisfied for review in reviews], [review.sale.person for review in reviews]
    )


@dataclass(frozen=True)
class Agreement:
    """What is compared, in the order it is reported."""

    counts: Comparison
    figures: Comparison
    published: Comparison
    shares: Comparison
    errors: Comparison

    @classmethod
    def empty(cls) -> Agreement:
        return cls(
            Comparison("counts of a week: sales, answers, set aside by reason, late", 0.0),
            Comparison("counts of a figure: answers, customers, transactions", 0.0),
            Comparison("unweighted shares as published, six places", ROUNDING),
            Comparison("unweighted shares before rounding", EXACT),
            Comparison("their account-clustered standard errors", EXACT),
        )

    def all(self) -> tuple[Comparison, ...]:
        return (self.counts, self.figures, self.published, self.shares, self.errors)


def compare_published(
    session: Session, weeks_folder: Path, raw: Mapping[str, RawWeek]
) -> Agreement:
    """Compare every edition, over each of its windows."""
    found = Agreement.empty()
    editions = {edition.week: edition for edition in every_edition(session)}
    cells = {week: read_cells(ref_of(edition, weeks_folder)) for week, edition in editions.items()}
    for week, edition in editions.items():
        _compare_counts(edition, raw[week], found.counts)
        reference = Reference.from_json(read_json(weeks_folder / edition.folder, "reference"))
        for window in WINDOWS:
            stacked = last_weeks(editions, week, window)
            recount = Recount.of([raw[name] for name in stacked], window)
            where = f"{week}, {window} weeks"
            _compare_figures(session, edition, window, recount, found)
            own = [cells[name] for name in stacked]
            _compare_unrounded(where, own, reference, recount, published_cuts(window), found)
    return found


def _compare_counts(edition: Edition, week: RawWeek, found: Comparison) -> None:
    expected = Counter(week.statuses())
    found.see(f"{week.week} transactions", edition.transaction_count, len(week.sales))
    found.see(f"{week.week} answers", edition.response_count, len(week.reviews))
    found.see(f"{week.week} late answers", edition.late_response_count, week.late_count)
    stated = edition.summary["set_aside"]
    for status in sorted({*expected, *stated}):
        found.see(f"{week.week} {status}", stated.get(status, 0), expected[status])


def _compare_figures(
    session: Session, edition: Edition, window: int, recount: Recount, found: Agreement
) -> None:
    rows = {(row.level, row.node_key): row for row in _end_user_shares(session, edition, window)}
    for place in sorted({*rows, *recount.shares}):
        where = f"{edition.week}, {window} weeks, {' '.join(place)}".rstrip()
        row, share = rows.get(place), recount.shares.get(place)
        if row is not None and row.decision == Decision.HOLD:
            continue
        found.figures.see(where, row.n if row else 0, share.n if share else 0)
        if row is None or share is None:
            continue
        found.figures.see(where, row.accounts, share.accounts)
        found.figures.see(where, row.population, recount.population[place])
        if row.raw is not None:
            found.published.see(where, row.raw, share.value)


def _end_user_shares(session: Session, edition: Edition, window: int) -> Sequence[Estimate]:
    return session.scalars(
        sa.select(Estimate).where(
            Estimate.edition_id == edition.id,
            Estimate.window == window,
            Estimate.audience == "end_user",
            Estimate.metric == Metric.CSAT,
            Estimate.touchpoint_key == "",
        )
    ).all()


def _compare_unrounded(
    where: str,
    cells: Sequence[WeekCells],
    reference: Reference,
    recount: Recount,
    cuts: Sequence[Cut],
    found: Agreement,
) -> None:
    for place, value, error in _unrounded(cells, reference, cuts):
        share, name = recount.shares.get(place), f"{where}, {' '.join(place)}".rstrip()
        found.shares.see(name, value, share.value if share else None)
        found.errors.see(name, error, share.error if share else None)


def _unrounded(
    cells: Sequence[WeekCells], reference: Reference, cuts: Sequence[Cut]
) -> Iterator[tuple[Place, float, float]]:
    """(place, unweighted share, its error) of every place, from the edition's own cells."""
    stack = stack_weeks(cells, "end_user")
    if not len(stack.answers):
        return
    weighed = weigh(stack, reference)
    measure = METRICS[Metric.CSAT].measure(stack.histograms)
    places = Places.of_cells(weighed, reference)
    for cut in cuts:
        if cut.by_touchpoint:
            continue
        domain, keys = places.domains(cut)
        estimates = estimate_domains(weighed.design, measure, domain, len(keys))
        for (node, _), value, error in zip(keys, estimates.raw, estimates.raw_se, strict=True):
            yield (cut.level.value, node), float(value), float(error)
