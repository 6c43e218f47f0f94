from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.constructs import ConstructVerdict, Objective, strategy_coverage
from stats.errors import BadWeights, EmptyInput, OutOfRange


def _aim(name: str, weight: float) -> Objective:
    return Objective(name, weight, "an owner", "a decision", "an outcome")


AIMS = [_aim("loyalty", 0.5), _aim("ease", 0.3), _aim("growth", 0.2)]


def test_the_worked_strategy_is_covered_by_four_fifths() -> None:
    found = strategy_coverage(
        AIMS, {"q1": ["loyalty"], "q2": ["loyalty"], "q3": ["ease"], "q4": []}
    )

    assert found.coverage == pytest.approx(0.80)
    assert found.verdict is ConstructVerdict.WARN
    assert found.uncovered == ("growth",)
    assert found.single_item == ("ease",)
    assert found.orphans == ("q4",)
    assert found.items["loyalty"] == ("q1", "q2")
    assert found.incomplete == {}


def test_what_an_objective_lacks_is_named() -> None:
    aims = [Objective("loyalty", 0.5, owner="sales"), Objective("ease", 0.5, "a", "b", " ")]

    found = strategy_coverage(aims, {"q1": ["loyalty", "ease"]})

    assert found.incomplete == {"loyalty": ("decision", "outcome"), "ease": ("outcome",)}
    assert "incomplete: loyalty (decision, outcome), ease (outcome)" in str(found)


CUTS = {
    "all": (["a", "b", "c"], 1.0, ConstructVerdict.FINE),
    # .6 + .3 falls short of .9 in binary arithmetic.
    "exactly nine tenths": (["a", "b"], 0.9, ConstructVerdict.FINE),
    "seven tenths": (["a", "c"], 0.7, ConstructVerdict.WARN),
    "exactly six tenths": (["a"], 0.6, ConstructVerdict.WARN),
    "four tenths": (["b", "c"], 0.4, ConstructVerdict.FAIL),
    "nothing": ([], 0.0, ConstructVerdict.FAIL),
}


@pytest.mark.parametrize("case", CUTS)
def test_coverage_has_two_cut_offs(case: str) -> None:
    covered, coverage, verdict = CUTS[case]
    aims = [_aim("a", 0.6), _aim("b", 0.3), _aim("c", 0.1)]

    found = strategy_coverage(aims, {"q": covered})

    assert found.coverage == pytest.approx(coverage)
    assert found.verdict is verdict


@given(served=st.lists(st.sets(st.sampled_from(["loyalty", "ease", "growth"])), max_size=6))
def test_covered_and_uncovered_objectives_weigh_one_together(served: list[set[str]]) -> None:
    items = {f"q{number}": names for number, names in enumerate(served)}

    found = strategy_coverage(AIMS, items)

    missing = sum(aim.weight for aim in AIMS if aim.name in found.uncovered)
    assert found.coverage + missing == pytest.approx(1.0)
    assert len(found.orphans) == sum(not names for names in served)
    assert set(found.single_item).isdisjoint(found.uncovered)


def test_a_questionnaire_without_items_covers_nothing() -> None:
    found = strategy_coverage(AIMS, {})

    assert found.coverage == 0.0
    assert found.uncovered == ("loyalty", "ease", "growth")


def test_a_strategy_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(EmptyInput, match="without objectives"):
        strategy_coverage([], {"q1": []})
    with pytest.raises(BadWeights, match=r"weigh 0\.9 together"):
        strategy_coverage([_aim("a", 0.9)], {})
    with pytest.raises(BadWeights, match="The weight of b is 0; hand in a number above 0"):
        strategy_coverage([_aim("a", 1.0), _aim("b", 0.0)], {})
    with pytest.raises(BadWeights, match="The weight of a is nan"):
        strategy_coverage([_aim("a", float("nan"))], {})
    with pytest.raises(OutOfRange, match="a is listed twice"):
        strategy_coverage([_aim("a", 0.5), _aim("a", 0.5)], {})


def test_an_item_that_serves_no_known_objective_is_refused() -> None:
    with pytest.raises(OutOfRange, match="q1 serves speed"):
        strategy_coverage(AIMS, {"q1": ["speed"]})
    with pytest.raises(OutOfRange, match="q1 serves 'ease'; hand in a list"):
        strategy_coverage(AIMS, {"q1": "ease"})


def test_weights_that_are_no_shares_and_items_without_a_list_are_refused() -> None:
    with pytest.raises(BadWeights, match="The weight of a is '1'"):
        strategy_coverage([_aim("a", "1")], {})  # type: ignore[arg-type]
    with pytest.raises(BadWeights, match="at most 1"):
        strategy_coverage([_aim("a", 1e308), _aim("b", 1e308)], {})
    with pytest.raises(OutOfRange, match="q1 serves None"):
        strategy_coverage(AIMS, {"q1": None})  # type: ignore[dict-item]


def test_just_below_six_tenths_fails() -> None:
    found = strategy_coverage([_aim("a", 0.599), _aim("b", 0.401)], {"q": ["a"]})

    assert found.verdict is ConstructVerdict.FAIL
