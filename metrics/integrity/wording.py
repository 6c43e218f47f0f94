"""How findings write figures."""

from __future__ import annotations

AUDIENCE_NAMES = {"end_user": "end users", "channel_partner": "channel partners"}


def percent(share: float) -> str:
    """ "12 %", or "0.4 %" below one per cent."""
    value = 100 * share
    return f"{value:.1f} %" if 0 < value < 1 else f"{value:.0f} %"


def several(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
