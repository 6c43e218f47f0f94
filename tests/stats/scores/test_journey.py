from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import BadWeights, EmptyInput, OutOfRange
from stats.intervals import wilson
from stats.reasons import Undefined
from stats.scores import journey
from tests.stats.reference import table

STEPS = ["order", "delivery", "fitting"]


def test_five_independent_touchpoints_of_ninety_percent_leave_the_worked_share() -> None:
    # Every combination of ten answers at five touchpoints, one of the ten below the threshold.
    scores = np.indices((10,) * 5).reshape(5, -1).T
    scores = np.where(scores == 0, 6, 9)

    found = journey(scores, ["a", "b", "c", "d", "e"])

    assert [step.pass_share for step in found.touchpoints] == pytest.approx([0.9] * 5)
    assert found.flawless_share == pytest.approx(0.59049)
    assert found.product_if_independent == pytest.approx(0.59049)
    assert found.expected_if_independent == pytest.approx(0.59049)


def test_failures_on_the_same_journeys_leave_more_flawless_than_independence() -> None:
    together = journey([[9, 9]] * 8 + [[3, 3]] * 2, ["a", "b"])
    apart = journey([[9, 9]] * 6 + [[3, 9]] * 2 + [[9, 3]] * 2, ["a", "b"])

    assert (together.flawless_share, apart.flawless_share) == (0.8, 0.6)
    assert together.product_if_independent == apart.product_if_independent
    assert together.product_if_independent == pytest.approx(0.64)


def test_shares_have_wilsons_interval_over_those_who_experienced_them() -> None:
    found = journey(
        [[9, 9], [9, 3], [3, 0], [9, 0]],
        ["order", "delivery"],
        experienced=[[1, 1], [1, 1], [1, 0], [0, 0]],
    )

    order, delivery = found.touchpoints
    assert (order.n, delivery.n) == (3, 2)
    assert [order.pass_share, delivery.pass_share] == pytest.approx([2 / 3, 1 / 2])
    assert order.interval == wilson(order.n * 2 / 3, 3)
    assert (found.n, found.not_experienced) == (3, 1)
    assert found.flawless_share == pytest.approx(1 / 3)
    assert found.interval.low == pytest.approx(wilson(1, 3).low)


def test_independence_is_expected_over_what_each_journey_experienced() -> None:
    found = journey(
        [[9, 9], [9, 3], [3, 0]], ["order", "delivery"], experienced=[[1, 1], [1, 1], [1, 0]]
    )

    assert found.product_if_independent == pytest.approx(2 / 3 * 1 / 2)
    assert found.expected_if_independent == pytest.approx((1 / 3 + 1 / 3 + 2 / 3) / 3)


def test_the_lowest_touchpoint_is_the_first_of_the_lowest() -> None:
    found = journey(
        [[5, 3, 3], [8, 9, 7], [2, 9, 9], [0, 0, 0]],
        STEPS,
        experienced=[[1, 1, 1], [1, 1, 1], [0, 1, 1], [0, 0, 0]],
    )

    assert found.lowest.tolist() == [1, 2, 1, -1]
    assert found.lowest_score[:3].tolist() == [3.0, 7.0, 9.0]
    assert np.isnan(found.lowest_score[3])
    assert [step.lowest_in for step in found.touchpoints] == [0, 2, 1]


def test_a_score_at_the_threshold_passes() -> None:
    assert journey([[7]], ["order"]).flawless_share == 1.0
    assert journey([[6.99]], ["order"]).flawless_share == 0.0
    assert journey([[4]], ["order"], threshold=4).flawless_share == 1.0


def test_weights_count_journeys_by_what_they_stand_for() -> None:
    found = journey([[9], [3]], ["order"], weights=[3.0, 1.0])

    assert found.flawless_share == 0.75
    assert found.n_eff == pytest.approx(16 / 10)
    assert found.touchpoints[0].mean == pytest.approx(7.5)
    assert found.interval.high == pytest.approx(wilson(0.75 * 1.6, 1.6).high)


def test_equal_weights_change_nothing() -> None:
    scores = [[9, 8], [3, 8], [9, 2]]

    plain, weighted = journey(scores, STEPS[:2]), journey(scores, STEPS[:2], weights=[2, 2, 2])

    assert str(weighted) == str(plain)
    assert weighted.n_eff == pytest.approx(plain.n_eff)


def test_a_touchpoint_that_nobody_experienced_has_a_reason() -> None:
    found = journey([[9, 0]], ["order", "fitting"], experienced=[[1, 0]])

    fitting = found.touchpoints[1]
    assert (fitting.mean, fitting.pass_share, fitting.interval) == (None, None, None)
    assert fitting.reason is Undefined.EMPTY
    assert str(fitting) == "fitting: nobody answered"
    assert found.product_if_independent is None
    assert found.expected_if_independent == 1.0


def test_values_that_were_not_experienced_do_not_count() -> None:
    there = [[1, 0], [1, 1]]

    one = journey([[9, 0], [9, 8]], STEPS[:2], experienced=there)
    other = journey(np.array([[9, np.nan], [9, 8]]), STEPS[:2], experienced=there)

    assert str(one) == str(other)


@settings(max_examples=100, deadline=None)
@given(
    scores=st.lists(st.lists(st.integers(0, 10), min_size=3, max_size=3), min_size=1, max_size=25),
    seed=st.integers(0, 100),
)
def test_order_changes_nothing_and_no_more_are_flawless_than_pass_the_worst_touchpoint(
    scores: list[list[int]], seed: int
) -> None:
    shuffled = np.random.default_rng(seed).permutation(np.array(scores))

    found, other = journey(scores, STEPS), journey(shuffled, STEPS)

    passes = [step.pass_share for step in found.touchpoints if step.pass_share is not None]
    assert max(0.0, sum(passes) - 2.0) - 1e-9 <= found.flawless_share <= min(passes) + 1e-9
    assert 0.0 <= found.interval.low <= found.flawless_share <= found.interval.high <= 1.0
    assert str(other) == str(found)


def test_the_invented_accounts_flawless_share_is_counted_by_hand() -> None:
    rows = table("scores_answers.csv")
    names = ["satisfaction", "expectation", "ideal"]
    scores = [[int(row[name]) for name in names] for row in rows]
    there = [[row[f"{name}_answered"] == "1" for name in names] for row in rows]

    found = journey(scores, names, experienced=there)

    told = [
        [s for s, on in zip(row, marks, strict=True) if on]
        for row, marks in zip(scores, there, strict=True)
    ]
    heard = [row for row in told if row]
    assert found.n == len(heard)
    assert found.flawless_share == sum(min(row) >= 7 for row in heard) / len(heard)


REFUSED: dict[str, tuple[dict[str, object], type[Exception], str]] = {
    "no journeys": ({"scores": np.empty((0, 3))}, EmptyInput, "No journey experienced"),
    "nothing experienced": ({"experienced": [[0, 0, 0]]}, EmptyInput, "No journey experienced"),
    "flat list": ({"scores": [9, 8, 7]}, OutOfRange, "a row per journey"),
    "other touchpoints": ({"scores": [[9, 8]]}, OutOfRange, "3 touchpoints"),
    "other marks": ({"experienced": [[1, 1]]}, OutOfRange, r"marks of \(1, 2\)"),
    "missing score": (
        {"scores": [[9.0, float("nan"), 8.0]]},
        OutOfRange,
        "Journey 0, 'delivery' holds nan",
    ),
    "off the scale": (
        {"scores": [[9, 8, 11]]},
        OutOfRange,
        "'fitting' holds 11 on a scale 0 to 10",
    ),
    "rows of different length": ({"scores": [[9, 8, 7], [9]]}, OutOfRange, "hand in"),
    "marks that are words": ({"experienced": [["1", "0", "1"]]}, OutOfRange, "true or false"),
    "missing mark": ({"experienced": [[1.0, float("nan"), 1.0]]}, OutOfRange, "true or false"),
    "no threshold": ({"threshold": float("nan")}, OutOfRange, "threshold is nan"),
    "threshold off the scale": ({"threshold": 70}, OutOfRange, "from 0 to 10"),
    "None": ({"scores": [[9, None, 8]]}, OutOfRange, "mark what is missing as not experienced"),
    "text": ({"scores": [["9", "8", "7"]]}, OutOfRange, "hand in numbers"),
    "zero weight": ({"weights": [0.0]}, BadWeights, "a weight is positive"),
    "other weights": ({"weights": [1.0, 1.0]}, OutOfRange, "weights has 2 values where 1"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_journeys_that_cannot_be_measured_are_refused(case: str) -> None:
    changes, error, text = REFUSED[case]
    arguments: dict[str, object] = {"scores": [[9, 8, 7]], "touchpoints": STEPS}

    with pytest.raises(error, match=text):
        journey(**{**arguments, **changes})  # type: ignore[arg-type]  # wrong on purpose
