"""A value against its threshold: strict, so that equality stays on the milder side (0.5)."""

from __future__ import annotations

import pytest

from metrics.integrity.thresholds import DEFAULTS, Thresholds
from metrics.method import THRESHOLDS
from metrics.models import State
from metrics.warehouse.configuration import ThresholdSetting

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

    assert DEFAULTS.judge(check_key, value) is expected


def setting(check_key: str, warn: float, fail: float) -> ThresholdSetting:
    return ThresholdSetting(check_key, warn, fail, "agreed", "M. Osei", "2026-W40")


def test_a_setting_replaces_the_limits_and_says_who_set_them() -> None:
    thresholds = Thresholds.of_settings([setting("careless", 0.05, 0.15)])

    assert thresholds.judge("careless", 0.06) is State.WARN
    assert thresholds.of("careless").source == "set by M. Osei: agreed"
    assert thresholds.refused == ()


def test_the_last_setting_of_a_check_holds() -> None:
    thresholds = Thresholds.of_settings(
        [setting("careless", 0.01, 0.02), setting("careless", 0.30, 0.40)]
    )

    assert thresholds.judge("careless", 0.25) is State.PASS


REFUSED = {
    "an unknown check": (("horoscope", 0.1, 0.2), "no check “horoscope”"),
    "beyond what it can be": (("careless", 0.1, 1.5), "not between 0 and 1"),
    "not a number": (("careless", float("nan"), 0.2), "not between"),
    "the wrong way round": (("careless", 0.3, 0.2), "wrong way round"),
    "the wrong way round where low is bad": (("omega", 0.6, 0.7), "wrong way round"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_setting_that_means_nothing_is_refused_in_words_and_changes_nothing(case: str) -> None:
    wrong, said = REFUSED[case]

    thresholds = Thresholds.of_settings([setting(*wrong)])

    [refused] = thresholds.refused
    assert said in refused
    assert thresholds.by_key == THRESHOLDS
