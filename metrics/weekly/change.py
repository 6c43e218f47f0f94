"""The change since the last edition of the same kind, for the headline family (H1a, H2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from metrics.figures import ChangeFigure, EstimateFigure, FigureKey
from metrics.method import FALSE_DISCOVERY_RATE
from metrics.models import Level, Verdict
from metrics.warehouse.columns import flags, floats, integers, strings
from metrics.warehouse.files import rounded
from metrics.weekly.compare import is_shown
from metrics.weighing.measures import METRICS
from metrics.weighing.places import EVERYWHERE
from metrics.weighing.weigh import Weighed
from stats import AccountInfluence, account_influence, benjamini_hochberg, calibrated_change

HEADLINE_WINDOW = 1

Influences = Mapping[tuple[str, str], AccountInfluence]

INFLUENCE = pa.schema(
    [
        ("audience", pa.string()),
        ("metric", pa.string()),
        ("account", pa.int64()),
        ("value", pa.float64()),
        ("in_domain", pa.bool_()),
        ("estimate", pa.float64()),
    ]
)


def headline_influences(weighed: Weighed) -> dict[tuple[str, str], AccountInfluence]:
    """S_u per account of the network's total, for every metric that was answered."""
    everywhere = np.ones(weighed.design.cell_count, dtype=np.bool_)
    found = {}
    for metric, spec in METRICS.items():
        measure = spec.measure(weighed.stack.histograms)
        if measure.answered.any():
            influence = account_influence(weighed.design, measure, everywhere)
            found[weighed.stack.audience, metric.value] = AccountInfluence(
                influence.accounts,
                influence.values * spec.unit,
                influence.in_domain,
                influence.estimate * spec.unit,
            )
    return found


def influence_table(influences: Influences) -> pa.Table:
    """The influences as a table, so that the next week reads two files and no history."""
    parts = [
        pa.table(
            {
                "audience": pa.array([audience] * len(found.accounts), pa.string()),
                "metric": pa.array([metric] * len(found.accounts), pa.string()),
                "account": pa.array(found.accounts),
                "value": pa.array(found.values),
                "in_domain": pa.array(found.in_domain),
                "estimate": pa.array(np.full(len(found.accounts), found.estimate)),
            },
            schema=INFLUENCE,
        )
        for (audience, metric), found in sorted(influences.items())
    ]
    return pa.concat_tables(parts) if parts else INFLUENCE.empty_table()


def read_influences(table: pa.Table) -> dict[tuple[str, str], AccountInfluence]:
    audience, metric = strings(table, "audience"), strings(table, "metric")
    found = {}
    for a, audience_key in enumerate(audience.levels):
        for m, metric_key in enumerate(metric.levels):
            rows = (audience.codes == a) & (metric.codes == m)
            if rows.any():
                found[audience_key, metric_key] = AccountInfluence(
                    integers(table, "account")[rows],
                    floats(table, "value")[rows],
                    flags(table, "in_domain")[rows],
                    float(floats(table, "estimate")[rows][0]),
                )
    return found


def headline_changes(
    now: Influences,
    before: Influences | None,
    why_not: Callable[[FigureKey], str],
) -> tuple[ChangeFigure, ...]:
    """One change per audience and metric of the network total, after Benjamini–Hochberg.

    `before` is None where there is no earlier edition of the kind; `why_not` says why a figure
    must not be compared, empty where it may. Up and down are said only at q < .10; else no change
    can be detected.
    """
    changes = []
    for audience, metric in sorted(now):
        key = (audience, HEADLINE_WINDOW, Level.NETWORK.value, "", EVERYWHERE, metric)
        blank = ChangeFigure(
            audience, HEADLINE_WINDOW, Level.NETWORK.value, "", EVERYWHERE, metric,
            None, None, None, None, None, None, Verdict.NO_COMPARISON.value, None,
        )  # fmt: skip
        changes.append(_change(blank, now, before, why_not(key)))
    return _after_multiplicity(changes)


def _change(
    blank: ChangeFigure, now: Influences, before: Influences | None, why_not: str
) -> ChangeFigure:
    pair = (blank.audience, blank.metric)
    if before is None:
        return replace(
            blank, reason="There is no earlier edition of the same kind to compare with."
        )
    if pair not in before:
        return replace(blank, reason="Nobody answered this in the earlier edition.")
    if why_not:
        return replace(blank, reason=why_not)
    found = calibrated_change(before[pair], now[pair], before[pair].estimate, now[pair].estimate)
    if found.interval is None:
        return replace(blank, reason=f"No error can be given: {found.reason.sentence}.")
    return replace(
        blank,
        difference=rounded(found.difference),
        se=rounded(found.se),
        ci_low=rounded(found.interval.low),
        ci_high=rounded(found.interval.high),
        p=rounded(found.p_value),
    )


def of_shown(
    changes: Sequence[ChangeFigure], figures: Mapping[FigureKey, EstimateFigure]
) -> tuple[ChangeFigure, ...]:
    """The changes whose figure the gates let through; the family that was tested stays the same."""
    return tuple(
        change
        if change.difference is None or is_shown(figures[_key(change)])
        else _not_compared(change, NOT_SHOWN_NOW)
        for change in changes
    )


NOT_SHOWN_NOW = "This edition's figure is not shown."


def _key(change: ChangeFigure) -> FigureKey:
    return (
        change.audience, change.window, change.level, change.node_key, change.touchpoint_key,
        change.metric,
    )  # fmt: skip


def _not_compared(change: ChangeFigure, reason: str) -> ChangeFigure:
    return replace(
        change,
        difference=None,
        se=None,
        ci_low=None,
        ci_high=None,
        p=None,
        q=None,
        verdict=Verdict.NO_COMPARISON.value,
        reason=reason,
    )


def _after_multiplicity(changes: Sequence[ChangeFigure]) -> tuple[ChangeFigure, ...]:
    tested = {place: change.p for place, change in enumerate(changes) if change.p is not None}
    q_values = benjamini_hochberg(list(tested.values())) if tested else ()
    result = list(changes)
    for place, q in zip(tested, q_values, strict=True):
        q_shown = rounded(float(q))
        result[place] = replace(
            changes[place], q=q_shown, verdict=_verdict(changes[place].difference, q_shown)
        )
    return tuple(result)


def _verdict(difference: float | None, q: float | None) -> str:
    assert difference is not None
    assert q is not None
    if q >= FALSE_DISCOVERY_RATE:
        return Verdict.NO_CHANGE.value
    return Verdict.UP.value if difference > 0 else Verdict.DOWN.value
