"""From raw to published, each shift drawn over the field of the margin of error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.web.filters import number, signed
from metrics.dashboards.charts.axes import SERIES, Axis, fit_axis
from metrics.dashboards.wording import METRICS, interval_text, shown
from metrics.integrity.label.document import Adjustment, Side
from metrics.integrity.label.wording import STEPS, audience_name, exact_value


@dataclass(frozen=True)
class StepRow:
    """A step and its drawing: x in per cent. `x_from` is None where nothing was shifted."""

    name: str
    value: str
    shift: str
    x: float
    x_from: float | None
    is_hollow: bool
    is_sum: bool
    text: str

    @property
    def left(self) -> float:
        return min(self.x, self.x if self.x_from is None else self.x_from)

    @property
    def width(self) -> float:
        return round(abs(self.x - (self.x if self.x_from is None else self.x_from)), 2)


@dataclass(frozen=True)
class StepTable:
    audience: str
    name: str
    unit: str
    series: str
    x_low: float
    x_high: float
    rows: tuple[StepRow, ...]
    note: str


@dataclass(frozen=True)
class _Drawing:
    metric: str
    axis: Axis

    def x(self, value: float) -> float:
        return self.axis.x(shown(value, self.metric))

    def row(
        self,
        name: str,
        value: float,
        before: float | None,
        *,
        is_hollow: bool = False,
        is_sum: bool = False,
    ) -> StepRow:
        written = exact_value(value, self.metric)
        return StepRow(
            name=name,
            value=written,
            shift="" if before is None else self._shift(value, before),
            x=self.x(value),
            x_from=None if before is None or is_hollow or is_sum else self.x(before),
            is_hollow=is_hollow,
            is_sum=is_sum,
            text=f"{name} {written}",
        )

    def _shift(self, value: float, before: float) -> str:
        difference = shown(value, self.metric) - shown(before, self.metric)
        return signed(difference, METRICS[self.metric].change_places)


WITHOUT_FLAGGED = "Without partners under review"


def step_table(side: Side, metric: str) -> StepTable | None:
    """None where the side has no value of its own."""
    found = side.adjustment
    if found is None or side.value is None or side.ci_low is None or side.ci_high is None:
        return None
    words = METRICS[metric]
    ends = [side.ci_low, side.ci_high, *(step.value for step in found.steps)]
    ends += [one for one in (found.with_set_aside, found.without_flagged) if one is not None]
    axis = fit_axis([shown(end, metric) for end in ends], words.low, words.high)
    drawing = _Drawing(metric, axis)
    return StepTable(
        audience=side.audience,
        name=audience_name(side.audience),
        unit=words.short,
        series=SERIES[side.audience],
        x_low=drawing.x(side.ci_low),
        x_high=drawing.x(side.ci_high),
        rows=tuple(_rows(drawing, found, side.value)),
        note=_note(found, metric, interval_text(side.ci_low, side.ci_high, metric)),
    )


def _rows(drawing: _Drawing, found: Adjustment, value: float) -> Iterator[StepRow]:
    before = None
    for step in found.steps:
        yield drawing.row(STEPS[step.name], step.value, before, is_hollow=before is None)
        before = step.value
    yield drawing.row("Published", value, found.steps[0].value, is_sum=True)
    is_held = found.shift_to_margin is None
    without = "This week without partners under review" if is_held else WITHOUT_FLAGGED
    beside = (
        ("Had what is set aside been used", found.with_set_aside),
        (without, found.without_flagged),
    )
    for name, other in beside:
        if other is not None:
            yield drawing.row(name, other, value, is_hollow=True)


def _note(found: Adjustment, metric: str, interval: str) -> str:
    margin = exact_value(found.margin_of_error, metric)
    said = f"Grey: the published interval {interval}; half its width: {margin}."
    if found.shift_to_margin is None:
        return f"{said} How far weighting moved a held figure is not kept."
    return (
        f"{said} Weighting moved the figure by {number(found.shift_to_margin, 2)} of such margins."
    )
