"""Both customers' recommendation over all transactions of thirteen weeks, beside each other."""

from __future__ import annotations

from customers.models import Audience
from metrics.dashboards.certainty import figure_with_limits
from metrics.dashboards.figures import is_held
from metrics.dashboards.queries import Reading
from metrics.dashboards.week.queries import WeekData
from metrics.method import PAIR_WINDOW
from metrics.models import Metric
from stats import PublishedDifference, published_difference


def whole_difference(data: WeekData) -> PublishedDifference | None:
    """End users less channel partners, in NPS points.

    None where one of them is not shown, or where it is not known from the week that both are asked
    at the same touchpoints. Pairs are of the same transactions and fewer; this is of all of them.
    """
    is_alike = any(
        gap.metric == Metric.NPS and not gap.is_paired and gap.value is not None
        for gap in data.gaps
    )
    partner, user = (_reading(data, of) for of in (Audience.CHANNEL_PARTNER, Audience.END_USER))
    if not is_alike or partner is None or user is None or is_held(partner) or is_held(user):
        return None
    first, second = figure_with_limits(partner), figure_with_limits(user)
    return published_difference(first, second) if first and second else None


def _reading(data: WeekData, audience: str) -> Reading | None:
    place = data.place
    cut = (PAIR_WINDOW, place.level, place.node_key, place.touchpoint_key)
    return data.readings.get(data.choice.lead.id, audience, Metric.NPS, *cut)
