"""The first section of the report: what was wanted, what was found, and what was missed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from customers.models import Audience
from metrics.models import Metric
from tests.simulation.pipeline.accuracy import (
    PLACES,
    TOO_OFTEN,
    TOO_SELDOM,
    coverage_of,
    mark_of,
)
from tests.simulation.pipeline.rates import Rate, Runs
from tests.simulation.pipeline.results import AUDIENCES, Results, worlds
from tests.simulation.pipeline.tables import table

FALSE_ALARMS = 0.01
SCREENED = ("screen honest|review", "screen honest|partners")
FALSE_CHANGES = 0.10


def targets(results: Results) -> Iterator[str]:
    """Each target in words."""
    yield "## Targets"
    yield ""
    rows = [*_coverage_targets(results), *_alarm_targets(results), *_change_targets(results)]
    yield from table(("wanted", "found", "met"), rows)


def _coverage_targets(results: Results) -> Iterator[list[str]]:
    for scenario, world, runs in worlds(results):
        if not scenario.is_knowable:
            continue
        cells = dict(_coverages(runs))
        low = [name for name, rate in cells.items() if mark_of(rate) == TOO_SELDOM]
        high = [name for name, rate in cells.items() if mark_of(rate) == TOO_OFTEN]
        values = sorted(rate.value for rate in cells.values())
        found = f"{values[0]:.1%} to {values[-1]:.1%} in {len(values)} kinds of figures"
        yield [f"intervals hold the truth in 93 to 97 %, {world}", found, _verdict(low, high)]


def _coverages(runs: Runs) -> Iterator[tuple[str, Rate]]:
    """Of every kind of figure that was shown."""
    for place, where in PLACES.items():
        for audience in Audience:
            for metric in Metric:
                rate = coverage_of(runs, f"{place}|{audience.value}|{metric.value}|")
                if rate.is_known:
                    yield f"{metric.value} of {AUDIENCES[audience]}, {where}", rate


def _verdict(low: list[str], high: list[str]) -> str:
    if not low and not high:
        return "yes"
    parts = []
    if low:
        parts.append(f"**missed** (too seldom): {'; '.join(low)}")
    if high:
        parts.append(f"too careful: {'; '.join(high)}")
    return ". ".join(parts)


def _alarm_targets(results: Results) -> Iterator[list[str]]:
    rate = _by_seed(results).rate(*SCREENED)
    yield [
        "at most 1 % of honest partner-quarters flagged, all worlds",
        f"{rate.percent(2)} of {rate.count:.0f}",
        _at_most(rate, FALSE_ALARMS),
    ]


def _by_seed(results: Results) -> Runs:
    """All worlds of a seed as one run: they draw with the same random numbers."""
    pooled: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for _, _, runs in worlds(results):
        for place, run in enumerate(runs.sums):
            pooled[place].update({name: run.get(name, 0.0) for name in SCREENED})
    return Runs([dict(sums) for sums in pooled.values()])


def _change_targets(results: Results) -> Iterator[list[str]]:
    for scenario, world, runs in worlds(results):
        if scenario.is_steady:
            rate = runs.rate("changes steady|called", "changes steady|weeks")
            wanted = f"at most 10 % of weeks with a false “up” or “down”, {world}"
            yield [wanted, f"{rate.percent()} of {rate.count:.0f}", _at_most(rate, FALSE_CHANGES)]


def _at_most(rate: Rate, limit: float) -> str:
    if not rate.is_known:
        return "not known"
    if rate.value <= limit:
        return "yes"
    if rate.value - 2 * rate.error <= limit:
        return f"above {limit:.0%}, within two Monte-Carlo errors"
    return f"**missed**: {rate.value:.2%} instead of at most {limit:.0%}"
