"""How both customers' answers of 13 weeks spread over the scale of the leading metric."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.comparison.distributions import WINDOW
from metrics.comparison.models import Distribution
from metrics.dashboards.charts.shares import ShareChart, draw_shares, share_text
from metrics.dashboards.figures import Figure, figure_of, has_value
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.week.queries import WeekData
from metrics.dashboards.wording import AUDIENCE_PLURALS, METRICS, capital, metric_title, window_text
from metrics.models import Metric

# The highest answer that speaks against us, and the end of the scale.
LOW = {Metric.NPS: 6, Metric.CSAT: 3, Metric.EFFORT: 3, Metric.INTENT: 5}
SCALE_TEXT = {
    Metric.NPS: "0 to 10", Metric.CSAT: "1 to 5", Metric.EFFORT: "1 to 7", Metric.INTENT: "0 to 10",
}  # fmt: skip
ABOUT = (
    "Share of the answers at each value, weighted like the figure, in whole per cent; values that "
    "hardly anybody chose stand together."
)


@dataclass(frozen=True)
class SpreadPanel:
    """One customer's answers under the figure they make; `reason` says why they are not drawn."""

    audience: str
    figure: Figure
    chart: ShareChart | None
    parts: tuple[tuple[str, str], ...]
    reason: str


@dataclass(frozen=True)
class SpreadPart:
    title: str
    about: str
    panels: tuple[SpreadPanel, ...]


def spread_part(data: WeekData) -> SpreadPart | None:
    """None where the edition keeps no spread of the place: of partners, regions, touchpoints.

    Nor where neither customer's may be shown: their figures of 13 weeks say why already.
    """
    found = [data.spread[audience] for audience in AUDIENCES if audience in data.spread]
    if not any(row.parts for row in found):
        return None
    largest = max((percent for row in found for _, _, percent in row.parts), default=0)
    period = window_text(data.choice.lead.week, WINDOW)
    scale = f"{metric_title(data.metric)}, answers from {SCALE_TEXT[data.metric]}, {period}."
    return SpreadPart(
        title=_title(data.metric, found),
        about=f"{scale} {ABOUT}",
        panels=tuple(_panel(data, row, largest) for row in found),
    )


def _title(metric: Metric, found: list[Distribution]) -> str:
    """What share of both customers answers low, where parts of the scale end there."""
    low = LOW[metric]
    said = []
    for row in reversed(found):
        if any(high == low for _, high, _ in row.parts):
            share = sum(percent for _, high, percent in row.parts if high <= low)
            said.append(f"{share} % of {AUDIENCE_PLURALS[row.audience]}")
    if not said:
        return f"{METRICS[metric].name}: how the answers spread"
    return capital(f"{' and '.join(said)} answer {low} or less")


def _panel(data: WeekData, row: Distribution, largest: int) -> SpreadPanel:
    reading = data.readings.get(
        data.choice.lead.id, row.audience, row.metric, WINDOW, row.level, row.node_key, ""
    )
    parts = [(_values(low, high), percent) for low, high, percent in row.parts]
    caption = f"{capital(AUDIENCE_PLURALS[row.audience])}, {METRICS[row.metric].plain}"
    return SpreadPanel(
        audience=row.audience,
        figure=figure_of(reading),
        chart=draw_shares(parts, row.audience, largest, caption) if parts else None,
        parts=tuple((label, f"{share_text(percent)} %") for label, percent in parts),
        # A figure that is not shown says itself why.
        reason=row.reason or "" if has_value(reading) else "",
    )


def _values(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"
