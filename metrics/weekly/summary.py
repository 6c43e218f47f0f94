"""What an edition says of itself beside its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from metrics.integrity.checks import NOT_YET_CHECKED
from metrics.integrity.contact import rates_of
from metrics.integrity.evidence import WeekEvidence
from metrics.method import WINDOWS
from metrics.warehouse.files import rounded
from metrics.warehouse.frozen import FrozenWeek, History, WeekCells
from metrics.weekly.check import Checked
from metrics.weekly.expected import expected_answer_share
from metrics.weekly.peers import peer_rules
from metrics.weekly.windows import WeighedWindow, of_window

# The window partners are shown their own figures and the network's in (methods 0.7a).
PEER_WINDOW = 4


def summarise(
    frozen: FrozenWeek,
    history: History,
    checked: Checked,
    weeks: Sequence[WeekCells],
    weighed: Sequence[WeighedWindow],
) -> dict[str, Any]:
    evidence = WeekEvidence(frozen, history, checked.status, checked.frame_row)
    return {
        "response_rates": _rounded_rates(rates_of(evidence)),
        "weeks_in_window": {
            str(window): len(of_window(weeks, frozen, window)) for window in WINDOWS
        },
        "not_yet_checked": {family.value: what for family, what in NOT_YET_CHECKED.items()},
        "peer_rules": {
            item.weighed.stack.audience: peer_rules(item.weighed, frozen.reference)
            for item in weighed
            if item.window == PEER_WINDOW
        },
        "set_aside": _set_aside_counts(checked),
        "expected_answer_share": expected_answer_share(frozen, history, own=weeks[-1]),
    }


def _set_aside_counts(checked: Checked) -> dict[str, int]:
    return {reason: checked.status.count(reason) for reason in sorted(set(checked.status))}


def _rounded_rates(rates: Mapping[str, dict[str, Any] | None]) -> dict[str, Any]:
    return {
        audience: None
        if known is None
        else {
            key: rounded(value) if isinstance(value, float) else value
            for key, value in known.items()
        }
        for audience, known in rates.items()
    }
