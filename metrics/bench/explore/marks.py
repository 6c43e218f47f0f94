"""What stands over the drawing for exploring: targets in steps, notes, breaks of the series."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from metrics.bench.series import Series
from metrics.dashboards.wording import AUDIENCE_PLURALS, exact_text, listed, shown

# Names of our stylesheet, as in the figure.
INK, QUIET = "--ink", "--ink-2"
COLOURS = {"channel_partner": "--partner", "end_user": "--user"}


def target_lines(series: Sequence[Series], axis_of: Callable[[str], str]) -> list[dict[str, Any]]:
    """Each target over the periods in which it held, once however many series aim at it."""
    whose: dict[tuple[str, float, int, int], list[str]] = {}
    highest: dict[str, float] = {}
    for one in series:
        for goal, first, last in _stretches(one):
            audiences = whose.setdefault((one.cut.metric, goal, first, last), [])
            audiences += [one.cut.audience] if one.cut.audience not in audiences else []
            highest[one.cut.metric] = max(goal, highest.get(one.cut.metric, goal))
    return [
        {
            "type": "line",
            "xref": "x",
            "x0": first - 0.5,
            "x1": last + 0.5,
            "yref": axis_of(metric),
            "y0": round(shown(goal, metric), 3),
            "y1": round(shown(goal, metric), 3),
            "line": {"color": _target_colour(audiences), "width": 1.25},
            "label": _target_label(goal, metric, audiences, is_highest=goal == highest[metric]),
        }
        for (metric, goal, first, last), audiences in sorted(whose.items())
    ]


def _target_label(
    goal: float, metric: str, audiences: Sequence[str], *, is_highest: bool
) -> dict[str, Any]:
    """At one of its ends, above or beneath, so that targets near each other do not overprint."""
    who = listed([AUDIENCE_PLURALS[audience] for audience in audiences])
    return {
        "text": f"target {exact_text(goal, metric)}, {who}",
        "textposition": "end" if list(audiences) == ["end_user"] else "start",
        "yanchor": "bottom" if is_highest else "top",
        "font": {"size": 12, "color": _target_colour(audiences)},
    }


def _target_colour(whose: Sequence[str]) -> str:
    """The customer's own where the target is of one alone."""
    return COLOURS[whose[0]] if len(whose) == 1 else INK


def _stretches(one: Series) -> Iterator[tuple[float, int, int]]:
    places = range(len(one.goals))
    for goal, run in groupby(places, lambda place: one.goals[place]):
        if goal is not None:
            held = list(run)
            yield goal, held[0], held[-1]


def note_lines(series: Sequence[Series]) -> list[dict[str, Any]]:
    return [_upright(place, "dot") for place in _noted(series)]


def note_signs(series: Sequence[Series]) -> list[dict[str, Any]]:
    return [_sign(place, "note", texts) for place, texts in _noted(series).items()]


def break_lines(series: Sequence[Series]) -> list[dict[str, Any]]:
    return [_upright(place - 0.5, "dash") for place in _broken(series)]


def break_signs(series: Sequence[Series]) -> list[dict[str, Any]]:
    return [_sign(place - 0.5, "new series", texts) for place, texts in _broken(series).items()]


def _noted(series: Sequence[Series]) -> dict[int, list[str]]:
    found: dict[int, dict[int, str]] = {}
    for one in series:
        for place, notes in one.notes.items():
            for note in notes:
                found.setdefault(place, {})[note.id] = f"{note.week}: {note.text}"
    return {place: list(texts.values()) for place, texts in found.items()}


def _broken(series: Sequence[Series]) -> dict[int, list[str]]:
    found: dict[int, dict[str, None]] = {}
    for one in series:
        for place, texts in one.breaks.items():
            found.setdefault(place, {}).update(dict.fromkeys(texts))
    return {place: list(texts) for place, texts in found.items()}


def _upright(place: float, dash: str) -> dict[str, Any]:
    return {
        "type": "line",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "xref": "x",
        "x0": place,
        "x1": place,
        "line": {"color": QUIET, "width": 1, "dash": dash},
    }


def _sign(place: float, text: str, texts: Sequence[str]) -> dict[str, Any]:
    return {
        "xref": "x",
        "x": place,
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "showarrow": False,
        "text": text,
        "hovertext": "<br>".join(texts),
        "font": {"color": INK, "size": 12},
    }
