"""Channel partners beside each other: shrunk towards their mean, with rank sets (methods H5, H6).

Only figures that are shown take part, so that a standing tells nothing of a hidden one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from scipy.special import ndtri

from metrics.comparison.figures import StandingFigure
from metrics.figures import EstimateFigure
from metrics.models import Decision, Level, Metric
from metrics.warehouse.columns import Floats
from metrics.warehouse.files import rounded
from metrics.weighing.measures import METRICS
from metrics.weighing.places import EVERYWHERE
from stats import MseForm, fay_herriot, pooled_variances, simultaneous_rank_sets
from stats.comparison.rank_sets import RANKING_MINIMUM

# The one window in which partners are shown (methods 0.7a, H4).
WINDOW = 4
# A single figure has no others to stand among; two give no variance between partners.
FEWEST = 3
LEVEL = 0.95


def standings(estimates: Iterable[EstimateFigure]) -> Iterator[StandingFigure]:
    """One for every shown figure of a partner, audience and metric by audience and metric."""
    for figures in partner_families(estimates).values():
        if len(figures) >= FEWEST:
            yield from _family(figures)


def partner_families(
    estimates: Iterable[EstimateFigure],
) -> dict[tuple[str, str], list[EstimateFigure]]:
    """Partners' shown totals by (audience, metric), the families in order of their keys."""
    families: dict[tuple[str, str], list[EstimateFigure]] = defaultdict(list)
    for figure in estimates:
        if _takes_part(figure):
            families[figure.audience, figure.metric].append(figure)
    return dict(sorted(families.items()))


def _takes_part(figure: EstimateFigure) -> bool:
    place = (figure.level, figure.window, figure.touchpoint_key)
    if place != (Level.PARTNER, WINDOW, EVERYWHERE):
        return False
    is_shown = figure.decision in (Decision.PUBLISH, Decision.CAVEAT)
    return is_shown and None not in (figure.value, figure.se, figure.n_eff)


def _family(figures: Sequence[EstimateFigure]) -> Iterator[StandingFigure]:
    y, errors = numbers(figure.value for figure in figures), error_variances(figures)
    if errors is None:
        return
    shrunk = fay_herriot(y, errors, mse=MseForm.SECOND_ORDER)
    low, high = _limits(Metric(figures[0].metric), shrunk.eb, np.sqrt(shrunk.mse))
    ranks = simultaneous_rank_sets(y, np.sqrt(errors)) if len(y) >= RANKING_MINIMUM else None
    for place, figure in enumerate(figures):
        yield StandingFigure(
            audience=figure.audience,
            window=figure.window,
            metric=figure.metric,
            node_key=figure.node_key,
            value=float(y[place]),
            shrunk=rounded(float(shrunk.eb[place])),
            shrunk_low=rounded(float(low[place])),
            shrunk_high=rounded(float(high[place])),
            rank_low=int(ranks.low[place]) if ranks else None,
            rank_high=int(ranks.high[place]) if ranks else None,
            tier=int(ranks.tier[place]) if ranks and ranks.tier is not None else None,
            partner_count=len(figures),
        )


def error_variances(figures: Sequence[EstimateFigure]) -> Floats | None:
    """v_i by the pooled variance function; None where nobody's published error is above 0.

    se² × effective n of a partner holds its unit variance and the effect of its accounts at once:
    both are pooled together, and the pooled design effect is 1.
    """
    n = np.maximum(numbers(figure.n_eff for figure in figures), 1.0)
    error = numbers(figure.se for figure in figures) ** 2
    # Kish's effective n can fall to 1, where a single answer carries the figure.
    unit = np.where(n > 1.0, error * n, 0.0)
    return pooled_variances(n, unit, error).variances if (unit > 0.0).any() else None


def numbers(values: Iterable[float | None]) -> Floats:
    return np.array(list(values), dtype=np.float64)


def _limits(metric: Metric, eb: Floats, error: Floats) -> tuple[Floats, Floats]:
    scale = METRICS[metric].scale
    reach = float(ndtri(0.5 + LEVEL / 2.0)) * error
    return np.maximum(eb - reach, scale[0]), np.minimum(eb + reach, scale[1])
