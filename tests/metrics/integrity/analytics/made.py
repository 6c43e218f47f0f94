"""Evidence made by hand, with nothing in it but what one check looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from metrics.figures import ChangeFigure, Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.warehouse.frozen import History
from tests.metrics.frozen_weeks import MadeWeek


def evidence(made: MadeWeek | None = None, history: History | None = None, **changes: Any) -> Any:
    frozen = (made or MadeWeek()).freeze()
    return WeekEvidence(
        frozen,
        history or History(),
        status=(),
        frame_row=np.zeros(0, dtype=np.int64),
        **changes,
    )


def only(check: Callable[[WeekEvidence], Iterable[Finding]], given: WeekEvidence) -> Finding:
    [finding] = check(given)
    return finding


def change(metric: str = "nps", **facts: Any) -> ChangeFigure:
    """A tested change that is not called one."""
    return ChangeFigure(
        **{
            "audience": "end_user",
            "window": 1,
            "level": "network",
            "node_key": "",
            "touchpoint_key": "",
            "metric": metric,
            "difference": -4.0,
            "se": 5.0,
            "ci_low": -13.8,
            "ci_high": 5.8,
            "p": 0.42,
            "q": 0.42,
            "verdict": "no_detectable_change",
            "reason": None,
            **facts,
        }
    )
