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
from metrics.weighing.measures import METRICS, MetricSpec
from metrics.weighing.places import EVERYWHERE
from metrics.weighing.weigh import Weighed
from stats import (
    AccountInfluence,
    Measure,
    Partition,
    PublishedLevel,
    Undefined,
    account_influence,
    benjamini_hochberg,
    estimate_domains,
    published_change,
    published_intervals,
)

HEADLINE_WINDOW = 1

# By audience and metric; why there is no error where there is no interval.
Headlines = Mapping[tuple[str, str], PublishedLevel | Undefined]

INFLUENCE = pa.schema(
    [
        ("audience", pa.string()),
        ("metric", pa.string()),
        ("account", pa.int64()),
        ("value", pa.float64()),
        ("in_domain", pa.bool_()),
        ("estimate", pa.float64()),
        ("ci_low", pa.float64()),
        ("ci_high", pa.float64()),
    ]
)


def headline_levels(weighed: Weighed) -> dict[tuple[str, str], PublishedLevel | Undefined]:
    """Estimate, limits and S_u per account of the network's total, for every metric answered."""
    design = weighed.design
    whole = Partition(design, np.zeros(design.cell_count, dtype=np.int64), 1)
    return {
        (weighed.stack.audience, metric.value): _level(weighed, spec, measure, whole)
        for metric, spec in METRICS.items()
        if (measure := spec.measure(weighed.stack.histograms)).answered.any()
    }


def _level(
    weighed: Weighed, spec: MetricSpec, measure: Measure, whole: Partition
) -> PublishedLevel | Undefined:
    design = weighed.design
    estimates = estimate_domains(design, measure, whole).scaled(spec.unit)
    limits = published_intervals(spec.kind, estimates, spec.scale)[0]
    if isinstance(limits, Undefined):
        return limits
    found = account_influence(design, measure, np.ones(design.cell_count, dtype=np.bool_))
    influence = AccountInfluence(
        found.accounts, found.values * spec.unit, found.in_domain, found.estimate * spec.unit
    )
    return PublishedLevel(influence, limits.low, limits.high)


def influence_table(headlines: Headlines) -> pa.Table:
    """What the next week needs to tell a change, so that it reads two files and no history."""
    parts = [
        _rows_of(audience, metric, found)
        for (audience, metric), found in sorted(headlines.items())
        if isinstance(found, PublishedLevel)
    ]
    return pa.concat_tables(parts) if parts else INFLUENCE.empty_table()


def _rows_of(audience: str, metric: str, found: PublishedLevel) -> pa.Table:
    """A row an account; what is said of the whole stands in every row."""
    size = len(found.influence.accounts)
    columns = {
        "audience": pa.array([audience] * size, pa.string()),
        "metric": pa.array([metric] * size, pa.string()),
        "account": pa.array(found.influence.accounts),
        "value": pa.array(found.influence.values),
        "in_domain": pa.array(found.influence.in_domain),
        "estimate": pa.array(np.full(size, found.estimate)),
        "ci_low": pa.array(np.full(size, found.low)),
        "ci_high": pa.array(np.full(size, found.high)),
    }
    return pa.table(columns, schema=INFLUENCE)


def read_influences(table: pa.Table) -> dict[tuple[str, str], PublishedLevel]:
    """By audience and metric; nothing of an edition whose method kept no limits (before 1.3)."""
    if "ci_low" not in table.column_names:
        return {}
    audience, metric = strings(table, "audience"), strings(table, "metric")
    found = {}
    for a, audience_key in enumerate(audience.levels):
        for m, metric_key in enumerate(metric.levels):
            rows = (audience.codes == a) & (metric.codes == m)
            if rows.any():
                found[audience_key, metric_key] = _read(table.filter(pa.array(rows)))
    return found


def _read(rows: pa.Table) -> PublishedLevel:
    estimate, low, high = (
        float(floats(rows, name)[0]) for name in ("estimate", "ci_low", "ci_high")
    )
    influence = AccountInfluence(
        integers(rows, "account"), floats(rows, "value"), flags(rows, "in_domain"), estimate
    )
    return PublishedLevel(influence, low, high)


def headline_changes(
    now: Headlines,
    before: Mapping[tuple[str, str], PublishedLevel] | None,
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
    blank: ChangeFigure,
    now: Headlines,
    before: Mapping[tuple[str, str], PublishedLevel] | None,
    why_not: str,
) -> ChangeFigure:
    pair = (blank.audience, blank.metric)
    level = now[pair]
    if before is None:
        return replace(
            blank, reason="There is no earlier edition of the same kind to compare with."
        )
    if isinstance(level, Undefined):
        return replace(blank, reason=f"No error can be given: {level.sentence}.")
    if pair not in before:
        return replace(blank, reason=NOTHING_BEFORE)
    if why_not:
        return replace(blank, reason=why_not)
    found = published_change(before[pair], level)
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


NOTHING_BEFORE = "In the earlier edition nobody answered this, or its error was not known."
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
