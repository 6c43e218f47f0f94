"""Fifth verb: disclosure, gates and grades, the gap, and the change since the last edition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from metrics.figures import EstimateFigure, FigureKey, Finding
from metrics.integrity.gates import (
    HELD,
    HELD_FROM,
    NOT_SHOWN,
    OF_ONE_TOTAL,
    Gates,
    Standing,
    standing_of,
)
from metrics.integrity.shift import weighting_shift
from metrics.integrity.thresholds import Thresholds
from metrics.models import OWN_LEVELS, Decision, Level
from metrics.warehouse.columns import Ints
from metrics.warehouse.files import rounded
from metrics.weighing.estimate import CutEstimates

BesideValues = Callable[[EstimateFigure], EstimateFigure]
HeldValues = Callable[[FigureKey], Mapping[str, Any] | None]


def decide_figures(
    cuts: Iterable[CutEstimates],
    findings: Sequence[Finding],
    *,
    hidden: Mapping[FigureKey, str],
    last_final: HeldValues,
    thresholds: Thresholds,
    beside: BesideValues,
) -> Iterator[EstimateFigure]:
    """Every estimate with its decision, grade and reason; on rounded values only.

    `hidden` says of those that may not be shown, whatever the checks say, why.
    """
    gates: dict[tuple[str, int], Gates] = {}
    for cut in cuts:
        place = (cut.audience, cut.window)
        if place not in gates:
            gates[place] = Gates.of(findings, *place)
        for row in range(len(cut)):
            figure = _figure(cut, row)
            reason = hidden.get(key_of(figure))
            if reason:
                yield _not_shown(figure, reason)
                continue
            figure = beside(figure)
            standing = gates[place].at(
                cut.cut.level, figure.node_key, figure.touchpoint_key, figure.metric
            )
            yield _graded(figure, _with_shift(standing, figure, thresholds), last_final)


def key_of(figure: EstimateFigure) -> FigureKey:
    return (
        figure.audience,
        figure.window,
        figure.level,
        figure.node_key,
        figure.touchpoint_key,
        figure.metric,
    )


def _figure(cut: CutEstimates, row: int) -> EstimateFigure:
    """One row of the cut, as it would be shown if nothing spoke against it."""
    return EstimateFigure(
        audience=cut.audience,
        window=cut.window,
        level=cut.cut.level.value,
        node_key=cut.node[row],
        touchpoint_key=cut.touchpoint[row],
        metric=cut.metric.value,
        value=_number(cut.estimate[row]),
        raw=_number(cut.raw[row]),
        base_value=_number(cut.base_value[row]),
        with_set_aside=None,
        without_flagged=None,
        se=_number(cut.se[row]),
        ci_low=_number(cut.ci_low[row]),
        ci_high=_number(cut.ci_high[row]),
        interval_method=str(cut.interval_method[row]),
        n=int(cut.n[row]),
        n_eff=_number(cut.n_eff[row]),
        accounts=int(_accounts(cut)[row]),
        population=int(cut.population[row]),
        decision=Decision.PUBLISH,
        grade="A",
        weakest="",
        families="",
        reason=None,
    )


def _accounts(cut: CutEstimates) -> Ints:
    """Accounts; partners among channel partners, but persons at a partner's own node."""
    own_node = cut.audience == "channel_partner" and cut.cut.level in OWN_LEVELS
    return cut.accounts if own_node else cut.owners


def _number(value: float) -> float | None:
    """Rounded; NaN (undefined, with its reason elsewhere) is no number."""
    return rounded(float(value)) if value == value else None


def _not_shown(figure: EstimateFigure, reason: str) -> EstimateFigure:
    return replace(
        figure,
        value=None,
        raw=None,
        base_value=None,
        with_set_aside=None,
        without_flagged=None,
        se=None,
        ci_low=None,
        ci_high=None,
        interval_method=None,
        n_eff=None,
        decision=Decision.SUPPRESS,
        grade=NOT_SHOWN,
        weakest=reason,
        families="",
        reason=reason,
    )


def _with_shift(standing: Standing, figure: EstimateFigure, thresholds: Thresholds) -> Standing:
    """Weighting that moves a figure by more than its margin of error is a caveat (0.8)."""
    found = weighting_shift(figure, thresholds)
    return standing.joined(standing_of([found])) if found else standing


def _graded(figure: EstimateFigure, standing: Standing, last_final: HeldValues) -> EstimateFigure:
    if standing.decision is Decision.SUPPRESS:
        return _not_shown(figure, " ".join(standing.withheld))
    if standing.decision is not Decision.HOLD:
        return replace(
            figure,
            decision=standing.decision,
            grade=standing.grade,
            weakest=standing.weakest,
            families=standing.families,
            reason=" ".join(standing.failed) or None,
        )
    why = " ".join(standing.blocked)
    held = last_final(key_of(figure))
    if held is None or held["value"] is None:
        return _not_shown(figure, f"Held back, and the final before shows none. {why}")
    values: dict[str, Any] = {name: held.get(name) for name in HELD_FIELDS}
    # The week without partners under review is not what they keep from being published.
    is_only_theirs = standing.stopped_by == OF_ONE_TOTAL
    return replace(
        figure,
        **values,
        with_set_aside=None,
        without_flagged=figure.without_flagged if is_only_theirs else None,
        decision=Decision.HOLD,
        grade=HELD,
        weakest=standing.weakest,
        families=standing.families,
        reason=f"{HELD_FROM}{_made_in(held)}, is shown. {why}",
    )


def _made_in(held: Mapping[str, Any]) -> str:
    """The week a final's value was made in; one that was held itself says so in its reason."""
    if held["decision"] != Decision.HOLD:
        return str(held["week"])
    week, _, _ = str(held["reason"]).removeprefix(HELD_FROM).partition(",")
    return week


HELD_FIELDS = (
    "value", "raw", "base_value", "se", "ci_low", "ci_high", "interval_method", "n", "n_eff",
    "accounts", "population",
)  # fmt: skip


def cluster_counts(cuts: Iterable[CutEstimates]) -> dict[FigureKey, int]:
    """Accounts that answered, by figure; among channel partners the persons (methods A2a)."""
    return {
        (cut.audience, cut.window, cut.cut.level.value, node, touchpoint, cut.metric.value): count
        for cut in cuts
        for node, touchpoint, count in zip(
            cut.node, cut.touchpoint, cut.accounts.tolist(), strict=True
        )
    }


def is_shown(figure: EstimateFigure) -> bool:
    """A value of this edition itself, neither held nor suppressed."""
    return figure.decision in (Decision.PUBLISH, Decision.CAVEAT)


def by_key(figures: Iterable[EstimateFigure]) -> dict[FigureKey, EstimateFigure]:
    return {key_of(figure): figure for figure in figures}


def of_level(figures: Iterable[EstimateFigure], level: Level) -> list[EstimateFigure]:
    return [figure for figure in figures if figure.level == level.value]
