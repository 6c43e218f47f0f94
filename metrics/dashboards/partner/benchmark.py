"""The network beside a partner's own figure: only where the rules allow it, and rounded.

The network is everyone together, the partner included. Whether it may be shown to partners (at
least five others, none with more than a quarter of the weight) is decided when the edition is made
and stands in its summary; here it is only rounded, so that two looks cannot be subtracted, and it
is of the weeks that peer benchmarks are of, so that looks do not overlap.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.clock import Week
from metrics.comparison.benchmarks import has_benchmarks
from metrics.dashboards.blocks import Beside
from metrics.dashboards.figures import Figure, estimate_label, is_held
from metrics.dashboards.queries import Reading
from metrics.dashboards.wording import METRICS, interval_text, value_text
from metrics.models import Metric

NPS_STEP = 5
BANDS = ((100, "100 or more"), (50, "50–99"), (20, "20–49"), (10, "10–19"))
LABEL = "Network, rounded"
NOT_THIS_WEEK = "Network not shown: the comparison is made every fourth week."
# What was found of the network is the house's to know: it can tell how few answers or partners.
NOT_FOR_SHOWING = "Network not shown: its figure of this week is held or may not be shown."


def benchmark(
    own: Reading | None,
    network: Reading | None,
    rule: Mapping[str, Any] | None,
    key: str,
    week: str,
) -> Beside:
    """The network's figure with its interval, band of n and grade, or the reason for none."""
    refused = refusal(rule, key, week)
    if refused:
        return Beside(LABEL, Figure(is_shown=False, reason=refused))
    if network is None:
        return Beside(LABEL, Figure(is_shown=False, reason="Network not shown: no answers."))
    if network.value is None or is_held(network):
        # Without its count: less the partner's own, it would be that of the others.
        return Beside(LABEL, Figure(is_shown=False, reason=NOT_FOR_SHOWING))
    rounded = rounded_for_peers(network.metric, network.value, network.ci_low, network.ci_high)
    figure = Figure(
        is_shown=True,
        value=value_text(rounded.value, network.metric),
        interval=interval_text(rounded.low, rounded.high, network.metric),
        n=f"n {band(network.n)}",
        grade=network.grade,
        label_url=estimate_label(network),
    )
    return Beside(LABEL, figure, _verdict(own, rounded.low, rounded.high))


def refusal(rule: Mapping[str, Any] | None, key: str, week: str) -> str:
    """Why this partner may be shown no benchmark of the edition's week; empty where it may."""
    if not has_benchmarks(Week.parse(week)):
        return NOT_THIS_WEEK
    if rule is None:
        return "Network not shown: this edition does not say whether the rules for it are met."
    if rule["allowed"] and key not in rule["refused_for"]:
        return ""
    return (
        "Network not shown: there are fewer than five other channel partners with answers, or one "
        "of them stands for more than a quarter of them."
    )


@dataclass(frozen=True)
class PeerFigure:
    """The network's value and interval as partners may see them."""

    value: float
    low: float
    high: float


def rounded_for_peers(
    metric: str, value: float | None, low: float | None, high: float | None
) -> PeerFigure:
    """To the page's places; the NPS to steps of five, its interval outwards to the steps."""
    assert value is not None
    assert low is not None
    assert high is not None
    if metric == Metric.NPS:
        return PeerFigure(
            NPS_STEP * round(value / NPS_STEP),
            NPS_STEP * math.floor(low / NPS_STEP),
            NPS_STEP * math.ceil(high / NPS_STEP),
        )
    places = METRICS[metric].places + round(math.log10(METRICS[metric].factor))
    return PeerFigure(*(round(number, places) for number in (value, low, high)))


def band(n: int) -> str:
    return next((words for least, words in BANDS if n >= least), "below 10")


def _verdict(own: Reading | None, low: float, high: float) -> str:
    if own is None or own.value is None or own.ci_low is None or own.ci_high is None:
        return ""
    if own.ci_low > high:
        return "above the network"
    if own.ci_high < low:
        return "below the network"
    return "cannot be told apart from the network"
