"""Is a week's point, or the drift of the last weeks, more than chance (methods H2a, H3)?

Finals of one week only. Two families, each with its own false-alarm rate: the network's totals, and
below them its touchpoints, countries and regions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from metrics.comparison.figures import ChartFigure
from metrics.figures import EstimateFigure
from metrics.models import Decision, Level, Metric
from metrics.warehouse.files import rounded
from metrics.warehouse.series import Point, SeriesKey
from metrics.weighing.measures import METRICS
from metrics.weighing.places import EVERYWHERE
from stats import NotYet, Watch, watch

WINDOW = 1
CHARTED = (Level.NETWORK, Level.COUNTRY, Level.REGION)
SHOWN = (Decision.PUBLISH, Decision.CAVEAT)


def week_points(week: str, estimates: Iterable[EstimateFigure]) -> Iterator[Point]:
    """The week's own points: totals by place, and the network's touchpoints; only what is shown."""
    for figure in estimates:
        if is_charted(figure):
            assert figure.value is not None
            assert figure.n_eff is not None
            assert figure.se is not None
            yield Point(
                week, figure.audience, figure.metric, figure.value, figure.n_eff, figure.se,
                figure.level, figure.node_key, figure.touchpoint_key,
            )  # fmt: skip


def is_charted(figure: EstimateFigure) -> bool:
    """Whether the figure is a point of a series: of one week, shown, and with an error."""
    if figure.window != WINDOW or figure.level not in CHARTED:
        return False
    if figure.level != Level.NETWORK and figure.touchpoint_key != EVERYWHERE:
        return False
    return figure.decision in SHOWN and None not in (figure.value, figure.se, figure.n_eff)


def chart_points(before: Iterable[Point], own: Iterable[Point]) -> Iterator[ChartFigure]:
    """Every series with a point of this week, against the baseline of its own finals before."""
    known: dict[SeriesKey, list[Point]] = defaultdict(list)
    for point in before:
        if point.se is not None:
            known[point.key].append(point)
    now = {point.key: point for point in own}
    sizes = _family_sizes(now, known)
    for key in sorted(now):
        yield _charted([*known.get(key, ()), now[key]], sizes[_is_headline(key)])


def _is_headline(key: SeriesKey) -> bool:
    return key.level == Level.NETWORK and key.touchpoint_key == EVERYWHERE


def _family_sizes(
    now: Iterable[SeriesKey], known: Mapping[SeriesKey, Sequence[Point]]
) -> dict[bool, int]:
    """How many series of each family have a chart, at least one."""
    sizes = {True: 0, False: 0}
    for key in now:
        sizes[_is_headline(key)] += key in known
    return {family: max(size, 1) for family, size in sizes.items()}


def _charted(points: Sequence[Point], series_count: int) -> ChartFigure:
    metric = Metric(points[-1].metric)
    scale = METRICS[metric].scale
    found = watch(
        [point.value for point in points],
        [point.se or 0.0 for point in points],
        series=series_count,
        low=scale[0],
        high=scale[1],
    )
    last = points[-1]
    if isinstance(found, NotYet):
        return _figure(last, None, (), series_count, str(found))
    kept = points[: found.baseline.points]
    return _figure(last, found, kept, series_count, None, _since(points, found))


def _since(points: Sequence[Point], found: Watch) -> str | None:
    return points[-found.weeks_running].week if found.side is not None else None


def _figure(
    last: Point,
    found: Watch | None,
    kept: Sequence[Point],
    series_count: int,
    reason: str | None,
    since: str | None = None,
) -> ChartFigure:
    centre, low, high, drift, drift_low, drift_high = _limits(found)
    return ChartFigure(
        audience=last.audience,
        level=last.level,
        node_key=last.node_key,
        touchpoint_key=last.touchpoint_key,
        metric=last.metric,
        value=last.value,
        centre=centre,
        low=low,
        high=high,
        drift=drift,
        drift_low=drift_low,
        drift_high=drift_high,
        baseline_from=kept[0].week if kept else None,
        baseline_to=kept[-1].week if kept else None,
        baseline_count=len(kept),
        series_count=series_count,
        side="" if found is None or found.side is None else found.side.value,
        since_week=since,
        reason=reason,
    )


def _limits(found: Watch | None) -> tuple[float | None, ...]:
    """Centre, limits of the point, drift and its limits."""
    if found is None:
        return (None,) * 6
    point, drift = found.points, found.drift
    numbers = (
        point.centre, float(point.low[-1]), float(point.high[-1]),
        float(drift.plotted[-1]), float(drift.low[-1]), float(drift.high[-1]),
    )  # fmt: skip
    return tuple(rounded(number) for number in numbers)
