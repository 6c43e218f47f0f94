"""Estimates made by hand, to be compared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from metrics.figures import EstimateFigure
from metrics.models import Decision

ESTIMATE = EstimateFigure(
    audience="end_user", window=1, level="network", node_key="", touchpoint_key="", metric="nps",
    value=38.0, raw=37.0, base_value=37.5, with_set_aside=None, without_flagged=None, se=4.0,
    ci_low=30.0, ci_high=46.0, interval_method="score", n=80, n_eff=60.0, accounts=70,
    population=400, decision=Decision.PUBLISH, grade="A", weakest="", families="", reason=None,
)  # fmt: skip


def estimate(**changes: Any) -> EstimateFigure:
    return replace(ESTIMATE, **changes)


def partner(key: str, value: float, se: float, n: float, **changes: Any) -> EstimateFigure:
    """A partner's total of four weeks."""
    given = {"level": "partner", "node_key": key, "window": 4, "value": value, "se": se}
    return estimate(**{**given, "n_eff": n, **changes})
