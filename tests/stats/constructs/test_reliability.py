from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import ArrayLike

from stats.constructs import (
    ConstructVerdict,
    ItemAnswers,
    ReliabilityMethod,
    UntestableConstruct,
    composite_reliability,
    one_factor,
    reliability,
    spearman_brown,
)
from stats.constructs.resampling import resampled_correlations
from stats.errors import OutOfRange
from stats.intervals.interval import IntervalMethod
from tests.stats.constructs.figures import TRUST, answers, figure


def test_omega_and_ave_are_those_of_lavaan() -> None:
    found = reliability(answers())

    assert found.value == pytest.approx(figure("omega", "value"), rel=2e-8)
    assert found.ave == pytest.approx(figure("ave", "value"), rel=2e-8)
    assert found.method is ReliabilityMethod.OMEGA
    assert found.verdict is ConstructVerdict.FINE
    assert found.factor is not None
    assert found.factor.names == TRUST
    assert str(found) == "omega 0.824 (fine), AVE 0.546, n 864, 36 left out"


def test_two_items_are_judged_by_spearman_brown() -> None:
    found = reliability(answers(("t1", "t2")))

    assert found.value == pytest.approx(figure("spearman_brown", "t1_t2"), rel=1e-8)
    assert found.method is ReliabilityMethod.SPEARMAN_BROWN
    assert found.ave is None
    assert found.factor is None


def test_below_a_hundred_answers_the_value_is_shown_and_not_judged() -> None:
    whole = answers()
    keep = whole.values[:99]

    assert reliability(ItemAnswers.of_rows(keep)).verdict is ConstructVerdict.NOT_TESTABLE
    assert reliability(ItemAnswers.of_rows(whole.values[:100])).verdict is ConstructVerdict.FINE


def test_the_same_generator_gives_the_same_interval_around_the_value() -> None:
    first = reliability(answers(), np.random.default_rng(11), draws=400)
    second = reliability(answers(), np.random.default_rng(11), draws=400)

    assert first.interval is not None
    assert first.interval == second.interval
    assert first.interval.method is IntervalMethod.BOOTSTRAP
    assert first.value is not None
    assert first.interval.low < first.value < first.interval.high
    assert first.draws == 400


def test_neither_labels_of_accounts_nor_the_order_of_rows_move_the_interval() -> None:
    whole = answers()
    order = np.random.default_rng(1).permutation(whole.n)
    other = ItemAnswers.of_rows(whole.values[order], accounts=5000 - 3 * whole.accounts[order])

    first = reliability(whole, np.random.default_rng(2), draws=200)

    again = reliability(other, np.random.default_rng(2), draws=200)
    assert first.interval is not None
    assert again.interval is not None
    assert again.interval.low == pytest.approx(first.interval.low, rel=1e-9)
    assert again.interval.high == pytest.approx(first.interval.high, rel=1e-9)


def test_a_duplicate_of_every_respondent_in_their_account_does_not_narrow_the_interval() -> None:
    whole = answers()
    twice = ItemAnswers.of_rows(
        np.vstack([whole.values, whole.values]),
        accounts=np.concatenate([whole.accounts, whole.accounts]),
    )

    once = reliability(whole, np.random.default_rng(5), draws=300)

    double = reliability(twice, np.random.default_rng(5), draws=300)
    assert once.interval is not None
    assert double.interval is not None
    assert double.interval.half_width == pytest.approx(once.interval.half_width, rel=1e-9)


def test_the_interval_covers_the_true_reliability() -> None:
    generator = np.random.default_rng(20260203)
    loadings = np.array([0.8, 0.7, 0.6, 0.5])
    truth = loadings.sum() ** 2 / (loadings.sum() ** 2 + (1.0 - loadings**2).sum())
    covered = 0
    for _ in range(200):
        noise = generator.normal(size=(250, 4)) * np.sqrt(1.0 - loadings**2)
        x = generator.normal(size=(250, 1)) * loadings + noise
        interval = reliability(ItemAnswers.of_rows(x), generator, draws=200).interval
        assert interval is not None
        covered += interval.low <= truth <= interval.high

    # 95 % of 200 is 190; three in a thousand seeds leave 181…198 at exactly 95 %.
    assert 181 <= covered <= 198


def test_one_account_has_a_value_and_no_interval() -> None:
    whole = answers()
    one = ItemAnswers.of_rows(whole.values, accounts=np.zeros(whole.n, int))

    found = reliability(one, np.random.default_rng(0), draws=100)

    assert found.value == pytest.approx(figure("omega", "value"), rel=2e-8)
    assert found.interval is None
    assert found.reason is UntestableConstruct.FEW_ACCOUNTS
    assert "fewer than two accounts answered" in str(found)


def test_draws_that_mostly_fail_leave_no_interval() -> None:
    x = np.full((100, 2), 10.0)
    x[0] = (1.0, 2.0)

    found = reliability(ItemAnswers.of_rows(x), np.random.default_rng(0), draws=100)

    assert found.value is not None
    assert found.interval is None
    assert found.reason is UntestableConstruct.FEW_DRAWS
    assert found.draws < 90


def test_identical_items_have_a_value_and_no_interval() -> None:
    x = np.repeat(np.arange(120.0)[:, None], 3, axis=1)

    found = reliability(ItemAnswers.of_rows(x), np.random.default_rng(0), draws=100)

    assert found.value == pytest.approx(1.0)
    assert found.is_redundant
    assert found.interval is None
    assert found.reason is UntestableConstruct.IDENTICAL_ITEMS


WORKED = [[4, 5, 4], [2, 2, 3], [5, 4, 5], [3, 3, 2], [1, 2, 1]]
UNDEFINED: dict[str, tuple[ArrayLike, UntestableConstruct, ConstructVerdict]] = {
    "nobody": (
        np.zeros((0, 3)),
        UntestableConstruct.FEW_RESPONDENTS,
        ConstructVerdict.NOT_TESTABLE,
    ),
    "one person": ([[1, 2, 3]], UntestableConstruct.FEW_RESPONDENTS, ConstructVerdict.NOT_TESTABLE),
    "all tens": ([[10] * 3] * 9, UntestableConstruct.CONSTANT_ITEM, ConstructVerdict.NOT_TESTABLE),
    "a single item": (
        [[1], [2], [3]],
        UntestableConstruct.SINGLE_ITEM,
        ConstructVerdict.NOT_APPLICABLE,
    ),
    "two opposite items": (
        [[1, 5], [2, 3], [3, 2]],
        UntestableConstruct.REVERSED_ITEM,
        ConstructVerdict.NOT_TESTABLE,
    ),
    # r = .849, .900 and .728: √(.849 · .900/.728) = 1.02 would be the first item's loading.
    "a Heywood case": (WORKED, UntestableConstruct.HEYWOOD, ConstructVerdict.NOT_TESTABLE),
}


@pytest.mark.parametrize("case", UNDEFINED)
def test_where_there_is_no_reliability_the_reason_is_said(case: str) -> None:
    x, reason, verdict = UNDEFINED[case]

    found = reliability(ItemAnswers.of_rows(x), np.random.default_rng(0))

    assert found.value is None
    assert found.interval is None
    assert found.reason is reason
    assert found.verdict is verdict
    assert reason.sentence in str(found)


def test_the_item_of_a_heywood_case_is_named() -> None:
    found = reliability(ItemAnswers.of_rows(WORKED, names=["a", "b", "c"]))

    assert "(Heywood case) in a;" in str(found)


def test_too_few_draws_for_the_tails_are_refused() -> None:
    with pytest.raises(OutOfRange, match="39 draws do not reach the tails; 95% needs 40"):
        reliability(answers(), np.random.default_rng(0), draws=39)


def test_perfect_items_in_opposite_pairs_have_a_sum_without_spread() -> None:
    up = np.arange(120.0)

    found = reliability(ItemAnswers.of_rows(np.column_stack([up, up, -up, -up])))

    assert found.value is None
    assert found.reason is UntestableConstruct.CONSTANT_SUM


def test_an_item_that_runs_against_the_others_is_named() -> None:
    whole = answers()
    turned = whole.values * [1.0, 1.0, 1.0, -1.0]

    found = reliability(ItemAnswers.of_rows(turned, names=TRUST))

    assert found.reversed_items == ("t4",)
    assert str(found).endswith("; against the others: t4")
    assert reliability(whole).reversed_items == ()


def _by_hand(names: tuple[str, ...], level: float) -> list[float]:
    """Percentiles of the reliabilities of 60 draws, each computed by the public functions."""
    values = []
    for r in resampled_correlations(answers(names), np.random.default_rng(3), 60):
        loadings = one_factor(r).loadings if len(names) > 2 else None
        omega = composite_reliability(loadings).value if loadings else spearman_brown(r[0, 1])
        values.append(omega)
    tail = (1.0 - level) / 2.0
    return [float(q) for q in np.quantile(np.array(values, float), [tail, 1.0 - tail])]


@pytest.mark.parametrize("names", [TRUST[:2], TRUST])
def test_the_limits_are_percentiles_of_the_reliabilities_of_the_draws(
    names: tuple[str, ...],
) -> None:
    found = reliability(answers(names), np.random.default_rng(3), draws=60, level=0.9)

    assert found.interval is not None
    limits = [found.interval.low, found.interval.high]
    assert limits == pytest.approx(_by_hand(names, 0.9), rel=1e-8)


def test_a_weight_of_two_counts_a_respondent_twice_in_every_draw() -> None:
    whole = answers()
    weights = np.where(np.arange(whole.n) % 3 == 0, 2.0, 1.0)
    twice = np.repeat(np.arange(whole.n), weights.astype(int))

    weighted, repeated = (
        reliability(given, np.random.default_rng(4), draws=80)
        for given in (
            ItemAnswers.of_rows(whole.values, weights=weights, accounts=whole.accounts),
            ItemAnswers.of_rows(whole.values[twice], accounts=whole.accounts[twice]),
        )
    )

    assert weighted.interval is not None
    assert repeated.interval is not None
    assert weighted.interval.low == pytest.approx(repeated.interval.low, rel=1e-8)
    assert weighted.interval.high == pytest.approx(repeated.interval.high, rel=1e-8)
