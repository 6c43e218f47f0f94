"""Sections of the report: how far published figures are from the truth, and their intervals."""

from __future__ import annotations

from collections.abc import Iterator

from metrics.models import Metric
from tests.simulation.pipeline.rates import Rate, Runs
from tests.simulation.pipeline.results import AUDIENCES, Results, worlds
from tests.simulation.pipeline.scenarios import WEEK_COUNT
from tests.simulation.pipeline.tables import table

PLACES = {
    "network 1": "network, 1 week",
    "region 1": "region, 1 week",
    "partner 4": "partner, 4 weeks",
}
TOUCHED = " touched"
# Of intervals that should hold the truth; less than two Monte-Carlo errors outside is inside.
WANTED = (0.93, 0.97)
TOO_SELDOM, TOO_OFTEN = " ▼", " ▲"
# A share of answers, a step of a scale and a probability in hundredths; NPS is in points.
UNITS = {Metric.NPS: 1.0, Metric.CSAT: 100.0, Metric.EFFORT: 100.0, Metric.INTENT: 100.0}


def bias(results: Results) -> Iterator[str]:
    """NPS raw and adjusted, by place."""
    yield "## Bias and intervals of NPS"
    yield ""
    yield (
        "Mean error in points against what the customers of **exactly these transactions** think, "
        "before and after weighting, over every figure that is shown (held and suppressed ones are "
        "not). Coverage: how often the 95 % interval holds the truth **of customers like these** "
        "(persons and chance drawn anew, the same partners, touchpoints and outcomes), which is "
        "what an interval without a finite population correction is for, and the truth **of "
        "these** transactions, for which it is wider than it need be. *Touched* are the figures "
        "of partners that cheat or whose customers answer high, and of the regions they stand in."
    )
    yield ""
    yield from table(
        (
            "world", "audience", "figure", "shown", "raw error", "error", "holds: like these",
            "holds: these",
        ),
        _bias_rows(results),
    )  # fmt: skip


def _bias_rows(results: Results) -> Iterator[list[str]]:
    for _, world, runs in worlds(results):
        for audience, who in AUDIENCES.items():
            for place, where in _touched_and_not():
                start = f"{place}|{audience.value}|nps|"
                if runs.total(start + "figures"):
                    yield [world, who, where, *_bias_cells(runs, start)]


def _touched_and_not() -> Iterator[tuple[str, str]]:
    for place, where in PLACES.items():
        yield place, where
        yield place + TOUCHED, f"{where}, touched"


def _bias_cells(runs: Runs, start: str) -> list[str]:
    shown = start + "shown"
    return [
        runs.rate(shown, start + "figures").percent(0),
        runs.rate(start + "raw error", shown).number(1, sign="+"),
        runs.rate(start + "error", shown).number(1, sign="+"),
        coverage_of(runs, start).percent(),
        runs.rate(start + "covers these", shown).percent(),
    ]


def coverage(results: Results) -> Iterator[str]:
    """All four metrics where the truth is knowable."""
    yield "## Coverage where the truth can be known"
    yield ""
    yield (
        "All four metrics, customers like these; wanted 93 to 97 %. A cell more than two "
        "Monte-Carlo errors outside is marked: ▼ holds the truth too seldom, ▲ more often than it "
        "says (too careful). Errors: NPS in points, the others in hundredths."
    )
    yield ""
    head = ("world", "audience", "metric", *PLACES.values(), "raw error, network", "error, network")
    yield from table(head, _coverage_rows(results))


def _coverage_rows(results: Results) -> Iterator[list[str]]:
    for scenario, world, runs in worlds(results):
        if not scenario.is_knowable:
            continue
        for audience, who in AUDIENCES.items():
            for metric, unit in UNITS.items():
                name = f"|{audience.value}|{metric.value}|"
                rates = [coverage_of(runs, place + name) for place in PLACES]
                network = "network 1" + name
                errors = [
                    runs.rate(network + error, network + "shown").number(1, unit, sign="+")
                    for error in ("raw error", "error")
                ]
                found = [rate.percent() + mark_of(rate) for rate in rates]
                yield [world, who, metric.value, *found, *errors]


def coverage_of(runs: Runs, start: str) -> Rate:
    """Of customers like these."""
    return runs.rate(start + "covers like these", start + "shown")


def mark_of(rate: Rate) -> str:
    """Outside the wanted span by more than two Monte-Carlo errors."""
    if not rate.is_known:
        return ""
    if rate.value + 2 * rate.error < WANTED[0]:
        return TOO_SELDOM
    return TOO_OFTEN if rate.value - 2 * rate.error > WANTED[1] else ""


def unknowable(results: Results) -> Iterator[str]:
    """What is said where no frame knows what is wrong."""
    yield "## Where the truth cannot be known"
    yield ""
    yield (
        "No weighting can bring back who was never named, or what people do not say. What counts "
        "there is whether the figure says so: the share of figures with grade C or worse (held and "
        "withheld ones included), the share of cheats under review in the last week, and how often "
        "the sensitivity interval of the network's weekly NPS holds the truth of these "
        "transactions."
    )
    yield ""
    yield from table(
        (
            "world", "audience", "network: C or worse", "touched partners: C or worse",
            "touched partners: held or withheld", "cheats under review", "sensitivity holds",
            "its width",
        ),
        _unknowable_rows(results),
    )  # fmt: skip


def _unknowable_rows(results: Results) -> Iterator[list[str]]:
    for scenario, world, runs in worlds(results):
        if scenario.is_knowable:
            continue
        for audience, who in AUDIENCES.items():
            network = f"network 1|{audience.value}|nps|"
            touched = f"partner 4{TOUCHED}|{audience.value}|nps|"
            sensitivity = f"sensitivity {network}"
            intervals = sensitivity + "intervals"
            yield [
                world,
                who,
                _graded(runs, network, "CDEF"),
                _graded(runs, touched, "CDEF"),
                _graded(runs, touched, "EF"),
                under_review(runs, scenario.cheats, WEEK_COUNT).percent(0),
                runs.rate(sensitivity + "holds", intervals).percent(),
                runs.rate(sensitivity + "width", intervals).number(),
            ]


def _graded(runs: Runs, start: str, grades: str) -> str:
    return runs.rate([f"{start}grade {grade}" for grade in grades], start + "figures").percent(0)


def under_review(runs: Runs, partners: tuple[str, ...], week: int) -> Rate:
    """Share of these partners that are amber or red in the week, counted from 1.

    One of whom too little is known to tell is not found.
    """
    groups = [f"screen {partner} {week}|" for partner in partners]
    return runs.rate([f"{group}review" for group in groups], [f"{group}all" for group in groups])
