from __future__ import annotations

from stats import Interval, Undefined


def interval_of(found: Interval | Undefined) -> Interval:
    assert isinstance(found, Interval)
    return found
