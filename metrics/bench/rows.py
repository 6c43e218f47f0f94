"""The result as tables: period by period, each figure with its label one click away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.web.filters import number
from metrics.bench.choice import Extra
from metrics.bench.queries import BenchReading
from metrics.bench.series import Period, Series
from metrics.dashboards.figures import Figure
from metrics.dashboards.wording import METRICS, shown

NO_EDITION = Figure(is_shown=False, reason="No edition of that week.")
SAME = "as published"


@dataclass(frozen=True)
class ExtraWords:
    """What a column is called, and what it says."""

    name: str
    about: str


EXTRAS = {
    Extra.RAW: ExtraWords("Raw", "the answers as they came, unweighted"),
    Extra.BASE: ExtraWords("Base weights", "weighted by the sampling plan alone"),
    Extra.WITH_SET_ASIDE: ExtraWords(
        "With what was set aside", "had the answers been used that the checks set aside"
    ),
    Extra.N_EFF: ExtraWords("Effective n", "answers of a simple sample that would say as much"),
    Extra.WEAKEST: ExtraWords("Weakest link", "the check that went worst, in one sentence"),
}


@dataclass(frozen=True)
class Line:
    """A period of a series; `cells` are the columns chosen."""

    week: str
    is_early: bool
    figure: Figure
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """The lines of one series, newest first."""

    audience: str
    about: str
    lines: tuple[Line, ...]


def build_blocks(series: Sequence[Series], extras: Sequence[str]) -> tuple[Block, ...]:
    return tuple(
        Block(one.cut.audience, one.name, tuple(_lines(one, extras)))
        for one in series
        if one.has_figures
    )


def extra_names(extras: Sequence[str]) -> tuple[str, ...]:
    return tuple(EXTRAS[Extra(extra)].name for extra in extras)


def _lines(series: Series, extras: Sequence[str]) -> list[Line]:
    return [
        Line(
            period.week,
            period.is_early,
            NO_EDITION if period.line is None else period.figure,
            tuple(_cell(extra, period) for extra in extras),
        )
        for period in reversed(series.periods)
    ]


def _cell(extra: str, period: Period) -> str:
    row = period.reading
    return "" if row is None or row.value is None else CELLS[Extra(extra)](row)


def _value(value: float | None, metric: str) -> str:
    """One decimal more than the page's figures: these are read against each other."""
    if value is None:
        return SAME
    return number(shown(value, metric), METRICS[metric].change_places)


CELLS: dict[Extra, Callable[[BenchReading], str]] = {
    Extra.RAW: lambda row: _value(row.raw, row.metric),
    Extra.BASE: lambda row: _value(row.base_value, row.metric),
    Extra.WITH_SET_ASIDE: lambda row: _value(row.with_set_aside, row.metric),
    Extra.N_EFF: lambda row: number(row.n_eff),
    Extra.WEAKEST: lambda row: row.weakest,
}
