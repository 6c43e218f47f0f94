"""How far weighting moved one figure: the one check that is made figure by figure (methods 0.8)."""

from __future__ import annotations

from metrics.figures import EstimateFigure, Finding
from metrics.integrity.thresholds import Thresholds
from metrics.method import Family, Severity
from metrics.models import Level, Metric, State
from metrics.warehouse.files import rounded
from metrics.weighing.measures import METRICS

CHECK_KEY = "shift"


def weighting_shift(figure: EstimateFigure, thresholds: Thresholds) -> Finding | None:
    """|weighted − raw| in margins of error, none smaller than the metric's tolerance.

    Weighting that moves a figure by more than its margin of error is a caveat. None where the
    figure has no value of its own, or its edition no such limit.
    """
    if figure.value is None or figure.raw is None:
        return None
    if figure.ci_low is None or figure.ci_high is None or CHECK_KEY not in thresholds.by_key:
        return None
    margin = (figure.ci_high - figure.ci_low) / 2
    tolerance = max(margin, METRICS[Metric(figure.metric)].tolerance)
    shift = round(abs(figure.value - figure.raw) / tolerance, 6)
    threshold, state = thresholds.of(CHECK_KEY), thresholds.judge(CHECK_KEY, shift)
    return Finding(
        check_key=CHECK_KEY,
        family=Family.SAMPLING,
        severity=Severity.CAVEAT,
        state=state,
        what=f"Weighting moved the figure by {shift:.1f} margins of error.",
        what_to_do="" if state is State.PASS else "See who answers less, and hear more of them.",
        audience=figure.audience,
        window=figure.window,
        level=Level(figure.level),
        node_key=figure.node_key,
        touchpoint_key=figure.touchpoint_key,
        metric=figure.metric,
        is_only_here=True,
        value=shift,
        warn=threshold.warn,
        fail=threshold.fail,
        evidence={
            "raw": figure.raw, "weighted": figure.value, "margin": rounded(margin),
            "tolerance": rounded(tolerance),
        },
    )  # fmt: skip
