"""What is tested together when two periods are compared (methods H2).

A cut belongs to one family, whatever page it is read on: the network's totals, all touchpoints of
the network, all places of a level. A channel partner's totals, and a place's touchpoint, are
families of their own.
"""

from __future__ import annotations

from metrics.dashboards.queries import Slice
from metrics.dashboards.week.places import Place
from metrics.dashboards.wording import PLURALS
from metrics.models import LISTS, Level

TOGETHER = (Level.COUNTRY, Level.REGION, *LISTS)
ALONE = "all comparisons made here"


def is_shared(place: Place) -> bool:
    """Whether other places or touchpoints are tested together with this one."""
    if place.level == Level.NETWORK:
        return bool(place.touchpoint_key)
    return place.level in TOGETHER and not place.touchpoint_key


def family_of(place: Place, window: int) -> Slice:
    """The cuts that are tested together with the place's own, itself among them."""
    if not is_shared(place):
        return Slice(window, place.level, place.node_key, place.touchpoint_key)
    if place.touchpoint_key:
        return Slice(window, place.level, place.node_key, None)
    return Slice(window, place.level, None)


def family_text(place: Place) -> str:
    """All metrics of both customers in all countries."""
    if not is_shared(place):
        return ALONE
    thing = "touchpoint" if place.touchpoint_key else str(place.level)
    return f"all metrics of both customers in all {PLURALS[thing][1]}"
