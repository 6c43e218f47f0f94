"""How the answers spread over a scale: whole per cents of the weight, values put together.

Only beside a figure that is shown, of the same answers: so that whatever hides a figure hides its
spread. Values that fewer than three answers chose stand with their neighbour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from metrics.comparison.figures import DistributionFigure
from metrics.figures import EstimateFigure
from metrics.method import PAIR_WINDOW
from metrics.models import Decision, Level, Metric
from metrics.warehouse.columns import Floats, Ints
from metrics.warehouse.frozen import Reference
from metrics.warehouse.schema import SCORES
from metrics.weighing.measures import METRICS, MetricSpec
from metrics.weighing.places import EVERYWHERE, Cut, Places
from metrics.weighing.windows import WeighedWindow

WINDOW = PAIR_WINDOW
LEVELS = (Level.NETWORK, Level.COUNTRY, Level.PRODUCT_LINE, Level.SEGMENT)
LEAST_ANSWERS = 3
# Values before which a new group begins: neighbours are first looked for within a group.
GROUPS = {Metric.NPS: (7, 9), Metric.CSAT: (4,)}
ALL_ALIKE = "Nearly all answers are alike; how the others spread would tell what a few said."
HELD = "The figure of this period is held."

Part = tuple[int, int, int]
Found = dict[tuple[str, str, str, str], tuple[Part, ...]]


def distributions(
    weighed: Sequence[WeighedWindow], reference: Reference, estimates: Sequence[EstimateFigure]
) -> Iterator[DistributionFigure]:
    """One for each total over 13 weeks of the network, countries, product lines and segments."""
    found: Found = {}
    for item in weighed:
        if item.window == WINDOW:
            found |= _of_window(item, reference)
    for figure in estimates:
        place = (figure.window, figure.touchpoint_key)
        if place != (WINDOW, EVERYWHERE) or figure.level not in LEVELS:
            continue
        key = (figure.audience, figure.level, figure.node_key, figure.metric)
        parts = found.get(key, ())
        reason = _why_not(figure) or ("" if len(parts) > 1 else ALL_ALIKE)
        yield DistributionFigure(
            *key,
            n=figure.n,
            parts=[] if reason else [list(part) for part in parts],
            reason=reason or None,
        )


def _why_not(figure: EstimateFigure) -> str:
    if figure.value is None:
        return figure.reason or ""
    return HELD if figure.decision is Decision.HOLD else ""


def _of_window(item: WeighedWindow, reference: Reference) -> Found:
    weighed = item.weighed
    places = Places.of_cells(weighed, reference)
    weight = weighed.design.weights[weighed.design.cell]
    found: Found = {}
    for level in LEVELS:
        domain, keys = places.domains(Cut(level, by_touchpoint=False))
        row = domain[weighed.design.cell]
        for spec in METRICS.values():
            scores = weighed.stack.histograms[spec.question]
            counts = _sums(row, scores, len(keys))
            masses = _sums(row, scores * weight[:, None], len(keys))
            for at, (node, _) in enumerate(keys):
                if counts[at].any():
                    key = (weighed.stack.audience, level.value, node, spec.metric.value)
                    found[key] = spread(spec, counts[at].astype(np.int64), masses[at])
    return found


def _sums(row: Ints, values: Floats | Ints, size: int) -> Floats:
    inside = row >= 0
    sums = np.zeros((size, values.shape[1]))
    np.add.at(sums, row[inside], values[inside])
    return sums


def spread(spec: MetricSpec, counts: Ints, masses: Floats) -> tuple[Part, ...]:
    """Parts of a scale, as (lowest value, highest value, whole per cent of the weight).

    `counts` and `masses` are the answers and their weights by value (V,). Every part has three
    answers or more.
    """
    first = SCORES[spec.question][0]
    borders = GROUPS.get(spec.metric, ())
    parts = [(at, at + 1) for at in range(len(counts))]

    def count_of(part: tuple[int, int]) -> int:
        return int(counts[slice(*part)].sum())

    def group_of(part: tuple[int, int]) -> int:
        return sum(first + part[0] >= border for border in borders)

    while len(parts) > 1 and min(map(count_of, parts)) < LEAST_ANSWERS:
        _merge_smallest(parts, count_of, group_of)
    whole = float(masses.sum())
    return tuple(
        (first + low, first + high - 1, round(100 * float(masses[low:high].sum()) / whole))
        for low, high in parts
    )


def _merge_smallest(
    parts: list[tuple[int, int]],
    count_of: Callable[[tuple[int, int]], int],
    group_of: Callable[[tuple[int, int]], int],
) -> None:
    """The smallest part with the smaller of its neighbours, one of its own group before others."""
    at = min(range(len(parts)), key=lambda k: (count_of(parts[k]), k))
    beside = [k for k in (at - 1, at + 1) if 0 <= k < len(parts)]
    chosen = min(
        beside,
        key=lambda k: (group_of(parts[k]) != group_of(parts[at]), count_of(parts[k]), k),
    )
    low, high = sorted((at, chosen))
    parts[low : high + 1] = [(parts[low][0], parts[high][1])]
