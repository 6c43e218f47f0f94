"""The runs of all worlds, as the sections of the report read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from customers.models import Audience
from tests.simulation.pipeline.rates import Runs
from tests.simulation.pipeline.scenarios import SCENARIOS, Scenario

Results = Mapping[str, Runs]

AUDIENCES = {Audience.END_USER: "end users", Audience.CHANNEL_PARTNER: "channel partners"}


def worlds(results: Results) -> Iterator[tuple[Scenario, str, Runs]]:
    """Each world that was run, its name in a table, and its runs."""
    for scenario in SCENARIOS:
        if scenario.key in results:
            yield (
                scenario,
                f"{scenario.number} {scenario.key}".removeprefix("– "),
                results[scenario.key],
            )
