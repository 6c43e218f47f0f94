"""The series of a result: what each is called, its periods, its target, and what was noted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from metrics.bench.choice import Cut
from metrics.bench.queries import BenchData, BenchReading
from metrics.dashboards.breaks import by_period, ending
from metrics.dashboards.figures import Figure, figure_of, is_held, is_told_apart
from metrics.dashboards.queries import EditionLine
from metrics.dashboards.wording import AUDIENCE_NAMES, WINDOW_NAMES, metric_title
from metrics.notes.models import WeekNote
from metrics.notes.periods import notes_by_period
from metrics.notes.queries import concerning


@dataclass(frozen=True)
class Period:
    """One figure of a series; without an edition or an answer there is no reading."""

    week: str
    line: EditionLine | None
    reading: BenchReading | None

    @property
    def is_early(self) -> bool:
        return self.line is not None and not self.line.is_final

    @cached_property
    def figure(self) -> Figure:
        """As it is read, both under its chart and in its table."""
        return figure_of(self.reading)


@dataclass(frozen=True)
class Series:
    cut: Cut
    about: str
    periods: tuple[Period, ...]
    goals: tuple[float | None, ...]
    breaks: dict[int, tuple[str, ...]]
    notes: dict[int, tuple[WeekNote, ...]]

    @property
    def name(self) -> str:
        """End user, Recommendation (NPS), Spain, 4 weeks."""
        window = WINDOW_NAMES[self.cut.window]
        parts = (AUDIENCE_NAMES[self.cut.audience], metric_title(self.cut.metric), self.about)
        return ", ".join((*parts, window))

    @property
    def target(self) -> float | None:
        """What is aimed at in the last period."""
        return self.goals[-1] if self.goals else None

    @property
    def has_figures(self) -> bool:
        return any(period.reading for period in self.periods)

    @property
    def last(self) -> BenchReading | None:
        """The newest own figure that may be shown."""
        readings = (period.reading for period in reversed(self.periods))
        found = (row for row in readings if row and row.value is not None and not is_held(row))
        return next(found, None)

    @property
    def side_of_target(self) -> str:
        """Below or above the target of its time, where that is more than chance; else empty."""
        last = self.last
        then = dict(zip((period.week for period in self.periods), self.goals, strict=True))
        goal = then[last.week] if last else None
        if last is None or last.value is None or goal is None:
            return ""
        if not is_told_apart(last, goal):
            return ""
        return "below" if last.value < goal else "above"


def build_series(data: BenchData) -> tuple[Series, ...]:
    return tuple(_one(data, cut) for cut in data.cuts)


def _one(data: BenchData, cut: Cut) -> Series:
    periods = tuple(
        Period(end, data.lines.get(end), data.readings.get((cut, end))) for end in data.ends
    )
    place = cut.place
    own = (place.level, place.key, cut.touchpoint_key)
    return Series(
        cut=cut,
        about=place_text(data, cut),
        periods=periods,
        goals=tuple(
            then.value(cut.audience, cut.metric, place.level, place.key) for then in data.goals
        ),
        breaks=by_period(ending(data.breaks, cut.audience, cut.metric, own), data.ends),
        notes=_notes(data, cut),
    )


def place_text(data: BenchData, cut: Cut) -> str:
    """Spain; Network, Repair visit."""
    names, parts = data.opened.names, [cut.place.name(data.opened.names)]
    if cut.touchpoint_key:
        parts.append(names.touchpoints[cut.touchpoint_key])
    return ", ".join(parts)


def _notes(data: BenchData, cut: Cut) -> dict[int, tuple[WeekNote, ...]]:
    place, names = cut.place, data.opened.names
    mine = concerning(data.notes, names, place.level, place.key, cut.touchpoint_key)
    return notes_by_period(mine, data.ends, cut.window)
