"""docs/validation.md, written whole from the runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from metrics.method import METHOD_VERSION
from tests.simulation.pipeline import accuracy, alarms
from tests.simulation.pipeline.results import Results
from tests.simulation.pipeline.runs import OPEN_WEEK
from tests.simulation.pipeline.scenarios import SCENARIOS, SETTLING, WEEK_COUNT
from tests.simulation.pipeline.tables import table
from tests.simulation.pipeline.targets import targets

PAGE = Path(__file__).resolve().parents[3] / "docs" / "validation.md"
SECTIONS = (
    targets, accuracy.bias, accuracy.coverage, accuracy.unknowable, alarms.screen,
    alarms.power, alarms.changes, alarms.careless, alarms.drop, alarms.checks,
)  # fmt: skip


def report(results: Results, seeds: int) -> Iterator[str]:
    """The page, line by line."""
    yield "# Validation: worlds whose truth is known, through the whole pipeline"
    yield ""
    yield f"Written by `./dev validate --seeds {seeds} --write`; not by hand."
    yield ""
    yield (
        f"Method {METHOD_VERSION}; seeds 1 to {seeds}; in each {WEEK_COUNT} weeks "
        f"({OPEN_WEEK.shifted(1 - WEEK_COUNT)} to {OPEN_WEEK}, made up) of 40 channel partners and "
        "about 1,200 transactions, frozen as the demo's are (the same rules of the draw, of "
        "contact frequency and of the field period), then checked, weighed, estimated, compared "
        "and gated by the product's own code, each week with those before as its history. "
        f"{SETTLING} weeks before are drawn and answered and not published: at its start a "
        "programme may ask everybody at once, and then hardly anybody for two weeks. Careless "
        "answers are of the plain kind, as in the demo: one place of every scale, in about five "
        "seconds. Every world differs from the one without fault in one thing:"
    )
    yield ""
    yield from table(
        ("", "world", "what is wrong", "knowable", "runs"),
        (
            [one.number, one.key, one.title, "yes" if one.is_knowable else "no",
             f"{len(results[one.key].sums)}"]
            for one in SCENARIOS if one.key in results
        ),
    )  # fmt: skip
    yield (
        "Behind ± stands one Monte-Carlo standard error, from the differences between runs (weeks "
        "and figures of one run are not independent)."
    )
    yield ""
    for section in SECTIONS:
        yield from section(results)
