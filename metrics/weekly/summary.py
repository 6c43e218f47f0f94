"""What an edition says of itself beside its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from metrics.comparison.drivers import Found
from metrics.comparison.figures import UNTOLD_DRIVERS, UntoldDriver
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.sampling.rates import rates_of
from metrics.method import WINDOWS
from metrics.warehouse.files import rounded
from metrics.weekly.expected import expected_answer_share
from metrics.weekly.peers import peer_rules
from metrics.weighing.windows import of_window

# The window partners are shown their own figures and the network's in (methods 0.7a).
PEER_WINDOW = 4


def summarise(evidence: WeekEvidence, driven: Iterable[Found]) -> dict[str, Any]:
    """`driven` is what goes with recommendation, and why what else cannot be told."""
    frozen, weeks = evidence.frozen, evidence.weeks
    return {
        "response_rates": _rounded_rates(rates_of(evidence)),
        "weeks_in_window": {
            str(window): len(of_window(weeks, frozen, window)) for window in WINDOWS
        },
        "peer_rules": {
            item.weighed.stack.audience: peer_rules(item.weighed, frozen.reference)
            for item in evidence.weighed
            if item.window == PEER_WINDOW
        },
        "set_aside": _set_aside_counts(evidence.status),
        UNTOLD_DRIVERS: [asdict(one) for one in driven if isinstance(one, UntoldDriver)],
        "expected_answer_share": expected_answer_share(frozen, evidence.history, own=weeks[-1]),
    }


def _set_aside_counts(status: Sequence[str]) -> dict[str, int]:
    return dict(sorted(Counter(status).items()))


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
