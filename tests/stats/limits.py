from __future__ import annotations

from stats import (
    Interval,
    Undefined,
    nps_adjusted_wald,
    nps_goodman,
    nps_score,
    nps_wald,
)

# Promoters, passives, detractors; interval; published limits of methods A1.
WORKED = {
    "Wald": (nps_wald, (30, 12, 8), (23.14, 64.86)),
    "adjusted Wald": (nps_adjusted_wald, (30, 12, 8), (21.13, 61.89)),
    "score": (nps_score, (30, 12, 8), (20.83, 62.07)),
    "Goodman": (nps_goodman, (30, 12, 8), (17.95, 70.05)),
    "Wald of five promoters": (nps_wald, (5, 0, 0), (100.0, 100.0)),
    "adjusted Wald of five promoters": (nps_adjusted_wald, (5, 0, 0), (17.49, 100.0)),
    "score of five promoters": (nps_score, (5, 0, 0), (13.10, 100.0)),
}


def interval_of(found: Interval | Undefined) -> Interval:
    assert isinstance(found, Interval)
    return found
