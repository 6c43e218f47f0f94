"""What can be said of a figure in two weeks: by the edition itself, by a test here, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from metrics.dashboards.breaks import SeriesBreak, ending
from metrics.dashboards.certainty import figure_with_limits
from metrics.dashboards.compare.queries import ComparedReadings, TwoWeeks
from metrics.dashboards.figures import is_held
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.wording import change_interval_text, change_text, q_text, sentence
from metrics.method import FALSE_DISCOVERY_RATE
from metrics.models import Change, Metric, Verdict
from stats import (
    PublishedDifference,
    benjamini_hochberg,
    published_difference,
)

NOT_COMPARED = "Not compared"
NOT_APART = "Cannot be told apart"
WORDS = {
    Verdict.UP: "Higher",
    Verdict.DOWN: "Lower",
    Verdict.NO_CHANGE: NOT_APART,
    Verdict.NO_COMPARISON: NOT_COMPARED,
}
REAL = (Verdict.UP, Verdict.DOWN)
AS_PUBLISHED = "(as the edition says)"


@dataclass(frozen=True)
class Pair:
    """One customer's metric in the two weeks."""

    metric: Metric
    audience: str
    earlier: Reading | None
    later: Reading | None


@dataclass(frozen=True)
class Outcome:
    """What the two come to; `said_by` and `reason` are empty where nothing is to be added."""

    difference: float | None = None
    change: str = ""
    interval: str = ""
    q: str = ""
    verdict: str = NOT_COMPARED
    is_real: bool = False
    said_by: str = ""
    reason: str = ""


def judge(data: TwoWeeks, *, is_tested: bool) -> list[tuple[Pair, Outcome]]:
    """Every metric that was asked in one of the two weeks, with what can be said of it.

    A series that starts anew between them is compared by nobody. What the later edition published
    of exactly this pair stands; the rest is tested together, with the others of its family.
    """
    pairs = list(_pairs(data, data.readings))
    broken = [broken_for(data, pair) for pair in pairs]
    published = [data.changes.get((pair.audience, pair.metric)) for pair in pairs]
    found = [
        None if ended or change or not is_tested else _difference(pair)
        for pair, ended, change in zip(pairs, broken, published, strict=True)
    ]
    tested = [one.p_value for one in found if one]
    tested += _of_others(data) if tested else []
    q_values = iter(benjamini_hochberg(tested) if tested else ())
    outcomes = (
        _ended(ended)
        if ended
        else _as_published(change)
        if change
        else _tested(pair.metric, one, float(next(q_values)))
        if one
        else Outcome()
        for pair, ended, change, one in zip(pairs, broken, published, found, strict=True)
    )
    return list(zip(pairs, outcomes, strict=True))


def _of_others(data: TwoWeeks) -> list[float]:
    """The p-values of what is tested together with the place's own."""
    pairs = (pair for readings in data.others.values() for pair in _pairs(data, readings))
    return [found.p_value for pair in pairs if (found := _difference(pair))]


def _pairs(data: TwoWeeks, readings: ComparedReadings) -> Iterator[Pair]:
    for metric in Metric:
        for audience in AUDIENCES:
            earlier, later = (
                readings.get((edition.id, audience, metric))
                for edition in (data.earlier, data.later)
            )
            if earlier or later:
                yield Pair(metric, audience, earlier, later)


def broken_for(data: TwoWeeks, pair: Pair) -> tuple[SeriesBreak, ...]:
    place = data.chosen.place
    own = (str(place.level), place.node_key, place.touchpoint_key)
    return ending(data.breaks, pair.audience, pair.metric, own)


def _ended(ended: Sequence[SeriesBreak]) -> Outcome:
    return Outcome(reason=f"The series starts anew in {ended[-1].week}; see above.")


def _as_published(change: Change) -> Outcome:
    said = Outcome(
        verdict=WORDS[Verdict(change.verdict)],
        is_real=change.verdict in REAL,
        said_by=AS_PUBLISHED,
        reason=sentence(change.reason) if change.reason else "",
    )
    if change.difference is None or change.ci_low is None or change.ci_high is None:
        return said
    return replace(
        said,
        difference=change.difference,
        change=change_text(change.difference, change.metric),
        interval=change_interval_text(change.ci_low, change.ci_high, change.metric),
        q="" if change.q is None else q_text(change.q),
    )


def _tested(metric: str, found: PublishedDifference, q: float) -> Outcome:
    is_real = q < FALSE_DISCOVERY_RATE
    side = Verdict.UP if found.difference > 0 else Verdict.DOWN
    return Outcome(
        difference=found.difference,
        change=change_text(found.difference, metric),
        interval=change_interval_text(found.interval.low, found.interval.high, metric),
        q=q_text(q),
        verdict=WORDS[side] if is_real else NOT_APART,
        is_real=is_real,
    )


def _difference(pair: Pair) -> PublishedDifference | None:
    """None where one of the two may not be shown or stands for another week."""
    shown = [one for one in (pair.earlier, pair.later) if one is not None and not is_held(one)]
    figures = [figure for one in shown if (figure := figure_with_limits(one))]
    return published_difference(*figures) if len(figures) == 2 else None
