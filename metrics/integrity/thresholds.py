"""The thresholds in force for an edition: the method's own, as changed by the house."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from metrics.method import THRESHOLDS, Threshold
from metrics.models import State
from metrics.warehouse.configuration import ThresholdSetting
from metrics.warehouse.files import DECIMALS


@dataclass(frozen=True)
class Thresholds:
    """By check; `refused` says of each setting that could not be used why, in words."""

    by_key: Mapping[str, Threshold]
    refused: tuple[str, ...] = ()

    @classmethod
    def of_settings(cls, settings: Iterable[ThresholdSetting]) -> Thresholds:
        """The method's thresholds with the settings applied in order; a bad one changes nothing."""
        by_key, refused = dict(THRESHOLDS), []
        for setting in settings:
            wrong = what_is_wrong(setting.check_key, setting.warn, setting.fail)
            if wrong:
                refused.append(wrong)
                continue
            by_key[setting.check_key] = replace(
                by_key[setting.check_key],
                warn=setting.warn,
                fail=setting.fail,
                source=f"set by {setting.changed_by}: {setting.reason}",
            )
        return cls(by_key, tuple(refused))

    def of(self, check_key: str) -> Threshold:
        return self.by_key[check_key]

    def judge(self, check_key: str, value: float | None) -> State:
        """Pass, warn or fail, of the value as it is published; unknown where there is none."""
        if value is None:
            return State.UNKNOWN
        threshold = self.by_key[check_key]
        value, warn, fail = round(value, DECIMALS), threshold.warn, threshold.fail
        if threshold.low_is_bad:
            value, warn, fail = -value, -warn, -fail
        if value > fail:
            return State.FAIL
        return State.WARN if value > warn else State.PASS


DEFAULTS = Thresholds(THRESHOLDS)


def what_is_wrong(check_key: str, warn: float, fail: float) -> str:
    """Why a setting cannot be used, and what to do; empty where it can."""
    threshold = THRESHOLDS.get(check_key)
    if threshold is None:
        return (
            f"There is no check “{check_key}”: its setting is not used. "
            "Remove it, or correct its name."
        )
    low, high = threshold.lowest, threshold.highest
    if not (low <= warn <= high and low <= fail <= high):
        return (
            f"The limits {warn:g} and {fail:g} of “{check_key}” are not between {low:g} and "
            f"{high:g}: the setting is not used. Enter others."
        )
    milder_first = fail <= warn if threshold.low_is_bad else warn <= fail
    if not milder_first:
        order = "not above" if threshold.low_is_bad else "not below"
        return (
            f"The limits of “{check_key}” are the wrong way round: what fails ({fail:g}) must be "
            f"{order} what warns ({warn:g}). The setting is not used."
        )
    return ""
