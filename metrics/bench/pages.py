"""The bench as a page: the form with what there is to choose, and the result with its finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.web.filters import counted
from metrics.bench.choice import MOST_FIGURES, MOST_SERIES, MOST_WEEKS, Extra
from metrics.bench.drawing import Multiples, draw_multiples
from metrics.bench.fields import Fields, build_fields
from metrics.bench.forms import Asked
from metrics.bench.queries import BenchData, Opened
from metrics.bench.rows import Block, build_blocks, extra_names
from metrics.bench.series import Series, build_series
from metrics.dashboards.datelines import page_facts
from metrics.dashboards.wording import AUDIENCE_PLURALS, METRICS, WINDOW_NAMES, listed, unbroken
from metrics.notes.models import WeekNote
from metrics.notes.pages import note_place

MANY = 3
SHORT = 26


@dataclass(frozen=True)
class NoteLine:
    week: str
    about: str
    text: str
    who: str


@dataclass(frozen=True)
class Result:
    """`address` is the query string of exactly this; `multiples` are drawn, `blocks` are read."""

    title: str
    about: str
    address: str
    multiples: tuple[Multiples, ...]
    extra_names: tuple[str, ...]
    blocks: tuple[Block, ...]
    notes: tuple[NoteLine, ...]
    facts: tuple[tuple[str, str], ...]
    is_drawn: bool
    is_short: bool


@dataclass(frozen=True)
class BenchPage:
    """`about` says what was chosen; `limits` how much can be."""

    about: str
    fields: Fields
    result: Result | None
    limits: str = (
        f"Up to {MOST_SERIES} series over up to {MOST_WEEKS} weeks, {MOST_FIGURES} figures in all."
    )


INTRODUCTION = (
    "Published figures, as you choose them: metrics, customers, places, touchpoints and weeks. The "
    "address of every choice can be kept and sent."
)


def build_bench_page(opened: Opened, asked: Asked, data: BenchData | None) -> BenchPage:
    fields = build_fields(opened, asked)
    if data is None:
        return BenchPage(INTRODUCTION, fields, None)
    return BenchPage(chosen_text(data), fields, build_result(data))


def chosen_text(data: BenchData) -> str:
    """Recommendation of channel partners and end users; Spain; weeks 2025-W46 to 2026-W45."""
    query, names = data.query, data.opened.names
    metrics = listed([METRICS[metric].name for metric in query.metrics])
    who = listed([AUDIENCE_PLURALS[audience] for audience in query.audiences])
    places = listed([place.name(names) for place in query.places])
    touchpoints = [
        names.touchpoints[key] if key else "all touchpoints" for key in query.touchpoints
    ]
    first = data.ends[0] if data.ends else str(data.span.first)
    return f"{metrics} of {who}; {places}; {listed(touchpoints)}; {first} to {data.span.last}."


def build_result(data: BenchData) -> Result:
    series = build_series(data)
    multiples = draw_multiples(series, data.query.extras)
    blocks = build_blocks(series, data.query.extras)
    return Result(
        title=unbroken(finding(series)),
        about=_about(data),
        address=data.query.address,
        multiples=multiples,
        extra_names=extra_names(data.query.extras),
        blocks=blocks,
        notes=note_lines(data, series),
        facts=_facts(data, series),
        is_drawn=any(panel.trend for part in multiples for panel in part.panels),
        is_short=sum(len(block.lines) for block in blocks) <= SHORT,
    )


def finding(series: Sequence[Series]) -> str:
    """What can be said for certain of the newest figures against their targets."""
    known = [one for one in series if one.last]
    if not known:
        return "No figure of this choice can be shown"
    said = [text for side in ("below", "above") if (text := _on_side(known, side))]
    if said:
        return "; ".join(said)
    if not any(one.target is not None for one in known):
        return "No target is set for what is drawn here"
    return "Nothing here is above or below its target for certain"


def _on_side(series: Sequence[Series], side: str) -> str:
    found = [one for one in series if one.side_of_target == side]
    if not found:
        return ""
    if len(series) == 1:
        return f"{_short(found[0])} is {side} its target, for certain"
    if len(found) > MANY:
        return f"{len(found)} of {len(series)} series are {side} their target, for certain"
    return f"{side.capitalize()} target, for certain: {listed([_short(one) for one in found])}"


def _short(series: Series) -> str:
    who = "end users" if series.cut.audience == "end_user" else "channel partners"
    return f"{METRICS[series.cut.metric].plain} of {who} ({series.about})"


def _about(data: BenchData) -> str:
    window = data.cuts[0].window
    period = "One week each" if window == 1 else f"Periods of {WINDOW_NAMES[window]}"
    back = "" if window == 1 else f", counted back from {data.span.last}, none overlapping"
    raw = " Small dashes: raw, unweighted." if Extra.RAW in data.query.extras else ""
    return (
        f"{period}{back}; 95 % intervals as a wash. One scale for each metric. A gap: no figure, "
        f"or one that is held or may not be shown. Hollow: early, from a flash.{raw}"
    )


def note_lines(data: BenchData, series: Sequence[Series]) -> tuple[NoteLine, ...]:
    """Every note that stands on one of the charts, once."""
    drawn = {note.id: note for one in series for notes in one.notes.values() for note in notes}
    return tuple(note_line(data, note) for note in drawn.values())


def note_line(data: BenchData, note: WeekNote) -> NoteLine:
    return NoteLine(note.week, note_place(note, data.opened.names), note.text, note.author)


def _facts(data: BenchData, series: Sequence[Series]) -> tuple[tuple[str, str], ...]:
    """Of the newest edition that was read."""
    if not data.lines:
        return ()
    newest = data.lines[max(data.lines)]
    base = f"{counted(len(data.lines), 'edition')}, {counted(len(series), 'series', 'series')}"
    about = f"{data.span.first} to {data.span.last}"
    return page_facts(newest, base, about, data.cuts[0].window, data.opened.zone)
