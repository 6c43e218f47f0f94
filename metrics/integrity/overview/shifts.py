"""The headline figures, and how far weighting, set-aside answers and doubt would move them."""

from __future__ import annotations

from dataclasses import dataclass

from core.web.filters import number
from metrics.dashboards.figures import Figure, figure_of
from metrics.dashboards.wording import change_text, metric_title, value_text
from metrics.integrity.overview.queries import Headline
from metrics.models import Decision

NO_SECOND_FIGURE = "–"


@dataclass(frozen=True)
class HeadlineRow:
    """A figure as published, and how far each step or doubt would move it."""

    audience: str
    metric: str
    figure: Figure
    weighted: str
    with_set_aside: str
    without_flagged: str


def headline_row(headline: Headline) -> HeadlineRow:
    reading = headline.reading
    value = reading.value
    return HeadlineRow(
        audience=reading.audience,
        metric=metric_title(reading.metric),
        figure=figure_of(reading),
        weighted=_shift(value, reading.raw, headline),
        with_set_aside=_shift(headline.with_set_aside, value, headline),
        without_flagged=_without_flagged(headline),
    )


def _without_flagged(headline: Headline) -> str:
    """How far it would move; beside a held figure, which is of an earlier week, the value."""
    reading, other = headline.reading, headline.without_flagged
    if other is not None and reading.decision == Decision.HOLD:
        return f"{value_text(other, reading.metric)} this week"
    return _shift(other, reading.value, headline)


def _shift(to: float | None, origin: float | None, headline: Headline) -> str:
    """+1.2, 0.3 of the margin of error; a dash where there is no second figure."""
    reading = headline.reading
    if to is None or origin is None or reading.ci_low is None or reading.ci_high is None:
        return NO_SECOND_FIGURE
    if reading.decision == Decision.HOLD:
        return NO_SECOND_FIGURE
    margin = (reading.ci_high - reading.ci_low) / 2
    share = f", {number(abs(to - origin) / margin, 1)} of the margin of error" if margin else ""
    return f"{change_text(to - origin, reading.metric)}{share}"
