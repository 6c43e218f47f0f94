"""The network beside a partner's own figure: only where the rules allow it, and rounded.

The network is everyone together, the partner included. Whether it may be shown to partners (at
least five others, none with more than a quarter of the weight) is decided when the edition is made
and stands in its summary; here it is only rounded, so that two looks cannot be subtracted.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from core.web.filters import number
from metrics.dashboards.blocks import Beside
from metrics.dashboards.figures import Figure, estimate_label, is_held, reason_of
from metrics.dashboards.queries import Reading
from metrics.dashboards.wording import bracketed, interval_text, sentence, value_text
from metrics.models import Metric

NPS_STEP = 5
BANDS = ((100, "100 or more"), (50, "50–99"), (20, "20–49"), (10, "10–19"))
LABEL = "Network, rounded"


def benchmark(
    own: Reading | None, network: Reading | None, rule: Mapping[str, Any] | None, key: str
) -> Beside:
    """The network's figure with its interval, band of n and grade, or the reason for none."""
    if network is None:
        return Beside(LABEL, Figure(is_shown=False, reason="Network not shown: no answers."))
    refused = refusal(rule, key)
    if refused:
        return Beside(LABEL, Figure(is_shown=False, reason=refused))
    if network.value is None or is_held(network):
        why = reason_of(network)
        return Beside(LABEL, Figure(is_shown=False, reason=f"Network not shown: {sentence(why)}"))
    assert network.ci_low is not None
    assert network.ci_high is not None
    low, high = _outwards(network)
    figure = Figure(
        is_shown=True,
        value=_rounded(network),
        interval=interval_text(low, high, network.metric)
        if network.metric != Metric.NPS
        else bracketed(number(low), number(high)),
        n=f"n {band(network.n)}",
        grade=network.grade,
        label_url=estimate_label(network),
    )
    return Beside(LABEL, figure, _verdict(own, low, high))


def refusal(rule: Mapping[str, Any] | None, key: str) -> str:
    """Why this partner may be shown no benchmark; empty where it may."""
    if rule is None:
        return "Network not shown: this edition does not say whether the rules for it are met."
    if rule["allowed"] and key not in rule["refused_for"]:
        return ""
    return (
        "Network not shown: there are fewer than five other channel partners with answers, or one "
        "of them stands for more than a quarter of them."
    )


def _rounded(network: Reading) -> str:
    assert network.value is not None
    if network.metric != Metric.NPS:
        return value_text(network.value, network.metric)
    return number(NPS_STEP * round(network.value / NPS_STEP))


def _outwards(network: Reading) -> tuple[float, float]:
    """The interval, for the NPS widened to the rounding's steps."""
    assert network.ci_low is not None
    assert network.ci_high is not None
    if network.metric != Metric.NPS:
        return network.ci_low, network.ci_high
    return (
        NPS_STEP * math.floor(network.ci_low / NPS_STEP),
        NPS_STEP * math.ceil(network.ci_high / NPS_STEP),
    )


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
