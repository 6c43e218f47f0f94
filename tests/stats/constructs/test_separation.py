from __future__ import annotations

import numpy as np
import pytest

from stats.constructs import (
    ConstructVerdict,
    ItemAnswers,
    UntestableConstruct,
    construct_separation,
    htmt,
)
from stats.constructs.resampling import resampled_correlations
from stats.errors import OutOfRange
from tests.stats.constructs.figures import EASE, TRUST, answers

CONSTRUCTS = ["trust"] * 4 + ["ease"] * 3


def _whole() -> ItemAnswers:
    return answers((*TRUST, *EASE))


def _pairs(correlation: float, n: int = 400) -> ItemAnswers:
    generator = np.random.default_rng(7)
    first = generator.normal(size=n)
    second = correlation * first + np.sqrt(1 - correlation**2) * generator.normal(size=n)
    traits = np.column_stack([first, first, second, second])
    return ItemAnswers.of_rows(0.9 * traits + 0.44 * generator.normal(size=(n, 4)))


def test_the_point_is_htmt_of_the_complete_answers() -> None:
    (found,) = construct_separation(_whole(), CONSTRUCTS)

    (point,) = htmt(_whole().correlations(), CONSTRUCTS)
    assert found == point
    assert found.is_separate is None


def test_the_upper_limit_lies_above_the_value_and_repeats_with_its_generator() -> None:
    (first,) = construct_separation(_whole(), CONSTRUCTS, np.random.default_rng(3), draws=400)
    (again,) = construct_separation(_whole(), CONSTRUCTS, np.random.default_rng(3), draws=400)

    assert first.upper is not None
    assert first.value is not None
    assert first.value < first.upper < 0.85
    assert first.upper == again.upper
    assert first.is_separate is True
    assert "upper limit" in str(first)


def test_one_construct_under_two_names_is_not_separate() -> None:
    one = ["a", "a", "b", "b"]

    (found,) = construct_separation(_pairs(1.0), one, np.random.default_rng(0), draws=200)

    assert found.verdict is ConstructVerdict.FAIL
    assert found.is_separate is False


def test_people_who_share_accounts_tell_less_about_the_separation() -> None:
    whole = _pairs(0.6, 200)
    copies = np.repeat(whole.values, 4, axis=0)
    names = ["a", "a", "b", "b"]
    alone = ItemAnswers.of_rows(copies)
    shared = ItemAnswers.of_rows(copies, accounts=np.repeat(np.arange(200), 4))

    (naive,) = construct_separation(alone, names, np.random.default_rng(1), draws=400)

    (honest,) = construct_separation(shared, names, np.random.default_rng(1), draws=400)
    assert naive.upper is not None
    assert honest.upper is not None
    assert honest.upper > naive.upper


def test_below_a_hundred_answers_the_value_is_shown_and_not_judged() -> None:
    (few,) = construct_separation(_pairs(0.5, 99), ["a", "a", "b", "b"])
    (enough,) = construct_separation(_pairs(0.5, 100), ["a", "a", "b", "b"])

    assert few.value is not None
    assert few.verdict is ConstructVerdict.NOT_TESTABLE
    assert enough.verdict is ConstructVerdict.FINE


def test_a_single_item_stays_not_applicable_with_few_people() -> None:
    (found,) = construct_separation(
        ItemAnswers.of_rows([[1, 2, 3], [2, 2, 1], [3, 5, 2]]), ["a", "a", "b"]
    )

    assert found.verdict is ConstructVerdict.NOT_APPLICABLE


def test_one_account_has_a_value_and_no_limit() -> None:
    whole = _pairs(0.5)
    one = ItemAnswers.of_rows(whole.values, accounts=np.zeros(whole.n, int))

    (found,) = construct_separation(one, ["a", "a", "b", "b"], np.random.default_rng(0), draws=50)

    assert found.value is not None
    assert found.upper is None
    assert found.upper_reason is UntestableConstruct.FEW_ACCOUNTS
    assert "fewer than two accounts answered" in str(found)


def test_draws_that_mostly_fail_leave_no_limit() -> None:
    x = np.full((100, 4), 10.0)
    x[0] = (1.0, 2.0, 3.0, 4.0)

    (found,) = construct_separation(
        ItemAnswers.of_rows(x), ["a", "a", "b", "b"], np.random.default_rng(0), draws=100
    )

    assert found.value == pytest.approx(1.0)
    assert found.upper is None
    assert found.upper_reason is UntestableConstruct.FEW_DRAWS


def test_pairs_that_have_no_ratio_have_no_limit_either() -> None:
    found = construct_separation(
        _pairs(0.5), ["a", "a", "b", "c"], np.random.default_rng(0), draws=50
    )

    assert [pair.upper for pair in found] == [None, None, None]


@pytest.mark.parametrize("x", [np.zeros((0, 4)), np.ones((1, 4)), np.full((50, 4), 10.0)])
def test_nobody_one_person_and_all_tens_give_a_reason(x: np.typing.NDArray[np.float64]) -> None:
    found = construct_separation(ItemAnswers.of_rows(x), ["a", "a", "b", "b"])

    assert found[0].value is None
    assert found[0].reason in (
        UntestableConstruct.FEW_RESPONDENTS,
        UntestableConstruct.CONSTANT_ITEM,
    )


def test_too_few_draws_and_names_that_do_not_align_are_refused() -> None:
    with pytest.raises(OutOfRange, match="10 draws"):
        construct_separation(_whole(), CONSTRUCTS, np.random.default_rng(0), draws=10)
    with pytest.raises(OutOfRange, match="6 where 7 are needed"):
        construct_separation(_whole(), CONSTRUCTS[1:])


def test_the_limit_is_the_quantile_of_the_ratios_of_the_draws() -> None:
    whole = _whole()

    (found,) = construct_separation(
        whole, CONSTRUCTS, np.random.default_rng(8), draws=60, level=0.9
    )

    drawn = resampled_correlations(whole, np.random.default_rng(8), 60)
    ratios = [pair.value for r in drawn for pair in htmt(r, CONSTRUCTS)]
    assert found.upper == pytest.approx(np.quantile(np.array(ratios, float), 0.9), rel=1e-9)
