"""Partners' figures made by hand, and what an attacker can work out of published quartiles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from scipy.optimize import linprog

from metrics.comparison.benchmarks import QUARTILES, peer_benchmarks
from metrics.comparison.figures import PeerBenchmarkFigure
from metrics.figures import EstimateFigure
from metrics.models import Decision

FIGURE = EstimateFigure(
    audience="end_user", window=4, level="partner", node_key="", touchpoint_key="", metric="nps",
    value=40.0, raw=40.0, base_value=40.0, with_set_aside=None, without_flagged=None, se=10.0,
    ci_low=20.0, ci_high=60.0, interval_method="adjusted Wald", n=60, n_eff=55.0, accounts=50,
    population=300, decision=Decision.PUBLISH, grade="A", weakest="", families="", reason=None,
)  # fmt: skip


def figures(values: Mapping[str, float], **changes: object) -> list[EstimateFigure]:
    """One figure of each partner, alike but for its value."""
    facts = {**vars(FIGURE), **changes}
    return [
        EstimateFigure(**(facts | {"node_key": key, "value": value}))
        for key, value in values.items()
    ]


def network(values: Sequence[float]) -> dict[str, float]:
    return {f"p{place}": value for place, value in enumerate(values)}


def pages(estimates: Sequence[EstimateFigure]) -> dict[str, PeerBenchmarkFigure]:
    """What each partner is shown of one audience and metric."""
    keys = {figure.node_key for figure in estimates}
    return {found.node_key: found for found in peer_benchmarks(estimates, keys)}


@dataclass(frozen=True)
class Page:
    """Quartiles that a reader sees, each within half a step, and figures it has from others."""

    quartiles: tuple[float, float, float]
    known: tuple[float, ...]


def bounds(
    seen: Sequence[Page],
    hidden_count: int,
    *,
    step: float = 5.0,
    mean: tuple[float, float] | None = None,
    scale: tuple[float, float] = (-100.0, 100.0),
) -> tuple[float, float]:
    """Between what ends any one hidden partner's figure must lie, by linear programming.

    Nothing tells which hidden partner has which place in their order u_0 ≤ … ≤ u_m, so that each
    may be the lowest and the highest. Where the known figures stand among the hidden ones is not
    known either: every order is tried. `mean` are limits of the hidden figures' mean.
    """
    lows: list[float] = []
    highs: list[float] = []
    orders = [_orders(page.known, hidden_count) for page in seen]
    for chosen in product(*orders):
        rows, limits = _order_rows(hidden_count)
        for page, order in zip(seen, chosen, strict=True):
            more, ends = _page_rows(page, order, hidden_count, step)
            rows, limits = rows + more, limits + ends
        if mean is not None:
            even = np.full(hidden_count, 1.0 / hidden_count)
            rows, limits = [*rows, even, -even], [*limits, mean[1], -mean[0]]
        for place, sign, found in ((0, 1.0, lows), (hidden_count - 1, -1.0, highs)):
            aim = np.zeros(hidden_count)
            aim[place] = sign
            best = linprog(aim, A_ub=np.array(rows), b_ub=limits, bounds=[scale] * hidden_count)
            if best.success:
                found.append(sign * best.fun)
    return min(lows), max(highs)


def _orders(known: Sequence[float], hidden_count: int) -> list[tuple[int, ...]]:
    """How many of the hidden figures lie below each known one, ascending."""
    spots = range(hidden_count + 1)
    return [
        order
        for order in product(spots, repeat=len(known))
        if all(one <= other for one, other in pairwise(order))
    ]


def _order_rows(count: int) -> tuple[list[np.ndarray], list[float]]:
    rows = []
    for place in range(count - 1):
        row = np.zeros(count)
        row[place], row[place + 1] = 1.0, -1.0
        rows.append(row)
    return rows, [0.0] * len(rows)


def _page_rows(
    page: Page, order: Sequence[int], count: int, step: float
) -> tuple[list[np.ndarray], list[float]]:
    """Each published quartile lies within half a step of that of hidden and known together."""
    rows: list[np.ndarray] = []
    limits: list[float] = []
    together = _together(sorted(page.known), order, count)
    for below, value in zip(order, sorted(page.known), strict=True):
        for place, sign in ((below - 1, 1.0), (below, -1.0)):
            if 0 <= place < count:
                row = np.zeros(count)
                row[place] = sign
                rows.append(row)
                limits.append(sign * value)
    for share, published in zip(QUARTILES, page.quartiles, strict=True):
        row, fixed = _quantile(together, share, count)
        rows += [row, -row]
        limits += [published + step / 2 - fixed, -(published - step / 2 - fixed)]
    return rows, limits


def _together(known: Sequence[float], order: Sequence[int], count: int) -> list[int | float]:
    """Hidden places (int) and known figures (float) in one order."""
    merged: list[int | float] = list(range(count))
    for offset, (below, value) in enumerate(zip(order, known, strict=True)):
        merged.insert(below + offset, float(value))
    return merged


def _quantile(
    together: Sequence[int | float], share: float, count: int
) -> tuple[np.ndarray, float]:
    at = share * (len(together) - 1)
    row, fixed = np.zeros(count), 0.0
    for place, weight in _neighbours(at, len(together)):
        one = together[place]
        if isinstance(one, int):
            row[one] += weight
        else:
            fixed += weight * one
    return row, fixed


def _neighbours(at: float, size: int) -> Iterator[tuple[int, float]]:
    low = int(at)
    yield low, 1.0 - (at - low)
    if low + 1 < size:
        yield low + 1, at - low
