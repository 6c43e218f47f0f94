"""One run: a scenario's weeks with one seed through the whole pipeline, each with its history."""

from __future__ import annotations

import tempfile
from collections import defaultdict, deque
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from core.clock import Week
from core.keys import KeyRing
from demo.frozen.programme import ProgrammeFacts, set_up_in_memory
from demo.frozen.weeks import frozen_weeks
from demo.plan import DemoPlan
from demo.simulator.world import make_world
from metrics.figures import EstimateFigure
from metrics.warehouse.frozen import History
from metrics.weekly.compute import compute
from tests.metrics.frozen_weeks import extended, publish_files
from tests.simulation.pipeline.counting import QUARTER, count
from tests.simulation.pipeline.expected import truth_of_week
from tests.simulation.pipeline.observed import Observed, SumsOfTruth, repairs_in_spain
from tests.simulation.pipeline.scenarios import SETTLING, Scenario

# Dates are those of the made-up programme and never today's.
OPEN_WEEK = Week(2026, 45)
KEYS = KeyRing(b"the simulated programme's key: it opens nothing")
IN_MEMORY = Path("/dev/shm")

Sums = dict[str, float]


def run(scenario: Scenario, seed: int) -> Sums:
    """Everything counted over the run's weeks."""
    counted: defaultdict[str, float] = defaultdict(float)
    for observed in observe(scenario, seed):
        for name, number in count(observed):
            counted[name] += float(number)
    return dict(sorted(counted.items()))


def observe(scenario: Scenario, seed: int) -> Iterator[Observed]:
    """Each week frozen, computed and published into a folder, as its successors read it."""
    plan = DemoPlan(make_world(scenario.truth, seed), OPEN_WEEK)
    truths: deque[SumsOfTruth] = deque(maxlen=QUARTER)
    repairs: list[EstimateFigure | None] = []
    history = History()
    place = IN_MEMORY if IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="validation-", dir=place) as folder:
        for week in islice(frozen_weeks(plan, _programme(), KEYS), SETTLING, None):
            truths.append(SumsOfTruth.of(truth_of_week(plan.world, week.simulated)))
            computed = compute(week.frozen, history)
            repairs.append(repairs_in_spain(computed))
            yield Observed(scenario, week, computed, list(truths), repairs)
            published = publish_files(Path(folder), week.frozen, history, computed)
            history = extended(history, week.frozen, computed, published)


@cache
def _programme() -> ProgrammeFacts:
    return set_up_in_memory(DemoPlan(make_world(), OPEN_WEEK))
