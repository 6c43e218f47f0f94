"""Published figures against computations of this file's own, from the rows, in plain Python."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from scipy.stats import t as student

from core.clock import Week
from metrics.warehouse.frozen import FrozenWeek, History
from metrics.warehouse.stack import stack_weeks
from metrics.weekly.compute import Computed, compute
from metrics.weighing.weigh import weigh
from tests.metrics.frozen_weeks import MadeWeek, figure, publish_all, reference
from tests.metrics.random_weeks import random_week

JUSTER = [0.01, 0.10, 0.20, 0.30, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90, 0.99]
WORTH: Mapping[str, tuple[str, Callable[[int], float]]] = {
    "nps": ("recommend", lambda s: 100.0 * ((s >= 9) - (s <= 6))),
    "csat": ("satisfaction", lambda s: float(s >= 4)),
    "effort": ("effort", float),
    "intent": ("repurchase", lambda s: JUSTER[s]),
}
Row = dict[str, Any]


@dataclass(frozen=True)
class Weeks:
    """Five weeks, and what was computed of the last with the others as its history."""

    frozen: tuple[FrozenWeek, ...]
    computed: Computed

    def rows(self, window: int) -> list[Row]:
        """The window's answers beside their frame rows."""
        return [row for week in self.frozen[-window:] for row in answered_rows(week)]

    def frame(self, window: int) -> list[Row]:
        return [row for week in self.frozen[-window:] for row in week.frame.to_pylist()]


def answered_rows(week: FrozenWeek) -> Iterator[Row]:
    frame = {(row["transaction"], row["audience"]): row for row in week.frame.to_pylist()}
    for answer in week.responses.to_pylist():
        yield {**frame[answer["transaction"], answer["audience"]], **answer}


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Weeks:
    made = [random_week(Week(2026, number)) for number in range(41, 46)]
    _, computed = publish_all(tmp_path_factory.mktemp("weeks"), made)
    return Weeks(tuple(week.freeze() for week in made), computed[-1])


def places(row: Row) -> Iterator[tuple[str, str]]:
    facts = reference()
    yield "network", ""
    yield "country", facts.country_of(row["partner"])
    yield "region", facts.region_of(row["partner"])
    yield "partner", row["partner"]
    yield "product_line", row["product_line"]
    if row["segment"]:
        yield "segment", row["segment"]


def cells_of(rows: Iterable[Row]) -> dict[tuple[str, str, str, str], list[Row]]:
    """(audience, level, node, touchpoint or "") → rows."""
    found: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        for level, key in places(row):
            for touchpoint in ("", row["touchpoint"]):
                found[row["audience"], level, key, touchpoint].append(row)
    return found


@pytest.mark.parametrize("window", [1, 4])
def test_every_figures_n_raw_mean_and_population_are_those_of_the_rows(
    weeks: Weeks, window: int
) -> None:
    answers, frame = cells_of(weeks.rows(window)), cells_of(weeks.frame(window))
    expected = {}
    for (audience, level, node, touchpoint), rows in answers.items():
        for metric, (question, worth) in WORTH.items():
            values = [worth(row[question]) for row in rows if row[question] is not None]
            if values:
                key = (audience, level, node, touchpoint, metric)
                # Effort is asked of repair visits alone, and stands for them alone.
                population = sum(
                    metric != "effort" or row["touchpoint"] == "repair_visit"
                    for row in frame[audience, level, node, touchpoint]
                )
                expected[key] = (len(values), sum(values) / len(values), population)

    found = {
        (f.audience, f.level, f.node_key, f.touchpoint_key, f.metric): f
        for f in weeks.computed.figures.estimates
        if f.window == window
    }

    assert found.keys() == expected.keys()
    for key, estimate in found.items():
        n, mean, population = expected[key]
        assert (estimate.n, estimate.population) == (n, population), key
        if estimate.decision in ("publish", "caveat"):
            assert estimate.raw == pytest.approx(mean, abs=5.1e-7), key
    assert sum(f.decision in ("publish", "caveat") for f in found.values()) > 50


MARGINS = ("partner", "touchpoint", "outcome")


def raked_by_loop(rows: Sequence[Row], frame: Sequence[Row]) -> list[float]:
    """Iterative proportional fitting, one margin after another, until nothing moves."""
    totals = {name: Counter(row[name] for row in frame) for name in MARGINS}
    weights = [len(frame) / len(rows)] * len(rows)
    for _ in range(500):
        for name in MARGINS:
            sums: dict[str, float] = defaultdict(float)
            for row, weight in zip(rows, weights, strict=True):
                sums[row[name]] += weight
            weights = [
                weight * totals[name][row[name]] / sums[row[name]]
                for row, weight in zip(rows, weights, strict=True)
            ]
    return weights


@pytest.fixture(scope="module")
def well_filled() -> tuple[FrozenWeek, Computed]:
    """Every partner, touchpoint and outcome has ten answers; the region is implied by partners."""
    frozen = random_week(seed=4, size=700).freeze()
    return frozen, compute(frozen, History())


def test_weights_are_those_of_iterative_proportional_fitting(
    well_filled: tuple[FrozenWeek, Computed],
) -> None:
    frozen, computed = well_filled
    rows = [row for row in answered_rows(frozen) if row["audience"] == "end_user"]
    frame = [row for row in frozen.frame.to_pylist() if row["audience"] == "end_user"]
    expected = dict(
        zip(
            (tuple(row[name] for name in MARGINS) for row in rows),
            raked_by_loop(rows, frame),
            strict=True,
        )
    )

    weighed = weigh(stack_weeks([computed.cells], "end_user"), frozen.reference)

    names = [weighed.cell_attribute(name) for name in MARGINS]
    assert weighed.report["dropped_margins"] == ["region"]
    assert not any(weighed.report["merges"].values())
    for cell, weight in enumerate(weighed.design.weights):
        key = tuple(column.levels[column.codes[cell]] for column in names)
        assert weight == pytest.approx(expected[key], rel=1e-8)


def test_published_estimates_are_the_raked_means(well_filled: tuple[FrozenWeek, Computed]) -> None:
    frozen, computed = well_filled
    rows = [row for row in answered_rows(frozen) if row["audience"] == "end_user"]
    frame = [row for row in frozen.frame.to_pylist() if row["audience"] == "end_user"]
    weights = raked_by_loop(rows, frame)

    for metric, (question, worth) in WORTH.items():
        pairs = [
            (weight, worth(row[question]))
            for row, weight in zip(rows, weights, strict=True)
            if row[question] is not None
        ]
        total = sum(weight for weight, _ in pairs)
        mean = sum(weight * value for weight, value in pairs) / total
        assert figure(computed, metric=metric).value == pytest.approx(mean, abs=6e-7)


def test_weighing_moves_the_figure_towards_those_who_answer_less(
    well_filled: tuple[FrozenWeek, Computed],
) -> None:
    _, computed = well_filled

    nps = figure(computed)

    # Late customers answer less and score lower, so that the raw figure is too high.
    assert nps.value < nps.raw - 2


def test_a_window_of_four_weeks_is_one_big_week(weeks: Weeks) -> None:
    stacked = MadeWeek()
    stacked.frame = weeks.frame(4)
    stacked.responses = [row for week in weeks.frozen[-4:] for row in week.responses.to_pylist()]

    by_hand, compared = compute(stacked.freeze(), History()), Counter[str]()

    for metric in WORTH:
        for level, node in (("network", ""), ("partner", "north1"), ("region", "DE/South")):
            one = figure(by_hand, metric=metric, level=level, node_key=node)
            four = figure(weeks.computed, metric=metric, level=level, node_key=node, window=4)
            assert (four.n, four.population) == (one.n, one.population)
            # The weeks behind it hide what would tell of one of them; alone there are none.
            if four.value is not None:
                assert (four.value, four.se) == (one.value, one.se)
                compared[level] += 1
    assert compared["network"] == len(WORTH)
    assert min(compared["partner"], compared["region"]) > 0


def test_the_weekly_gap_is_the_difference_of_the_two_audiences_estimates(weeks: Weeks) -> None:
    user = figure(weeks.computed, metric="csat", window=4)
    partner = figure(weeks.computed, metric="csat", window=4, audience="channel_partner")

    [gap] = [
        gap
        for gap in weeks.computed.figures.gaps
        if not gap.is_paired and (gap.window, gap.level, gap.metric) == (4, "network", "csat")
    ]

    v1, v2 = user.se**2, partner.se**2
    # Among channel partners the clusters are persons, though a total's accounts are the partners.
    persons = {
        row["account"]
        for row in weeks.rows(4)
        if row["audience"] == "channel_partner" and row["satisfaction"] is not None
    }
    df = (v1 + v2) ** 2 / (v1**2 / (user.accounts - 1) + v2**2 / (len(persons) - 1))
    half = student.ppf(0.975, df) * math.sqrt(v1 + v2)
    assert gap.value == pytest.approx(user.value - partner.value, abs=1e-6)
    assert gap.se == pytest.approx(math.sqrt(v1 + v2), abs=1e-6)
    assert gap.ci_high == pytest.approx(user.value - partner.value + half, abs=2e-6)
    assert gap.n == user.n + partner.n


@pytest.mark.parametrize("node", ["", "north2"])
def test_the_paired_gap_is_the_mean_difference_on_the_same_transactions(
    weeks: Weeks, node: str
) -> None:
    sides: dict[int, dict[str, Row]] = defaultdict(dict)
    for row in weeks.rows(13):
        if row["recommend"] is not None and (not node or row["partner"] == node):
            sides[row["transaction"]][row["audience"]] = row
    pairs = [pair for pair in sides.values() if len(pair) == 2]
    worth = WORTH["nps"][1]
    gaps = [
        worth(pair["end_user"]["recommend"]) - worth(pair["channel_partner"]["recommend"])
        for pair in pairs
    ]
    mean = sum(gaps) / len(gaps)
    sums: dict[int, float] = defaultdict(float)
    for pair, gap in zip(pairs, gaps, strict=True):
        sums[pair["channel_partner"]["account"]] += (gap - mean) / len(gaps)
    g = len(sums)

    [found] = [
        gap
        for gap in weeks.computed.figures.gaps
        if gap.is_paired
        and (gap.node_key, gap.metric) == (node, "nps")
        and gap.level == ("partner" if node else "network")
    ]

    assert (found.n, found.accounts, found.window) == (len(gaps), g, 13)
    assert found.value == pytest.approx(mean, abs=1e-6)
    assert found.se == pytest.approx(
        math.sqrt(g / (g - 1) * sum(u * u for u in sums.values())), abs=1e-6
    )
