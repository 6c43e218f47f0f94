"""What stands under the headings of a page of the week, and why a part of it is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from metrics.dashboards.blocks import MetricBlock
from metrics.dashboards.charts.trends import Trend
from metrics.dashboards.compare.families import family_text
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.week.places import Place
from metrics.dashboards.week.queries import WeekData
from metrics.dashboards.wording import AUDIENCE_PLURALS, METRICS, PLURALS, capital, listed
from metrics.models import LISTS, Level, Metric
from stats.comparison import BASELINE_MINIMUM

MARKS = (
    "Line: 95 % interval. Tick: target. Filled: above or below it for certain, allowing for all of "
    "these at once; hollow: not, or early."
)
GAPS = (
    "Gap: end user minus channel partner, about zero: over all transactions, and over those alone "
    "where both answered (paired), which is why that differs from the difference of the two "
    "figures."
)
NO_GAPS = "Gaps are worked out for the network, countries, regions and channel partners."
CHANGES = (
    "A change is called one only if chance alone hardly makes it, allowing for all comparisons "
    "made."
)
NO_STEP = "There is no final of an earlier period to compare this one with."
NO_FINAL = "Finals are compared, and this week has none yet."
NO_CHARTS = f"No control chart yet: one begins when a series has {BASELINE_MINIMUM} finals."
NO_QUADRANTS = (
    "Channel partners are not laid out by both customers: none of them has both figures here."
)
NO_CUTS = "Channel partners are not laid out by both customers: that needs a target for each."
OF_PLACE = "Who was heard is counted for places: these are all touchpoints together."
NO_PARTNERS = "By channel partner and by place there are no figures of its own for the house."


@dataclass(frozen=True)
class Captions:
    """How to read the parts of a page, and why one is missing; empty where there is nothing to say.

    `no_changes` stands where there is no period to compare with.
    """

    how: str
    changes: str
    no_changes: str
    no_alarms: str
    no_trends: str
    no_quadrants: str
    heard: str


def captions_of(
    data: WeekData, period: str, blocks: Iterable[MetricBlock], trends: Sequence[Trend]
) -> Captions:
    return Captions(
        how=_how(data, period, blocks),
        changes=CHANGES if data.place.is_network else _steps(data.place),
        no_changes=NO_STEP if data.choice.lead.is_final else NO_FINAL,
        no_alarms=NO_CHARTS if data.place.is_network and not data.watched else "",
        no_trends=_no_trends(trends),
        no_quadrants=_no_quadrants(data),
        heard=OF_PLACE if data.place.touchpoint_key else "",
    )


def _how(data: WeekData, period: str, blocks: Iterable[MetricBlock]) -> str:
    """How the figures are drawn and judged, and what the gap beside them is."""
    place = data.place
    has_none = bool(place.touchpoint_key) or place.level in LISTS
    gaps = GAPS if any(block.gaps for block in blocks) else NO_GAPS if has_none else ""
    said = [f"{capital(period)}.", MARKS, _among(place, METRICS[data.metric].name), gaps]
    return " ".join(filter(None, said))


def _among(place: Place, metric: str) -> str:
    """The figure that stands in a table of the network's page has one verdict, made there."""
    thing = "touchpoint" if place.touchpoint_key else str(place.level)
    if not place.alike(Metric.NPS):
        return ""
    return f"{metric} is judged among all {PLURALS[thing][1]} instead, as on the network’s page."


def _steps(place: Place) -> str:
    return (
        "This period against the newest that shares no week with it. A change is called one only "
        f"if chance alone hardly makes it, allowing for {family_text(place)}."
    )


def _no_trends(trends: Sequence[Trend]) -> str:
    drawn = {trend.audience for trend in trends}
    missing = [AUDIENCE_PLURALS[one] for one in AUDIENCES if one not in drawn]
    if not missing:
        return ""
    return f"No course of {listed(missing)} is drawn: fewer than two periods can be shown."


def _no_quadrants(data: WeekData) -> str:
    """Empty for a page that has no channel partners below it."""
    if Level.PARTNER not in data.place.parts:
        return NO_PARTNERS if data.place.level in LISTS else ""
    goals = [data.targets.value(audience, data.metric) for audience in AUDIENCES]
    return NO_CUTS if None in goals else NO_QUADRANTS
