"""What can be asked of the bench, and what was: closed lists, and the address that says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from urllib.parse import urlencode

from core.clock import Week
from metrics.dashboards.queries import Slice
from metrics.dashboards.week.places import lead_window
from metrics.method import WINDOWS
from metrics.models import Level
from metrics.places import Place

MOST_SERIES = 12
MOST_WEEKS = 160
MOST_FIGURES = 960
USUAL_WEEKS = 53
ALL_TOUCHPOINTS = "all"


class Extra(StrEnum):
    """A column beside value, interval, n and grade, which always stand together."""

    RAW = "raw"
    BASE = "base"
    WITH_SET_ASIDE = "with_set_aside"
    N_EFF = "n_eff"
    WEAKEST = "weakest"


@dataclass(frozen=True)
class Cut:
    """One series: a metric of one customer at a place and touchpoint, over a window of weeks."""

    metric: str
    audience: str
    place: Place
    touchpoint_key: str
    window: int

    @property
    def slice(self) -> Slice:
        return Slice(
            self.window, self.place.level, self.place.key, self.touchpoint_key, self.metric
        )


@dataclass(frozen=True)
class BenchQuery:
    """What was chosen. Without `last` it ends with the newest week; without `first` it is a year.

    `window` 0 stands for the one that leads at the places chosen.
    """

    metrics: tuple[str, ...]
    audiences: tuple[str, ...]
    places: tuple[Place, ...]
    touchpoints: tuple[str, ...]
    window: int = 0
    first: Week | None = None
    last: Week | None = None
    extras: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The query string that says it: the same for the same choice."""
        single = {"window": self.window or "", "from": self.first or "", "to": self.last or ""}
        pairs = [
            *(("metric", metric) for metric in self.metrics),
            *(("audience", audience) for audience in self.audiences),
            *(("place", str(place)) for place in self.places),
            *(("touchpoint", key or ALL_TOUCHPOINTS) for key in self.touchpoints),
            *((name, str(value)) for name, value in single.items() if value),
            *(("column", extra) for extra in self.extras),
        ]
        return urlencode(pairs, safe=":/")

    def cuts(self) -> tuple[Cut, ...]:
        """Every series; needs windows that can be chosen (`possible_windows`)."""
        window = self.window or next(iter(possible_windows(self)))
        found = product(self.metrics, self.places, self.touchpoints, self.audiences)
        return tuple(
            Cut(metric, audience, place, touchpoint, window)
            for metric, place, touchpoint, audience in found
        )

    @property
    def series_count(self) -> int:
        chosen = (self.metrics, self.audiences, self.places, self.touchpoints)
        count = 1
        for part in chosen:
            count *= len(part)
        return count


def possible_windows(query: BenchQuery) -> tuple[int, ...]:
    """The windows in which everything chosen is published, the leading one first.

    A channel partner's figure has one window and never another (methods H4); empty where the places
    and touchpoints chosen have none in common.
    """
    pairs = list(product(query.places, query.touchpoints))
    bound = {lead_window(place.level, key) for place, key in pairs if place.level == Level.PARTNER}
    if bound:
        return tuple(bound) if len(bound) == 1 else ()
    leading = max((lead_window(place.level, key) for place, key in pairs), default=1)
    return (leading, *(window for window in WINDOWS if window != leading))


@dataclass(frozen=True)
class Span:
    """Weeks from `first` to `last`."""

    first: Week
    last: Week

    def ends(self, window: int) -> tuple[str, ...]:
        """The last weeks of periods that do not overlap, oldest first, counted back from the last.

        Overlapping ones would make a trend out of one week.
        """
        found, end = [], self.last
        while end >= self.first:
            found.append(str(end))
            end = end.shifted(-window)
        return tuple(reversed(found))

    @property
    def week_count(self) -> int:
        return (self.last.monday - self.first.monday).days // 7 + 1


def span_of(query: BenchQuery, newest: Week) -> Span:
    last = query.last or newest
    return Span(query.first or last.shifted(1 - USUAL_WEEKS), last)


def of_values(values: Sequence[str]) -> tuple[str, ...]:
    """Each once, in the order given."""
    return tuple(dict.fromkeys(values))
