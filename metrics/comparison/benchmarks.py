"""The other partners beside each partner: rounded quartiles, and its likely position (methods H4).

Only partners' shown totals of four weeks take part, each as one figure among the others, so that
nobody's size shows. Against whoever reads more than one page:

- oneself is left out, and for whoever compares pages with one other partner five still remain,
  none of whom stands for more than a quarter of the transactions;
- every fourth week only: two benchmarks never share an answer, so that nothing can be subtracted
  over weeks. Weekly ones would share three weeks of four;
- of totals only, never by touchpoint, product line or place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from core.clock import Week
from metrics.comparison.figures import PeerBenchmarkFigure
from metrics.comparison.standings import WINDOW, error_variances, numbers, partner_families
from metrics.figures import EstimateFigure
from metrics.models import Metric
from metrics.warehouse.columns import Floats
from stats import fay_herriot, marginal_rank_sets, n_bands, peer_benchmark_allowed
from stats.comparison.rank_sets import RANKING_MINIMUM

# Counted from a fixed Monday, so that a week is one of them whatever came before it.
FIRST_WEEK = Week(2024, 1)
EVERY = WINDOW
FEWEST_OTHERS = 6
STEPS: Mapping[Metric, float] = {
    Metric.NPS: 5.0,
    Metric.CSAT: 0.01,
    Metric.EFFORT: 0.1,
    Metric.INTENT: 0.01,
}
QUARTILES = (0.25, 0.5, 0.75)
# Half a normal distribution lies within so many standard deviations of its middle.
QUARTILE_DEVIATION = 0.6744897501960817
LIKELY = 0.8
TOO_FEW = (
    f"Fewer than {FEWEST_OTHERS} other channel partners have a figure, or one of them stands for "
    "too much of it: one could be recognised."
)


@dataclass(frozen=True)
class Position:
    """Quarters of all partners, 1 the highest: those possible at 95 %, and the most likely ones."""

    quarter_from: int
    quarter_to: int
    likely_from: int | None = None
    likely_to: int | None = None


def has_benchmarks(week: Week) -> bool:
    """Whether the final of the week carries peer benchmarks: every fourth week does."""
    return (week.monday - FIRST_WEEK.monday).days // 7 % EVERY == 0


def peer_benchmarks(
    estimates: Iterable[EstimateFigure], partners: Iterable[str]
) -> Iterator[PeerBenchmarkFigure]:
    """For every partner, audience and metric that any partner has a shown figure of."""
    viewers = sorted(partners)
    for figures in partner_families(estimates).values():
        everybody = Others.of(figures)
        places = {figure.node_key: place for place, figure in enumerate(figures)}
        positions = find_positions(figures)
        for viewer in viewers:
            others = everybody.without(places[viewer]) if viewer in places else everybody
            if may_be_shown(others.sizes):
                yield _benchmark(figures[0], viewer, others, positions.get(viewer))
            else:
                yield _refused(figures[0], viewer)


@dataclass(frozen=True)
class Others:
    """Partners' figures beside somebody's: `values`, `sizes` in transactions; each (m,)."""

    values: Floats
    sizes: Floats
    answers: Floats

    @classmethod
    def of(cls, figures: Sequence[EstimateFigure]) -> Others:
        return cls(
            numbers(figure.value for figure in figures),
            numbers(max(figure.population, figure.n) for figure in figures),
            numbers(figure.n for figure in figures),
        )

    def without(self, place: int) -> Others:
        kept = (np.delete(each, place) for each in (self.values, self.sizes, self.answers))
        return Others(*kept)


def may_be_shown(sizes: Floats) -> bool:
    """Whether five stay, none above a quarter of all, without any further one of the others.

    To leave out the second largest is what makes the largest stand for most. `sizes` (m,) > 0.
    """
    if len(sizes) < FEWEST_OTHERS:
        return False
    return peer_benchmark_allowed(np.delete(np.sort(sizes), -2), min_partners=FEWEST_OTHERS - 1)


def quartiles(values: Floats, metric: Metric) -> tuple[float, float, float]:
    """Rounded to the metric's step, in published units; values (m,)."""
    step = STEPS[metric]
    steps = np.rint(np.quantile(values, QUARTILES) / step)
    low, middle, high = (round(float(count) * step, 6) + 0.0 for count in steps)
    return low, middle, high


def find_positions(figures: Sequence[EstimateFigure]) -> dict[str, Position]:
    """By partner; nobody has one below eight partners, or where no error is above 0."""
    errors = error_variances(figures) if len(figures) >= RANKING_MINIMUM else None
    if errors is None:
        return {}
    y, count = numbers(figure.value for figure in figures), len(figures)
    ranks = marginal_rank_sets(y, np.sqrt(errors))
    chances = _chances(y, errors)
    found = {}
    for place, figure in enumerate(figures):
        first, last = (-(-4 * int(rank[place]) // count) for rank in (ranks.low, ranks.high))
        likely = None if chances is None else _likely(chances[place], first, last)
        found[figure.node_key] = Position(first, last, *(likely or ()))
    return found


def _chances(y: Floats, errors: Floats) -> Floats | None:
    """(m, 4) the chance of each quarter, the highest first; None where partners do not differ.

    The true figure is normal about its shrunk one (methods H5), the partners' about their mean.
    """
    shrunk = fay_herriot(y, errors)
    between = float(np.sqrt(shrunk.tau2))
    if between == 0.0:
        return None
    ends = shrunk.beta[0] + QUARTILE_DEVIATION * between * np.array([[1.0, 0.0, -1.0]])
    above = ndtr((shrunk.eb[:, None] - ends) / np.sqrt(shrunk.mse)[:, None])
    chances: Floats = np.diff(above, axis=1, prepend=0.0, append=1.0)
    return chances


def _likely(chances: Floats, first: int, last: int) -> tuple[int, int] | None:
    """The fewest neighbouring quarters that hold it with LIKELY; None where that is all of them."""
    runs = [(a, b) for a in range(first, last + 1) for b in range(a, last + 1)]
    held = {run: float(chances[run[0] - 1 : run[1]].sum()) for run in runs}
    sure = [run for run in runs if held[run] >= LIKELY]
    best = min(sure, key=lambda run: (run[1] - run[0], -held[run]), default=(1, 4))
    return None if best == (1, 4) else best


def _benchmark(
    like: EstimateFigure, viewer: str, others: Others, position: Position | None
) -> PeerBenchmarkFigure:
    low, middle, high = quartiles(others.values, Metric(like.metric))
    return PeerBenchmarkFigure(
        audience=like.audience,
        window=WINDOW,
        metric=like.metric,
        node_key=viewer,
        low=low,
        middle=middle,
        high=high,
        partner_band=partner_band(len(others.values)),
        answer_band=str(n_bands([int(others.answers.sum())])[0]),
        quarter_from=position.quarter_from if position else None,
        quarter_to=position.quarter_to if position else None,
        likely_from=position.likely_from if position else None,
        likely_to=position.likely_to if position else None,
        reason=None,
    )


def _refused(like: EstimateFigure, viewer: str) -> PeerBenchmarkFigure:
    return PeerBenchmarkFigure(
        audience=like.audience, window=WINDOW, metric=like.metric, node_key=viewer, low=None,
        middle=None, high=None, partner_band="", answer_band="", quarter_from=None,
        quarter_to=None, likely_from=None, likely_to=None, reason=TOO_FEW,
    )  # fmt: skip


def partner_band(count: int) -> str:
    """How many other partners, in the bands of answers."""
    return str(n_bands([count])[0]) or f"{FEWEST_OTHERS}–9"
