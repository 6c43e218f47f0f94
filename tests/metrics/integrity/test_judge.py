"""A value against its threshold: strict, so that equality stays on the milder side (0.5)."""

from __future__ import annotations

import pytest

from metrics.integrity.judge import judge
from metrics.models import State

CASES: dict[str, tuple[str, float | None, State]] = {
    "below warn": ("psi_before", 0.09, State.PASS),
    "exactly warn": ("psi_before", 0.10, State.PASS),
    "above warn": ("psi_before", 0.1001, State.WARN),
    "exactly fail": ("psi_before", 0.25, State.WARN),
    "above fail": ("psi_before", 0.2501, State.FAIL),
    "low is bad, exactly warn": ("revenue_coverage", 0.80, State.PASS),
    "low is bad, below warn": ("revenue_coverage", 0.7999, State.WARN),
    "low is bad, exactly fail": ("revenue_coverage", 0.50, State.WARN),
    "low is bad, below fail": ("revenue_coverage", 0.4999, State.FAIL),
    "no value": ("design_effect", None, State.UNKNOWN),
    "design effect of three": ("design_effect", 3.0, State.WARN),
    "moved by its margin of error": ("shift", 1.0, State.PASS),
    "moved by a little more": ("shift", 1.01, State.WARN),
    "moved by more than three": ("shift", 3.01, State.FAIL),
}


@pytest.mark.parametrize("case", CASES)
def test_a_value_is_judged(case: str) -> None:
    check_key, value, expected = CASES[case]

    assert judge(check_key, value) is expected
