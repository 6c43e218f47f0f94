"""The parts of a page of the week, each drawn from what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from metrics.dashboards.blocks import Longer, MetricBlock, Side, metric_block, owners_text
from metrics.dashboards.certainty import Pair, sides_of
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.week.apart import whole_difference
from metrics.dashboards.week.places import NETWORK, longer_windows
from metrics.dashboards.week.queries import WeekData
from metrics.dashboards.week.tables import place_lines, places_within, touchpoint_lines
from metrics.models import Metric


def metric_blocks(data: WeekData) -> tuple[MetricBlock, ...]:
    """What is told apart from its target is so among all windows and metrics of both customers.

    A figure that stands in a table of the network's page as well is judged as there: a figure has
    one verdict.
    """
    asked = [_Asked(data, metric, audience) for metric in Metric for audience in AUDIENCES]
    verdicts = iter(sides_of([pair for one in asked for pair in one.pairs]))
    elsewhere = _among_its_like(data)
    sides = [one.side([elsewhere.get(of, next(verdicts)) for of in one.figures]) for one in asked]
    blocks = []
    for at, metric in enumerate(Metric):
        both = sides[at * len(AUDIENCES) : (at + 1) * len(AUDIENCES)]
        gaps = [gap for gap in data.gaps if gap.metric == metric]
        owners = owners_text(data.targets, metric, data.place.level, data.place.node_key)
        whole = whole_difference(data) if metric == Metric.NPS else None
        blocks.append(metric_block(metric, both, gaps, owners, whole))
    return tuple(block for block in blocks if block)


def _among_its_like(data: WeekData) -> dict[tuple[str, str, int], int]:
    """By metric, customer and window: what the network's table says of the page's own place."""
    place, whole = data.place, replace(data, place=NETWORK)
    if not place.alike(data.metric):
        return {}
    found: dict[tuple[str, str, int], int] = {}
    # The table itself last: what it draws is judged there.
    for window in (*longer_windows(place.level, place.window), None):
        if place.touchpoint_key:
            keys = list(data.names.touchpoints)
            lines = touchpoint_lines(whole, window)
            line = lines[keys.index(place.touchpoint_key)]
        else:
            keys = [key for key, _ in places_within(whole, place.level)]
            lines = place_lines(whole, place.level, window)
            line = lines[keys.index(place.node_key)]
        found |= {
            (data.metric, audience, reading.window): line.side(audience)
            for audience in AUDIENCES
            if (reading := line.find(audience))
        }
    return found


@dataclass(frozen=True)
class _Asked:
    """One customer's figure of a metric, over the page's window and the longer ones."""

    data: WeekData
    metric: str
    audience: str

    @property
    def windows(self) -> tuple[int, ...]:
        place = self.data.place
        return (place.window, *longer_windows(place.level, place.window))

    @property
    def goal(self) -> float | None:
        place = self.data.place
        return self.data.targets.value(self.audience, self.metric, place.level, place.node_key)

    @property
    def figures(self) -> list[tuple[str, str, int]]:
        return [(self.metric, self.audience, window) for window in self.windows]

    @property
    def pairs(self) -> list[Pair]:
        lead = self.data.choice.lead.id
        return [(self.reading(lead, window), self.goal) for window in self.windows]

    def reading(self, edition_id: int, window: int) -> Reading | None:
        place = self.data.place
        cut = (window, place.level, place.node_key, place.touchpoint_key)
        return self.data.readings.get(edition_id, self.audience, self.metric, *cut)

    def side(self, verdicts: Sequence[int]) -> Side:
        early, readings = self.data.choice.early, [reading for reading, _ in self.pairs]
        longer = zip(self.windows[1:], readings[1:], verdicts[1:], strict=True)
        return Side(
            self.audience,
            readings[0],
            self.goal,
            self.reading(early.id, self.windows[0]) if early else None,
            is_flash=not self.data.choice.lead.is_final,
            side=verdicts[0],
            longer=tuple(
                Longer(reading, window, side) for window, reading, side in longer if reading
            ),
        )
