"""Published figures against computations of this file's own, from the rows, in plain Python."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from scipy.stats import t as student

from core.clock import Week
from metrics.warehouse.frozen import FrozenWeek, History
from metrics.warehouse.stack import stack_weeks
from metrics.weekly.compute import Computed, compute
from metrics.weekly.weigh import weigh
from tests.metrics.frozen_weeks import MadeWeek, figure, publish_all, random_week, reference

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


def plain_week(scores: Sequence[int], accounts: Sequence[int], **changes: Any) -> MadeWeek:
    """One partner, touchpoint, region and outcome: nothing to weigh by."""
    made = MadeWeek(**changes)
    for score, account in zip(scores, accounts, strict=True):
        made.transaction(answers={"recommend": score}, account=account)
    for _ in range(30):
        made.transaction()
    return made


def test_a_week_made_by_hand_has_the_nps_error_and_interval_of_the_textbook() -> None:
    scores = [10] * 20 + [9] * 10 + [8] * 7 + [7] * 5 + [6] * 5 + [0] * 3
    week = plain_week(scores, range(1, 51))

    nps = figure(compute(week.freeze(), History()))

    # 30 promoters, 12 passives, 8 detractors: methods A1's example, in the n/(n − 1) form.
    assert (nps.value, nps.raw, nps.n, nps.population) == (44.0, 44.0, 50, 80)
    assert nps.se == pytest.approx(100 * math.sqrt(0.5664 / 49), abs=1e-6)
    n_star = 0.5664 / (nps.se / 100) ** 2
    t = student.ppf(0.975, 49)
    n1 = n_star + 3
    p, d = (0.60 * n_star + 0.75) / n1, (0.16 * n_star + 0.75) / n1
    half = t * math.sqrt((p + d - (p - d) ** 2) / n1)
    assert nps.interval_method == "adjusted_wald"
    assert nps.ci_low == pytest.approx(100 * (p - d - half), abs=2e-6)
    assert nps.ci_high == pytest.approx(100 * (p - d + half), abs=2e-6)
    assert (nps.decision, nps.grade, nps.accounts) == ("publish", "A", 50)


def test_the_unweighted_error_is_clustered_by_account() -> None:
    rng = np.random.default_rng(8)
    accounts = rng.integers(1, 16, 40).tolist()
    scores = [int(np.clip(6 + account % 5 + rng.integers(-2, 3), 0, 10)) for account in accounts]

    nps = figure(compute(plain_week(scores, accounts).freeze(), History()))

    values = [WORTH["nps"][1](score) for score in scores]
    mean = sum(values) / 40
    sums: dict[int, float] = defaultdict(float)
    for account, value in zip(accounts, values, strict=True):
        sums[account] += (value - mean) / 40
    g = len(sums)
    assert nps.value == pytest.approx(mean, abs=1e-6)
    assert nps.se == pytest.approx(
        math.sqrt(g / (g - 1) * sum(u * u for u in sums.values())), abs=1e-6
    )
    assert nps.accounts == g


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

    by_hand = compute(stacked.freeze(), History())

    for metric in WORTH:
        for level, node in (("network", ""), ("partner", "north1"), ("region", "DE/South")):
            one = figure(by_hand, metric=metric, level=level, node_key=node)
            four = figure(weeks.computed, metric=metric, level=level, node_key=node, window=4)
            assert (four.value, four.se, four.n, four.population) == (
                one.value, one.se, one.n, one.population,
            )  # fmt: skip


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


def test_the_change_counts_accounts_that_answer_in_both_weeks_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rng = np.random.default_rng(5)
    first = [(account, int(rng.integers(6, 11))) for account in range(1, 31)]
    second = [(account, int(rng.integers(1, 8))) for account in range(16, 51)]
    made = [
        plain_week([s for _, s in rows], [a for a, _ in rows], week=week)
        for rows, week in ((first, Week(2026, 44)), (second, Week(2026, 45)))
    ]

    _, computed = publish_all(tmp_path_factory.mktemp("change"), made)

    worth = WORTH["nps"][1]
    means = [sum(worth(s) for _, s in rows) / len(rows) for rows in (first, second)]
    z: dict[int, float] = defaultdict(float)
    for rows, mean, sign in ((first, means[0], -1), (second, means[1], 1)):
        for account, score in rows:
            z[account] += sign * (worth(score) - mean) / len(rows)
    g = len(z)
    centred = [value - sum(z.values()) / g for value in z.values()]
    se = math.sqrt(g / (g - 1) * sum(value * value for value in centred))
    p = 2 * student.sf(abs(means[1] - means[0]) / se, g - 1)
    [change] = computed[1].figures.changes
    assert change.difference == pytest.approx(means[1] - means[0], abs=1e-6)
    assert change.se == pytest.approx(se, abs=1e-6)
    assert change.p == pytest.approx(p, abs=1e-6)
    assert change.q == change.p
    assert p < 0.10
    assert change.verdict == "down"


def test_the_ladder_counts_every_case_at_each_step_and_why_it_left() -> None:
    made = MadeWeek()
    left: dict[str, dict[str, Any]] = {
        "no_contact": {"contact_present": False, "frame_status": "no_contact"},
        "opted_out": {"frame_status": "opted_out"},
        "asked_too_recently": {"frame_status": "asked_too_recently"},
        "other_transaction_drawn": {"frame_status": "other_transaction_drawn"},
        "not_drawn": {"frame_status": "not_drawn"},
        "unknown_undelivered": {"disposition": "unknown_undelivered"},
        "refusal": {"disposition": "refusal"},
        "non_contact": {"disposition": "non_contact"},
    }
    for size, facts in enumerate(left.values(), start=1):
        for _ in range(size):
            drawn = facts.get("frame_status", "drawn") == "drawn"
            chance = 1.0 if drawn else None
            made.transaction(**{"selection_probability": chance, "disposition": "", **facts})
    for score in range(11):
        number = made.transaction(answers={"recommend": score})
    made.answer(number, "end_user", {"recommend": 3})

    ladder = compute(made.freeze(), History()).figures.ladder

    found = {(s.step, s.reason): s.count for s in ladder if (s.window, s.level) == (1, "network")}
    assert found == {
        ("transactions", ""): 36 + 11,
        ("transactions", "no_contact"): 1,
        ("contact_present", ""): 35 + 11,
        ("contact_present", "opted_out"): 2,
        ("contact_present", "asked_too_recently"): 3,
        ("eligible", ""): 30 + 11,
        ("eligible", "other_transaction_drawn"): 4,
        ("eligible", "not_drawn"): 5,
        ("drawn", ""): 21 + 11,
        ("drawn", "unknown_undelivered"): 6,
        ("delivered", ""): 15 + 11,
        ("delivered", "refusal"): 7,
        ("delivered", "non_contact"): 8,
        ("answered", ""): 12,
        ("answered", "duplicate"): 1,
        ("used", ""): 11,
    }


def test_dispositions_and_response_rates_are_those_of_the_standard_definitions() -> None:
    made = MadeWeek()
    counts = {
        "complete": 20, "partial": 2, "refusal": 5, "non_contact": 60, "other": 1,
        "unknown_undelivered": 2, "not_eligible": 10,
    }  # fmt: skip
    for disposition, count in counts.items():
        is_answer = disposition in ("complete", "partial")
        for number in range(count):
            answers = {"recommend": number % 11} if is_answer else None
            made.transaction(disposition=disposition, answers=answers)

    rates = compute(made.freeze(), History()).figures.summary["response_rates"]["end_user"]

    # Methods B2's example at a tenth: e = 88/98.
    e = 88 / 98
    assert rates["drawn"] == 100
    assert rates["pending"] == 0
    assert rates["dispositions"] == dict(sorted(counts.items()))
    assert rates["rr1"] == pytest.approx(20 / 90, abs=1e-6)
    assert rates["rr2"] == pytest.approx(22 / 90, abs=1e-6)
    assert rates["rr3"] == pytest.approx(20 / (88 + 2 * e), abs=1e-6)
    assert rates["rr4"] == pytest.approx(22 / (88 + 2 * e), abs=1e-6)
    assert rates["rr5"] == pytest.approx(20 / 88, abs=1e-6)
    assert rates["rr6"] == pytest.approx(22 / 88, abs=1e-6)


def test_while_fieldwork_is_open_no_rate_is_given() -> None:
    made = MadeWeek(kind="flash")
    for number in range(20):
        made.transaction(answers={"recommend": number % 11})
        made.transaction(disposition="pending")

    computed = compute(made.freeze(), History())

    rates = computed.figures.summary["response_rates"]["end_user"]
    assert (rates["drawn"], rates["pending"]) == (40, 20)
    assert "rr1" not in rates
