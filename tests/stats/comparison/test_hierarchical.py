from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from stats.comparison import FamilyTest, benjamini_hochberg, hierarchical_test, simes
from stats.errors import OutOfRange
from tests.stats.reference import table

P_VALUES = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8)


def families_of_r() -> dict[str, list[dict[str, str]]]:
    rows = table("comparison_families.csv")
    return {name: [r for r in rows if r["family"] == name] for name in "abcdef"}


def test_published_families_are_selected_and_called_as_r_does() -> None:
    # Data of Mehrotra & Adewale 2012, example 4.1; two-stage procedure by p.adjust.
    expected = families_of_r()

    found = hierarchical_test([], {n: [float(r["p"]) for r in f] for n, f in expected.items()})

    for family in found.families:
        rows = expected[family.name]
        assert family.family_p == pytest.approx(float(rows[0]["family_p"]), rel=1e-12)
        assert family.selected == bool(int(rows[0]["selected"]))
        assert family.called.tolist() == [bool(int(r["called"])) for r in rows]
    assert [family.name for family in found.families if family.selected] == ["a"]


def test_within_a_selected_family_q_values_are_read_against_the_whole_rate() -> None:
    below = {"touchpoints": [0.001, 0.04], "regions": [0.6, 0.7], "lines": [0.3]}

    found = hierarchical_test([0.3, 0.01], below).families[0]

    # One of three families selected: q is three times Benjamini and Hochberg's.
    np.testing.assert_allclose(found.q_values, [0.006, 0.12])
    assert found.called.tolist() == [True, False]


def test_the_headline_family_is_tested_by_itself() -> None:
    alone = hierarchical_test([0.01, 0.3], {}).headline
    among = hierarchical_test([0.01, 0.3], {"x": [0.9] * 50, "y": [0.0001]}).headline

    np.testing.assert_array_equal(alone.q_values, benjamini_hochberg([0.01, 0.3]))
    np.testing.assert_array_equal(alone.q_values, among.q_values)
    assert alone.called.tolist() == [True, False]


def test_families_without_tests_are_not_counted() -> None:
    found = hierarchical_test([], {"touchpoints": [0.02], "pairs": []})

    assert found.families[0].q_values.tolist() == [0.02]
    assert found.families[1].family_p is None
    assert str(found.families[1]) == "pairs: no tests"
    assert str(found.headline) == "headline: no tests"


def test_a_q_value_equal_to_the_rate_is_not_called() -> None:
    found = hierarchical_test([0.125], {"touchpoints": [0.125]}, rate=0.125)

    assert not found.headline.called.any()
    assert not found.families[0].selected


def test_nothing_is_called_in_a_family_that_was_not_selected() -> None:
    found = hierarchical_test([], {"a": [0.5, 0.6], "b": [0.09], "c": [0.9]})

    assert all(not family.called.any() for family in found.families)
    assert all((family.q_values == 1.0).all() for family in found.families)


@given(st.lists(P_VALUES, min_size=1, max_size=5))
def test_the_order_of_families_and_tests_does_not_matter(families: list[list[float]]) -> None:
    named = {str(number): p for number, p in enumerate(families)}
    turned = {name: p[::-1] for name, p in reversed(named.items())}

    first, second = hierarchical_test([], named), hierarchical_test([], turned)

    again = {family.name: family for family in second.families}
    for family in first.families:
        # Equal p-values share their q, so that reversing is exact.
        np.testing.assert_allclose(family.q_values, again[family.name].q_values[::-1])


@given(P_VALUES)
def test_the_family_p_value_lies_between_the_smallest_and_its_bonferroni_multiple(
    p: list[float],
) -> None:
    found = simes(p)

    assert found is not None
    assert min(p) * (1 - 1e-12) <= found <= min(1.0, len(p) * min(p)) * (1 + 1e-12)


def _false_share(family: FamilyTest, null: np.typing.NDArray[np.bool_]) -> float:
    return float((family.called & null).sum() / max(family.called.sum(), 1))


def test_the_error_averaged_over_the_selected_families_is_controlled() -> None:
    # Ten families of ten tests, three of them with four real differences of 3 sigma.
    generator = np.random.default_rng(11)
    shift = np.zeros((10, 10))
    shift[:3, :4] = 3.0
    averages = []
    for _ in range(600):
        z = generator.normal(shift)
        p = _two_sided(z)
        found = hierarchical_test([], {str(i): p[i] for i in range(10)})
        chosen = [
            _false_share(family, shift[i] == 0.0)
            for i, family in enumerate(found.families)
            if family.selected
        ]
        averages.append(sum(chosen) / max(len(chosen), 1))

    assert np.mean(averages) <= 0.10 + 3 * np.std(averages) / np.sqrt(600)


def test_when_nothing_differs_at_most_one_week_in_ten_has_any_false_call() -> None:
    generator = np.random.default_rng(12)

    called = 0
    for _ in range(1000):
        p = _two_sided(generator.normal(size=(8, 12)))
        found = hierarchical_test([], {str(i): p[i] for i in range(8)})
        called += any(family.called.any() for family in found.families)

    assert 0.06 <= called / 1000 <= 0.10 + 3 * np.sqrt(0.09 / 1000)


def test_families_that_cut_the_same_answers_twice_keep_the_rate_when_nothing_differs() -> None:
    # Six touchpoints crossed with five regions: every answer counts in both families.
    generator = np.random.default_rng(13)

    called = 0
    for _ in range(1000):
        cells = generator.normal(size=(6, 5))
        touchpoints, regions = cells.sum(axis=1) / np.sqrt(5), cells.sum(axis=0) / np.sqrt(6)
        below = {"touchpoints": _two_sided(touchpoints), "regions": _two_sided(regions)}
        found = hierarchical_test([], below)
        called += any(family.called.any() for family in found.families)

    assert 0.06 <= called / 1000 <= 0.10 + 3 * np.sqrt(0.09 / 1000)


def test_impossible_rates_and_p_values_are_refused() -> None:
    with pytest.raises(OutOfRange, match="no probability"):
        hierarchical_test([], {}, rate=10)
    with pytest.raises(OutOfRange, match="0 to 1"):
        hierarchical_test([], {"a": [1.1]})


def _two_sided(z: np.typing.NDArray[np.float64]) -> np.typing.NDArray[np.float64]:
    return np.asarray(2.0 * ndtr(-np.abs(z)))
