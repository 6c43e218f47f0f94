"""From a value and its threshold to a state (methods 0.5: strict inequality, the milder side)."""

from __future__ import annotations

from metrics.method import THRESHOLDS
from metrics.models import State
from metrics.warehouse.files import DECIMALS


def judge(check_key: str, value: float | None) -> State:
    """Pass, warn or fail, of the value as it is published; unknown where there is none."""
    if value is None:
        return State.UNKNOWN
    threshold = THRESHOLDS[check_key]
    value, warn, fail = round(value, DECIMALS), threshold.warn, threshold.fail
    if threshold.low_is_bad:
        value, warn, fail = -value, -warn, -fail
    if value > fail:
        return State.FAIL
    return State.WARN if value > warn else State.PASS
