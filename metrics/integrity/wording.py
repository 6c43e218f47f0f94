"""How findings write figures."""

from __future__ import annotations

METRIC_NAMES = {
    "nps": "recommendation (NPS)", "csat": "satisfaction", "effort": "effort", "intent": "intent",
}  # fmt: skip
AUDIENCE_NAMES = {"end_user": "end users", "channel_partner": "channel partners"}


def plain_key(key: str) -> str:
    """The key of a touchpoint in words: its name may change, and is not frozen with a week."""
    return key.replace("_", " ")


def percent(share: float) -> str:
    """ "12 %", or "0.4 %" below one per cent."""
    value = 100 * share
    return f"{value:.1f} %" if 0 < value < 1 else f"{value:.0f} %"


def several(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
