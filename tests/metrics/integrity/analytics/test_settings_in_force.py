"""Whether every limit that people set can be used."""

from __future__ import annotations

from dataclasses import replace

from metrics.figures import Finding
from metrics.integrity.analytics.settings_in_force import settings_in_force
from metrics.method import Severity
from metrics.models import State
from metrics.warehouse.configuration import Configuration, ThresholdSetting
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.analytics.made import evidence, only

GOOD = ThresholdSetting("shift", 2.0, 4.0, "small weeks", "A. Analyst", "2026-W40")


def judged(*settings: ThresholdSetting) -> Finding:
    made = MadeWeek(configuration=Configuration("1", settings))
    return only(settings_in_force, evidence(made))


def test_the_methods_own_limits_pass_and_change_no_grade() -> None:
    finding = judged()

    assert (finding.state, finding.severity) == (State.PASS, Severity.INFO)
    assert finding.what == "All limits are the method's own."


def test_limits_set_with_a_reason_pass_and_are_counted() -> None:
    assert judged(GOOD).what == "1 limit differs from the method's, each with a reason."
    assert judged(GOOD, replace(GOOD, check_key="careless", warn=0.1, fail=0.3)).what.startswith(
        "2 limits differ"
    )


def test_a_setting_that_names_no_check_warns_and_is_named() -> None:
    finding = judged(GOOD, replace(GOOD, check_key="shfit"))

    assert (finding.state, finding.severity, finding.value) == (State.WARN, Severity.CAVEAT, 1.0)
    assert "shfit" in finding.what
    assert finding.what_to_do
